package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// figure is a picture of the page, with what is written below it.
type figure struct {
	src, alt, caption, credit string
	width, height             int
	elsewhere                 bool // it leads to another story, or frames the page
}

func (p *page) figureElement(n *html.Node) {
	if len(p.figures) >= maxFigures {
		return
	}
	img := find(n, atom.Img)
	if img == nil {
		return
	}
	f := figure{src: p.url(imageSource(img)), alt: fold(attr(img, "alt")), width: number(attr(img, "width")),
		height: number(attr(img, "height"))}
	if caption := find(n, atom.Figcaption); caption != nil {
		f.caption, f.credit = captionOf(caption)
	}
	f.elsewhere = elsewhereOnPage(n, true) || f.caption == "" && leadsAway(img)
	if f.src != "" {
		p.figures = append(p.figures, f)
	}
}

// leadsAway reports whether an image is a link to another page rather than to
// itself in full size.
func leadsAway(img *html.Node) bool {
	for i, n := 0, img.Parent; i < 5 && n != nil; i, n = i+1, n.Parent {
		if n.DataAtom == atom.A {
			href := attr(n, "href")
			return href != "" && !strings.HasPrefix(href, "#") && !suffix.MatchString(href)
		}
	}
	return false
}

// imageSource is the address of an image, also of those that load late.
func imageSource(img *html.Node) string {
	for _, key := range []string{"src", "data-src", "data-original", "data-lazy-src"} {
		if v := strings.TrimSpace(attr(img, key)); v != "" && !strings.HasPrefix(v, "data:") && (key != "src" || !isFurniture(v)) {
			return v
		}
	}
	if candidates := strings.Fields(firstOf(attr(img, "srcset"), attr(img, "data-srcset"))); len(candidates) > 0 {
		return strings.TrimSuffix(candidates[0], ",")
	}
	if v := strings.TrimSpace(attr(img, "src")); !strings.HasPrefix(v, "data:") {
		return v
	}
	return ""
}
