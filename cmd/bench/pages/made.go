package main

import (
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"net/url"
	"strings"
)

// madeUp are pages of stories as large news sites send them, always the same:
// from 50 to 330 KB, of which the story is a tenth or less.
func madeUp() []page {
	var pages []page
	for i, size := range []int{50, 70, 90, 120, 150, 180, 220, 260, 300, 330} {
		m := &maker{rand: rand.New(rand.NewPCG(uint64(i), 2026))}
		pages = append(pages, m.page(i, size<<10))
	}
	return pages
}

// maker writes one page.
type maker struct {
	strings.Builder
	rand *rand.Rand
}

func (m *maker) printf(format string, args ...any) { fmt.Fprintf(m, format, args...) }

func (m *maker) pick(words []string) string { return words[m.rand.IntN(len(words))] }

// page is a story of 8 to 40 paragraphs. What is left of the size is for scripts,
// teasers and comments, in proportions that differ from page to page.
func (m *maker) page(n, size int) page {
	u := &url.URL{Scheme: "https", Host: "www.example.org", Path: fmt.Sprintf("/news/2026/11/23/town-builds-%d", n)}
	title := m.title()
	story := make([]string, 8+m.rand.IntN(33))
	for i := range story {
		story[i] = m.paragraph()
	}
	m.head(u, title, story)
	m.menu()
	m.story(title, story)
	rest := size - m.Len()
	m.comments(m.Len() + rest*m.rand.IntN(10)/100)
	m.teasers(m.Len() + rest*(25+m.rand.IntN(25))/100)
	m.scripts(size - 2000)
	m.footer()
	return page{name: fmt.Sprintf("%d KB", size>>10), url: u, body: []byte(m.String()), text: strings.Join(story, "\n\n")}
}

func (m *maker) head(u *url.URL, title string, story []string) {
	e := html.EscapeString
	m.printf(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>%s | The Courier</title><link rel="canonical" href="%s">`+"\n", e(title), u)
	m.printf(`<meta name="viewport" content="width=device-width"><meta name="robots" content="max-image-preview:large">
<meta property="og:title" content="%s"><meta property="og:url" content="%s"><meta property="og:type" content="article"><meta property="og:site_name" content="The Courier">
<meta name="description" content="%s"><meta property="article:published_time" content="2026-11-23T09:30:00Z"><meta name="author" content="Anna Berger">
`, e(title), u, e(story[0]))
	data, err := json.Marshal(map[string]any{"@context": "https://schema.org", "@graph": []any{
		map[string]any{"@type": "NewsArticle", "headline": title, "datePublished": "2026-11-23T09:30:00Z", "dateModified": "2026-11-23T10:00:00Z", "articleSection": "Politics",
			"author": []any{map[string]any{"@type": "Person", "name": "Anna Berger", "url": "https://www.example.org/authors/anna-berger"}}, "keywords": []string{"bridges", "Marwick"}},
		map[string]any{"@type": "BreadcrumbList", "itemListElement": []any{map[string]any{"@type": "ListItem", "position": 1, "name": "News"}}},
	}})
	if err != nil {
		panic(err) // strings and numbers only
	}
	m.printf("<script type=\"application/ld+json\">%s</script>\n<style>", data)
	for i := range 80 {
		m.printf(".card-%d{display:flex;margin:0 0 1rem}.card-%[1]d h3{font:600 1rem/1.2 serif}\n", i)
	}
	m.printf("</style></head>\n")
}

func (m *maker) menu() {
	m.printf(`<body class="page page--story"><header class="site-header"><a class="site-header__logo" href="/"><svg viewBox="0 0 20 20"><path d="M0 0h20v20H0z"/></svg></a><nav class="nav" aria-label="Main"><ul class="nav__list">`)
	for i := range 12 {
		m.printf(`<li class="nav__item nav__item--%d"><a class="nav__link" href="/section-%[1]d" data-track="nav-%[1]d"><span>%s</span></a><ul class="nav__sub">`, i, m.pick(nouns))
		for k := range 8 {
			m.printf(`<li class="nav__subitem"><a href="/section-%d/%d">%s</a></li>`, i, k, m.pick(nouns))
		}
		m.printf("</ul></li>")
	}
	m.printf("</ul></nav></header>\n")
}

func (m *maker) story(title string, story []string) {
	m.printf(`<main id="content"><article class="story" data-id="%d"><header class="story__header"><p class="story__kicker"><a href="/politics">Politics</a></p><h1 class="story__title">%s</h1>
<div class="story__byline">By <a href="/authors/anna-berger" rel="author">Anna Berger</a></div><time class="story__date" datetime="2026-11-23T09:30:00Z">23 November 2026, 09:30</time>
<div class="share"><a href="#mail">Mail</a><a href="#print">Print</a><button>Copy link</button></div></header>
<figure class="story__image"><picture><source srcset="/i/1-800.webp 800w, /i/1-1600.webp 1600w"><img src="/i/1.jpg" width="1600" height="900" alt=""></picture><figcaption>The old bridge. <span class="credit">Photo: B. Novak</span></figcaption></figure>
<div class="story__body">`, m.rand.IntN(1e6), html.EscapeString(title))
	for i, p := range story {
		switch {
		case i == 3:
			m.printf(`<div class="promo newsletter"><p>Get our newsletter every morning.</p><form><input type="email"><button>Sign up</button></form></div>`)
		case i%9 == 5:
			m.printf(`<h2 class="story__subhead">The %s of the %s</h2>`, m.pick(nouns), m.pick(nouns))
		case i%9 == 7:
			m.printf(`<aside class="related-inline"><a href="/read/%d">Read also: %s</a></aside>`, i, m.title())
		}
		before, after, _ := strings.Cut(html.EscapeString(p), ". ")
		m.printf(`<p class="story__text">%s. <a href="/topic/%d" data-track="body-%[2]d">In %s</a>: %s</p>`+"\n", before, i, m.pick(places), after)
	}
	m.printf(`</div><footer class="story__footer"><ul class="tags"><li><a rel="tag" href="/tag/bridges">bridges</a></li><li><a rel="tag" href="/tag/marwick">Marwick</a></li></ul></footer></article>` + "\n")
}

// comments fill the page up to size.
func (m *maker) comments(size int) {
	m.printf(`<section class="comments" id="comments"><h2>Comments</h2>`)
	for m.Len() < size {
		m.printf(`<div class="comment" id="c%d"><div class="comment__head"><img class="avatar" src="/avatars/%[1]d.png" alt=""><span class="comment__author">%s</span> <time datetime="2026-11-23">today</time></div><div class="comment__text"><p>%s</p></div><div class="comment__tools"><button>Reply</button><button>Report</button></div></div>`+"\n",
			m.rand.IntN(1e6), m.pick(places), html.EscapeString(m.sentence()))
	}
	m.printf("</section>\n")
}

// teasers fill the page up to size.
func (m *maker) teasers(size int) {
	m.printf(`<aside class="rail"><section class="more"><h2>More stories</h2>`)
	for m.Len() < size {
		id := m.rand.IntN(1e6)
		m.printf(`<div class="grid__column grid__column--4 grid__column--s-12"><div class="card card--%d card--with-image teaser" data-id="%[1]d" data-module="teaser" data-track='{"event":"teaser","position":%[1]d,"list":"more"}'>`+
			`<a class="card__link card__link--block" href="/news/%[1]d.html" data-track="teaser-%[1]d" target="_self" tabindex="-1"><div class="card__media" style="padding-top:56%%"><picture>`+
			`<source media="(min-width:960px)" srcset="https://img.example.org/%[1]d/w320.webp 320w, https://img.example.org/%[1]d/w640.webp 640w, https://img.example.org/%[1]d/w960.webp 960w" sizes="(min-width:960px) 320px, 100vw">`+
			`<img class="card__image" loading="lazy" src="/thumbs/%[1]d.jpg" srcset="/thumbs/%[1]d-2.jpg 2x" width="320" height="180" alt=""></picture>`+
			`<span class="card__icon" aria-hidden="true"><svg class="icon icon--play" viewBox="0 0 24 24" width="24" height="24" fill="none"><path d="M3 22V2l18 10L3 22z" stroke="currentColor" stroke-width="2"/></svg></span></div>`+
			`<div class="card__body"><h3 class="card__title"><span class="card__title-text">%s</span></h3></div></a><!-- meta --><div class="card__meta"><span class="card__minutes">%d min read</span></div></div></div>`+"\n", id, m.title(), id%9)
	}
	m.printf("</section></aside></main>\n")
}

// scripts fill the page up to size, in a few large ones.
func (m *maker) scripts(size int) {
	for m.Len() < size {
		m.printf(`<script>window.__STATE__=window.__STATE__||[];window.__STATE__.push({"cards":[`)
		for range 200 {
			m.printf(`{"id":"%016x","seen":%d,"title":"%s"},`, m.rand.Uint64(), m.rand.IntN(1e6), m.pick(nouns))
		}
		m.printf("null]});</script>\n")
	}
}

func (m *maker) footer() {
	m.printf(`<footer class="site-footer"><ul>`)
	for _, word := range []string{"About", "Contact", "Terms", "Privacy", "Cookies", "Jobs", "Advertise"} {
		m.printf(`<li><a href="/%s">%[1]s</a></li>`, word)
	}
	m.printf("</ul><p>© 2026 The Courier. All rights reserved.</p></footer></body></html>\n")
}
