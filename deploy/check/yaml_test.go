package check

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// yamlFiles are all YAML files of deploy/ but the chart's templates, which are none
// before they are rendered.
func yamlFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(deploy, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "templates" || d.Name() == "node_modules" || d.Name() == "testdata"):
			return filepath.SkipDir
		case strings.HasSuffix(path, ".yaml"), strings.HasSuffix(path, ".yml"):
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 15 {
		t.Fatalf("only %v", files)
	}
	return files
}

func TestYAMLIsTidy(t *testing.T) {
	for _, file := range yamlFiles(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if problem := untidy(text); problem != "" {
			t.Errorf("%s: %s", file, problem)
		}
	}
}

// untidy says what is wrong with a text of YAML: keys that stand twice, which most
// readers take without a word; indentation that is not the usual; tabs and ends of lines.
func untidy(text []byte) string {
	for n, line := range bytes.Split(text, []byte("\n")) {
		switch {
		case bytes.ContainsRune(line, '\t'):
			return fmt.Sprintf("line %d: a tab", n+1)
		case len(bytes.TrimRight(line, " \r")) < len(line):
			return fmt.Sprintf("line %d: blanks at its end", n+1)
		}
	}
	if !bytes.HasSuffix(text, []byte("\n")) || bytes.HasSuffix(text, []byte("\n\n")) {
		return "does not end with one line break"
	}
	documents := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var node yaml.Node
		err := documents.Decode(&node)
		if err == io.EOF {
			return ""
		}
		if err != nil {
			return err.Error()
		}
		var value any // which refuses keys that stand twice
		if err := node.Decode(&value); err != nil {
			return err.Error()
		}
		if problem := indentation(&node, 1); problem != "" {
			return problem
		}
	}
}

// indentation looks for blocks that are not two columns right of what they belong to.
func indentation(n *yaml.Node, column int) string {
	if n.Kind == yaml.DocumentNode {
		return indentation(n.Content[0], 1)
	}
	if n.Style&yaml.FlowStyle != 0 || n.Kind == yaml.ScalarNode || n.Kind == yaml.AliasNode {
		return ""
	}
	begins := n
	if n.Anchor != "" { // which stands before it, in the line of the key
		begins = n.Content[0]
	}
	if begins.Column != column {
		return fmt.Sprintf("line %d: begins in column %d, want %d", begins.Line, begins.Column, column)
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			continue // a key
		}
		if problem := indentation(child, column+2); problem != "" {
			return problem
		}
	}
	return ""
}

func TestUntidyYAMLIsFound(t *testing.T) {
	if problem := untidy([]byte("a: 1\nb:\n  - c\n  - d: {e: 1}\n    f:\n      - 2\n")); problem != "" {
		t.Errorf("a tidy text: %s", problem)
	}
	for text, want := range map[string]string{
		"a: 1\na: 2\n":            "already defined",
		"a:\n  b: 1\n  b: 2\n":    "already defined",
		"a:\n    b: 1\n":          "column 5, want 3",
		"a:\n- 1\n":               "column 1, want 3",
		"a: [1\n":                 "did not find",
		"a:\n\t- 1\n":             "a tab",
		"a: 1 \n":                 "blanks",
		"a: 1":                    "one line break",
		"a: 1\n---\nb: 1\nb: 2\n": "already defined",
	} {
		if problem := untidy([]byte(text)); !strings.Contains(problem, want) {
			t.Errorf("%q: %q, want %q", text, problem, want)
		}
	}
}

// Every configuration that lies here passes wiredesk's own check, without a warning.
func TestConfigurationsPassTheCheck(t *testing.T) {
	n := 0
	for _, file := range yamlFiles(t) {
		if filepath.Base(file) != "wiredesk.yaml" {
			continue
		}
		n++
		path, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		out := must(t, nil, "check", path)
		if strings.Contains(out, "warning") {
			t.Errorf("%s: %s", file, out)
		}
	}
	if n < 4 {
		t.Errorf("%d configurations", n)
	}
}
