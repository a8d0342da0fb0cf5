package boilerplate

import (
	"slices"

	"golang.org/x/net/html"
)

// ended are the groups that say of an element near a segment why it is no text
// of the story, the surest first.
var ended = [...]struct {
	kind   int
	reason string
}{
	{int(gLetter), "named newsletter"}, {int(gSupport), "named donation"}, {int(gShare), "named share"}, {int(gAdvert), "named advertisement"}, {int(gRelated), "named related"},
	{int(gPopular), "named most read"}, {int(gComment), "named comments"}, {int(gLogin), "named paywall or login"}, {int(gPopup), "named popup or cookies"}, {int(gTags), "named tags"},
	{int(gCaption), "a caption"}, {inFigure, "a caption"}, {int(gAuthor), "named author"}, {int(gDate), "named date or details"}, {int(gMenu), "named menu"}, {inFooter, "in a footer"},
	{int(gFooter), "named footer"}, {inAside, "in an aside"}, {int(gSide), "named sidebar"}, {inForm, "in a form"}, {int(gTeaser), "named teaser"}, {inHeader, "in a header"},
}

// Reason says for people why a segment is not kept.
func (p *Page) Reason(i int) string {
	s := &p.Segments[i]
	if s.s.words > 2 && s.s.title >= .8 && s.s.words < 40 {
		return "the headline"
	}
	for _, e := range ended {
		if at := s.seen[e.kind]; at > 0 && uint16(s.depth)-at < 4 {
			return e.reason
		}
	}
	switch {
	case s.linked*2 > s.to-s.from:
		return "a link to another story"
	case s.s.twin:
		return "said before"
	case s.s.words < 8:
		return "a short line outside the text"
	}
	return "not like the story's text"
}

// Link is the link that a segment is, or nil.
func (p *Page) Link(i int) *html.Node {
	s := &p.Segments[i]
	if s.linked*10 < (s.to-s.from)*8 || s.s.words < 4 && s.s.runes < 20 {
		return nil
	}
	return s.href
}

// IsLink reports whether a segment is a link and little else.
func (p *Page) IsLink(i int) bool {
	s := &p.Segments[i]
	return s.linked*10 >= (s.to-s.from)*8
}

// IsBold reports whether nearly all of a segment is emphasised.
func (p *Page) IsBold(i int) bool {
	s := &p.Segments[i]
	return s.bold*10 >= (s.to-s.from)*9
}

// OfPicture reports whether a segment stands in a figure, or right behind a picture.
func (p *Page) OfPicture(i int) bool {
	if p.Segments[i].seen[inFigure] > 0 {
		return true
	}
	at, _ := slices.BinarySearchFunc(p.media, int32(i), func(m medium, i int32) int { return int(m.at - i) })
	return at < len(p.media) && p.media[at].at == int32(i)
}

// Span is the range of segments from the first that is kept to the last; ok is
// false if none is.
func (p *Page) Span() (first, last int, ok bool) {
	first = -1
	for i := range p.Segments {
		if p.Segments[i].Keep {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last, first >= 0
}

// Drop takes out of the tree the text that is not kept, and the pictures that do
// not stand in what is.
func (p *Page) Drop() {
	for i := range p.Segments {
		if s := &p.Segments[i]; !s.Keep {
			for _, n := range p.nodes[s.first:s.last] {
				n.Type = html.CommentNode
			}
		}
	}
	first, last, ok := p.Span()
	for _, m := range p.media {
		if !ok || !p.shows(m, first, last) {
			m.node.Type = html.CommentNode
		}
	}
}

// above is how many segments above a story its picture may stand: a caption, a
// byline, a date, buttons.
const above = 10

// shows reports whether a picture belongs to the text: a figure shortly above
// it, or what stands between its lines.
func (p *Page) shows(m medium, first, last int) bool {
	at := int(m.at)
	if at > last+1 || at < first-above || m.seen[inAside] > 0 || m.seen[inFooter] > 0 || m.seen[gRelated] > 0 {
		return false
	}
	if at <= first {
		return m.seen[inFigure] > 0
	}
	for i := max(at-4, 0); i < min(at+4, len(p.Segments)); i++ {
		if p.Segments[i].Keep {
			return true
		}
	}
	return false
}
