package newsroom

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"time"
)

// feed writes a feed of a site: its kind goes by the path.
func (s *site) feed(path string, stories []Story) (contentType, body string) {
	switch path {
	case "/atom":
		return "application/atom+xml", s.atom(stories)
	case "/feed.json":
		return "application/feed+json", s.jsonFeed(stories)
	case "/rss/world":
		var world []Story
		for _, st := range stories {
			if st.Section == "World" {
				world = append(world, st)
			}
		}
		return "application/rss+xml", s.rss(world, "?utm_source=rss&utm_medium=feed", "")
	case "/declared.rss":
		return "text/xml", s.rss(stories[:2], "", `<?xml version="1.0" encoding="windows-1251"?>`+"\n")
	}
	return "application/rss+xml", s.rss(stories, "", "")
}

func (s *site) rss(stories []Story, query, declaration string) string {
	var b strings.Builder
	b.WriteString(declaration)
	fmt.Fprintf(&b, `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>%s</title><link>%s/</link><language>%s</language>`, html.EscapeString(s.title), s.base, s.language)
	for _, st := range stories {
		zone, name := time.UTC, "GMT"
		if s.language == "ru" {
			zone, name = time.FixedZone("MSK", 3*3600), "MSK"
		}
		fmt.Fprintf(&b, "\n<item><title>%s</title><link>%s%s%s</link><guid isPermaLink=\"false\">%s%s</guid><pubDate>%s %s</pubDate><dc:creator>%s</dc:creator><description>%s</description>",
			html.EscapeString(st.Headline), s.base, st.Path, html.EscapeString(query), s.name, st.Path, st.Date.In(zone).Format("Mon, 02 Jan 2006 15:04:05"), name,
			html.EscapeString(st.By), html.EscapeString("<p>"+html.EscapeString(firstSentence(st.Body))+"</p>"))
		for _, tag := range st.Tags {
			fmt.Fprintf(&b, "<category>%s</category>", html.EscapeString(tag))
		}
		b.WriteString("</item>")
	}
	b.WriteString("\n</channel></rss>\n")
	return b.String()
}

func (s *site) atom(stories []Story) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="%s"><title>%s</title><id>%s/</id><link rel="self" href="/atom"/><link href="/"/><updated>%s</updated>`,
		s.language, html.EscapeString(s.title), s.base, s.n.start.Format(time.RFC3339))
	for _, st := range stories {
		fmt.Fprintf(&b, "\n<entry><title>%s</title><id>tag:%s,2026:%s</id><link href=\"%s\"/><published>%s</published><updated>%s</updated><author><name>%s</name><uri>/autoren</uri></author>",
			html.EscapeString(st.Headline), s.name, st.Path, st.Path, st.Date.Format(time.RFC3339), st.Date.Format(time.RFC3339), html.EscapeString(st.By))
		if st.WholeInFeed {
			fmt.Fprintf(&b, `<content type="html">%s</content>`, html.EscapeString(paragraphs(st.Body)))
		} else {
			fmt.Fprintf(&b, `<summary>%s</summary>`, html.EscapeString(firstSentence(st.Body)))
		}
		for _, tag := range st.Tags {
			fmt.Fprintf(&b, `<category term="%s"/>`, html.EscapeString(tag))
		}
		b.WriteString("</entry>")
	}
	b.WriteString("\n</feed>\n")
	return b.String()
}

func (s *site) jsonFeed(stories []Story) string {
	type author struct {
		Name string `json:"name"`
	}
	type item struct {
		ID        string   `json:"id"`
		URL       string   `json:"url,omitempty"`
		Title     string   `json:"title"`
		Content   string   `json:"content_html"`
		Published string   `json:"date_published"`
		Authors   []author `json:"authors"`
		Tags      []string `json:"tags"`
	}
	var items []item
	for _, st := range stories {
		i := item{ID: s.name + st.Path + st.Headline, Title: st.Headline, Content: paragraphs(st.Body), Published: st.Date.Format(time.RFC3339), Authors: []author{{st.By}}, Tags: st.Tags}
		if st.Path != "" {
			i.URL = s.base + st.Path
		}
		items = append(items, i)
	}
	b, err := json.MarshalIndent(map[string]any{
		"version": "https://jsonfeed.org/version/1.1", "title": s.title, "home_page_url": s.base + "/", "language": s.language, "items": items,
	}, "", " ")
	if err != nil {
		panic(err) // texts always encode
	}
	return string(b)
}

func paragraphs(body []string) string {
	var b strings.Builder
	for _, p := range body {
		b.WriteString("<p>" + html.EscapeString(p) + "</p>\n")
	}
	return b.String()
}

func firstSentence(body []string) string {
	if len(body) == 0 {
		return ""
	}
	if i := strings.Index(body[0], ". "); i > 0 {
		return body[0][:i+1]
	}
	return body[0]
}
