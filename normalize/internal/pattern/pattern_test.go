package pattern_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// What a program would panic at only when it meets the page for it, is found here: every
// text that is handed to Of is a regular expression.
func TestEveryPatternOfTheSourceIsOne(t *testing.T) {
	found := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isOf(call.Fun) {
				return true
			}
			text, ok := literal(call.Args[0])
			if !ok {
				t.Errorf("%s: the text of a pattern is no literal", path)
			}
			if _, err := regexp.Compile(text); err != nil {
				t.Errorf("%s: %v", path, err)
			}
			found++
			return true
		})
		return nil
	})
	if err != nil || found < 80 {
		t.Errorf("%d patterns, %v", found, err)
	}
}

func isOf(f ast.Expr) bool {
	s, ok := f.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != "Of" {
		return false
	}
	pkg, ok := s.X.(*ast.Ident)
	return ok && pkg.Name == "pattern"
}

// literal is what a text in the source says that is written in one or more parts.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, okA := literal(e.X)
		b, okB := literal(e.Y)
		return a + b, okA && okB && e.Op == token.ADD
	}
	return "", false
}

func TestAPatternIsMadeOnce(t *testing.T) {
	p := pattern.Of(`^a+$`)
	if first := p(); first != p() || !first.MatchString("aaa") {
		t.Error("a pattern is made anew, or is another")
	}
}
