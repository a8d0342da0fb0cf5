package words

import (
	"strings"
	"testing"
	"unicode"
)

func FuzzInertTextIsObeyedByNobody(f *testing.F) {
	for _, s := range []string{"plain", "a\x1b[2Jb", `a\x1b[2Jb`, `a\\x1b[2Jb`, "\u009b2J", "\u202eabc", "two\nlines\tand", "\xff\x1b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := Inert(s)
		if strings.ContainsFunc(out, func(r rune) bool {
			return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
		}) || strings.Contains(out, `\x1b`) {
			t.Errorf("%q becomes %q", s, out)
		}
		if Inert(out) != out {
			t.Errorf("%q becomes %q, and then %q", s, out, Inert(out))
		}
	})
}
