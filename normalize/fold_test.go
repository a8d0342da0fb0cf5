package normalize

import (
	"strings"
	"testing"
)

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", " ", "a", "a b", " a b", "a  b ", "a b ", "a\tb", "\u00a0a\u2003b", "é ü", "é  ü", "a\xff b", "\xff", "a\x00b", "\u0085", "x\u0085y", "\u2029", "a \u202f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := fold(s), strings.Join(strings.Fields(s), " "); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	})
}

func TestWhatIsOneLineIsNotCopied(t *testing.T) {
	line := strings.Repeat("Слово and word ", 20) + "end"
	if n := testing.AllocsPerRun(10, func() { _ = fold(line) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
