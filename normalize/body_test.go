package normalize

import (
	"slices"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func TestWhatIsLeftOutIsToldWithItsReason(t *testing.T) {
	a := make1(t, Document{URL: "https://www.example.org/2026/bridge", Body: wirePage(fullHead)})
	reasons := map[string]string{}
	for _, r := range a.Provenance.Extractor.Removed {
		reasons[r.Text] = r.Reason
	}
	for text, want := range map[string]string{
		"Sign up for our newsletter.": "named newsletter", "Town Builds a Bridge": "the headline", "By AFP": "named author",
	} {
		if reasons[text] != want {
			t.Errorf("%s: removed as %q, want %q", text, reasons[text], want)
		}
	}
	if !slices.ContainsFunc(a.Related, func(l article.Link) bool { return l.URL == "https://www.example.org/other" }) {
		t.Errorf("related %+v", a.Related)
	}
	if c := a.Provenance.Extractor.Confidence; c <= 0 || c > 1 || a.Provenance.Extractor.Method != "page.prose" {
		t.Errorf("confidence %v of %s", c, a.Provenance.Extractor.Method)
	}
}

func TestACorrectionIsKnownWhereverItStands(t *testing.T) {
	const notice = "Correction: an earlier version of this story gave the length of the bridge in feet."
	for _, place := range []string{"<p>" + notice + "</p></article>", "</article><div class=footnote><p>" + notice + "</p></div>"} {
		page := strings.Replace(string(wirePage(fullHead)), `<div class="tags">`, place+`<div class="tags">`, 1)
		a := make1(t, Document{URL: "https://www.example.org/2026/bridge", Body: []byte(page)})
		if len(a.Corrections) != 1 || a.Corrections[0].Text != notice {
			t.Errorf("%s: %+v", place, a.Corrections)
		}
	}
}
