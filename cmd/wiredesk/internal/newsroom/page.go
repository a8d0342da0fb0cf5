package newsroom

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"time"
)

// page writes a story's page as publishers do: the story is the smaller part
// of it.
func (s *site) page(st Story) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<title>%s | %s</title>\n", s.language, html.EscapeString(st.Headline), html.EscapeString(s.title))
	if st.FullMeta {
		b.WriteString(s.metadata(st))
	}
	b.WriteString(s.assets())
	fmt.Fprintf(&b, "</head>\n<body>\n%s\n<main class=\"layout\">\n<article class=\"story\">\n<h1>%s</h1>\n", s.header(), html.EscapeString(st.Headline))
	fmt.Fprintf(&b, "<div class=\"byline\">By %s</div>\n<time datetime=\"%s\">%s</time>\n", html.EscapeString(st.By), st.Date.Format(time.RFC3339), st.Date.Format("January 2, 2006"))
	if st.Caption != "" {
		fmt.Fprintf(&b, "<figure class=\"lead\"><img src=\"/images%s.jpg\" alt=\"\" width=\"1200\" height=\"675\"><figcaption>%s <span class=\"credit\">%s</span></figcaption></figure>\n",
			st.Path, html.EscapeString(st.Caption), html.EscapeString(st.Credit))
	}
	b.WriteString("<div class=\"story-body\">\n")
	for i, p := range st.Body {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(p))
		if i == 1 {
			b.WriteString("<div class=\"donation-bar\"><p>Independent reporting needs readers. <a href=\"/donate\">Support us today</a> with a small donation.</p></div>\n")
		}
	}
	b.WriteString("</div>\n")
	fmt.Fprintf(&b, "<div class=\"topics\">Read more about: %s</div>\n", tagLinks(st.Tags))
	b.WriteString(s.surroundings(st))
	b.WriteString("</article>\n</main>\n" + s.footer() + "</body>\n</html>\n")
	return b.String()
}

func tagLinks(tags []string) string {
	links := make([]string, len(tags))
	for i, t := range tags {
		links[i] = fmt.Sprintf("<a href=\"/tag/%d\">%s</a>", i, html.EscapeString(t))
	}
	return strings.Join(links, ", ")
}

func (s *site) metadata(st Story) string {
	kind := "Person"
	if st.Agency != "" {
		kind = "Organization"
	}
	var authors []map[string]string
	for _, name := range strings.Split(st.By, " and ") {
		authors = append(authors, map[string]string{"@type": kind, "name": name})
	}
	ld := map[string]any{
		"@context": "https://schema.org", "@type": "NewsArticle", "headline": st.Headline, "datePublished": st.Date.Format(time.RFC3339), "author": authors,
		"publisher": map[string]string{"@type": "Organization", "name": s.title}, "mainEntityOfPage": s.base + st.Path, "articleSection": st.Section,
		"keywords": st.Tags, "isAccessibleForFree": true, "inLanguage": s.language,
	}
	if st.corrected {
		ld["dateModified"] = s.n.start.Format(time.RFC3339)
	}
	data, err := json.Marshal(ld)
	if err != nil {
		panic(err) // texts always encode
	}
	return fmt.Sprintf(`<link rel="canonical" href="%[1]s">
<meta property="og:type" content="article"><meta property="og:title" content="%[2]s"><meta property="og:site_name" content="%[3]s"><meta property="og:url" content="%[1]s">
<meta property="article:published_time" content="%[4]s"><meta property="article:section" content="%[5]s"><meta name="robots" content="max-image-preview:large">
<script type="application/ld+json">%[6]s</script>
`, s.base+st.Path, html.EscapeString(st.Headline), html.EscapeString(s.title), st.Date.Format(time.RFC3339), html.EscapeString(st.Section), data)
}

// assets are what makes pages large: styles and scripts in the page.
func (s *site) assets() string {
	var b strings.Builder
	b.WriteString("<style>\n")
	for i := range 160 {
		fmt.Fprintf(&b, ".module-%d .card__title{margin:%dpx 0;color:#%06x;font:600 1.%drem/1.2 serif}\n", i, i%24, i*7919%0xffffff, i%9)
	}
	b.WriteString("</style>\n<script>window.dataLayer=window.dataLayer||[];\n")
	for i := range 90 {
		fmt.Fprintf(&b, "dataLayer.push({event:'slot-%d',size:[%d,250],site:'%s'});\n", i, 300+i, s.name)
	}
	b.WriteString("</script>\n")
	return b.String()
}

func (s *site) header() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<header class=\"site\"><a href=\"/\">%s</a>\n<nav><ul>", html.EscapeString(s.title))
	for _, section := range []string{"World", "Politics", "Business", "Culture", "Sports", "Opinion", "Podcasts", "Newsletters"} {
		fmt.Fprintf(&b, "<li><a href=\"/%s\">%s</a></li>", strings.ToLower(section), section)
	}
	b.WriteString("</ul></nav></header>\n<div class=\"donation-bar\"><p>We have no owners but our readers. <a href=\"/donate\">Donate now</a> and keep this site free for everybody.</p></div>")
	return b.String()
}

// surroundings stand below a story: teasers, a newsletter, related links.
func (s *site) surroundings(st Story) string {
	var b strings.Builder
	b.WriteString("<aside class=\"newsletter\"><h3>The morning letter</h3><p>All you need to know, in your inbox at six. Sign up for our newsletter.</p><form><input name=\"mail\"><button>Subscribe</button></form></aside>\n<section class=\"related\"><h3>Read more</h3>\n")
	for _, other := range s.stories {
		if other.Path != "" && other.Path != st.Path {
			fmt.Fprintf(&b, "<div class=\"card teaser\"><a href=\"%s\"><img src=\"/thumb%s.jpg\" alt=\"\"><h4>%s</h4></a></div>\n", other.Path, other.Path, html.EscapeString(other.Headline))
		}
	}
	b.WriteString("</section>\n")
	return b.String()
}

func (s *site) footer() string {
	return fmt.Sprintf("<footer><p>© %s. All rights reserved.</p><ul><li><a href=\"/about\">About</a></li><li><a href=\"/privacy\">Privacy</a></li><li><a href=\"/contact\">Contact</a></li></ul></footer>\n", html.EscapeString(s.title))
}

// homePage declares the site's first feed.
func (s *site) homePage(stories []Story) string {
	var b strings.Builder
	kind := map[string]string{"/atom": "application/atom+xml", "/feed.json": "application/feed+json"}[s.feeds[0]]
	if kind == "" {
		kind = "application/rss+xml"
	}
	fmt.Fprintf(&b, "<!DOCTYPE html><html lang=\"%s\"><head><title>%s</title><link rel=\"alternate\" type=\"%s\" title=\"%s\" href=\"%s\"></head><body>%s<main>",
		s.language, html.EscapeString(s.title), kind, html.EscapeString(s.title), s.feeds[0], s.header())
	for _, st := range stories {
		fmt.Fprintf(&b, "<h2><a href=\"%s\">%s</a></h2>", st.Path, html.EscapeString(st.Headline))
	}
	b.WriteString("</main>" + s.footer() + "</body></html>")
	return b.String()
}
