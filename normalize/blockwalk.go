package normalize

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// blockWalk turns a tree of HTML into blocks: text collects until an element
// that begins a line of its own ends it.
type blockWalk struct {
	page     *page
	headline string
	out      *blocks
	line     inline
	lines    []textLine // of the paragraph, that line breaks have ended
	quoted   int        // elements around that are quotes
	spaced   int        // elements around in which the line ends of the source count
	lists    int        // lists around
	apart    int        // see trait
	aparts   int        // elements set apart so far
	bare     bool       // text alone is asked for, without lists in it
}

func (w *blockWalk) walk(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

// within walks the part of a tree that holds the story: an element, and those
// around it that say what it is. Around them there are elements that only stand
// for a place on the page.
func (w *blockWalk) within(holder *html.Node) {
	if holder == nil {
		return
	}
	top := holder
	for n := holder; n.Parent != nil; n = n.Parent {
		if n.Type == html.ElementNode && !isPlace(n.DataAtom) {
			top = n
		}
	}
	w.node(top)
}

func (w *blockWalk) node(n *html.Node) {
	if n.Type == html.TextNode {
		w.write(n.Data)
		return
	}
	if n.Type != html.ElementNode || boilerplate.Silent(n.DataAtom) {
		return
	}
	if isSpokenNote(n, w.line.link != nil) {
		w.line.noted = true
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.lineBreak()
	case atom.A:
		w.link(n)
	case atom.Sup:
		w.superscript(n)
	default:
		if n.Data == quoteMark {
			w.mark(n)
			return
		}
		if w.bare {
			w.bareNode(n)
		} else {
			w.block(n)
		}
	}
}

// mark writes the mark of a quote: in HTML the q around it says as much. That of a
// line which is left out is no text.
func (w *blockWalk) mark(n *html.Node) {
	if c := n.FirstChild; c != nil && c.Type == html.TextNode {
		w.line.writeAs(c.Data, "")
	}
}

// block is an element that may be a block of a kind of its own.
func (w *blockWalk) block(n *html.Node) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.flush()
		w.heading(n)
	case atom.Blockquote:
		w.flush()
		w.quoted++
		w.setApart(n)
		w.quoted--
	case atom.Ul, atom.Ol:
		w.flush()
		w.list(n)
	case atom.Table:
		w.flush()
		w.table(n)
	case atom.Pre:
		w.flush()
		w.preformatted(n)
	case atom.Figure, atom.Picture:
		w.flush()
		w.figure(n)
	case atom.Img:
		w.image(n, imageSource(n), "")
	case atom.Iframe, atom.Video, atom.Audio, atom.Embed:
		w.flush()
		w.embed(n)
	default:
		w.other(n)
	}
}

// bareNode is an element within a line of text.
func (w *blockWalk) bareNode(n *html.Node) {
	switch n.DataAtom {
	case atom.Ul, atom.Ol:
	default:
		w.other(n)
	}
}

// other is an element of no kind of its own: a line, or a part of one.
func (w *blockWalk) other(n *html.Node) {
	if keepsLines(n) {
		w.spaced++
		defer func() { w.spaced-- }()
	}
	if isBlock[n.DataAtom] {
		w.flush()
		if isSetApart(n) {
			w.setApart(n)
		} else {
			w.walk(n)
		}
		w.flush()
		return
	}
	if w.line.enter(n, "") {
		defer w.line.leave()
	}
	w.walk(n)
}

// setApart walks an element that stands apart from the text around it.
func (w *blockWalk) setApart(n *html.Node) {
	outer := w.apart
	w.aparts++
	w.apart = w.aparts
	w.walk(n)
	w.flush()
	w.apart = outer
}

func (w *blockWalk) link(n *html.Node) {
	href := attr(n, "href")
	if isNoteMark(n, href, lastWord(w.line.text)) {
		return
	}
	to := w.page.url(href)
	if w.line.enter(n, to) {
		defer w.line.leave()
	}
	if w.line.beginLink(to) {
		defer w.line.endLink()
	}
	w.walk(n)
}

func (w *blockWalk) heading(n *html.Node) {
	text := w.linesOf(n).joined(" ")
	switch {
	case text == "":
	case squeeze(text) == squeeze(w.headline):
		w.out.remove(text, "the headline")
	default:
		w.out.add(article.Block{Type: "heading", Level: int(n.Data[1] - '0'), Text: text}, trait{apart: w.apart})
	}
}

// figure is a picture with its caption, which is no text of the story.
func (w *blockWalk) figure(n *html.Node) {
	img, source, _ := bestImage(n)
	caption := ""
	if c := find(n, atom.Figcaption); c != nil {
		caption, _ = captionOf(c)
	}
	if img == nil {
		if _, short := shortText(n, len(caption)+40); short {
			return
		}
		if find(n, atom.Blockquote) != nil || apartWords.heldBy(attr(n, "class")) {
			w.setApart(n)
			return
		}
		w.walk(n) // a figure around something else
		w.flush()
		return
	}
	w.image(img, source, caption)
}

func (w *blockWalk) image(img *html.Node, source, caption string) {
	if u := w.page.url(source); u != "" && number(attr(img, "width")) != 1 {
		if caption == "" { // it is no text of the story, and out of the tree
			caption = w.page.captionOf(u)
		}
		w.out.add(article.Block{Type: "figure", URL: u, Text: caption}, trait{})
	}
}

func (w *blockWalk) embed(n *html.Node) {
	src := attr(n, "src")
	if s := find(n, atom.Source); src == "" && s != nil {
		src = attr(s, "src")
	}
	if u := w.page.url(src); u != "" {
		w.out.add(article.Block{Type: "embed", URL: u}, trait{})
	}
}
