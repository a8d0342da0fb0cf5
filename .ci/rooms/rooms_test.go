package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// house writes a module of the given files and measures it.
func house(t *testing.T, files map[string]string) (rooms map[string]room, faults []string) {
	t.Helper()
	dir := t.TempDir()
	files["go.mod"] = "module example.org/house\n\ngo 1.26\n"
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m, err := load(t.Context(), dir, []string{"./..."})
	if err != nil {
		t.Fatal(err)
	}
	rooms = map[string]room{}
	var all []room
	for _, p := range m.packages {
		r, err := m.measure(p)
		if err != nil {
			t.Fatal(err)
		}
		rooms[r.path] = r
		all = append(all, r)
	}
	return rooms, append(overLimit(all), runsUp(m.packages)...)
}

// What one file names of another is counted where it is declared: whatever is at
// package level, methods and fields where they are written; nothing local, nothing of
// other packages, nothing of tests.
func TestWhatCounts(t *testing.T) {
	rooms, _ := house(t, map[string]string{
		"a.go": `package house
			type door struct{ open bool }
			type window interface{ shut() }
			const width = 3`,
		"b.go": `package house
			func (d *door) knock() { x := width; _ = x }`,
		"field.go": `package house
			func isOpen(v interface{ self() struct{ door } }) bool { return v.self().open }`,
		"method.go":  "package house\nfunc visit() { d := newDoor(); d.knock() }",
		"literal.go": "package house\nfunc newDoor() *door { return &door{open: true} }",
		"iface.go":   "package house\nfunc night(w window) { w.shut() }",
		"alone.go": `package house
			import "strings"
			func local() string { type door int; var width door; _ = width; return strings.ToUpper("") }`,
		"a_test.go": "package house\nvar _ = visit",
	})
	r := rooms["."]
	var got []string
	for e, names := range r.names {
		got = append(got, fmt.Sprint(e.from, " ", e.to, " ", names))
	}
	slices.Sort(got)
	want := []string{
		"b.go a.go [door width]", "field.go a.go [door open]", "iface.go a.go [shut window]",
		"literal.go a.go [door open]", "method.go b.go [knock]", "method.go literal.go [newDoor]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(r.files) != 7 || r.references() != 6 || r.mutual() != 0 || len(r.circle()) != 1 {
		t.Errorf("%d files, %d references, %d mutual pairs, circle %v", len(r.files), r.references(), r.mutual(), r.circle())
	}
}

func TestAPairAndACircle(t *testing.T) {
	rooms, _ := house(t, map[string]string{
		"a.go": "package house\nfunc a() { b() }", "b.go": "package house\nfunc b() { c(); d() }",
		"c.go": "package house\nfunc c() { a() }", "d.go": "package house\nfunc d() { e() }",
		"e.go": "package house\nfunc e() { if false { d() } }",
	})
	r := rooms["."]
	if got := r.circle(); !slices.Equal(got, []string{"a.go", "b.go", "c.go"}) {
		t.Errorf("circle %v", got)
	}
	if r.references() != 6 || r.mutual() != 1 || r.perFile() != 1.2 {
		t.Errorf("%d references, %.2f a file, %d mutual pairs", r.references(), r.perFile(), r.mutual())
	}
}

// A package that is not there has no limits; one that is there is held to them.
func TestLimitsAndDirections(t *testing.T) {
	const imports = "package %s\nimport _ \"example.org/house/cmd/wiredesk/internal/%s\"\n"
	_, faults := house(t, map[string]string{
		"cmd/wiredesk/main.go":                 "package main\nimport _ \"example.org/house/cmd/wiredesk/internal/desk\"\nfunc main() {}",
		"cmd/wiredesk/long.go":                 "package main\n" + strings.Repeat("//\n", limits[0].lines),
		"cmd/wiredesk/internal/desk/a.go":      fmt.Sprintf(imports, "desk", "ingest") + "func a() { b() }",
		"cmd/wiredesk/internal/desk/b.go":      "package desk\nfunc b() { c() }",
		"cmd/wiredesk/internal/desk/c.go":      "package desk\nfunc c() { d() }",
		"cmd/wiredesk/internal/desk/d.go":      "package desk\nfunc d() { a() }",
		"cmd/wiredesk/internal/ingest/a.go":    fmt.Sprintf(imports, "ingest", "words"),
		"cmd/wiredesk/internal/words/a.go":     fmt.Sprintf(imports, "words", "metrics"),
		"cmd/wiredesk/internal/metrics/a.go":   "package metrics",
		"cmd/wiredesk/internal/daemon/main.go": fmt.Sprintf(imports, "daemon", "desk"),
	})
	want := []string{
		fmt.Sprintf("cmd/wiredesk: %d lines outside tests, at most %d", limits[0].lines+3, limits[0].lines),
		"cmd/wiredesk/internal/desk: a circle of 4 files, at most 3 (rooms -circle ./cmd/wiredesk/internal/desk says what ties them)",
		"cmd/wiredesk/internal/desk imports cmd/wiredesk/internal/ingest, which is not below it",
		"cmd/wiredesk/internal/words imports cmd/wiredesk/internal/metrics, which is not below it",
	}
	if !slices.Equal(faults, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(faults, "\n"), strings.Join(want, "\n"))
	}
}
