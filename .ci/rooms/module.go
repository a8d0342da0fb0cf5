package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// A listed is what `go list` says of a package.
type listed struct {
	ImportPath, Dir, Export string
	Module                  *struct{ Path string }
	GoFiles, Imports        []string // without tests
	DepOnly                 bool     // not matched itself
	path                    string   // within the module; "." is its root
}

// A module is the packages that were asked for, and how to import what they import.
type module struct {
	packages []listed
	fset     *token.FileSet
	importer types.Importer
}

// load lists packages. What they import is read as the compiler's export data, from
// the build cache, so that only what is measured is type-checked.
func load(ctx context.Context, dir string, patterns []string) (*module, error) {
	args := []string{"list", "-export", "-deps", "-json=ImportPath,Dir,Export,Module,GoFiles,Imports,DepOnly"}
	cmd := exec.CommandContext(ctx, "go", append(args, patterns...)...)
	var complaints bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &complaints
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, bytes.TrimSpace(complaints.Bytes()))
	}
	m := &module{fset: token.NewFileSet()}
	exports := map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		exports[p.ImportPath] = p.Export
		if !p.DepOnly && p.Module != nil && len(p.GoFiles) > 0 {
			p.path = inModule(p.ImportPath, p.Module.Path)
			m.packages = append(m.packages, p)
		}
	}
	slices.SortFunc(m.packages, func(a, b listed) int { return strings.Compare(a.path, b.path) })
	m.importer = importer.ForCompiler(m.fset, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(exports[path])
	})
	return m, nil
}

// inModule is an import path as seen from the module's root.
func inModule(path, module string) string {
	if path == module {
		return "."
	}
	return strings.TrimPrefix(path, module+"/")
}
