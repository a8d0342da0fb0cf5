package feed

import (
	"fmt"
	"strings"
	"testing"
)

func read(t *testing.T, doc string) *Feed {
	t.Helper()
	return mustParse(t, []byte(doc), Source{URL: "https://a.example/feed"})
}

// A feed may carry another one as the content of an entry. Nothing in it is this
// feed's, and what follows is.
func TestAFeedInAContentIsNotThisFeeds(t *testing.T) {
	inner := map[string]string{
		"atom": `<feed xmlns="http://www.w3.org/2005/Atom"><title>Inner feed</title><id>urn:in</id><link href="https://b.example/"/>` +
			`<entry><id>urn:b</id><title>Inner</title><link href="https://b.example/1"/><author><name>Bob</name></author></entry></feed>`,
		"rss": `<rss version="2.0"><channel><title>Inner feed</title><link>https://b.example/</link>` +
			`<item><title>Inner</title><link>https://b.example/1</link><guid>b</guid></item></channel></rss>`,
		"prefixed": `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Inner feed</a:title>` +
			`<a:entry><a:title>Inner</a:title><a:link href="https://b.example/1"/></a:entry></a:feed>`,
	}
	for name, doc := range inner {
		for _, kind := range []string{"application/xml", "application/atom+xml", "xhtml", "html", ""} {
			t.Run(name+" "+kind, func(t *testing.T) {
				f := read(t, `<feed xmlns="http://www.w3.org/2005/Atom"><title>Outer feed</title><link href="https://a.example/"/><entry><id>urn:1</id>`+
					`<title>One</title><link href="https://a.example/1"/><content type="`+kind+`">`+doc+`</content><author><name>Ann</name></author></entry>`+
					`<entry><id>urn:2</id><title>Two</title><link href="https://a.example/2"/></entry></feed>`)
				if f.Title != "Outer feed" || strings.Join(titles(f), "|") != "One|Two" {
					t.Fatalf("%q: %s", f.Title, titles(f))
				}
				if e := f.Items[0]; e.ID != "urn:1" || e.URL != "https://a.example/1" || len(e.Authors) != 1 || e.Authors[0].Name != "Ann" {
					t.Errorf("%+v", e)
				}
			})
		}
	}
}

// A title in which somebody writes of feeds is a title, closed or not.
func TestATextThatSpeaksOfFeedsEndsWhereItEnds(t *testing.T) {
	f := read(t, `<rss version="2.0"><channel><title>F</title><item><title>How to <feed> a cat</title><link>https://a.example/1</link></item>`+
		`<item><title>Two</title><link>https://a.example/2</link></item></channel></rss>`)
	if len(f.Items) != 2 || f.Items[1].Title != "Two" || f.Items[0].URL != "https://a.example/1" {
		t.Errorf("%+v", f.Items)
	}
}

func TestReferencesOfHalvesOfACharacter(t *testing.T) {
	for in, want := range map[string]string{
		"a &#xD83D;&#xDE00; b":  "a \U0001F600 b",
		"a &#55357;&#56832; b":  "a \U0001F600 b",
		"a &#55357;&#xDE00;":    "a \U0001F600",
		"a &#xD83D; b":          "a b",
		"a &#xDE00;&#xD83D; b":  "a b",
		"a &#xD83D;&amp; b":     "a & b",
		"a &#xD83D;&#65; b":     "a A b",
		"a &#xD83D;":            "a",
		"a &#xD83D;&#":          "a &#",
		"a &#xDBFF;&#xDFFF; b":  "a \U0010FFFF b",
		"&#xD83D;&#xDE00;&amp;": "\U0001F600&",
	} {
		f := read(t, `<rss version="2.0"><channel><title>F</title><item><title>`+in+`</title><link>https://a.example/1</link></item></channel></rss>`)
		if got := f.Items[0].Title; got != want {
			t.Errorf("%s is %q, want %q", in, got, want)
		}
	}
}

func TestAContentThatSaysNothingHidesNoDescription(t *testing.T) {
	item := `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>F</title><item><title>One</title>` +
		`<link>https://a.example/1</link><description>Words of the story.</description><content:encoded>%s</content:encoded></item></channel></rss>`
	for _, content := range []string{"", " ", "<![CDATA[ <p></p> ]]>", "<![CDATA[null]]>", "<![CDATA[<p>&nbsp;</p><br>]]>", "undefined", "<![CDATA[<p>None</p>]]>"} {
		e := read(t, fmt.Sprintf(item, content)).Items[0]
		if e.ContentHTML != "" || !strings.Contains(e.SummaryHTML, "Words of the story") {
			t.Errorf("%s: %q, %q", content, e.ContentHTML, e.SummaryHTML)
		}
	}
	for _, content := range []string{"<![CDATA[<p>No.</p>]]>", `<![CDATA[<img src="https://a.example/1.jpg">]]>`, "0"} {
		if e := read(t, fmt.Sprintf(item, content)).Items[0]; e.ContentHTML == "" {
			t.Errorf("%s is lost", content)
		}
	}
}
