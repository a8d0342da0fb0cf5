package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"time"
)

// entries is how many each document has.
const entries = 50

type document struct {
	name string
	body []byte
}

// documents are feeds of the kinds that news sites have, made up, always the same.
func documents() []document {
	return []document{
		{"RSS, summaries", rss(func(e entry) string { return "<description>" + html.EscapeString(e.summary()) + "</description>" })},
		{"RSS, whole texts", rss(func(e entry) string {
			return "<description><![CDATA[" + e.summary() + "]]></description><content:encoded><![CDATA[" + e.text(12) + "]]></content:encoded>"
		})},
		{"RSS, media", rss(func(e entry) string {
			return "<description>" + html.EscapeString(e.text(1)) + "</description>" + e.media()
		})},
		{"Atom, escaped", atom(func(e entry) string { return `<content type="html">` + html.EscapeString(e.text(8)) + "</content>" })},
		{"Atom, XHTML", atom(func(e entry) string {
			return `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">` + e.text(8) + "</div></content>"
		})},
		{"RDF", rdf()},
		{"JSON Feed", jsonFeed()},
	}
}

// entry makes up one story by its number.
type entry int

func (e entry) day() time.Time {
	return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).Add(-time.Duration(e) * 97 * time.Minute)
}
func (e entry) url() string {
	return fmt.Sprintf("https://example.org/news/2026/11/council-postpones-plan-%d", 48000+int(e))
}
func (e entry) title() string {
	return fmt.Sprintf("Council postpones the %d million plan for Marwick & the valley", 3+int(e))
}
func (e entry) summary() string {
	return fmt.Sprintf("The council’s vote on plan %d was postponed on Thursday after residents objected to the costs & the noise.", int(e))
}

// text is HTML of so many paragraphs, with what stands in such texts.
func (e entry) text(paragraphs int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<figure><img src="/img/%d.jpg" width="800" height="450" alt="The harbor &amp; the old mill" /><figcaption>The harbor. Photo: A. Berger</figcaption></figure>`, int(e))
	for p := range paragraphs {
		fmt.Fprintf(&b, `<p class="story__text">“We have waited long enough,” said the mayor of <a href="/places/%d" title="All of it">Larkhill</a>, who `+
			`<strong>rejected</strong> the repair of the old mill&nbsp;– a plan that would affect about %d households in the valley, `+
			`although a similar attempt had failed %d years ago over a dispute about the land.</p>`+"\n", p, 100+17*p+int(e), 2+p)
	}
	b.WriteString(`<ul><li>Read more about <a href="https://example.org/tag/harbor">the harbor</a></li></ul>`)
	return b.String()
}

func (e entry) media() string {
	var b strings.Builder
	b.WriteString("<media:group>")
	for _, width := range []int{240, 480, 960} {
		fmt.Fprintf(&b, `<media:content url="https://cdn.example.org/%d/%d.jpg" type="image/jpeg" width="%[1]d" medium="image"/>`, width, int(e))
	}
	b.WriteString("<media:credit>A. Berger</media:credit></media:group>")
	fmt.Fprintf(&b, `<media:thumbnail url="https://cdn.example.org/t/%d.jpg"/><enclosure url="https://cdn.example.org/%[1]d.mp3" type="audio/mpeg" length="123456"/>`, int(e))
	return b.String()
}

func rss(text func(entry) string) []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Courier</title><link>https://example.org/</link><description>All stories</description><language>en</language>
<atom:link href="https://example.org/feed" rel="self" type="application/rss+xml"/>
`)
	for e := range entry(entries) {
		fmt.Fprintf(&b, `<item><title>%s</title><link>%s</link><guid isPermaLink="false">courier-%d</guid><pubDate>%s</pubDate><dc:creator>Anna Berger</dc:creator><category>Council</category><category>Harbor</category>%s</item>
`, html.EscapeString(e.title()), e.url(), int(e), e.day().Format("Mon, 02 Jan 2006 15:04:05 GMT"), text(e))
	}
	b.WriteString("</channel></rss>\n")
	return b.Bytes()
}

func atom(content func(entry) string) []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Courier</title><id>tag:example.org,2026:/</id><updated>2026-11-20T12:00:00Z</updated>
<link href="https://example.org/"/><link rel="self" href="https://example.org/feed"/>
`)
	for e := range entry(entries) {
		fmt.Fprintf(&b, `<entry><title type="html">%s</title><link rel="alternate" type="text/html" href="%s"/><id>tag:example.org,2026:%d</id><published>%s</published><updated>%[4]s</updated><author><name>Anna Berger</name></author><category term="harbor" label="Harbor"/>%s</entry>
`, html.EscapeString(e.title()), e.url(), int(e), e.day().Format(time.RFC3339), strings.ReplaceAll(content(e), "&nbsp;", "&#160;"))
	}
	b.WriteString("</feed>\n")
	return b.Bytes()
}

func rdf() []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://example.org/feed"><title>Courier</title><link>https://example.org/</link><description>All stories</description></channel>
`)
	for e := range entry(entries) {
		fmt.Fprintf(&b, `<item rdf:about="%s"><title>%s</title><link>%[1]s</link><dc:date>%s</dc:date><dc:creator>Anna Berger</dc:creator><description>%s</description></item>
`, e.url(), html.EscapeString(e.title()), e.day().Format(time.RFC3339), html.EscapeString(e.text(1)))
	}
	b.WriteString("</rdf:RDF>\n")
	return b.Bytes()
}

func jsonFeed() []byte {
	type item map[string]any
	var items []item
	for e := range entry(entries) {
		items = append(items, item{"id": e.url(), "url": e.url(), "title": e.title(), "content_html": e.text(4), "date_published": e.day(), "authors": []item{{"name": "Anna Berger"}}, "tags": []string{"harbor", "council"}})
	}
	b, err := json.Marshal(item{"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "home_page_url": "https://example.org/", "items": items})
	if err != nil {
		return nil // strings and times: cannot happen, and the reader would say that there is nothing
	}
	return b
}
