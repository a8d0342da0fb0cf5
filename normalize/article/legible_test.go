package article

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLegible(t *testing.T) {
	for in, want := range map[string]string{
		"plain – „text“ ‏עברית‎":                  "plain – „text“ ‏עברית‎",
		"tab\tand\nline":                          "tab\tand\nline",
		"\x1b[2J\x07bell\u009b31m\x7f\r\n":        "[2Jbell31m\n",
		"right \u202eoverride":                    "right override",
		"right \u202eover\u202c ride":             "right over ride",
		"a \u202bעברית 12\u202c b":                "a \u2067עברית 12\u2069 b",
		"a \u202aabc\u202c b":                     "a \u2066abc\u2069 b",
		"a \u2068abc\u2069 b":                     "a \u2068abc\u2069 b",
		"open \u2067only":                         "open only",
		"close\u2069 only\u202c":                  "close only",
		"over \u2067lines\nand\u2069 end":         "over lines\nand end",
		"in \u2066an \u202eoverride\u2069 closed": "in \u2066an override\u2069 closed",
		"in \u202ban \u2066isolate\u202c\u2069":   "in an \u2066isolate\u2069",
		"\u2067a \u2066b\u2069 c\u2069":           "\u2067a \u2066b\u2069 c\u2069",
	} {
		a := Article{Headline: in, Tags: []Tag{{Name: in}}, Publisher: &Publisher{Name: in}}
		a.Legible()
		for _, got := range []string{a.Headline, a.Tags[0].Name, a.Publisher.Name} {
			if got != want {
				t.Errorf("%+q: %+q, want %+q", in, got, want)
			}
		}
	}
}

func FuzzLegible(f *testing.F) {
	f.Add("a \u202bb\u202c \u2066c\u2069 \u202ed \x1b")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		a := Article{BodyText: s}
		a.Legible()
		got := a.BodyText
		for _, line := range strings.Split(got, "\n") {
			depth := 0
			for _, r := range line {
				switch {
				case unicode.IsControl(r) && r != '\t', r >= '\u202a' && r <= '\u202e':
					t.Fatalf("%+q holds %U", got, r)
				case r >= '\u2066' && r <= '\u2068':
					depth++
				case r == '\u2069':
					if depth--; depth < 0 {
						t.Fatalf("%+q is closed too often", got)
					}
				}
			}
			if depth != 0 {
				t.Fatalf("%+q stays open", got)
			}
		}
		if a.Legible(); a.BodyText != got {
			t.Fatalf("%+q becomes %+q", got, a.BodyText)
		}
	})
}
