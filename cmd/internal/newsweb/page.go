package newsweb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"math"
	"strings"
	"time"
)

// page is a story as news sites show it: a fifth of the bytes is the story, the
// rest is what the site wants beside it.
func (s *site) page(t story) []byte {
	w := s.random(2 + 2*t.n)
	low, high := math.Log(float64(s.opts.MinPage)), math.Log(float64(s.opts.MaxPage))
	size := int(math.Exp(low + w.Float64()*(high-low)))
	var b bytes.Buffer
	s.head(&b, t)
	s.navigation(&b, w)
	s.article(&b, w, t)
	// What is left is shared by teasers, which cost a parser elements, and the
	// state of a script, which costs it bytes.
	rest := size - b.Len()
	s.teasers(&b, w, b.Len()+rest*3/5)
	footer := s.footer()
	state(&b, w, size-len(footer))
	b.WriteString(footer)
	return b.Bytes()
}

func (s *site) head(b *bytes.Buffer, t story) {
	e := html.EscapeString
	fmt.Fprintf(b, `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>%s | %s</title>
<link rel="canonical" href="%s%s"><meta name="description" content="%s">
<meta property="og:type" content="article"><meta property="og:title" content="%[1]s"><meta property="og:url" content="%[3]s%[4]s">
<meta property="og:site_name" content="%[2]s"><meta property="og:image" content="%[3]s/images/%[6]d.jpg">
<meta property="article:published_time" content="%[7]s"><meta name="author" content="%[8]s"><meta name="viewport" content="width=device-width">
<link rel="alternate" type="application/rss+xml" href="%[9]s"><link rel="stylesheet" href="/static/site.css">
`, e(t.headline), e(s.name), s.base, t.path, e(t.summary), t.n, t.published.Format(time.RFC3339), e(t.author), feedPath(t.n/s.opts.Items))
	data, _ := json.Marshal(map[string]any{ // strings only: it cannot fail
		"@context": "https://schema.org", "@type": "NewsArticle", "headline": t.headline, "description": t.summary,
		"datePublished": t.published.Format(time.RFC3339), "dateModified": t.published.Format(time.RFC3339), "articleSection": t.desk,
		"mainEntityOfPage": s.base + t.path, "image": []string{fmt.Sprintf("%s/images/%d.jpg", s.base, t.n)},
		"author":    map[string]any{"@type": "Person", "name": t.author},
		"publisher": map[string]any{"@type": "NewsMediaOrganization", "name": s.name, "url": s.base + "/"},
	})
	fmt.Fprintf(b, "<script type=\"application/ld+json\">%s</script>\n", data)
	b.WriteString(`<style>` + strings.Repeat(".card{display:flex;margin:0 0 1rem}.card h3{font:600 1rem/1.2 serif}\n", 12) + "</style>\n")
	b.WriteString(`<script>window.dataLayer=window.dataLayer||[];function track(n){dataLayer.push({event:n,at:Date.now()})}track("view");</script></head>` + "\n")
}

func (s *site) navigation(b *bytes.Buffer, w writer) {
	fmt.Fprintf(b, "<body class=\"story\"><header class=\"site-header\"><a class=\"logo\" href=\"/\">%s</a><nav class=\"main-nav\"><ul>", html.EscapeString(s.name))
	for _, desk := range desks {
		fmt.Fprintf(b, `<li class="nav-item"><a class="nav-link" href="/%s/">%s</a><ul class="sub-nav">`, slug(desk), desk)
		for range 4 {
			place := pick(w, places)
			fmt.Fprintf(b, `<li><a href="/%s/%s/">%s</a></li>`, slug(desk), slug(place), place)
		}
		b.WriteString("</ul></li>")
	}
	b.WriteString("</ul></nav></header>\n")
}

func (s *site) article(b *bytes.Buffer, w writer, t story) {
	e := html.EscapeString
	fmt.Fprintf(b, `<main><article class="story-body"><header><p class="kicker">%s</p><h1>%s</h1>
<div class="byline">By <a rel="author" href="/authors/%s/">%s</a></div><time datetime="%s">%s</time>
<ul class="share"><li><a href="#mail">Mail</a></li><li><a href="#print">Print</a></li><li><a href="#link">Copy link</a></li></ul></header>
<figure><img src="/images/%d.jpg" width="1200" height="675" alt="A view of %s"><figcaption>A view of %[8]s in spring.</figcaption></figure>
`, t.desk, e(t.headline), slug(t.author), e(t.author), t.published.Format(time.RFC3339), t.published.Format("2 January 2006, 15:04"), t.n, pick(w, places))
	for i, p := range t.paragraphs {
		if i > 0 && i%7 == 0 {
			fmt.Fprintf(b, `<aside class="related-inline"><a href="/read/%d">Read also: %s</a></aside>`+"\n", w.IntN(1e6), e(w.headline()))
		}
		fmt.Fprintf(b, "<p>%s</p>\n", e(p))
	}
	b.WriteString("</article>\n")
}

// teasers fills the page up to size with cards of other stories.
func (s *site) teasers(b *bytes.Buffer, w writer, size int) {
	b.WriteString(`<aside class="more"><h2>More stories</h2>`)
	for b.Len() < size {
		id := w.IntN(1e6)
		fmt.Fprintf(b, `<div class="card teaser" data-id="%d"><a class="card-link" href="/%s/%d.html"><img loading="lazy" src="/thumbs/%[1]d.jpg" width="320" height="180" alt="">`+
			`<h3 class="card-title">%[4]s</h3></a><span class="card-meta">%[5]d min read</span></div>`+"\n",
			id, slug(pick(w, desks)), id, html.EscapeString(w.headline()), 1+w.IntN(9))
	}
	b.WriteString("</aside></main>\n")
}

// state fills the page up to size with what a script would read.
func state(b *bytes.Buffer, w writer, size int) {
	b.WriteString(`<script>window.__STATE__={"cards":[`)
	for b.Len() < size {
		fmt.Fprintf(b, `{"id":"%016x","seen":%d,"w":[%d,%d,%d]},`, w.Uint64(), w.IntN(1e6), w.IntN(999), w.IntN(999), w.IntN(999))
	}
	b.WriteString("null]};</script>\n")
}

func (s *site) footer() string {
	var b strings.Builder
	b.WriteString(`<footer class="site-footer"><ul>`)
	for _, word := range []string{"About", "Contact", "Terms", "Privacy", "Cookies", "Jobs", "Advertise", "Newsletters"} {
		fmt.Fprintf(&b, `<li><a href="/%s">%s</a></li>`, slug(word), word)
	}
	fmt.Fprintf(&b, `</ul><p>© %d %s. All rights reserved.</p></footer></body></html>`+"\n", newest.Year(), html.EscapeString(s.name))
	return b.String()
}
