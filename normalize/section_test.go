package normalize

import "testing"

func TestTheSectionIsNamedByWhoKnowsIt(t *testing.T) {
	ld := func(property string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge",` + property + `}</script>`
	}
	trail := func(steps string) string {
		return `<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[` + steps + `]}</script>`
	}
	const home, world, rivers, story = `{"name":"Home"}`, `{"item":{"@id":"/w","name":"World"}}`, `{"name":"Rivers &amp; Lakes"}`, `{"name":"Town Builds a Bridge"}`
	for name, c := range map[string]struct{ address, head, want, source string }{
		"JSON-LD":                        {"a", ld(`"articleSection":"World"`), "World", "page.jsonld:articleSection"},
		"the first of a list":            {"a", ld(`"articleSection":["World","News"]`), "World", "page.jsonld:articleSection"},
		"a meta element":                 {"a", `<meta property="article:section" content="World">`, "World", "page.meta:article:section"},
		"not the key of a system":        {"a", `<meta property="article:section" content="news_world">`, "", ""},
		"the last step before the story": {"a", trail(home + "," + world + "," + rivers + "," + story), "Rivers & Lakes", "page.jsonld:BreadcrumbList"},
		"not the home page":              {"a", trail(home + "," + story), "", ""},
		"not the site":                   {"a", trail(`{"name":"The Example Times"},` + story), "", ""},
		"a word as it is spelled":        {"a", ld(`"articleSection":"world"`) + trail(home+","+world), "World", "page.jsonld:articleSection"},
		"the folder of the address":      {"news/2026/world-affairs/bridge", "", "World affairs", "url"},
		"not a folder for all":           {"en/article/bridge", "", "", ""},
		"not the story itself":           {"bridge", "", "", ""},
		"a trail that is none":           {"a", trail(`1,"x",{"name":7},{"item":"/w"}`), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := make1(t, Document{URL: "https://www.example.org/" + c.address, Body: credited(c.head, "")})
			if a.Section != c.want || a.Provenance.Fields["section"].Source != c.source {
				t.Errorf("%q by %q, want %q by %q", a.Section, a.Provenance.Fields["section"].Source, c.want, c.source)
			}
		})
	}
}
