package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
)

// An edge leads from a file to another of its package.
type edge struct{ from, to string }

// A room is a package by its files, tests left out.
type room struct {
	path  string // within the module
	files []string
	lines int
	names map[edge][]string // what the one file names that the other declares, sorted
}

// measure type-checks a package and attributes what its files name. A name counts for
// the file that declares it: a package-level function, type, variable or constant, a
// method by where it is written (not by where its type is), and a struct's field by
// where the struct is, promoted ones and those of composite literals too. Methods of
// interfaces count for the file of the interface. However often a file names things
// of another, that is one reference; the reverse direction is another.
func (m *module) measure(p listed) (room, error) {
	r := room{path: p.path, files: p.GoFiles, names: map[edge][]string{}}
	var parsed []*ast.File
	for _, f := range p.GoFiles {
		name := filepath.Join(p.Dir, f)
		text, err := os.ReadFile(name)
		if err != nil {
			return r, err
		}
		r.lines += bytes.Count(text, []byte("\n"))
		file, err := parser.ParseFile(m.fset, name, text, parser.SkipObjectResolution)
		if err != nil {
			return r, err
		}
		parsed = append(parsed, file)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	pkg, err := (&types.Config{Importer: m.importer}).Check(p.ImportPath, m.fset, parsed, info)
	if err != nil {
		return r, err
	}
	for id, obj := range info.Uses {
		if obj.Pkg() != pkg || !shared(obj) {
			continue
		}
		if e := (edge{m.file(id.Pos()), m.file(obj.Pos())}); e.from != e.to {
			r.names[e] = append(r.names[e], obj.Name())
		}
	}
	for e, names := range r.names {
		slices.Sort(names)
		r.names[e] = slices.Compact(names)
	}
	return r, nil
}

func (m *module) file(pos token.Pos) string {
	return filepath.Base(m.fset.Position(pos).Filename)
}

// shared tells what a second file can name from what is local to a function.
func shared(obj types.Object) bool {
	switch o := obj.(type) {
	case *types.Func:
		return true
	case *types.Var:
		if o.IsField() {
			return true
		}
	}
	return obj.Parent() == obj.Pkg().Scope()
}

func (r room) references() int { return len(r.names) }

func (r room) perFile() float64 { return float64(r.references()) / float64(len(r.files)) }

// mutual counts the pairs of files that name each other.
func (r room) mutual() int {
	n := 0
	for e := range r.names {
		if e.from < e.to && len(r.names[edge{e.to, e.from}]) > 0 {
			n++
		}
	}
	return n
}

// circle is the largest set of files each of which leads to each other, sorted; one
// file if there is no circle.
func (r room) circle() []string {
	next := map[string][]string{}
	for e := range r.names {
		next[e.from] = append(next[e.from], e.to)
	}
	var largest []string
	for _, c := range circles(r.files, next) {
		if len(c) > len(largest) {
			largest = c
		}
	}
	slices.Sort(largest)
	return largest
}
