package boilerplate

import (
	"strings"
	"testing"
)

// hostile are pages that made other extractors slow, of about n bytes.
var hostile = map[string]func(n int) string{
	"paragraphs": func(n int) string { return fill("<p>A sentence, of some words, that ends.</p>", n) },
	"dates":      func(n int) string { return fill("<p>May 3, 2026 date</p>", n) },
	"tiny divs":  func(n int) string { return fill("<div>x</div>", n) },
	"links":      func(n int) string { return fill("<a href=/x>link</a> ", n) },
	"rows":       func(n int) string { return "<table>" + fill("<tr><td>a<td>b</tr>", n) },
	"attributes": func(n int) string {
		return "<div " + fill("class=related data-x=y ", n) + "><p>text</p></div>"
	},
	"breaks": func(n int) string { return fill("a<br>", n) },
	"nesting": func(n int) string {
		return fill(strings.Repeat("<div class=story>", 200)+"x"+strings.Repeat("</div>", 200), n)
	},
	"lists": func(n int) string { return fill(strings.Repeat("<ul><li>i", 100)+strings.Repeat("</ul>", 100), n) },
	"words": func(n int) string { return "<p>" + fill("word ", n) },
}

func fill(unit string, n int) string { return strings.Repeat(unit, n/len(unit)+1) }

// Work is counted, not timed: steps of the walk, and what is kept of each.
func TestWorkGrowsNoFasterThanThePage(t *testing.T) {
	for name, make := range hostile {
		t.Run(name, func(t *testing.T) {
			count := func(n int) (work int) {
				p := Default().Read(parse(t, make(n)), Known{})
				p.Drop()
				return p.steps + len(p.Segments) + len(p.boxes) + len(p.nodes) + len(p.text)
			}
			one, two := count(1<<17), count(1<<18)
			if two > one*23/10 || one > 4<<17 {
				t.Errorf("%d for one page, %d for one twice as long", one, two)
			}
		})
	}
}

func TestWhatIsBeyondTheBoundsIsOutOfTheTree(t *testing.T) {
	root := parse(t, "<body><div>"+fill("<p>x</p>", 8*(maxSegments+100))+"<p>last</p></div><p>outside</p>")
	p := cut(root, Odds{})
	if len(p.Segments) != maxSegments {
		t.Errorf("%d segments", len(p.Segments))
	}
	again := cut(root, Odds{})
	if len(again.Segments) != maxSegments || strings.Contains(string(again.text), "last") || strings.Contains(string(again.text), "outside") {
		t.Errorf("%d segments the second time", len(again.Segments))
	}
}

func TestAPageOfWhichNotAllIsReadSaysSo(t *testing.T) {
	for n, want := range map[int]bool{maxSegments - 1: false, maxSegments + 1: true} {
		if p := cut(parse(t, "<body>"+strings.Repeat("<p>x</p>", n)), Odds{}); p.Truncated != want {
			t.Errorf("%d lines: truncated %v", n, p.Truncated)
		}
	}
}
