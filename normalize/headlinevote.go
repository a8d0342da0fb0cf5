package normalize

import (
	"strings"
)

// newsTypes are the schema.org types of stories that newsrooms publish.
var newsTypes = []string{"NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle",
	"ReviewNewsArticle", "AskPublicNewsArticle"}

// settled puts first, of the headlines in JSON-LD, the h1 and OpenGraph, the one
// that was written for readers. A publisher who words them differently writes
// one of them for search engines, and that is the one in the title element; the
// feed, if it has one of them, decides.
func settled(c [3]candidate, title, fed string, news bool) []candidate {
	ld, h1, og, t := squeeze(c[0].value), squeeze(c[1].value), squeeze(c[2].value), squeeze(title)
	first := 0
	switch f := squeeze(fed); {
	case f != "" && (f == ld || f == h1 || f == og):
		if f != ld {
			first = 1
		}
		if f != ld && f != h1 {
			first = 2
		}
	case ld == "" || h1 == "" || og == "" || ld == h1 && h1 == og:
	case h1 == og: // against the data, if that is neither the same without its kicker nor the one for readers
		if !strings.HasSuffix(h1, ld) && (!news || h1 != t || titleWords(c[0].value) < 3) {
			first = 1
		}
	case ld == og && og == t: // the h1 alone is for readers, if it is more than the same with a kicker
		if !strings.Contains(h1, ld) && !strings.Contains(ld, h1) && overlap(c[1].value, title) >= .4 {
			first = 1
		}
	case ld == h1 && h1 == t && news && titleWords(c[2].value) >= 3:
		first = 2
	}
	if first > 0 {
		c[first].confidence = .95
	}
	out := []candidate{c[first]}
	for i := range c {
		if i != first {
			out = append(out, c[i])
		}
	}
	return out
}

// withoutKicker drops the kicker before the headline that the h1 has and the
// title for others has not, and the other way round.
func withoutKicker(h1, og *candidate) {
	switch {
	case titleWords(og.value) >= 3 && len(h1.value) > len(og.value) && strings.HasSuffix(foldedWords(h1.value), " "+foldedWords(og.value)):
		h1.value = og.value
	case titleWords(h1.value) >= 3 && kicked(og.value, h1.value):
		og.value = h1.value
	}
}

// kicked reports whether a title is another one behind a kicker.
func kicked(title, s string) bool {
	for _, sep := range separators {
		if strings.HasSuffix(title, sep+s) {
			return true
		}
	}
	return false
}

// headlineH1 is the h1 that says what the title says, where there are several
// or one may be the name of the site. A page's only h1, if it is a phrase, may
// say it in other words, some of which stand in the title or the address.
func (r *recipe) headlineH1(og string) string {
	p := r.page
	title := firstOf(og, p.title)
	for _, h := range p.h1 {
		if titleWords(h) > 0 && overlap(h, title) >= .6 && 8*titleWords(h) >= titleWords(title) && !r.isSiteName(h) {
			p.heading = h
			return h
		}
	}
	if len(p.h1) != 1 || titleWords(p.h1[0]) < 4 || r.isSiteName(p.h1[0]) || overlap(p.h1[0], og+" "+p.title+" "+addressWords(r.a.URL)) < .4 {
		return ""
	}
	p.heading = p.h1[0]
	return p.h1[0]
}
