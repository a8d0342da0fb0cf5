package normalize

import (
	"strings"
	"testing"
)

// titled is a page with one headline in each of the places that have one.
func titled(ld, h1, og, title string) []byte {
	var b strings.Builder
	b.WriteString(`<html><head><title>` + title + `</title><meta property="og:site_name" content="El Público">`)
	if og != "" {
		b.WriteString(`<meta property="og:title" content="` + og + `">`)
	}
	if ld != "" {
		b.WriteString(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"` + ld + `"}</script>`)
	}
	b.WriteString(`</head><body>`)
	if h1 != "" {
		b.WriteString(`<h1>` + h1 + `</h1>`)
	}
	return []byte(b.String() + `<p>` + strings.Join(paragraphs, "</p><p>") + `</p></body></html>`)
}

func TestTheHeadlineIsWhatThePageAgreesOn(t *testing.T) {
	long := "A very long headline about the bridge over the river that has been planned for years and is now to be built, says the council"
	for name, c := range map[string]struct{ ld, h1, og, title, want, source string }{
		"JSON-LD first":                       {"Bridge A is built", "Bridge B is built", "Bridge C is built", "T", "Bridge A is built", "page.jsonld:headline"},
		"two agree against the first":         {"Bridge A is built", "Town builds a bridge", "Town builds a bridge", "T", "Town builds a bridge", "page.h1"},
		"not against it without kicker":       {"Town builds a bridge", "River News Town builds a bridge", "River News / Town builds a bridge", "T", "Town builds a bridge", "page.jsonld:headline"},
		"the h1 before the social title":      {"", "Town builds a bridge", "Town builds a bridge: see how", "T", "Town builds a bridge", "page.h1"},
		"a headline cut with dots":            {"Town builds a bridge over…", "Town builds a bridge over the river", "", "T", "Town builds a bridge over the river", "page.h1"},
		"soft hyphens where others have none": {"", "Town builds a bridge over the Donau\u00addampf\u00adschiff", "", "Town builds a bridge over the Donaudampfschiff", "Town builds a bridge over the Donaudampfschiff", "page.h1"},
		"a headline cut for a search":         {long[:108], long, "", long, long, "page.h1"},
		"the site's name is no headline":      {"", "El Público", "", "Town builds a bridge", "Town builds a bridge", "page.title"},
		"unless there is nothing else":        {"", "El Público", "", "El Público", "El Público", "page.h1"},
		"the kicker goes if others have none": {"", "River news Town builds a bridge", "Town builds a bridge", "T", "Town builds a bridge", "page.h1"},
		"an only h1 in other words":           {"", "Our town builds its first bridge", "First bridge: what you need to know about our town", "T", "Our town builds its first bridge", "page.h1"},
		"not an h1 about something else":      {"", "Subscribe to all our letters", "Town builds a bridge", "T", "Town builds a bridge", "page.meta:og:title"},
		"not two that a search engine gets":   {"Our bridge at last", "Town builds a bridge", "Town builds a bridge", "Town builds a bridge", "Our bridge at last", "page.jsonld:headline"},
		"the h1 alone is for readers":         {"Bridge: all you need to know", "All the town needs to know of its bridge", "Bridge: all you need to know", "Bridge: all you need to know", "All the town needs to know of its bridge", "page.h1"},
		"an h1 with a kicker is the same":     {"Town builds a bridge", "Rivers: Town builds a bridge", "Town builds a bridge", "Town builds a bridge", "Town builds a bridge", "page.jsonld:headline"},
		"the title for others alone is too":   {"Bridge: facts and figures", "Bridge: facts and figures", "At last a bridge for us", "Bridge: facts and figures", "At last a bridge for us", "page.meta:og:title"},
		"but not with the name of a series":   {"Town builds a bridge", "Town builds a bridge", "Rivers | Town builds a bridge", "Town builds a bridge", "Town builds a bridge", "page.jsonld:headline"},
		"an h1 of one word says too little":   {"", "Bridge", "Town builds a bridge over the river that has been planned for years", "T", "Town builds a bridge over the river that has been planned for years", "page.meta:og:title"},
		"an h1 about nothing that is said":    {"", "Welcome!", "", "Town builds a bridge", "Town builds a bridge", "page.title"},
		"an h1 with which all titles end":     {"", "Rivers and Towns", "", "Town builds a bridge over the river at last – Rivers and Towns", "Town builds a bridge over the river at last", "page.title"},
		"a quotation mark ends an attribute":  {"", "", `Our town builds a`, `Our town builds a "bridge"`, `Our town builds a "bridge"`, "page.title"},
		"accents of the site's name fold":     {"", "", "Town builds a bridge | El Publico", "T", "Town builds a bridge", "page.meta:og:title"},
	} {
		t.Run(name, func(t *testing.T) {
			a := make1(t, Document{URL: "https://www.publico.example/a", Body: titled(c.ld, c.h1, c.og, c.title)})
			if a.Headline != c.want || a.Provenance.Fields["headline"].Source != c.source {
				t.Errorf("%q by %s, want %q by %s", a.Headline, a.Provenance.Fields["headline"].Source, c.want, c.source)
			}
		})
	}
}

func TestTheFeedDecidesBetweenHeadlines(t *testing.T) {
	body := titled("Bridge: facts and figures", "Bridge: facts and figures", "At last a bridge for us", "Bridge: facts and figures")
	for _, want := range []string{"Bridge: facts and figures", "At last a bridge for us"} {
		a := make1(t, Document{URL: "https://www.publico.example/a", Body: body, Entry: &Entry{Title: want + " - El Público"}})
		if a.Headline != want {
			t.Errorf("the feed has %q: %q", want, a.Headline)
		}
	}
}

func TestATitleEndsBeforeTheSectionOfItsAddress(t *testing.T) {
	a := make1(t, Document{URL: "https://www.publico.example/world-news/a", Body: titled("", "", "Town builds a bridge | World News", "T")})
	if a.Headline != "Town builds a bridge" {
		t.Errorf("headline %q", a.Headline)
	}
}

func TestTheHeadlineThatLostIsKept(t *testing.T) {
	a := make1(t, Document{URL: "https://www.publico.example/a", Body: titled("Town builds a bridge", "Town builds a bridge", "You will not believe this bridge", "T")})
	found := false
	for _, h := range a.Headlines {
		found = found || h.Role == "social" && h.Value == "You will not believe this bridge"
	}
	if !found {
		t.Errorf("headlines %+v", a.Headlines)
	}
	if rejected := a.Provenance.Fields["headline"].Rejected; len(rejected) == 0 || rejected[0].Value != "You will not believe this bridge" {
		t.Errorf("rejected %+v", rejected)
	}
}
