package boilerplate

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Whatever a page is: its segments are lines, one after the other, with scores
// that are chances, and what is left in the tree is what was kept.
func FuzzRead(f *testing.F) {
	for _, make := range hostile {
		f.Add(make(300), "A title", "a line of the feed")
	}
	f.Add("<p>One  <b>bold</b>\nword<br>line<br> <br>next</p><div>alone<p>inside</p></div><img src=x>", "One", "")
	f.Add("<table><tr><td>a<ul><li>b</ul><svg>x</svg><blockquote>c</table>\u00a0d\xff", "", "b c d e f")
	f.Fuzz(func(t *testing.T, page, title, entry string) {
		root, err := html.Parse(strings.NewReader(page))
		if err != nil || len(page) > 1<<14 {
			t.Skip()
		}
		known := Describe(root)
		known.Title, known.Entry = title, entry
		p := Default().Read(root, known)
		end, kept := int32(0), 0
		for i, s := range p.Segments {
			line := p.Text(i)
			if s.from < end || s.to < s.from || line != strings.Join(strings.Fields(line), " ") {
				t.Fatalf("segment %d, %d to %d: %q", i, s.from, s.to, line)
			}
			if !(s.score >= 0 && s.score <= 1 && s.Score >= 0 && s.Score <= 1) {
				t.Fatalf("segment %d has the scores %v and %v", i, s.score, s.Score)
			}
			end = s.to
			if s.Keep {
				kept += len(bytes.Join(bytes.Fields([]byte(line)), nil))
			}
			_ = p.Reason(i)
		}
		p.Drop()
		if again := cut(root, Default().Names); len(bytes.Join(bytes.Fields(again.text), nil)) != kept {
			t.Errorf("%d bytes were kept, %q is left", kept, again.text)
		}
		if c := Default().Certainty(p); !(c >= 0 && c <= 1) {
			t.Errorf("certainty %v", c)
		}
	})
}
