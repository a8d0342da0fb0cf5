package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of a kicker, which stands in the same heading as a headline: bytes and
// words of it, and the fewest words of what it stands before.
const (
	maxKicker     = 60
	maxKickerWord = 5
	minKicked     = 3
)

// kickerWords are parts of the names of elements for kickers, and for the marks
// that stand behind a headline.
var kickerWords = partsOf("kicker", "overline", "eyebrow", "categor", "rubri", "topic", "label", "badge", "dachzeile", "spitzmarke",
	"pretitle", "pre-title", "supertitle", "suptitle", "surtit", "antetit",
	"cintillo", "volanta", "occhiello", "vignette", "roofline", "toptitle", "top-title", "upper", "section", "flag", "prefix", "tagline",
	"stichwort", "rubrik", "bovenkop", "nadtytul", "ust-baslik", "flytitle", "slug", "premium")

// withoutKickerIn is the text of a heading, given whole, without the kicker that
// stands in it: an element before the headline that is named as kickers are, or
// that the page's title has not before the headline.
func (p *page) withoutKickerIn(h1 *html.Node, whole string) string {
	pieces := piecesOf(h1)
	if len(pieces) < 2 {
		return whole
	}
	first, rest := pieces[0], joinPieces(pieces[1:])
	if isKickerBefore(first, rest) && (kickerWords.heldBy(first.named) || first.apart && !p.titleHas(first.text+rest) ||
		p.titleLacks(first.text, rest)) {
		return rest
	}
	last, rest := pieces[len(pieces)-1], joinPieces(pieces[:len(pieces)-1])
	if isKickerBefore(last, rest) && kickerWords.heldBy(last.named) && p.titleLacks(rest, last.text) {
		return rest
	}
	if last.element && strings.Trim(last.text, "0123456789 ()") == "" && p.titleHas(rest) && !p.titleHas(rest+last.text) { // a count
		return rest
	}
	if loose := joinPieces(pieces); squeeze(loose) == squeeze(whole) && gapsIn(pieces) {
		return loose
	}
	return whole
}

// piece is a part of a heading: an element in it, or a text between them.
type piece struct {
	text, named string
	element     bool
	apart       bool // it stands on a line of its own
	open        bool // nothing parts it from the one before
}

// piecesOf are the parts of a heading: those of the only element in it, where it
// holds one.
func piecesOf(n *html.Node) (list []piece) {
	for range 4 {
		list = list[:0]
		var only *html.Node
		gap := true
		for c := n.FirstChild; c != nil && len(list) < 12; c = c.NextSibling {
			text, _ := shortText(c, 2000)
			switch {
			case text == "" && (c.Type == html.TextNode || c.DataAtom == atom.Br):
				gap = gap || c.Type == html.ElementNode || c.Data != ""
			case text != "" && strings.IndexFunc(text, isWordRune) >= 0:
				only = c
				open := !gap && (c.Type != html.TextNode || !startsWithSpace(c.Data))
				list = append(list, piece{text, attr(c, "class") + " " + attr(c, "id"), c.Type == html.ElementNode, isBlock[c.DataAtom] ||
					c.DataAtom == atom.Small, open})
				gap = c.Type == html.TextNode && endsWithSpace(c.Data)
			}
		}
		if len(list) != 1 || !list[0].element {
			return list
		}
		n = only
	}
	return list
}

func startsWithSpace(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(c)
}

func endsWithSpace(s string) bool {
	c, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsSpace(c)
}

func joinPieces(pieces []piece) string {
	var b strings.Builder
	for i, x := range pieces {
		if i > 0 && (!x.open || x.apart || pieces[i-1].apart) {
			b.WriteByte(' ')
		}
		b.WriteString(x.text)
	}
	return strings.TrimLeft(b.String(), " :|·•/–—-›»")
}

// gapsIn reports whether elements of a heading stand on lines of their own.
func gapsIn(pieces []piece) bool {
	for _, x := range pieces {
		if x.apart {
			return true
		}
	}
	return false
}

func isKickerBefore(k piece, headline string) bool {
	return k.element && len(k.text) <= maxKicker && words(k.text) <= maxKickerWord && titleWords(headline) >= minKicked &&
		len(headline) > len(k.text)
}

// titleLacks reports whether the page's title has a headline, but not behind
// these words, or behind them and a mark.
func (p *page) titleLacks(before, headline string) bool {
	lacks := false
	for _, title := range []string{p.title, p.one("og:title")} {
		whole, key := squeeze(title), squeeze(headline)
		switch {
		case !strings.Contains(whole, key):
		case !strings.Contains(whole, squeeze(before)+key):
			lacks = true
		case !hasMarkBetween(title, before, headline):
			return false
		default:
			lacks = true
		}
	}
	return lacks
}

// titleHas reports whether the page's title has a text, whatever marks are in it.
func (p *page) titleHas(text string) bool {
	return strings.Contains(squeeze(p.title+p.one("og:title")), squeeze(text))
}

// hasMarkBetween reports whether a mark of punctuation parts two texts of a title.
func hasMarkBetween(title, before, after string) bool {
	_, rest, ok := strings.Cut(strings.ToLower(title), strings.TrimRight(strings.ToLower(before), " :|·•–—/›»-."))
	if !ok {
		return false
	}
	between, _, ok := strings.Cut(rest, strings.ToLower(after))
	return ok && strings.ContainsAny(between, ":|·•–—/›»-.")
}
