package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var updateDocs = flag.Bool("update-docs", false, "write the generated parts of docs/ anew")

// made marks what a command has made, to the end of the document.
var made = regexp.MustCompile("<!-- What follows is made by `wiredesk ([^`]+)`. -->\n")

func TestGeneratedDocsAreWhatTheirCommandsPrint(t *testing.T) {
	docs, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(docs) == 0 {
		t.Fatal("no docs", err)
	}
	n := 0
	for _, path := range docs {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		at := made.FindSubmatchIndex(text)
		if at == nil {
			continue
		}
		n++
		command := string(text[at[2]:at[3]])
		var out, log bytes.Buffer
		if code := execute(t.Context(), strings.Fields(command), stdio{out: &out, err: &log}); code != 0 {
			t.Fatalf("wiredesk %s: exit code %d\n%s", command, code, &log)
		}
		want := append(bytes.Clone(text[:at[1]]), "\n"+strings.TrimLeft(out.String(), "\n")...)
		if bytes.Equal(text, want) {
			continue
		}
		if !*updateDocs {
			t.Errorf("%s is old: go test ./cmd/wiredesk -run GeneratedDocs -update-docs", filepath.Base(path))
			continue
		}
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if n < 2 {
		t.Errorf("%d generated documents", n)
	}
}

// Every command that a document shows at a prompt runs in a script, as it stands.
func TestTheTranscriptsOfTheDocsAreRun(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	run := map[string]bool{}
	for _, path := range scripts {
		for _, m := range regexp.MustCompile(`(?m)^(?:exec|exit \d+|stop|waitfor) .*?(wiredesk .*?)(?: &)?$`).FindAllStringSubmatch(readFile(t, path), -1) {
			run[m[1]] = true
		}
	}
	docs, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, path := range docs {
		for _, m := range regexp.MustCompile(`(?m)^(?:    )?\$ (wiredesk .*)$`).FindAllStringSubmatch(readFile(t, path), -1) {
			shown++
			if !run[m[1]] {
				t.Errorf("%s: no script runs %q", filepath.Base(path), m[1])
			}
		}
	}
	if shown < 20 {
		t.Errorf("%d commands found", shown)
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
