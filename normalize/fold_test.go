package normalize

import (
	"strings"
	"testing"
)

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", " ", "a", "a b", " a b", "a  b ", "a b ", "a\tb", "\u00a0a\u2003b", "é ü", "é  ü", "a\xff b", "\xff", "a\x00b", "\u0085", "x\u0085y", "\u2029", "a \u202f", "a\u00adb", "a \u200b b", "\ufeffa", "می\u200cخواهم", "a\u200db"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := fold(s), strings.Join(strings.Fields(withoutUnseen(s)), " "); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	})
}

func TestWhatNobodySeesIsNoText(t *testing.T) {
	for in, want := range map[string]string{
		"Unter\u00adnehmer\u00adverband":              "Unternehmerverband",
		"har\u200bbour wel\u2060comed the \ufeffword": "harbour welcomed the word",
		"one \u200b two":                              "one two",
		"\u200b":                                      "",
		"Auf\u200clage, fi\u200dsh":                   "Auflage, fish",
		"сло\u00adво\u200d":                           "слово",
		"می\u200cخواهم":                               "می\u200cخواهم",
		"क्\u200dष, ක්\u200dර":                        "क्\u200dष, ක්\u200dර",
		"👩\u200d🚀 ❤\ufe0f\u200d🔥 🏳\ufe0f\u200d🌈":      "👩\u200d🚀 ❤\ufe0f\u200d🔥 🏳\ufe0f\u200d🌈",
		"“\u200cword\u200d”":                          "“word”",
		"ไทย\u200bแลนด์":                              "ไทยแลนด์",
		"日\u200b本\u200d語":                             "日本語",
		"a\u3000\u200d\u1680\u200cb":                  "a b",
		"left\u200eright\u200f":                       "left\u200eright\u200f",
	} {
		if got := fold(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestWhatIsOneLineIsNotCopied(t *testing.T) {
	line := strings.Repeat("Слово and word ", 20) + "end"
	if n := testing.AllocsPerRun(10, func() { _ = fold(line) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestClipCountsRunes(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{{"", 3, ""}, {"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"äöü", 3, "äöü"}, {"äöüß", 3, "äö…"}, {"äöüßx", 1, "…"}, {"橋が月曜日に", 4, "橋が月…"}} {
		if got := clip(c.text, c.n); got != c.want {
			t.Errorf("%q to %d: %q, want %q", c.text, c.n, got, c.want)
		}
	}
}

func TestPartsAreFoundAnywhereInAnyCase(t *testing.T) {
	p := partsOf("by-line", "auth", "ca")
	for text, want := range map[string]bool{
		"": false, "a": false, "auth": true, "StoryAUTHOR": true, "aut": false, "xby-line": true, "by_line": false, "b9": false, "a5th": false,
		"ünca": true, "\xe1\xf5th": false, "c": false, "c\xe1": false,
	} {
		if p.heldBy(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestPhrasesBeginATextInAnyCase(t *testing.T) {
	list := phrasesOf("tags", "été", "q", "темы", "kind of")
	for text, want := range map[string]string{
		"Tags: a, b": "a, b", " TAGS ": "", "Été: x": "x", "ТЕМЫ：x": "x", "Q: a": "a", "q": "", "\u212aind of: x": "-", "Kind of x": "x",
		"tagsüber": "-", "Tagsx": "-", "tÄgs": "-", "": "-", "t": "-", "Qa": "-", "5ags": "-",
	} {
		rest, _, ok := list.after(text)
		if !ok {
			rest = "-"
		}
		if rest != want {
			t.Errorf("%q: %q, want %q", text, rest, want)
		}
	}
}
