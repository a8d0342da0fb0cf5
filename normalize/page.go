package normalize

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/internal/htmlfilter"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// readPage decodes and parses the page, and collects its metadata in one walk.
func readPage(doc Document) *page {
	p := &page{meta: map[string][]string{}, links: map[string][]string{}}
	p.at, _ = url.Parse(doc.FinalURL)
	p.base = p.at
	if len(bytes.TrimSpace(doc.Body)) == 0 {
		return p
	}
	text, name := decodePage(doc.Body, doc.ContentType)
	p.charset, p.cut = name, len(doc.Body) > MaxPage
	if p.binary = isBinary(text); p.binary {
		return p
	}
	p.raw = text
	if p.parse(text); p.root == nil {
		return p
	}
	p.walk(p.root)
	resolveIDs(p.data)
	p.tagLines = readTagLines(p.tagNodes)
	return p
}

// parse makes the tree of a page. The parser gives up where elements stand too
// deep in each other; then the deepest are taken out.
func (p *page) parse(text []byte) {
	r := htmlfilter.NewReader(text)
	root, err := html.ParseWithOptions(r, html.ParseOptionEnableScripting(false))
	if err != nil {
		r = htmlfilter.NewShallow(text)
		root, err = html.ParseWithOptions(r, html.ParseOptionEnableScripting(false))
		p.tooDeep = true
	}
	if err == nil {
		p.root, p.tooBig = root, r.Cut()
		if r.StandsForText() {
			rewrite(root, "")
		}
	}
}

// walk visits every node. The parser bounds the depth of a tree, so recursion
// is safe here.
func (p *page) walk(n *html.Node) {
	if n.Type == html.TextNode {
		p.noteTagLine(n)
		p.noteShown(n)
		return
	}
	if n.Type == html.ElementNode {
		p.element(n)
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Template:
			return
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.walk(c)
	}
}

func (p *page) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		p.lang = firstOf(attr(n, "lang"), attr(n, "xml:lang"))
	case atom.Base:
		p.baseElement(n)
	case atom.Title:
		if p.title == "" && n.Parent != nil && n.Parent.DataAtom == atom.Head {
			p.title = clip(textOf(n), maxTitle)
		}
	case atom.Meta:
		p.metaElement(n)
	case atom.Link:
		for _, rel := range strings.Fields(strings.ToLower(attr(n, "rel"))) {
			if len(p.links[rel]) < maxValues {
				p.links[rel] = append(p.links[rel], attr(n, "href"))
			}
			if rel == "alternate" {
				p.noteFeed(n)
			}
			if rel == "next" {
				p.noteNextPage(n, attr(n, "href"))
			}
		}
	case atom.Script:
		if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil {
			p.dataScript(n.FirstChild.Data)
		}
	case atom.H1:
		if len(p.h1) < 5 {
			if t, ok := shortText(n, 2000); ok && t != "" {
				p.h1, p.h1At = append(p.h1, p.withoutKickerIn(n, t)), append(p.h1At, p.offset)
			}
		}
	case atom.H2, atom.H3:
		if len(p.h2) < maxHeadings {
			if t, ok := shortText(n, 300); ok && t != "" {
				p.h2, p.h2At = append(p.h2, t), append(p.h2At, p.offset)
			}
		}
	case atom.Time:
		p.timeElement(n)
	case atom.Figure:
		p.figureElement(n)
	case atom.A:
		p.tagLinks.note(n)
		p.noteHome(n)
		p.noteNextPage(n, attr(n, "href"))
	case atom.Button:
		p.readOnButton(n)
	case atom.Img:
		p.imageElement(n)
		p.portrait(n)
	case atom.I, atom.Span, atom.Svg:
		p.portrait(n)
	case atom.Input:
		p.noteInput(n)
	}
	p.microdata(n)
}

// dataScript reads a script of JSON-LD.
func (p *page) dataScript(text string) {
	p.values += valuesIn(text)
	if p.values <= maxData {
		p.data = append(p.data, readJSONLD(text)...)
	}
}

// maxBase is the longest address in a base element, in bytes: every link of the
// page is resolved against it.
const maxBase = 2000

// baseElement takes the first base with an address (HTML standard, 4.2.3).
func (p *page) baseElement(n *html.Node) {
	href := attr(n, "href")
	if p.based || href == "" || len(href) > maxBase || p.base == nil {
		return
	}
	if u, err := weburl.Parse(href); err == nil {
		p.base, p.based = p.base.ResolveReference(u), true
	}
}

func (p *page) metaElement(n *html.Node) {
	content := strings.TrimSpace(attr(n, "content"))
	if content == "" || len(p.meta) > maxMeta {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		if k := strings.ToLower(strings.TrimSpace(attr(n, key))); k != "" && len(p.meta[k]) < maxValues && (key != "itemprop" ||
			!ofAnotherItem(n)) {
			p.meta[k] = append(p.meta[k], html.UnescapeString(content))
		}
	}
}

// ofAnotherItem reports whether a property of microdata is one of an item within
// the story, such as a work that it cites.
func ofAnotherItem(n *html.Node) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if otherItems[strings.ToLower(attr(n, "itemprop"))] {
			return true
		}
	}
	return false
}

// otherItems are the properties of a story that have properties of their own,
// such as authors and dates.
var otherItems = map[string]bool{
	"citation": true, "comment": true, "review": true, "itemlistelement": true, "haspart": true, "ispartof": true, "isbasedon": true,
	"mentions": true, "relatedlink": true,
	"video": true, "audio": true, "associatedmedia": true, "image": true, "publisher": true,
}

// microdata collects what is marked by itemprop, and bylines.
func (p *page) microdata(n *html.Node) {
	if n.DataAtom == atom.Meta || n.DataAtom == atom.Link || n.DataAtom == atom.Body || n.DataAtom == atom.Html {
		return
	}
	prop := strings.ToLower(attr(n, "itemprop"))
	switch prop {
	case "datepublished", "datemodified", "headline", "articlesection":
		text, _ := shortText(n, 600)
		if v := firstOf(attr(n, "datetime"), attr(n, "content"), text); v != "" && len(p.meta[prop]) < maxValues {
			p.meta[prop] = append(p.meta[prop], v)
		}
	}
	if n.DataAtom != atom.Time {
		p.dateAttribute(n, prop)
	}
	p.noteByline(n, prop == "author")
}
