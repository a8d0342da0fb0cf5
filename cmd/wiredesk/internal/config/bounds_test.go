package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml/lexer"
)

// What is no configuration is refused in words, with little memory: the parser alone took
// gigabytes for most of these.
func TestFilesThatAreNoConfigurationAreRefusedInWords(t *testing.T) {
	for name, piece := range map[string]string{
		"brackets": "[", "braces": "{a: ", "dashes": "- ", "questions": "? ", "keys on a line": "a: b: ", "anchors": "&a ", "tags": "!!a ",
		"anchors behind a key": "a: &a &b ", "references": "*a", "commas": ",", "closed brackets": "]", "quotes": `"`, "ampersands": "&",
		"bars": "|", "directives": "%a\n", "one key": "feeds: \n", "words": "x y\n", "mixed": "- [{? &a ",
	} {
		_, err := load(t, strings.Repeat(piece, 1<<16/len(piece)))
		if err == nil || len(err.Error()) > 3000 {
			t.Errorf("%s: %.200v", name, err)
		}
	}
	var stairs strings.Builder
	for i := range 2000 {
		stairs.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	if _, err := load(t, stairs.String()); err == nil || !strings.Contains(err.Error(), ":33:34: lies deeper than 32 values in each other") {
		t.Errorf("stairs: %v", err)
	}
	bomb := "a: &a [x, x]\n"
	for _, level := range []string{"ba", "cb", "dc", "ed", "fe", "gf", "hg", "ih"} {
		bomb += level[:1] + ": &" + level[:1] + " [*" + strings.Join(strings.Split(strings.Repeat(level[1:], 9), ""), ", *") + "]\n"
	}
	if _, err := load(t, "feeds: "+strings.TrimPrefix(bomb, "a: ")); err == nil || !strings.Contains(err.Error(), "aliases are not supported") && !strings.Contains(err.Error(), "unknown key") {
		t.Errorf("a bomb of references: %v", err)
	}
	if _, err := load(t, "feeds: ["+strings.Repeat("a,", 2<<20)+"]"); err == nil || !strings.Contains(err.Error(), "too many words") {
		t.Errorf("a list of millions: %.200v", err)
	}
}

// A list as long as people have them is none of that.
func TestALongConfigurationIsRead(t *testing.T) {
	var text strings.Builder
	text.WriteString("feeds:\n")
	for range 5_000 {
		text.WriteString("  - url: https://paper.example/feed-of/some-thing.xml?a=1,2&b=[3]\n    name: \"A paper: its news [all]\"\n")
		text.WriteString("    tags: [world, local, &x sport, !!str more]\n    every: 10m..12h\n")
	}
	c, err := load(t, text.String())
	if err != nil || len(c.Feeds) != 5_000 || len(c.Feeds[1].Tags) != 4 {
		t.Errorf("%d feeds, %v", len(c.Feeds), err)
	}
}

func TestAFileThatIsTooLargeIsNotRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wiredesk.yaml")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	if err := f.Truncate(maxFile + 1); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(t.Context(), LoadOptions{Path: path}); err == nil || !strings.Contains(err.Error(), "is too large: it has more than 32 MiB") {
		t.Errorf("%v", err)
	}
}

// Words are counted before the lexer counts them, and not less.
func FuzzWords(f *testing.F) {
	for _, text := range []string{"feeds: [a, b]\n", "a: &a [*a, *a]\n", "- - ? a\n", "a: |\n b\n", "%a\n---\n", "a: 'b''c' # d\n", "{a: b, c: !!d e}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if n, tokens := words([]byte(text)), len(lexer.Tokenize(text)); 3*n < tokens {
			t.Errorf("%d words, %d tokens: %q", n, tokens, text)
		}
	})
}
