package boilerplate

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits of what is read of one page.
const (
	maxSegments = 6000
	maxSteps    = 3 << 20
	maxMedia    = 3000
)

// Kinds of ancestors that a segment knows its distance to, after the groups of
// the lexicon.
const (
	inArticle = int(groups) + iota
	inMain
	inAside
	inFooter
	inHeader
	inFigure
	inForm
	inSection
	inList
	inTable
	inQuote
	inParagraph
	inHidden
	inAddress
	kinds
)

// Segment is a line of a page's text: what stands between two elements that
// begin lines of their own.
type Segment struct {
	first, last      int32 // of Page.nodes
	from, to         int32 // of Page.text
	box              int32
	depth            int16
	tag              atom.Atom
	seen             [kinds]uint16 // depth of the nearest ancestor of each kind; 0: none
	linked           int32         // bytes that are links
	bold             int32
	links            int32
	href             *html.Node
	named, nearest   tally   // odds of the names around it
	grams, gramsLast int32   // of view.grams
	copies           int32   // how often its text stands on the page
	echo, heard      float32 // shares of its runs of words that stand elsewhere too, and before it
	s                stats
	score            float32 // of the first stage
	Score            float32 // that it is of the story, 0 to 1
	Keep             bool
}

// box is an element that begins a line of its own, with the segments in it.
type box struct {
	parent           int32
	first, last      int32
	media, mediaLast int32  // of Page.media, before it and at its end
	path             uint32 // hash of the tags and names down to it
	tag              atom.Atom
	node             *html.Node
}

// Page is a page cut into segments.
type Page struct {
	Segments  []Segment
	Truncated bool // there was more than is read of one page
	text      []byte
	nodes     []*html.Node
	boxes     []box
	media     []medium
	mass      []float64 // of prose before each segment
	steps     int
	names     namings
	view      view
	framed    *frame // once there are Rows
}

// medium is a picture or a film, and the segment it stands before.
type medium struct {
	node *html.Node
	at   int32
	seen [kinds]uint16
}

// Text is a segment's text on one line.
func (p *Page) Text(i int) string {
	return string(p.text[p.Segments[i].from:p.Segments[i].to])
}

func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
