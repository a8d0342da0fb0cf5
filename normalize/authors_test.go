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
		"an account as the byline has it":         {`<meta name="author" content="alee">`, `<div class="byline">Ann Lee</div>`, "Ann Lee", "page.meta:author"},
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
