package normalize

import (
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// What a reader presses is no text of the story, also where it stands in a list
// within it; nor is a list elsewhere on the page.
func TestButtonsAreNoTextOfTheStory(t *testing.T) {
	list := "<ul><li><button>Copy link</button></li><li><button>Print</button><select><option>Large</select></li></ul>"
	page := "<title>T</title><body>" + list + "<main><article><h1>T</h1><p>" + paragraphs[0] + "</p>" + list + "<h2>What is next<button>Follow</button></h2><p>" + paragraphs[1] +
		"</p><ul><li>first, the " + "river is measured<button>?</button></li><li>then the bridge is built</li></ul><p>" + paragraphs[2] + "</p></article></main>" + list
	a := make1(t, Document{URL: "https://example.org/a", Body: []byte(page)})
	for _, pressed := range []string{"Copy link", "Print", "Large", "Follow", "?"} {
		if strings.Contains(a.BodyText, pressed) || strings.Contains(a.BodyHTML, pressed) {
			t.Errorf("%q is in %q", pressed, a.BodyText)
		}
	}
	if !strings.Contains(a.BodyText, paragraphs[2]) {
		t.Errorf("body %q", a.BodyText)
	}
}

func TestTheSizeOfABodyIsThatOfItsText(t *testing.T) {
	for _, body := range []string{"", "<p>" + paragraphs[0], "<p>a</p><ul><li>b</li><li>c</li></ul><img src=/x><table><tr><td>a</td><td>b</td></tr></table><h2>d</h2><p>e</p>"} {
		r := recipe{entry: &Entry{ContentHTML: body}, page: &page{}, a: &article.Article{}}
		if b := r.feedBody(); b.size() != len(b.text()) {
			t.Errorf("%d bytes of %q", b.size(), b.text())
		}
	}
}
