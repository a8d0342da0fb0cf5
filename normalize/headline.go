package normalize

import (
	"html"
	"strings"
	"unicode"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// separators stand between a headline and the name of the site.
var separators = []string{" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " « ", " • ", " / ", " ‹ ", "|"}

// headline takes the publisher's headline, without the name of the site.
func (r *recipe) headline() {
	p := r.page
	var candidates []candidate
	if ld := p.story(); ld != nil {
		candidates = append(candidates, candidate{ld.text("headline"), "page.jsonld:headline", .97})
	}
	og := p.one("og:title")
	candidates = append(candidates, candidate{p.headlineH1(og), "page.h1", .9})
	candidates = append(candidates, p.metaCandidates(.88, "og:title", "twitter:title", "headline", "dc.title", "parsely-title", "sailthru.title")...)
	if len(p.h1) == 1 {
		candidates = append(candidates, candidate{p.h1[0], "page.h1", .8})
	}
	if ld := p.story(); ld != nil {
		candidates = append(candidates, candidate{ld.text("name"), "page.jsonld:name", .7})
	}
	candidates = append(candidates, candidate{p.title, "page.title", .6}, candidate{r.entry.Title, "feed:title", .75})
	if len(p.h1) > 1 {
		candidates = append(candidates, candidate{p.h1[0], "page.h1", .4})
	}
	for i := range candidates {
		candidates[i].value = r.withoutSite(plainText(candidates[i].value))
	}
	// What the publisher cut short is completed by one that goes on.
	for i, c := range candidates {
		stem := strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(c.value, "..."), "…"), " ")
		if len(stem) == len(c.value) || len(stem) < 15 {
			continue
		}
		for _, longer := range candidates {
			if len(longer.value) > len(c.value) && strings.HasPrefix(longer.value, stem) {
				candidates[i].value = ""
			}
		}
	}
	r.a.Headline = clip(r.choose("headline", candidates...), 1000)
	r.otherHeadlines(og)
}

// headlineH1 is the h1 that says what the title says, where there are several
// or one may be the name of the site.
func (p *page) headlineH1(title string) string {
	title = firstOf(title, p.title)
	for _, h := range p.h1 {
		if words(h) > 0 && overlap(h, title) >= .6 {
			return h
		}
	}
	return ""
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

// plainText makes text of a value that may hold markup or references.
func plainText(s string) string {
	s = html.UnescapeString(s)
	if strings.Contains(s, "<") && strings.Contains(s, ">") {
		s = stripTags(s)
	}
	return fold(s)
}

func stripTags(s string) string {
	var b strings.Builder
	in := false
	for _, c := range s {
		switch {
		case c == '<':
			in = true
		case c == '>' && in:
			in = false
			b.WriteByte(' ')
		case !in:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// withoutSite takes the site's name off either end of a title.
func (r *recipe) withoutSite(title string) string {
	for range 2 {
		shorter := r.cutSite(title)
		if shorter == title {
			break
		}
		title = shorter
	}
	return title
}

func (r *recipe) cutSite(title string) string {
	for _, sep := range separators {
		if i := strings.LastIndex(title, sep); i > 0 && r.isSite(title[i+len(sep):]) {
			return strings.TrimSpace(title[:i])
		}
		if i := strings.Index(title, sep); i > 0 && r.isSite(title[:i]) {
			return strings.TrimSpace(title[i+len(sep):])
		}
	}
	return title
}

// isSite reports whether text is the name of this page's site.
func (r *recipe) isSite(s string) bool {
	s = squeeze(s)
	if s == "" {
		return false
	}
	var names []string
	if pub := r.a.Publisher; pub != nil {
		names = append(names, pub.Name, pub.Domain)
		if name, _, ok := strings.Cut(pub.Domain, "."); ok {
			names = append(names, name)
		}
	}
	names = append(names, r.doc.Feed.Title)
	if v := r.page.one("og:site_name"); v != "" {
		names = append(names, v)
	}
	for _, n := range names {
		n = squeeze(n)
		if len(n) < 2 {
			continue
		}
		if s == n || len(n) >= 4 && (strings.HasPrefix(s, n) || strings.HasPrefix(n, s) && len(s) >= 4) && len(s) < len(n)+20 {
			return true
		}
	}
	return false
}

// squeeze leaves the letters and digits of a name, in lower case.
func squeeze(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, s)
}

func words(s string) int { return len(strings.Fields(s)) }

// overlap is the share of a's words that stand in b.
func overlap(a, b string) float64 {
	in := map[string]bool{}
	for _, w := range strings.Fields(b) {
		in[squeeze(w)] = true
	}
	n, hit := 0, 0
	for _, w := range strings.Fields(a) {
		if w = squeeze(w); w != "" {
			n++
			if in[w] {
				hit++
			}
		}
	}
	if n == 0 {
		return 0
	}
	return float64(hit) / float64(n)
}
