package normalize

import (
	"strings"
	"testing"
)

func tagsOf(t *testing.T, doc Document) (names, source string) {
	t.Helper()
	a := make1(t, doc)
	var list []string
	for _, tag := range a.Tags {
		list = append(list, tag.Name)
	}
	return strings.Join(list, ", "), a.Provenance.Fields["tags"].Source
}

func TestTagsComeFromWhoKnowsThemBest(t *testing.T) {
	ld := func(keywords string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","articleSection":"Town","keywords":` + keywords + `}</script>`
	}
	for name, c := range map[string]struct{ head, lines, want, source string }{
		"a string with commas":          {ld(`"Bridges, River; Council"`), "", "Bridges, River, Council", "page.jsonld:keywords"},
		"a list":                        {ld(`["Bridges","River"]`), "", "Bridges, River", "page.jsonld:keywords"},
		"a list in a string":            {ld(`"[\"Bridges\",\"River\"]"`), "", "Bridges, River", "page.jsonld:keywords"},
		"objects":                       {ld(`[{"@type":"DefinedTerm","name":"Bridges"},{"name":"River"}]`), "", "Bridges, River", "page.jsonld:keywords"},
		"ids and machine words are cut": {ld(`["6a1f0c9e-1111-2222-3333-444455556666","Category: Bridges","NLP Category: Politics","example.org","River","river"]`), "", "Bridges, River", "page.jsonld:keywords"},
		"the site is no subject":        {ld(`["The Example Times","River"]`), "", "River", "page.jsonld:keywords"},
		"links marked as tags first":    {ld(`["Bridges","River"]`), `<a rel="tag" href="/t/1">Town bridge</a> <a rel="category tag" href="/c/2">News</a>`, "Town bridge", "page.rel:tag"},
		"article:tag":                   {`<meta property="article:tag" content="Bridges"><meta property="article:tag" content="River">`, "", "Bridges, River", "page.meta:article:tag"},
		"references are no separators":  {`<meta name="news_keywords" content="Smith &amp;amp; Sons, River">`, "", "Smith & Sons, River", "page.meta:news_keywords"},
		"the site's keywords are not the story's": {`<meta name="keywords" content="news, weather, sport">`,
			`<ul class="article-tags"><li><a href="/x">Bridges</a></li><li><a href="/y">River</a></li></ul>`, "Bridges, River", "page.class:tags"},
		"keywords that readers see too":   {`<meta name="keywords" content="bridges, council">`, `<p class="tags"><a href="/x">Bridges</a></p>`, "bridges, council", "page.meta:keywords"},
		"a row of links to pages of tags": {"", `<div><a href="/thema/bridges">Bridges</a> <a href="/thema/river">River</a></div>`, "Bridges, River", "page.links:tags"},
		"not a link in a sentence":        {"", `<p>Everybody in town talks about <a href="/thema/bridges">bridges</a> and the <a href="/thema/river">river</a> that they cross.</p>`, "", ""},
		"not the menu":                    {"", `<nav class="tags"><a href="/tag/sport">Sport</a> <a href="/tag/news">News</a></nav>`, "", ""},
		"not a menu called topics":        {"", `<ul><li><a href="/a">News</a></li><li><a href="/themen">Themen</a></li><li><a href="/b">Sport</a></li></ul>`, "", ""},
		"the section alone gives way":     {ld(`["Town"]`), `<div class="tag-list"><a href="/x">Bridges</a> <a href="/y">River</a></div>`, "Bridges, River", "page.class:tags"},
		"a publisher's own key":           {`<meta name="keywords" content="news, weather"><meta name="paper:tags" content="Bridges,River">`, "", "Bridges, River", "page.meta:paper:tags"},
		"not the pairs of a counter":      {`<meta name="mx:tags" content="part:town"><meta name="mx:tags" content="Bridges">`, "", "Bridges", "page.meta:mx:tags"},
		"an id in camel case":             {"", `<ul id="articleTags"><li><a href="/x">Bridges</a></li><li><a href="/y">River</a></li></ul>`, "Bridges, River", "page.class:tags"},
		"not a jump within the page":      {"", `<div class="tags"><a href="#next">Skip this</a><a href="/x">Bridges</a></div>`, "Bridges", "page.class:tags"},
		"not a link to all topics":        {"", `<div class="tags"><a href="/topics">Topics</a><a href="/x">Bridges</a></div>`, "Bridges", "page.class:tags"},
		"not the words of the address":    {ld(`["a", "town", "builds"]`), "", "", ""},
		"what the story is about":         {`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","about":[{"@type":"Thing","name":"Bridges"}]}</script>`, "", "Bridges", "page.jsonld:about"},
	} {
		t.Run(name, func(t *testing.T) {
			names, source := tagsOf(t, Document{URL: "https://www.example.org/a-town-builds", Body: credited(c.head, c.lines)})
			if names != c.want || source != c.source {
				t.Errorf("%q by %q, want %q by %q", names, source, c.want, c.source)
			}
		})
	}
}

func TestTheFeedAddsItsCategoriesOnce(t *testing.T) {
	doc := Document{URL: "https://www.example.org/a", Body: credited(`<meta property="article:tag" content="Bridges">`, ""), Entry: &Entry{Tags: []string{"bridges", "River"}}}
	if names, _ := tagsOf(t, doc); names != "Bridges, River" {
		t.Errorf("tags %q", names)
	}
}

func TestTooManyLinksAreACloudOfTags(t *testing.T) {
	doc := Document{URL: "https://www.example.org/a", Body: credited("", strings.Repeat(`<a rel="tag" href="/t">Bridges</a> `, maxTagLinks+1))}
	if names, _ := tagsOf(t, doc); names != "" {
		t.Errorf("tags %q", names)
	}
}
