package normalize

import (
	"regexp"
	"strings"

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
	linked   int // bytes of the line that are links
	href     string
}

var yearIn = regexp.MustCompile(`\b20\d\d\b`)

// maxBoilerplate is the text, in bytes, up to which a line may be boilerplate.
const maxBoilerplate = 300

// boilerplate are lines that sites put between paragraphs.
var boilerplateLine = regexp.MustCompile(`(?i)^(?:advertisement|advertising|anzeige|werbung|publicité|publicidad|реклама|read more|read also|see also|also read|related(?: articles?| stories| content)?|lesen sie auch|mehr zum thema|lire aussi|à lire aussi|читайте также|lea también|leggi anche|share(?: this)?(?: article| story)?|share on .*|follow us.*|sign up.*newsletter.*|subscribe.*|don['’]t miss.*|click here.*|continue reading.*|story continues below.*|most read|recommended|comments?|print|photo:.*|image:.*|©.{0,80}|all rights reserved.*|support .{0,60}(?:journalism|today)\.?|donate.*)$`)

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

// isPlace reports whether an element is one that means nothing for the text in it.
func isPlace(a atom.Atom) bool {
	switch a {
	case atom.Html, atom.Body, atom.Div, atom.Article, atom.Section, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Center, atom.Form, atom.Details, atom.P:
		return true
	}
	return false
}

func (w *blockWalk) node(n *html.Node) {
	if n.Type == html.TextNode {
		w.line.write(n.Data)
		return
	}
	if n.Type != html.ElementNode {
		return
	}
	if boilerplate.Silent(n.DataAtom) {
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.lineBreak(n)
	case atom.A:
		w.link(n)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.flush()
		w.heading(n)
	case atom.Blockquote:
		w.flush()
		w.quote(n)
	case atom.Ul, atom.Ol:
		w.flush()
		w.list(n)
	case atom.Table:
		w.flush()
		w.table(n)
	case atom.Figure, atom.Picture:
		w.flush()
		w.figure(n)
	case atom.Img:
		w.image(n, "")
	case atom.Iframe, atom.Video, atom.Audio, atom.Embed:
		w.flush()
		w.embed(n)
	default:
		w.other(n)
	}
}

// other is an element of no kind of its own: a line, or a part of one.
func (w *blockWalk) other(n *html.Node) {
	if isBlock[n.DataAtom] {
		w.flush()
		w.walk(n)
		w.flush()
		return
	}
	if w.line.enter(n, "") {
		defer w.line.leave()
	}
	w.walk(n)
}

// lineBreak ends a paragraph where two br follow each other.
func (w *blockWalk) lineBreak(n *html.Node) {
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		if s.Type == html.TextNode && strings.TrimSpace(s.Data) == "" {
			continue
		}
		if s.Type == html.ElementNode && s.DataAtom == atom.Br {
			w.flush()
			return
		}
		break
	}
	w.line.write(" ")
}

func (w *blockWalk) link(n *html.Node) {
	before, href := len(w.line.text), w.page.url(attr(n, "href"))
	if w.line.enter(n, href) {
		defer w.line.leave()
	}
	w.walk(n)
	if added := len(w.line.text) - before; added > 0 {
		w.linked += added
		w.href = firstOf(w.href, href)
	}
}

// flush ends the line and judges it.
func (w *blockWalk) flush() {
	linked, href := w.linked, w.href
	text, markup := w.line.take()
	w.linked, w.href = 0, ""
	switch {
	case text == "":
	case len(text) < maxBoilerplate && boilerplateLine.MatchString(text):
		w.out.remove(text, "boilerplate")
	case len(text) < maxTagLine && tagLine.MatchString(text) && linked*3 > len(text):
		w.out.remove(text, "tags")
	case linked*10 >= len(text)*8 && len(text) < 200 && href != "":
		w.out.related = append(w.out.related, article.Link{URL: href, Title: clip(text, 200)})
		w.out.remove(text, "a link to another story")
	case len(w.out.blocks) < 2 && len(text) < 160 && bySign.MatchString(text) && (words(text) < 8 || yearIn.MatchString(text)):
		w.out.remove(text, "the byline")
	case len(w.out.blocks) < 2 && len(text) < 60 && words(text) < 7 && yearIn.MatchString(text):
		w.out.remove(text, "the date")
	case len(w.out.blocks) < 3 && squeeze(text) == squeeze(w.headline):
		w.out.remove(text, "the headline")
	default:
		w.out.addMarked(article.Block{Type: "p", Text: text}, markup)
	}
}

func (w *blockWalk) heading(n *html.Node) {
	text := storyText(n)
	switch {
	case text == "":
	case squeeze(text) == squeeze(w.headline):
		w.out.remove(text, "the headline")
	case boilerplateLine.MatchString(text):
		w.out.remove(text, "boilerplate")
	default:
		w.out.add(article.Block{Type: "heading", Level: int(n.Data[1] - '0'), Text: text})
	}
}

func (w *blockWalk) quote(n *html.Node) {
	inner := &blockWalk{page: w.page, out: &blocks{}}
	inner.walk(n)
	inner.flush()
	for i, b := range inner.out.blocks {
		if b.Type == "p" {
			b.Type = "quote"
		}
		w.out.addMarked(b, inner.out.markup[i])
	}
}

// figure is a picture with its caption, which is no text of the story.
func (w *blockWalk) figure(n *html.Node) {
	img := find(n, atom.Img)
	caption := ""
	if c := find(n, atom.Figcaption); c != nil {
		caption, _ = captionOf(c)
	}
	if img == nil {
		if _, short := shortText(n, len(caption)+40); !short { // a figure around something else
			w.walk(n)
			w.flush()
		}
		return
	}
	w.image(img, caption)
}

func (w *blockWalk) image(img *html.Node, caption string) {
	if u := w.page.url(imageSource(img)); u != "" && number(attr(img, "width")) != 1 {
		if caption == "" { // it is no text of the story, and out of the tree
			caption = w.page.captionOf(u)
		}
		w.out.add(article.Block{Type: "figure", URL: u, Text: caption})
	}
}

func (w *blockWalk) embed(n *html.Node) {
	src := attr(n, "src")
	if s := find(n, atom.Source); src == "" && s != nil {
		src = attr(s, "src")
	}
	if u := w.page.url(src); u != "" {
		w.out.add(article.Block{Type: "embed", URL: u})
	}
}
