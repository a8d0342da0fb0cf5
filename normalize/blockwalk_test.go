package normalize

import (
	"strings"
	"testing"
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
