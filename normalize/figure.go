package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func (p *page) figureElement(n *html.Node) {
	if len(p.figures) >= maxFigures {
		return
	}
	img, source, width := bestImage(n)
	if img == nil {
		return
	}
	f := p.figureOf(img, source, width)
	if caption := find(n, atom.Figcaption); caption != nil {
		f.caption, f.credit = captionOf(caption)
	} else if caption := captionIn(n); caption != nil {
		f.caption, f.credit = captionOf(n)
	}
	f.elsewhere = elsewhereOnPage(n, true) || f.caption == "" && leadsAway(img)
	if f.src != "" {
		p.figures = append(p.figures, f)
	}
}

// figureOf is what an image says of itself. The width of another size than that of
// its attributes has no height.
func (p *page) figureOf(img *html.Node, source string, width int) figure {
	f := figure{src: p.url(source), alt: fold(attr(img, "alt")), width: number(attr(img, "width")), height: number(attr(img, "height"))}
	if width > f.width && width < 20_000 && width%1000 != 0 {
		if f.width > 0 {
			f.height = f.height * width / f.width
		}
		f.width = width
	}
	return f
}

// Bounds of what is looked at around an image that stands in no figure.
const (
	maxBoxSteps = 4
	maxBoxText  = 600 // bytes
	maxBoxNodes = 60
)

// captionParts are parts of the names of elements that hold captions.
var captionParts = partsOf("caption", "legend", "bildunter", "bildtext", "bildzeile", "didascalia", "bijschrift", "leyenda", "pie-foto",
	"pie-de-foto", "piefoto", "piedefoto", "legenda", "bildtekst", "billedtekst",
	"podpis", "popisek", "img-desc", "image-desc", "photo-desc", "image-text", "photo-text", "photo-info", "img-info", "altyazi", "imgtxt")

// imageElement notes an image in no figure that has a caption beside it: in the
// smallest element around both, which holds nothing else.
func (p *page) imageElement(img *html.Node) {
	if len(p.figures) >= maxFigures || leadsAway(img) {
		return
	}
	box := img.Parent
	for range maxBoxSteps {
		if box == nil || box.DataAtom == atom.Figure || box.DataAtom == atom.Body || box.DataAtom == atom.Article {
			return
		}
		if !holdsMore(box) { // than the image
			box = box.Parent
			continue
		}
		caption := captionIn(box)
		if caption == nil {
			caption = plainCaption(box, img)
		}
		if caption != nil {
			if _, short := shortText(box, maxBoxText); short {
				p.boxedImage(img, box, caption)
			}
			return
		}
		box = box.Parent
	}
}

// Bounds of a caption that nothing names: bytes, those of one that is a sentence, as the
// first paragraph of a story is, and words.
const (
	maxPlainCaption  = 160
	maxPlainSentence = 90
	minPlainCaption  = 4
)

// plainCaption is the only thing beside an image in an element: a short text behind it,
// without links. nil if there is more, or something else.
func plainCaption(box, img *html.Node) (caption *html.Node) {
	seen := false
	for c := box.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" || c.Type == html.CommentNode || c.DataAtom == atom.Br:
		case c.Type != html.ElementNode || caption != nil:
			return nil
		case !seen:
			if text, short := shortText(c, 1); !holds(c, img) || !short || text != "" {
				return nil
			}
			seen = true
		default:
			caption = c
		}
	}
	if caption == nil || isHeading(caption.DataAtom) || find(caption, atom.A) != nil || find(caption, atom.Img) != nil {
		return nil
	}
	text, short := shortText(caption, maxPlainCaption)
	if !short || words(text) < minPlainCaption && !hasWide(text) || len(text) > maxPlainSentence && endsSentence(text) {
		return nil
	}
	return caption
}

// holdsMore reports whether an element holds more than one other.
func holdsMore(n *html.Node) bool {
	elements := 0
	for c := n.FirstChild; c != nil && elements < 2; c = c.NextSibling {
		if c.Type == html.ElementNode {
			elements++
		}
	}
	return elements > 1
}

func (p *page) boxedImage(img, box, caption *html.Node) {
	source, width := imageSourceOf(img)
	f := p.figureOf(img, source, width)
	f.caption, f.credit = captionOf(box)
	f.elsewhere = elsewhereOnPage(img, true)
	if f.src == "" || f.elsewhere || isFurniture(f.src) {
		return
	}
	p.figures = append(p.figures, f)
	p.captions = append(p.captions, caption)
}

// captionIn is the element in another that is named as captions are; nil if there
// is none.
func captionIn(n *html.Node) *html.Node {
	left := maxBoxNodes
	var found *html.Node
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		for c := n.FirstChild; c != nil && found == nil; c = c.NextSibling {
			if left--; left < 0 {
				return
			}
			if c.Type != html.ElementNode {
				continue
			}
			if class := attr(c, "class"); class != "" && c.DataAtom != atom.Img && captionParts.heldBy(class) && find(c, atom.Img) == nil {
				if text, ok := shortText(c, maxBoxText); ok && text != "" {
					found = c
					return
				}
			}
			visit(c)
		}
	}
	visit(n)
	return found
}

// leadsAway reports whether an image is a link to another page rather than to
// itself in full size.
func leadsAway(img *html.Node) bool {
	for i, n := 0, img.Parent; i < 5 && n != nil; i, n = i+1, n.Parent {
		if n.DataAtom == atom.A {
			href := attr(n, "href")
			return href != "" && !strings.HasPrefix(href, "#") && withoutFormat(href) == href
		}
	}
	return false
}
