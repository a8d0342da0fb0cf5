package normalize

import (
	"strings"
	"testing"
	"time"
)

func TestAFeedThatNamesItselfSyndicatesNothing(t *testing.T) {
	for source, want := range map[string]string{"The Example": "", "Another Paper": "syndicator", "AFP": "agency"} {
		a, err := Article(Document{
			URL: "https://news.example/a", FetchedAt: time.Now(), Feed: Feed{URL: "https://news.example/news.xml", Title: "The Example"},
			Entry: &Entry{URL: "https://news.example/a", Title: "A headline", SourceTitle: source},
		})
		if err != nil {
			t.Fatal(err)
		}
		role := ""
		for _, s := range a.InfoSources {
			role = s.Role
		}
		if role != want {
			t.Errorf("source %q: role %q, want %q", source, role, want)
		}
	}
}

func TestTheAgencyIsNamedByDatelineBylineOrCredit(t *testing.T) {
	text := "<p>" + strings.Join(paragraphs, "</p><p>") + "</p>"
	for name, c := range map[string]struct{ lines, want, source string }{
		"a dateline":                      {`<p>PARIS (AFP) — ` + paragraphs[0] + `</p>`, "AFP", "text:dateline"},
		"a service of an agency":          {`<p>Hamburg (dpa/lno) – ` + paragraphs[0] + `</p>`, "dpa", "text:dateline"},
		"a byline":                        {`<div class="byline">Reuters</div>` + text, "Reuters", "authors"},
		"not who took the picture":        {`<div class="byline">Ann Lee</div><figure><img src="/i/12345678.jpg"><figcaption>A bridge. <span class="author">EFE</span></figcaption></figure>` + text, "", ""},
		"a credit":                        {text + `<p>` + paragraphs[1] + ` (Reuters)</p>`, "Reuters", "text:credit"},
		"a credit to several":             {text + `<p>` + paragraphs[1] + ` (Con información de AFP, EFE y Reuters)</p>`, "AFP", "text:credit"},
		"a word in brackets is no credit": {text + `<p>` + paragraphs[1] + ` (as the pa said)</p>`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			page := `<html><head><title>Town Builds a Bridge</title></head><body><main><article><h1>Town Builds a Bridge</h1>` + c.lines + `</article></main></body></html>`
			a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte(page)})
			if a.Agency != c.want || a.Provenance.Fields["agency"].Source != c.source {
				t.Errorf("%q by %q, want %q by %q", a.Agency, a.Provenance.Fields["agency"].Source, c.want, c.source)
			}
		})
	}
}
