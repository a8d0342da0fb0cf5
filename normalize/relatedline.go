package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// leadsAway reports whether a line is a link to another story and nothing else, or
// one behind words that introduce it: "Read more: …". Within a paragraph of several
// lines an address or a name may be a link, and some papers link a whole sentence of the
// story to another.
func (w *blockWalk) leadsAway(l textLine, several bool) bool {
	if len(l.links) == 0 || len(l.text) > maxLeadingAway || w.lists > 0 { // a list was judged as a whole
		return false
	}
	if l.linked*10 >= len(l.text)*8 && len(l.text) < maxLoneLink {
		if isLongSentence(l.text) {
			return false
		}
		return !several || isHeadlineLike(l.text) && w.ofThisSite(l.links)
	}
	return w.introduces(l)
}

// minSentence is how many words a sentence has that is no headline.
const minSentence = 16

// isLongSentence reports whether a line is one, with its stop and a part that a comma
// sets off: headlines have neither, if they are so long.
func isLongSentence(text string) bool {
	return strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "..") && strings.Contains(text, ", ") && words(text) >= minSentence
}

// introduces reports whether the links of a line, all of them headlines, stand
// behind a label, with no more than an "and" between them.
func (w *blockWalk) introduces(l textLine) bool {
	label, rest, ok := strings.Cut(l.text, l.links[0].Title)
	if !ok || len(label) > maxLabel {
		return false
	}
	for _, link := range l.links {
		if !isHeadlineLike(link.Title) {
			return false
		}
	}
	for _, link := range l.links[1:] {
		between, after, ok := strings.Cut(rest, link.Title)
		if !ok || words(between) > 2 {
			return false
		}
		rest = after
	}
	if strings.TrimFunc(rest, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) != "" {
		return false
	}
	if introducesRelated(label) {
		return true
	}
	return isLabel(label) && w.ofThisSite(l.links)
}

// isLabel reports whether text introduces what follows: a few words and a colon.
func isLabel(label string) bool {
	label = strings.TrimRight(label, " ")
	last, _ := utf8.DecodeLastRuneInString(label)
	return strings.ContainsRune(":：»›▶►→", last) && words(label) <= 7 && !strings.ContainsAny(label, ".?!,;\"“")
}

func (w *blockWalk) ofThisSite(links []article.Link) bool {
	if w.page.base == nil {
		return false
	}
	own := weburl.Site(w.page.base.String())
	for _, l := range links {
		if weburl.Site(l.URL) != own {
			return false
		}
	}
	return true
}
