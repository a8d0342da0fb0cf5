package normalize

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Each of these pages makes a rule look at the same text again for every
// element: a rule that reads all of it does not end within a test's patience.
func TestRulesReadNoMoreThanTheyNeed(t *testing.T) {
	fill := func(unit string, bytes int) string { return strings.Repeat(unit, bytes/len(unit)) }
	const size = 1 << 20
	for name, body := range map[string]string{
		"words that begin lines of tags": "<div>" + fill("<b>tags:</b>", size) + "</div>",
		"words that begin bylines":       "<h1>T</h1><div>" + fill("<i>By</i>", size) + "</div>",
		"years everywhere":               "<div>" + fill("<i>2026</i>", size) + "</div>",
		"bylines in bylines":             strings.Repeat(`<div class="byline">`, 100) + fill("<i>w </i>", size/4),
		"figures in figures":             strings.Repeat("<figure>", 400) + fill("<i>w </i>", size),
		"many authors":                   fill(`<meta name=author content="Ann Lee and Bo Ek">`, size),
		"many links to tags":             fill("<a href=/tag/x>x</a>", size),
		"many links of tags, deep":       strings.Repeat("<div>", 400) + fill("<a rel=tag>x</a>", size),
		"references to a large object":   largeObject(),
		"many headlines":                 fill("<h1>A headline</h1>", size),
		"many stories":                   fill("<article class=p><h1>T and more</h1><p>By Ann Lee<p>"+paragraphs[0]+"</article>", size),
		"many lists of other stories":    "<p>" + paragraphs[0] + fill("<div><h3>Related</h3><a href=/x>Another story of it</a><p>"+paragraphs[1]+"</div>", size),
		"many hidden parts": "<p>" + paragraphs[0] + strings.Repeat("<div hidden>",
			300) + fill("<p>log in to your account, and read on", size),
		"many fields":               "<p>" + paragraphs[0] + strings.Repeat("<div>", 300) + fill("<p>x<input type=email>", size),
		"many headings of comments": "<p>" + paragraphs[0] + fill("<h3>3 comments</h3><p>Ann, 20 November 2026<p>"+paragraphs[1], size),
		"many lists in lists":       strings.Repeat("<ul><li><h3>x</h3><p>y", 100) + fill("<li>one<li>two", size),
		"many line breaks":          "<p>" + fill("word<br>", size),
		"many quotes":               "<p>" + strings.Join(paragraphs, " ") + fill("<blockquote>"+paragraphs[0]+"</blockquote>", size),
		"many powers":               "<p>" + fill("x<sup>2</sup>", size),
		"tables in tables":          strings.Repeat("<table><tr><td>a<td>", 150) + fill("<p>word</p>", size),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Article(Document{URL: "https://example.org/a", Body: []byte("<html><title>T</title><body>" + body),
				FetchedAt: fetched}); err != nil {
				t.Error(err)
			}
		})
	}
}

// largeObject is JSON-LD that refers many times to an object of many properties:
// a copy for each would not fit into memory.
func largeObject() string {
	var b strings.Builder
	b.WriteString(`<script type="application/ld+json">[{"@type":"Person","@id":"x",`)
	for i := range 30_000 {
		fmt.Fprintf(&b, `"k%d":1,`, i)
	}
	b.WriteString(`"name":"n"},{"@type":"NewsArticle","author":[`)
	b.WriteString(strings.Repeat(`{"@id":"x"},`, 20_000))
	b.WriteString(`{"@id":"x"}]}]</script>`)
	return b.String()
}

func TestShortTextStopsAtItsLimit(t *testing.T) {
	root, err := html.Parse(strings.NewReader("<div>one <b>two</b><script>no</script><p>three</p></div><section>" + strings.Repeat("<i></i>",
		5000) + "end</section>"))
	if err != nil {
		t.Fatal(err)
	}
	div, section := find(root, atom.Div), find(root, atom.Section)
	for _, c := range []struct {
		node  *html.Node
		limit int
		want  string
		ok    bool
	}{
		{div, 100, "one two three", true}, {div, 13, "one two three", true}, {div, 12, "one two three", false}, {div, 1, "", false}, {section,
			100, "", false},
	} {
		if got, ok := shortText(c.node, c.limit); ok != c.ok || ok && got != c.want {
			t.Errorf("limit %d: %q, %v; want %q, %v", c.limit, got, ok, c.want, c.ok)
		}
	}
}

func TestAPageThatIsTooLongIsCutAndSaysSo(t *testing.T) {
	body := "<html><title>T</title><body><article>" + strings.Repeat("<p>"+paragraphs[0]+"</p>", MaxPage/len(paragraphs[0])+100)
	a := make1(t, Document{URL: "https://example.org/a", Body: []byte(body)})
	if got := strings.Join(a.Provenance.Extractor.Warnings, "\n"); !strings.Contains(got, "was not read") {
		t.Errorf("warnings %q", got)
	}
}

func TestAnAMPCacheServesOtherSitesStories(t *testing.T) {
	page := []byte(`<html><head><title>T</title><link rel="canonical" href="https://www.example.org/bridge"></head><body><p>` + paragraphs[0] + `</p></body></html>`)
	for final, want := range map[string]string{
		"https://www-example-org.cdn.ampproject.org/c/s/www.example.org/bridge/amp": "https://www.example.org/bridge",
		"https://www.google.com/amp/s/www.example.org/bridge":                       "https://www.example.org/bridge",
		"https://thief.example.com/bridge":                                          "https://thief.example.com/bridge",
	} {
		if a := make1(t, Document{URL: final, Body: page}); a.URL != want {
			t.Errorf("%s: canonical %s, want %s", final, a.URL, want)
		}
	}
}
