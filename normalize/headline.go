package normalize

import (
	"strings"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/safehtml"
)

// headline takes the publisher's headline, without the name of the site: that
// of JSON-LD, of the h1, of OpenGraph, in this order, unless the others speak
// against the first.
func (r *recipe) headline() {
	p := r.page
	ld := p.story()
	og := p.one("og:title")
	main := [3]candidate{
		{r.title(ld.text("headline")), "page.jsonld:headline", .97},
		{r.title(r.headlineH1(og)), "page.h1", .9},
		{r.title(og), "page.meta:og:title", .88},
	}
	withoutKicker(&main[1], &main[2])
	dropCut(main[:])
	candidates := settled(main, r.title(p.title), r.entryTitle(), ld.is(newsTypes...))
	candidates = append(candidates, p.metaCandidates(.85, "twitter:title", "headline", "dc.title", "parsely-title", "sailthru.title")...)
	lone := len(p.h1) == 1 && (titleWords(p.h1[0]) >= 4 || overlap(p.h1[0], p.title+" "+addressWords(r.a.URL)) > 0 || r.title(p.title) == "")
	if lone {
		candidates = append(candidates, candidate{p.h1[0], "page.h1", .8})
	}
	candidates = append(candidates, candidate{ld.text("name"), "page.jsonld:name", .7}, candidate{p.title, "page.title", .6},
		candidate{r.entry.Title, "feed:title", .75})
	if len(p.h1) > 0 && !lone {
		candidates = append(candidates, candidate{p.h1[0], "page.h1", .4})
	}
	for i, c := range candidates {
		if c.source == "feed:title" {
			candidates[i].value = r.entryTitle()
		} else {
			candidates[i].value = r.title(c.value)
		}
	}
	dropCut(candidates)
	r.dropSite(candidates)
	r.a.Headline = clip(r.choose("headline", candidates...), 1000)
	r.otherHeadlines(og)
}

// title is a title as text, without the site's name.
func (r *recipe) title(s string) string { return r.withoutSite(fold(safehtml.Plain(s))) }

// entryTitle is the title of the feed's entry, which is text already: what stands in
// it between angle brackets is a word.
func (r *recipe) entryTitle() string { return r.withoutSite(fold(r.entry.Title)) }

// Lengths, in runes, to which publishers cut the headline of JSON-LD for a
// search engine that once took no more than 110.
const cutFrom, cutTo = 100, 112

// dropCut drops what was cut short where another candidate goes on: by dots, by
// a search engine's limit, or by a quotation mark that ended an attribute.
func dropCut(candidates []candidate) {
	for i, c := range candidates {
		stem := strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(c.value, "..."), "…"), " ")
		n := utf8.RuneCountInString(c.value)
		if len(stem) < 15 {
			continue
		}
		cut := len(stem) < len(c.value) || n >= cutFrom && n <= cutTo
		for _, longer := range candidates {
			rest, ok := strings.CutPrefix(longer.value, stem)
			if ok && len(longer.value) > len(c.value) && (cut || strings.HasPrefix(strings.TrimLeft(rest, " "), `"`)) {
				candidates[i].value = ""
			}
		}
	}
}

// dropSite drops what is only the site's name, if anything else is left.
func (r *recipe) dropSite(candidates []candidate) {
	var named []int
	others := false
	for i, c := range candidates {
		switch {
		case c.value == "":
		case r.isSiteName(c.value):
			named = append(named, i)
		default:
			others = true
		}
	}
	for _, i := range named {
		if others {
			candidates[i].value = ""
		}
	}
}

func (r *recipe) otherHeadlines(og string) {
	add := func(role, value string) {
		if value = fold(value); value != "" && value != r.a.Headline {
			r.a.Headlines = append(r.a.Headlines, article.Title{Role: role, Value: clip(value, 1000)})
		}
	}
	add("feed", r.entry.Title)
	add("page", r.page.title)
	add("social", og)
	if r.a.Headline != "" && len(r.a.Headlines) > 0 {
		r.a.Headlines = append([]article.Title{{Role: "main", Value: r.a.Headline}}, r.a.Headlines...)
	}
}
