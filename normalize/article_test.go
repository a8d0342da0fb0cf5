package normalize

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"github.com/wiredesk/wiredesk/normalize/article"
)

var fetched = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// paragraphs long enough to be a story.
var paragraphs = []string{
	"The council of the town met on Monday to decide about the new bridge over the river, which has been planned for many years, and agreed to build it.",
	"Work is to begin in the spring, as soon as the ice is gone, and to last for two summers; until then the old ferry goes on, every twenty minutes.",
	"\"We have waited for this since I was a child,\" said the mayor, who is sixty-one, after the vote, and thanked everybody who had come to listen.",
}

// wirePage is a story as wire copy looks on a newspaper's site.
func wirePage(head string) []byte {
	return []byte(`<!DOCTYPE html><html lang="en"><head><title>Town Builds a Bridge | The Example Times</title>` + head + `</head><body>
<header><nav><a href="/">Home</a> <a href="/world">World</a></nav></header>
<div class="donation-bar"><p>Independent journalism needs you. <a href="/donate">Support us today</a>.</p></div>
<main><article><h1>Town Builds a Bridge</h1>
<div class="byline">By AFP</div><time datetime="2026-11-22T09:30:00+03:00">Nov. 22, 2026</time>
<figure><img src="/i/bridge.jpg" width="1200" height="800"><figcaption>The river at the old ferry. <span class="credit">Vera Holt / AFP</span></figcaption></figure>
<p>` + paragraphs[0] + `</p><p>` + paragraphs[1] + `</p>
<div class="donation-bar"><p>Donate and keep this site free.</p></div>
<h2>A long wait</h2><p>` + paragraphs[2] + `</p>
<ul><li>Length: 300 metres</li><li>Cost: 12 million</li></ul>
<div class="tags">Read more about: <a href="/t/1">Bridges</a>, <a href="/t/2">Traffic</a>, <a href="/t/3">Budget</a></div>
<aside class="newsletter"><p>Sign up for our newsletter.</p></aside>
<section class="related"><h3>Read more</h3><a href="/other">Another story of the day that is not this one</a></section>
</article></main><footer><p>© The Example Times</p></footer></body></html>`)
}

const fullHead = `<link rel="canonical" href="https://www.example.org/2026/bridge"><meta property="og:site_name" content="The Example Times">
<meta property="og:title" content="Town Builds a Bridge"><meta property="article:section" content="World">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"The Example Times"},
{"@type":"NewsArticle","headline":"Town Builds a Bridge","datePublished":"2026-11-22T09:30:00+03:00","dateModified":"2026-11-22T10:00:00+03:00",
"author":[{"@type":"Organization","name":"AFP"}],"isAccessibleForFree":true,"inLanguage":"en-GB"}]}</script>`

func make1(t testing.TB, doc Document) *article.Article {
	t.Helper()
	if doc.FetchedAt.IsZero() {
		doc.FetchedAt = fetched
	}
	a, err := Article(doc)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The page that this project began with, with and without metadata.
func TestAWireStoryIsReadExactly(t *testing.T) {
	for name, head := range map[string]string{"full metadata": fullHead, "none": ""} {
		t.Run(name, func(t *testing.T) {
			a := make1(t, Document{URL: "https://www.example.org/2026/bridge?utm_source=rss", Body: wirePage(head), Status: 200})
			wantBody := strings.Join([]string{paragraphs[0], paragraphs[1], "A long wait", paragraphs[2], "Length: 300 metres\nCost: 12 million"}, "\n\n")
			if diff := cmp.Diff(wantBody, a.BodyText); diff != "" {
				t.Errorf("body: %s", diff)
			}
			if a.Headline != "Town Builds a Bridge" || a.Agency != "AFP" || a.URL != "https://www.example.org/2026/bridge" {
				t.Errorf("headline %q, agency %q, url %q", a.Headline, a.Agency, a.URL)
			}
			if want := time.Date(2026, 11, 22, 6, 30, 0, 0, time.UTC); !a.PublishedAt.Equal(want) || a.PublishedPrecision != article.Second {
				t.Errorf("published %s (%s)", a.PublishedAt, a.PublishedPrecision)
			}
			var tags []string
			for _, tag := range a.Tags {
				tags = append(tags, tag.Name)
			}
			if diff := cmp.Diff([]string{"Bridges", "Traffic", "Budget"}, tags); diff != "" {
				t.Errorf("tags: %s", diff)
			}
			if len(a.Images) != 1 || a.Images[0].Caption != "The river at the old ferry." || a.Images[0].Credit != "Vera Holt / AFP" || a.Images[0].Width != 1200 {
				t.Errorf("images %+v", a.Images)
			}
			if a.Language == nil || a.Language.Tag != "en" || a.Completeness != article.Full {
				t.Errorf("language %+v, completeness %s", a.Language, a.Completeness)
			}
			if len(a.Authors) != 1 || a.Authors[0].Kind != "agency" {
				t.Errorf("authors %+v", a.Authors)
			}
			if strings.Contains(a.BodyHTML, "<a ") || !strings.Contains(a.BodyHTML, "<h2>A long wait</h2>") || !strings.Contains(a.BodyHTML, "<li>Length: 300 metres</li>") {
				t.Errorf("html %s", a.BodyHTML)
			}
			if f := a.Provenance.Fields["headline"]; f.Source == "" || f.Confidence == 0 {
				t.Errorf("no provenance: %+v", a.Provenance)
			}
		})
	}
}

func TestMetadataIsReadFromWhoeverHasIt(t *testing.T) {
	a := make1(t, Document{URL: "https://www.example.org/2026/bridge", Body: wirePage(fullHead), Entry: &Entry{
		ID: "tag:1", Title: "Bridge!", SummaryHTML: "<p>In short.</p>", Tags: []string{"Feed tag"}, Enclosures: []Enclosure{{URL: "https://example.org/a.mp3", Type: "audio/mpeg", Length: "7"}},
	}, Feed: Feed{URL: "https://www.example.org/rss", Title: "The Example Times"}})
	if a.Section != "World" || a.Access != article.Free || a.Summary != "In short." || a.Publisher.Name != "The Example Times" || a.Publisher.Domain != "example.org" {
		t.Errorf("section %q, access %s, summary %q, publisher %+v", a.Section, a.Access, a.Summary, a.Publisher)
	}
	if a.ModifiedAt.IsZero() || len(a.Media) != 1 || a.Media[0].Size != 7 || a.AltIDs[0].Value != "tag:1" || a.Tags[len(a.Tags)-1].Name != "Feed tag" {
		t.Errorf("modified %s, media %+v, ids %+v, tags %+v", a.ModifiedAt, a.Media, a.AltIDs, a.Tags)
	}
	if a.ID != article.ID("https://www.example.org/2026/bridge", "", "") || a.ContentHash == "" || a.Simhash == "" {
		t.Errorf("id %s, hashes %q %q", a.ID, a.ContentHash, a.Simhash)
	}
}

func TestHeadlinesLoseTheNameOfTheSite(t *testing.T) {
	for title, want := range map[string]string{
		"A bridge opens | The Example Times":         "A bridge opens",
		"A bridge opens - The Example Times":         "A bridge opens",
		"The Example Times: A bridge":                "The Example Times: A bridge",
		"A bridge - and a road | World | Example":    "A bridge - and a road | World",
		"Tom &amp; Jerry &#8211; The Example Times":  "Tom & Jerry",
		"A bridge &lt;b&gt;opens&lt;/b&gt; at night": "A bridge opens at night",
	} {
		a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte(`<html><head><title>` + title + `</title><meta property="og:site_name" content="The Example Times"></head><body><p>` + paragraphs[0] + `</p></body></html>`)})
		if a.Headline != want {
			t.Errorf("%q became %q, want %q", title, a.Headline, want)
		}
	}
}

func TestBylinesAreSplitIntoNames(t *testing.T) {
	r := &recipe{page: &page{}, a: &article.Article{Publisher: &article.Publisher{Name: "The Example Times", Domain: "example.org"}}, entry: &Entry{}}
	for line, want := range map[string][]string{
		"By Ann Lee":                                  {"Ann Lee"},
		"By Ann Lee and Bo Ek":                        {"Ann Lee", "Bo Ek"},
		"Von Karin Vogt, Jens Baum und Ida Roos":      {"Karin Vogt", "Jens Baum", "Ida Roos"},
		"Par Claire Morel et Paul Adam":               {"Claire Morel", "Paul Adam"},
		"Por Ana Gil y Luis Mora":                     {"Ana Gil", "Luis Mora"},
		"Автор: Анна Петрова":                         {"Анна Петрова"},
		"By AFP April 17, 2023":                       {"AFP"},
		"Ann Lee, Senior Correspondent":               {"Ann Lee"},
		"Ann Lee (@annlee)":                           {"Ann Lee"},
		"https://example.org/authors/ann":             nil,
		"":                                            nil,
		"Published on 2023-04-05 12:00 by our editor": nil,
	} {
		var got []string
		for _, a := range r.splitNames(line) {
			got = append(got, a.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", line, diff)
		}
	}
	for name, kind := range map[string]string{"Ann Lee": "person", "AFP": "agency", "The Example Times": "org", "Example Newsroom": "org", "Pa Salt": "person"} {
		if got := r.kindOf(name); got != kind {
			t.Errorf("%s is a %s, want %s", name, got, kind)
		}
	}
}

func TestDatelinesNameThePlaceAndTheAgency(t *testing.T) {
	for text, want := range map[string][2]string{
		"PARIS (AFP) — The president said":  {"PARIS", "AFP"},
		"LONDON, Nov 23 (Reuters) - Shares": {"LONDON", "Reuters"},
		"Berlin (dpa) - Die Regierung":      {"Berlin", "dpa"},
		"ILMEN — Four towns":                {"ILMEN", ""},
		"The man (Smith) - who":             {"", ""},
		"He said — and left":                {"", ""},
		"EXCLUSIVE — Four towns":            {"", ""},
	} {
		r := &recipe{page: &page{}, a: &article.Article{BodyText: text}, entry: &Entry{}}
		r.dateline()
		r.agency()
		if r.a.Located != want[0] || r.a.Agency != want[1] {
			t.Errorf("%q: located %q, agency %q", text, r.a.Located, r.a.Agency)
		}
	}
}

func TestCanonicalURLsAreBelievedWithinReason(t *testing.T) {
	final := "https://www.example.org/news/2026/a-bridge-opens-in-the-town"
	for canonical, believed := range map[string]bool{
		"https://example.org/news/2026/a-bridge-opens-in-the-town":       true,
		"/news/2026/a-bridge-opens-in-the-town":                          true,
		"https://m.example.org/other/path-of-the-story":                  true,
		"https://www.example.org/":                                       false,
		"https://www.example.org/news":                                   false,
		"https://elsewhere.example/news/2026/a-bridge-opens-in-the-town": false,
		"javascript:alert(1)":                                            false,
	} {
		a := make1(t, Document{URL: final, Body: []byte(`<html><head><title>t</title><link rel="canonical" href="` + canonical + `"></head><body><p>` + paragraphs[0] + `</p></body></html>`)})
		if (a.Provenance.Fields["url"].Source == "page.link:canonical") != believed {
			t.Errorf("canonical %s: url %s from %s", canonical, a.URL, a.Provenance.Fields["url"].Source)
		}
	}
}

func TestTheFeedStandsInForAPageThatSaysNothing(t *testing.T) {
	entry := &Entry{Title: "A bridge opens", ContentHTML: "<p>" + strings.Join(paragraphs, "</p><p>") + "</p><script>x</script>", Published: fetched.Add(-time.Hour), Language: "en"}
	for name, body := range map[string]string{"no page": "", "an empty page": "<html></html>", "a consent wall": "<html><body><p>Accept cookies.</p></body></html>"} {
		a := make1(t, Document{URL: "https://example.org/a", Body: []byte(body), Entry: entry})
		if a.BodyText != strings.Join(paragraphs, "\n\n") || a.Headline != "A bridge opens" || a.Provenance.Extractor.Method != "feed:content" {
			t.Errorf("%s: %q by %s", name, a.BodyText, a.Provenance.Extractor.Method)
		}
	}
	a := make1(t, Document{URL: "https://example.org/a", Entry: &Entry{Title: "A bridge opens"}})
	if a.Completeness != article.HeadlineOnly {
		t.Errorf("completeness %s", a.Completeness)
	}
	a = make1(t, Document{URL: "https://example.org/a", Entry: &Entry{Title: "A bridge opens", SummaryHTML: "It did. [...]"}})
	if a.Completeness != article.Partial {
		t.Errorf("completeness %s", a.Completeness)
	}
	if _, err := Article(Document{URL: "https://example.org/a"}); !errors.Is(err, ErrNothing) {
		t.Errorf("error %v, want ErrNothing", err)
	}
}

func TestPagesAreDecodedOnce(t *testing.T) {
	text := "<html><head><title>Мост открыт</title>%s</head><body><p>" + strings.Repeat("Движение по новому мосту открыли в понедельник утром. ", 8) + "</p></body></html>"
	encode := func(s string) []byte {
		b, err := charmap.Windows1251.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(b)
	}
	for name, doc := range map[string]Document{
		"utf-8 without label":          {Body: []byte(fmt.Sprintf(text, ""))},
		"utf-8 labelled windows-1251":  {Body: []byte(fmt.Sprintf(text, `<meta charset="windows-1251">`)), ContentType: "text/html; charset=windows-1251"},
		"windows-1251 by HTTP":         {Body: encode(fmt.Sprintf(text, "")), ContentType: "text/html; charset=windows-1251"},
		"windows-1251 by meta":         {Body: encode(fmt.Sprintf(text, `<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">`))},
		"windows-1251 without a label": {Body: encode(fmt.Sprintf(text, ""))},
	} {
		doc.URL = "https://example.ru/a"
		if a := make1(t, doc); a.Headline != "Мост открыт" || !strings.HasPrefix(a.BodyText, "Движение по новому") || a.Language.Tag != "ru" {
			t.Errorf("%s: %q, %.40q", name, a.Headline, a.BodyText)
		}
	}
}

func TestBrokenJSONLDIsMended(t *testing.T) {
	for name, text := range map[string]string{
		"a line break in a string": "{\"@type\":\"NewsArticle\",\"headline\":\"A\nB\"}",
		"a comma too many":         `{"@type":"NewsArticle","headline":"A B",}`,
		"in a comment":             `<!-- {"@type":"NewsArticle","headline":"A B"} -->`,
		"in CDATA":                 `//<![CDATA[` + "\n" + `{"@type":"NewsArticle","headline":"A B"}` + "\n" + `//]]>`,
		"a type with a prefix":     `{"@type":"https://schema.org/NewsArticle","headline":"A B"}`,
		"a list of types":          `[{"@type":["Article","NewsArticle"],"headline":"A&nbsp;B"}]`,
	} {
		p := &page{data: readJSONLD(text)}
		if s := p.story(); s == nil || fold(s.text("headline")) != "A B" {
			t.Errorf("%s: %v", name, p.data)
		}
	}
	if got := readJSONLD(strings.Repeat("[", 100000)); got != nil {
		t.Error("deeply nested JSON-LD was read")
	}
}

func TestHostilePagesEnd(t *testing.T) {
	for name, body := range map[string]string{
		"600 nested divs":      strings.Repeat("<div>", 600) + "<p>" + paragraphs[0] + "</p>",
		"20,000 unclosed tags": strings.Repeat("<b>", 20000) + "<p>" + paragraphs[0] + "</p>",
		"a page of links":      strings.Repeat(`<a href="/x">x</a> `, 50000),
		"a huge paragraph":     "<p>" + strings.Repeat("word ", 600000) + "</p>",
		"many attributes":      "<p " + strings.Repeat("a=1 ", 50000) + ">" + paragraphs[0] + "</p>",
		"odd bytes":            strings.Repeat("\xff\xfe\x00<p>", 10000),
		"many paragraphs":      strings.Repeat("<p>"+paragraphs[0]+"</p>", 5000),
	} {
		a, err := Article(Document{URL: "https://example.org/a", Body: []byte("<html><title>T</title><body>" + body), FetchedAt: fetched})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !utf8.ValidString(a.BodyText) || !utf8.ValidString(a.BodyHTML) {
			t.Errorf("%s: invalid UTF-8", name)
		}
	}
	a := make1(t, Document{URL: "https://example.org/a", Body: []byte("<html><title>T</title><body>" + strings.Repeat("<div>", 600) + "<p>" + paragraphs[0] + "</p>")})
	if a.BodyText != paragraphs[0] || !strings.Contains(strings.Join(a.Provenance.Extractor.Warnings, " "), "too deep") {
		t.Errorf("a page that is too deep: %q by %s", a.BodyText, a.Provenance.Extractor.Method)
	}
}

func TestSignalsAboutReuseAreKept(t *testing.T) {
	a := make1(t, Document{URL: "https://example.org/a", RobotsTag: "noai", TDM: "1", Body: []byte(`<html><head><title>T</title><meta name="robots" content="noindex, NOARCHIVE">
<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False","copyrightNotice":"© Example","license":"https://example.org/terms"}</script></head><body><p>` + paragraphs[0] + `</p></body></html>`)})
	if a.Reuse == nil || !a.Reuse.NoAI || a.Reuse.Robots != "noindex, noarchive, noai" || a.Access != article.Paywalled || a.Completeness != article.Partial {
		t.Errorf("reuse %+v, access %s, %s", a.Reuse, a.Access, a.Completeness)
	}
	if a.Rights == nil || a.Rights.Notice != "© Example" || a.Rights.License != "https://example.org/terms" {
		t.Errorf("rights %+v", a.Rights)
	}
}

func TestCorrectionsAreFound(t *testing.T) {
	for _, notice := range []string{"Correction: It was Tuesday, not Monday.", "This article has been updated to say that it was Tuesday.", "Korrektur: Es war Dienstag.", "Исправление: это было во вторник."} {
		a := make1(t, Document{URL: "https://example.org/a", Body: []byte("<html><title>T</title><body><article><p>" + strings.Join(paragraphs, "</p><p>") + "</p><p>" + notice + "</p></article></body></html>")})
		if len(a.Corrections) != 1 || a.Corrections[0].Text != notice {
			t.Errorf("%q: %+v", notice, a.Corrections)
		}
	}
}

func TestRenderings(t *testing.T) {
	a := make1(t, Document{URL: "https://www.example.org/2026/bridge", Body: wirePage(fullHead)})
	if text := Text(a); !strings.HasPrefix(text, "Town Builds a Bridge\n\nBy AFP · 2026-11-22 09:30 +0300\n\n"+paragraphs[0]) {
		t.Errorf("text %q", text)
	}
	if md := Markdown(a); !strings.HasPrefix(md, "# Town Builds a Bridge\n\n*By AFP") || !strings.Contains(md, "\n## A long wait\n") || !strings.Contains(md, "- Length: 300 metres\n") {
		t.Errorf("markdown %q", md)
	}
	if ex := Explain(a); !strings.Contains(ex, "page.jsonld:headline") || !strings.Contains(ex, "removed") || !strings.Contains(ex, "complete") {
		t.Errorf("explanation %s", ex)
	}
}

func TestArticleIsAFunctionOfItsInput(t *testing.T) {
	doc := Document{URL: "https://www.example.org/2026/bridge", Body: wirePage(fullHead), FetchedAt: fetched}
	first := make1(t, doc)
	for range 5 {
		if diff := cmp.Diff(first, make1(t, doc)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func FuzzArticle(f *testing.F) {
	f.Add(wirePage(fullHead), "text/html; charset=utf-8")
	f.Add([]byte("<html><script type=application/ld+json>{\"@type\":\"NewsArticle\""), "")
	f.Add([]byte("\xff\xfe<\x00p\x00"), "text/html; charset=koi8-r")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		a, err := Article(Document{URL: "https://example.org/a", Body: body, ContentType: contentType, FetchedAt: fetched})
		if err != nil {
			if !errors.Is(err, ErrNothing) {
				t.Fatal(err)
			}
			return
		}
		if !utf8.ValidString(a.BodyText) || strings.Contains(strings.ToLower(a.BodyHTML), "<script") {
			t.Errorf("body %q, html %q", a.BodyText, a.BodyHTML)
		}
	})
}

func FuzzJSONLD(f *testing.F) {
	f.Add(`{"@graph":[{"@type":"NewsArticle","headline":"x","author":{"name":"y"}}]}`)
	f.Fuzz(func(_ *testing.T, s string) {
		p := &page{data: readJSONLD(s)}
		if story := p.story(); story != nil {
			_ = story.text("headline")
		}
	})
}

func BenchmarkArticle(b *testing.B) {
	doc := Document{URL: "https://www.example.org/2026/bridge", Body: wirePage(fullHead), FetchedAt: fetched}
	b.SetBytes(int64(len(doc.Body)))
	for b.Loop() {
		make1(b, doc)
	}
}

func ExampleArticle() {
	a, err := Article(Document{
		URL: "https://example.org/bridge",
		Body: []byte(`<html lang="en"><head><title>A bridge opens | Example</title></head><body><article><h1>A bridge opens</h1>
<p class="byline">By Ann Lee</p><p>The bridge over the river opened on Monday, after two summers of work, and the first to cross it was a school bus.</p></article></body></html>`),
		Entry: &Entry{Tags: []string{"Bridges"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Headline, "·", a.Authors[0].Name, "·", a.Tags[0].Name, "·", a.Provenance.Fields["headline"].Source)
	// Output: A bridge opens · Ann Lee · Bridges · page.h1
}
