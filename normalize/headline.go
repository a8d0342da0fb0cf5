package normalize

import (
	"html"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// headline takes the publisher's headline, without the name of the site: that
// of JSON-LD, of the h1, of OpenGraph, in this order, unless two of the others
// agree against the first.
func (r *recipe) headline() {
	p := r.page
	var main, candidates []candidate
	ld := p.story()
	og := p.one("og:title")
	if ld != nil {
		main = append(main, candidate{r.title(ld.text("headline")), "page.jsonld:headline", .97})
	}
	main = append(main, candidate{r.title(r.headlineH1(og)), "page.h1", .9}, candidate{r.title(og), "page.meta:og:title", .88})
	candidates = append(candidates, agreed(withoutKicker(main))...)
	candidates = append(candidates, p.metaCandidates(.85, "twitter:title", "headline", "dc.title", "parsely-title", "sailthru.title")...)
	if len(p.h1) == 1 {
		candidates = append(candidates, candidate{p.h1[0], "page.h1", .8})
	}
	if ld != nil {
		candidates = append(candidates, candidate{ld.text("name"), "page.jsonld:name", .7})
	}
	candidates = append(candidates, candidate{p.title, "page.title", .6}, candidate{r.entry.Title, "feed:title", .75})
	if len(p.h1) > 1 {
		candidates = append(candidates, candidate{p.h1[0], "page.h1", .4})
	}
	for i := range candidates {
		candidates[i].value = r.title(candidates[i].value)
	}
	dropCut(candidates)
	r.dropSite(candidates)
	r.a.Headline = clip(r.choose("headline", candidates...), 1000)
	r.otherHeadlines(og)
}

// title is a title as text, without the site's name.
func (r *recipe) title(s string) string { return r.withoutSite(plainText(s)) }

// agreed puts the second of three candidates first if the third says the same,
// and the first says something else.
func agreed(c []candidate) []candidate {
	if len(c) != 3 || c[1].value == "" || squeeze(c[1].value) != squeeze(c[2].value) {
		return c
	}
	if first := squeeze(c[0].value); first == squeeze(c[1].value) || first != "" && strings.HasSuffix(squeeze(c[1].value), first) {
		return c // the same, or the same without its kicker
	}
	c[1].confidence = .95
	return []candidate{c[1], c[0], c[2]}
}

// Lengths, in runes, to which publishers cut the headline of JSON-LD for a
// search engine that once took no more than 110.
const cutFrom, cutTo = 100, 112

// dropCut drops what was cut short where another candidate goes on.
func dropCut(candidates []candidate) {
	for i, c := range candidates {
		stem := strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(c.value, "..."), "…"), " ")
		n := utf8.RuneCountInString(c.value)
		if len(stem) < 15 || len(stem) == len(c.value) && (n < cutFrom || n > cutTo) {
			continue
		}
		for _, longer := range candidates {
			if len(longer.value) > len(c.value) && strings.HasPrefix(longer.value, stem) {
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

// withoutKicker drops the h1 that puts a kicker before the headline that the
// page gives to others.
func withoutKicker(c []candidate) []candidate {
	h1, og := &c[len(c)-2], c[len(c)-1]
	if words(og.value) >= 3 && len(h1.value) > len(og.value) && strings.HasSuffix(foldedWords(h1.value), " "+foldedWords(og.value)) {
		h1.value = og.value
	}
	return c
}

// foldedWords are the words of a title without their punctuation.
func foldedWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.Is(unicode.M, c)
	}), " ")
}

// headlineH1 is the h1 that says what the title says, where there are several
// or one may be the name of the site. A page's only h1, if it is a phrase, may
// say it in other words, some of which stand in the title or the address.
func (r *recipe) headlineH1(og string) string {
	p := r.page
	title := firstOf(og, p.title)
	for _, h := range p.h1 {
		if words(h) > 0 && overlap(h, title) >= .6 {
			return h
		}
	}
	if len(p.h1) != 1 || words(p.h1[0]) < 4 || r.isSiteName(p.h1[0]) || overlap(p.h1[0], og+" "+p.title+" "+addressWords(r.a.URL)) < .4 {
		return ""
	}
	return p.h1[0]
}

// addressWords are the words in an address's path.
func addressWords(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.Join(strings.FieldsFunc(u.Path, func(c rune) bool { return strings.ContainsRune("/-_.+", c) }), " ")
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

// withoutAccents lets a name match the domain that spells it in ASCII.
func withoutAccents(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return c
	}, norm.NFD.String(s))
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
