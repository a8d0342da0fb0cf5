package article

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// longStory has n paragraphs, as text, as HTML and as blocks.
func longStory(n int) *Article {
	a := story()
	var text []string
	var html strings.Builder
	a.Blocks = nil
	for i := range n {
		p := fmt.Sprintf("Абзац %d. %s", i, strings.Repeat("Die Brücke wurde geöffnet. ", 8))
		text = append(text, p)
		html.WriteString("<p>" + p + "</p>\n")
		a.Blocks = append(a.Blocks, Block{Type: "p", Text: p})
	}
	a.BodyText, a.BodyHTML = strings.Join(text, "\n\n"), strings.TrimSuffix(html.String(), "\n")
	a.Seal()
	return a
}

func TestACutBodyEndsAtAParagraph(t *testing.T) {
	a := longStory(6000)
	whole := *a
	a.Fit()
	if !a.Truncated || size(a) > MaxSize {
		t.Fatalf("truncated %v, %d bytes", a.Truncated, size(a))
	}
	if len(a.BodyText) < MaxSize/12 || len(a.BodyHTML) == 0 || len(a.Blocks) == 0 {
		t.Errorf("text of %d bytes, HTML of %d, %d blocks: too much is lost", len(a.BodyText), len(a.BodyHTML), len(a.Blocks))
	}
	if rest := strings.TrimPrefix(whole.BodyText, a.BodyText); !strings.HasPrefix(rest, "\n\n") {
		t.Errorf("text ends within a paragraph: …%q", a.BodyText[len(a.BodyText)-40:])
	}
	if !strings.HasSuffix(a.BodyHTML, "</p>") || strings.Count(a.BodyHTML, "<p>") != strings.Count(a.BodyHTML, "</p>") {
		t.Errorf("HTML ends within a paragraph: …%q", a.BodyHTML[len(a.BodyHTML)-40:])
	}
	if a.TextHash != whole.TextHash || a.ContentHash != whole.ContentHash {
		t.Error("cutting changed the hashes")
	}
}

func TestTheCutOfALongStoryIsNoChangeOfIt(t *testing.T) {
	before, after := longStory(6000), longStory(6000)
	before.Fit()
	after.Headline = "The bridge is closed again"
	after.Seal()
	got := Changes(before, after)
	if len(got) != 1 || got[0].Field != "headline" {
		t.Errorf("changes %+v, want the headline alone", got)
	}
	other := longStory(5999)
	if got := Changes(before, other); len(got) != 1 || got[0].Field != "body_text" {
		t.Errorf("changes %+v, want the text", got)
	}
}

func TestWhatIsCutIsWhole(t *testing.T) {
	for name, c := range map[string]struct{ got, want string }{
		"short text stays":                  {cutText("a\n\nb", 4), "a\n\nb"},
		"text ends at a paragraph":          {cutText("aaaa\n\nbbbb\n\ncccc", 13), "aaaa\n\nbbbb"},
		"a late paragraph only":             {cutText("a\n\n"+strings.Repeat("b", 20), 16), "a\n\n" + strings.Repeat("b", 13)},
		"text ends at a rune":               {cutText("ёёёё", 5), "ёё"},
		"HTML ends at a paragraph":          {cutHTML("<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n<p>c</p>", 25), "<p>a</p>"},
		"HTML without a paragraph is left":  {cutHTML("<ul>\n<li>b</li>\n</ul>\n", 10), ""},
		"HTML is never cut within an entry": {cutHTML("<p>a &amp; b</p>\n<p>c</p>", 8), ""},
	} {
		if c.got != c.want || !utf8.ValidString(c.got) {
			t.Errorf("%s: %q, want %q", name, c.got, c.want)
		}
	}
}

func ExampleArticle_Fit() {
	a := &Article{Schema: Schema, ID: ID("https://example.org/a", "", ""), Version: 1, Headline: "A long day"}
	a.BodyText = strings.Repeat(strings.Repeat("Nothing happened. ", 50)+"\n\n", 2000)
	a.Seal()
	a.Fit()
	b, err := Encode(a)
	fmt.Println(len(b) <= MaxSize, a.Truncated, err)
	// Output: true true <nil>
}
