package normalize

import (
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func TestAccessIsWhatThePageSays(t *testing.T) {
	ld := func(value string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","isAccessibleForFree":` + value + `}</script>`
	}
	tier := func(value string) string { return `<meta property="article:content_tier" content="` + value + `">` }
	for name, c := range map[string]struct {
		head string
		want article.Access
	}{
		"nobody says":                 {"", article.AccessUnknown},
		"true":                        {ld("true"), article.Free},
		"a string":                    {ld(`"False"`), article.Paywalled},
		"a URI":                       {ld(`"http://schema.org/True"`), article.Free},
		"no truth":                    {ld(`"perhaps"`), article.AccessUnknown},
		"a tier":                      {tier("Metered"), article.Metered},
		"locked":                      {tier("locked"), article.Paywalled},
		"the tier is more exact":      {ld("false") + tier("metered"), article.Metered},
		"not free before a free tier": {ld("false") + tier("free"), article.Paywalled},
	} {
		t.Run(name, func(t *testing.T) {
			a := make1(t, Document{URL: "https://www.example.org/a", Body: credited(c.head, "")})
			if a.Access != c.want {
				t.Errorf("%q, want %q", a.Access, c.want)
			}
			if _, noted := a.Provenance.Fields["access"]; noted != (c.want != article.AccessUnknown) {
				t.Errorf("provenance %+v", a.Provenance.Fields["access"])
			}
		})
	}
}

func TestReuseIsReadFromHeadersAndPage(t *testing.T) {
	for name, c := range map[string]struct {
		doc  Document
		want article.Reuse
	}{
		"a header":             {Document{RobotsTag: "noai, noimageai"}, article.Reuse{Robots: "noai, noimageai", NoAI: true}},
		"a meta element":       {Document{Body: credited(`<meta name="robots" content="NOINDEX">`, "")}, article.Reuse{Robots: "noindex"}},
		"a reservation":        {Document{TDM: "1"}, article.Reuse{TDM: "1", NoAI: true}},
		"a reservation inside": {Document{Body: credited(`<meta name="tdm-reservation" content="1">`, "")}, article.Reuse{TDM: "1", NoAI: true}},
		"no reservation":       {Document{TDM: "0"}, article.Reuse{TDM: "0"}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.doc.Body == nil {
				c.doc.Body = credited("", "")
			}
			c.doc.URL = "https://www.example.org/a"
			a := make1(t, c.doc)
			if a.Reuse == nil || *a.Reuse != c.want {
				t.Errorf("%+v, want %+v", a.Reuse, c.want)
			}
		})
	}
}

func TestCorrectionsAreToldByTheirBeginning(t *testing.T) {
	for text, want := range map[string]bool{
		"Correction: the bridge is 300 metres long.":                          true,
		"CORRECTION (Nov. 22): the bridge is 300 metres long.":                true,
		"Editor’s note — the bridge is 300 metres long.":                      true,
		"Korrektur: Die Brücke ist 300 Meter lang.":                           true,
		"Rettelse: Broen er 300 meter lang.":                                  true,
		"Уточнение: длина моста 300 метров.":                                  true,
		"An earlier version of this article said that the bridge was longer.": true,
		"This article was amended on Nov. 22.":                                true,
		"Corrections officers walked over the bridge":                         false,
		"Correctional: nothing":                                               false,
		"The correction: it came late.":                                       false,
		"":                                                                    false,
	} {
		if got := correctionForm.MatchString(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
