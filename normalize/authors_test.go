package normalize

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// credited is a page with metadata in its head and lines below its headline.
func credited(head, lines string) []byte {
	return []byte(`<html><head><title>Town Builds a Bridge</title><meta property="og:site_name" content="The Example Times">` + head + `</head><body>
<h1>Town Builds a Bridge</h1>` + lines + `<p>` + strings.Join(paragraphs, "</p><p>") + `</p></body></html>`)
}

func TestAuthorsAreThePeopleWhoWrote(t *testing.T) {
	const bySite = `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","author":{"@type":"Organization","name":"The Example Times"}}</script>`
	for name, c := range map[string]struct{ head, lines, want, source string }{
		"a person in the meta before the site":    {bySite + `<meta name="author" content="Ann Lee">`, "", "Ann Lee", "page.meta:author"},
		"a marked line before the site":           {bySite, `<div class="byline">By Ann Lee and Bo Ek</div>`, "Ann Lee, Bo Ek", "page.byline"},
		"the site if nobody else":                 {bySite, "", "The Example Times", "page.jsonld:author"},
		"a line that nothing marks":               {"", `<p>Von Ann Lee, Wien</p>`, "Ann Lee", "page.text:byline"},
		"a name beside its word":                  {"", `<span>von <a href="/x">Dr. Ann Lee</a></span>`, "Dr. Ann Lee", "page.text:byline"},
		"the card of WordPress":                   {`<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ann Lee">`, "", "Ann Lee", "page.meta:twitter:data1"},
		"not a card about something else":         {`<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="Ten Minutes">`, "", "", ""},
		"an address is no name":                   {`<meta name="author" content="a.lee@example.org">`, `<span class="author">Ann Lee</span>`, "Ann Lee", "page.byline"},
		"an address beside a name is left out":    {`<meta name="author" content="Ann Lee (ann.lee@example.org)">`, "", "Ann Lee", "page.meta:author"},
		"a sentence about the author is no name":  {"", `<div class="byline">Ann Lee</div><div class="author-name">Ann Lee covers politics, theocracy and rivers. Follow Ann on Twitter</div>`, "Ann Lee", "page.byline"},
		"a clock or a picture's credit is none":   {"", `<div class="byline">Ann Lee</div><div class="byline">4:45pm</div><div class="byline">(Image: Getty Images)</div>`, "Ann Lee", "page.byline"},
		"a byline's word without a name is none":  {"", `<div class="byline">By</div><div class="byline">Ann Lee</div>`, "Ann Lee", "page.byline"},
		"particles are small":                     {"", `<div class="byline">Door Jan van der Berg</div>`, "Jan van der Berg", "page.byline"},
		"a sentence of the story is no byline":    {"", `<p>By then it was late.</p>`, "", ""},
		"a line far below the headline is none":   {"", `<p>` + strings.Repeat("The river rose again. ", 100) + `</p><p>By Ann Lee</p>`, "", ""},
		"a link to an author's page":              {"", `<span>Written <a href="https://www.example.org/authors/ann-lee">Ann Lee</a></span>`, "Ann Lee", "page.byline"},
		"not who reviewed it":                     {"", `<div>By <a href="/author/ann">Ann Lee</a>. Reviewed by <a href="/author/bo">Bo Ek</a></div>`, "Ann Lee", "page.byline"},
		"not the authors of teasers below":        {"", `<a href="/author/ann">Ann Lee</a><p>` + strings.Repeat("The river rose again. ", 20) + `</p><a href="/author/bo">Bo Ek</a>`, "Ann Lee", "page.byline"},
		"two names that stand together":           {"", `<a href="/author/ann">Ann Lee</a>, <a href="/author/bo">Bo Ek</a>`, "Ann Lee, Bo Ek", "page.byline"},
		"a nickname that is linked":               {"", `<a rel="author" href="/author/annl">annl</a>`, "annl", "page.byline"},
		"a job is no part of the name":            {"", `<div class="byline">Ann Lee Senior Editor</div>`, "Ann Lee", "page.byline"},
		"a job in brackets":                       {"", `<div class="author-box__name">Ann Lee (Data Analyst)</div>`, "Ann Lee", "page.byline"},
		"a date is no name":                       {"", `<div class="byline">Ann Lee, Aug 14</div>`, "Ann Lee", "page.byline"},
		"what a name did":                         {"", `<div class="byline">Text: Ann Lee</div>`, "Ann Lee", "page.byline"},
		"the site beside a person":                {`<meta name="author" content="Ann Lee, The Example Times">`, "", "Ann Lee", "page.meta:author"},
		"a first name that another has in full":   {`<meta name="author" content="Ann">`, `<div class="byline">Ann Lee</div>`, "Ann Lee", "page.meta:author"},
		"a newsroom where nobody is named":        {"", `<div class="byline">von Redaktion</div>`, "Redaktion", "page.byline:desk"},
		"a blog's page without its story":         {`<script type="application/ld+json">{"@graph":[{"@type":"WebPage","author":{"@id":"#a"}},{"@type":"Person","@id":"#a","name":"Ann Lee"}]}</script>`, "", "Ann Lee", "page.jsonld:WebPage.author"},
		"an Oxford comma":                         {`<meta name="author" content="Ann Lee, Bo Ek, and Cy Xu">`, "", "Ann Lee, Bo Ek, Cy Xu", "page.meta:author"},
		"degrees are no people":                   {`<meta name="author" content="Ann Lee, PhD, RDN">`, "", "Ann Lee", "page.meta:author"},
		"a job between commas":                    {`<meta name="author" content="Ann Lee, Senior Political Editor, Bo Ek">`, "", "Ann Lee, Bo Ek", "page.meta:author"},
		"a catalogue of papers":                   {`<meta name="citation_author" content="Lee, Ann"><meta name="citation_author" content="Bo Ek">`, "", "Ann Lee, Bo Ek", "page.meta:citation_author"},
		"an account as the byline has it":         {`<meta name="author" content="alee">`, `<div class="byline">Ann Lee</div>`, "Ann Lee", "page.byline"},
		"an organisation with its and":            {`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","author":{"@type":"Organization","name":"Office of Roads and Bridges"}}</script>`, "", "Office of Roads and Bridges", "page.jsonld:author"},
		"an organisation and an agency are two":   {`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","author":{"@type":"Organization","name":"The Globe and AFP"}}</script>`, "", "The Globe, AFP", "page.jsonld:author"},
		"not the authors of what it cites":        {"", `<div itemprop="citation" itemscope><meta itemprop="author" content="Bo Ek"></div><div class="byline">Ann Lee</div>`, "Ann Lee", "page.byline"},
		"a class that ends in author":             {"", `<div class="c-story-header__author">Ann Lee</div>`, "Ann Lee", "page.byline"},
		"in camel case, with a code behind":       {"", `<div class="StoryHeader_storyAuthor__x7Zq1">Ann Lee</div>`, "Ann Lee", "page.byline"},
		"an address element":                      {"", `<aside><address>Ann Lee</address></aside>`, "Ann Lee", "page.byline"},
		"not who reviewed it, in another element": {"", `<div>By <a href="/author/ann">Ann Lee</a></div> <div><span>Reviewed by:</span> <b><a href="/author/bo">Bo Ek</a></b></div>`, "Ann Lee", "page.byline"},
		"a word and a name in elements of theirs": {"", `<ul><li><span>von</span> <span>Ann Lee</span></li></ul>`, "Ann Lee", "page.text:byline"},
		"one word after a whole phrase":           {"", `<p>Posted by Annl</p>`, "Annl", "page.text:byline"},
		"below a headline that is no h1":          {"", strings.Repeat("<p>News of the day from all the towns.</p>", 40) + `<h2>Town Builds a Bridge</h2><p>Posted by Bo Ek</p>`, "Bo Ek", "page.text:byline"},
		"an agency is taken as the agency it is ": {"", `<div class="byline">By AFP</div>`, "AFP", "page.byline"},
	} {
		t.Run(name, func(t *testing.T) {
			a := make1(t, Document{URL: "https://www.example.org/a", Body: credited(c.head, c.lines)})
			if diff := cmp.Diff(c.want, joinNames(a.Authors)); diff != "" {
				t.Error(diff)
			}
			if got := a.Provenance.Fields["authors"].Source; got != c.source {
				t.Errorf("by %q, want %q", got, c.source)
			}
		})
	}
}

func TestTheFeedNamesAuthorsWhereThePageDoesNot(t *testing.T) {
	a := make1(t, Document{URL: "https://www.example.org/a", Body: credited("", ""), Entry: &Entry{Authors: []Person{{Name: "Ann Lee", URL: "https://example.org/ann"}}}})
	if len(a.Authors) != 1 || a.Authors[0].Name != "Ann Lee" || a.Authors[0].URL != "https://example.org/ann" || a.Authors[0].Kind != "person" {
		t.Errorf("authors %+v", a.Authors)
	}
}

func TestTheBylineIsTheLineItself(t *testing.T) {
	a := make1(t, Document{URL: "https://www.example.org/a", Body: credited("", `<p>Von Ann Lee, Wien</p>`)})
	if a.Byline != "Von Ann Lee, Wien" {
		t.Errorf("byline %q", a.Byline)
	}
}

func TestClassesAreReadByTheirWords(t *testing.T) {
	for class, want := range map[string]bool{
		"author": true, "post-meta author": true, "story__author": true, "storyAuthor": true, "Story_author__U98U7": true, "meta-autorin": true, "author-by-line-text": true, "post-byline-2": true,
		"author-bio": false, "comment-author": false, "authority": false, "author-archive-link-list": false, "teaser__author": false, "": false, "--__": false,
	} {
		if got := isByline(class); got != want {
			t.Errorf("%q: %v", class, got)
		}
	}
}

func TestAccountsAreMadeOfNames(t *testing.T) {
	for account, want := range map[string]bool{"annlee": true, "alee": true, "ann.lee": true, "boek": false, "ann": false, "": false} {
		if got := isAccountOf(account, "Ánn Lee"); got != want {
			t.Errorf("%q: %v", account, got)
		}
	}
}

func TestEachElementOfABylineIsAPerson(t *testing.T) {
	for name, c := range map[string]struct{ lines, want string }{
		"items of a list":               {`<ul class="authors"><li>Ann Lee</li><li>Bo Ek</li></ul>`, "Ann Lee, Bo Ek"},
		"elements without a space":      {`<div class="byline"><span>Ann Lee</span><span>Bo Ek</span></div>`, "Ann Lee, Bo Ek"},
		"line breaks":                   {`<div class="byline">Ann Lee<br/>Bo Ek<br/>Cy Xu</div>`, "Ann Lee, Bo Ek, Cy Xu"},
		"jobs between them":             {`<div class="byline">By <a href="/author/ann">Ann Lee</a><span>Harbour correspondent</span><a href="/author/bo">Bo Ek</a><span>Business editor</span></div>`, "Ann Lee, Bo Ek"},
		"a first and a last name":       {`<div class="byline"><span class="firstname">Marlene Lund</span> <span class="lastname">Holm</span></div>`, "Marlene Lund Holm"},
		"a button":                      {`<div class="byline">By Ann Lee<button>Follow</button></div>`, "Ann Lee"},
		"an account's address":          {`<div class="author vcard">By <span class="fn">Ann Lee</span> | <a href="mailto:al@courier.example">al@courier.example</a></div>`, "Ann Lee"},
		"who wrote, not the photograph": {`<div class="byline">Text: <b>Anna Lehr</b> Fotos: <b>Vera Holt</b></div>`, "Anna Lehr"},
		"a label in an element":         {`<h5>Author:</h5><p>Ann Lee</p>`, "Ann Lee"},
		"two letters of one word":       {`<div class="byline"><b>A</b>nn Lee</div>`, "Ann Lee"},
	} {
		t.Run(name, func(t *testing.T) {
			a := make1(t, Document{URL: "https://www.example.org/a", Body: credited("", c.lines)})
			if got := joinNames(a.Authors); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestWhoSignsAtTheEndIsTheAuthor(t *testing.T) {
	const bySite = `<meta name="author" content="The Example Times">`
	for name, c := range map[string]struct{ head, end, want string }{
		"a label":                     {"", `<p>Von Anna Lehr</p>`, "Anna Lehr"},
		"the word of Korean papers":   {"", `<p>김하늘 기자 sky@example.kr</p>`, "김하늘"},
		"before the site's own name":  {bySite, `<p>Text: Anna Lehr</p>`, "Anna Lehr"},
		"a name behind a dash":        {"", `<p>— Ann Lee</p>`, "Ann Lee"},
		"a name that is emphasised":   {"", `<p><b><i>Ann Lee</i></b></p>`, "Ann Lee"},
		"not initials":                {bySite, `<p>(obe)</p>`, "The Example Times"},
		"not who edited":              {bySite, `<p>Edited by Bo Ek</p>`, "The Example Times"},
		"not a heading":               {bySite, `<p><b>Old Ferry</b></p>`, "The Example Times"},
		"not where another is named":  {`<meta name="author" content="Bo Ek">`, `<p>Von Anna Lehr</p>`, "Bo Ek"},
		"not a sentence about people": {bySite, `<p>By then Ann Lee had left.</p>`, "The Example Times"},
	} {
		t.Run(name, func(t *testing.T) {
			page := `<html><head><title>Town Builds a Bridge</title><meta property="og:site_name" content="The Example Times">` + c.head + `</head><body><main><article><h1>Town Builds a Bridge</h1><p>` +
				strings.Join(paragraphs, "</p><p>") + `</p>` + c.end + `</article></main></body></html>`
			a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte(page)})
			if got := joinNames(a.Authors); got != c.want {
				t.Errorf("%q by %s, want %q", got, a.Provenance.Fields["authors"].Source, c.want)
			}
		})
	}
}

func TestAuthorsOfTeasersAreNotTheStorys(t *testing.T) {
	const own = `<span class="author">Ann Lee</span>`
	for name, teaser := range map[string]string{
		"a box that is named as one":    `<div class="more-from">More in Harbour: <a href="/x">Ferry fares</a> <span class="author">Bo Ek</span></div>`,
		"cards with headlines":          `<div><article><h4><a href="/x">Ferry fares to rise by a tenth</a></h4><span class="author">Bo Ek</span></article></div>`,
		"a headline within its link":    `<div><div><a href="/x"><h4>Ferry fares to rise by a tenth</h4></a><span class="author">Bo Ek</span></div></div>`,
		"a margin":                      `<aside><h4>Te puede interesar</h4><article><h5><a href="/x">Cortes de agua en el barrio alto</a></h5><p class="author">Bo Ek</p></article></aside>`,
		"words that introduce it":       `<div>Read more: <a href="/x">Ferry fares to rise by a tenth</a> <span class="author">Bo Ek</span></div>`,
		"lines that begin as bylines":   `<div class="latest-list"><a href="/x">Ferry fares to rise</a><p>By Bo Ek</p></div>`,
		"authors marked by microdata":   `<div class="related"><a href="/x">Ferry fares to rise</a><span itemprop="author">Bo Ek</span></div>`,
		"a list of what others read":    `<ul class="most-read"><li><a href="/x">Ferry fares to rise</a> <span class="post-author">Bo Ek</span></li></ul>`,
		"nothing, to see the own alone": "",
	} {
		t.Run(name, func(t *testing.T) {
			a := make1(t, Document{URL: "https://www.example.org/a", Body: credited("", own+teaser)})
			if got := joinNames(a.Authors); got != "Ann Lee" {
				t.Errorf("%q, want Ann Lee", got)
			}
			a = make1(t, Document{URL: "https://www.example.org/a", Body: credited("", teaser)})
			if got := joinNames(a.Authors); got != "" {
				t.Errorf("%q where the story names nobody", got)
			}
		})
	}
}

func TestTheOwnBylineIsNoTeasers(t *testing.T) {
	for name, lines := range map[string]string{
		"a class with the word":              `<div class="teaser-small__metadata"><p class="byline">By <a href="/author/ann">Ann Lee</a></p></div>`,
		"a link to the section":              `<div><a href="/topics/tech-industry">Tech Industry</a> <span class="author">Ann Lee</span></div>`,
		"a name in a heading":                `<h4 class="author-name">By <a href="/people/ann-lee">Ann Lee</a></h4>`,
		"the headline as a link of its page": `<div><h2><a href="/a">Town Builds a Bridge</a></h2><span class="author">Ann Lee</span></div>`,
	} {
		a := make1(t, Document{URL: "https://www.example.org/a", Body: credited("", lines)})
		if got := joinNames(a.Authors); got != "Ann Lee" {
			t.Errorf("%s: %q, want Ann Lee", name, got)
		}
	}
}

func TestPeopleOfDataAreWholeNames(t *testing.T) {
	for author, want := range map[string]string{
		`{"@type":"Person","name":"Tilde August"}`:                                         "Tilde August",
		`{"@type":"Person","name":"Santiago Ramón y Tejal"}`:                               "Santiago Ramón y Tejal",
		`{"@type":"Person","name":["Ann Lee","Bo Ek"]}`:                                    "Ann Lee, Bo Ek",
		`{"@type":"Person","name":"Ann Lee, Harbour Correspondent, and Bo Ek in Ostrava"}`: "Ann Lee, Bo Ek",
		`{"@type":"Person","name":"<a href='/a'>Ann Lee</a>"}`:                             "Ann Lee",
		`[{"@type":"Person","name":"Ann Lee"},{"@type":"Organization","name":"Reuters"}]`:  "Ann Lee, Reuters",
		`{"@type":"Person","name":"Ann Lee"},"creator":["Ann Lee","Bo Ek"]`:                "Ann Lee, Bo Ek",
		`{"@type":"Person","name":"admin"}`:                                                "Cy Xu",
		`{"@type":"Person","name":"Super User"}`:                                           "Cy Xu",
		`{"@type":"Person","name":"KatieS"}`:                                               "Cy Xu",
		`{"@type":"Person","name":"desk@courier.example"}`:                                 "Cy Xu",
		`{"@type":"Organization","name":"The Example Times"}`:                              "Cy Xu",
		`{"@type":"Person","name":"undefined"}`:                                            "Cy Xu",
	} {
		head := `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","author":` + author + `}</script>`
		a := make1(t, Document{URL: "https://www.example.org/a", Body: credited(head, `<div class="byline">By Cy Xu</div>`)})
		if got := joinNames(a.Authors); got != want {
			t.Errorf("%s: %q, want %q", author, got, want)
		}
	}
}

func TestLinesOfDetailsNameTheAuthor(t *testing.T) {
	for line, want := range map[string]string{
		"Ann Lee | Senior Writer | July 2, 2026": "Ann Lee", "04.02.2026 | 13:10 Uhr | Anna Lehr": "Anna Lehr", "Sehernur Karsu | 05.04.2026": "Sehernur Karsu",
		"2026-11-20 08:15 来源：韦尔茅斯日报 作者：李明": "李明", "Old Ferry | July 2, 2026": "", "Listen to this story | 3 min": "", "Alta Floresta, 22/11/2026": "",
	} {
		a := make1(t, Document{URL: "https://www.example.org/a", Body: credited("", `<div>`+line+`</div>`)})
		if got := joinNames(a.Authors); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
