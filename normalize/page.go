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

// page is a fetched page, parsed once, with what its head and markup say of it.
type page struct {
	root    *html.Node // nil if there is no page
	charset string
	at      *url.URL // where it was fetched
	base    *url.URL
	based   bool // base is what the page's base element says
	lang    string
	title   string
	h1      []string
	h1At    []int               // bytes of text before each
	h2      []string            // the first headings below those, of which old templates make headlines
	h2At    []int               // bytes of text before each
	heading string              // the h1 that is the story's, once the headline is known
	meta    map[string][]string // by property, name or itemprop, in lower case
	links   map[string][]string // by rel
	data    []object            // of JSON-LD: every object with a type
	values  int                 // of JSON-LD, by its punctuation
	ld      object              // of JSON-LD: this page's article, once story has sought it
	sought  bool
	cut     bool     // the page was longer than MaxPage
	binary  bool     // the page is no text
	tooBig  bool     // its tree would have been too large; the rest was not read
	tooDeep bool     // it was nested too deep for the parser
	partial string   // why the text of the page is not all of the story; "" if nothing says so
	readOn  bool     // a button shows the rest of the story
	raw     []byte   // the page as it was read, in UTF-8
	times   []string // of time elements, first those marked as published
	changed []string // of those that say when the story was changed
	written []string // in attributes of other elements
	bylines []shown  // lines that call themselves bylines, and links to pages of authors
	figures []figure
	// captions are the elements of captions of images that stand in no figure.
	captions []*html.Node
	// pictures are what the addresses of the article's images, in their order,
	// have in common with those of the same in other sizes.
	pictures []string
	// beside is where lines stand beside the headline besideFor, once asked.
	beside    []span
	besideFor string
	names     []string            // of the site, once its publisher is known
	split     map[string]readLine // lines that name authors, once read
	// tagNodes hold the page's lines of tags; tagLines are the tags in them.
	tagNodes    []*html.Node
	tagLines    []string
	tagLinks    tagLinks
	dates       []dateLine         // lines with a year in them
	dateClasses map[string][2]bool // what class names say of them
	spoken      []shown            // lines that begin as bylines do
	edges       edges              // lines around the text
	fields      []*html.Node       // in which readers leave an address or a password
	offset      int                // bytes of text before the node that walk is at
}

// limits of what is collected from one page
const (
	maxBylines  = 20
	maxHeadings = 20
	maxTitle    = 1000 // runes
	maxFigures  = 50
	maxMeta     = 2000
	maxValues   = 50 // of one key
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
		p.noteNextPage(n, attr(n, "href"))
	case atom.Button:
		p.readOnButton(n)
	case atom.Img:
		p.imageElement(n)
	case atom.Input:
		p.noteInput(n)
	}
	p.microdata(n)
}

// maxData is how many values the scripts of data of one page may have. JSON that
// is read takes fifty times its size where values are as short as can be.
const maxData = 60_000

// dataScript reads a script of JSON-LD.
func (p *page) dataScript(text string) {
	p.values += valuesIn(text)
	if p.values <= maxData {
		p.data = append(p.data, readJSONLD(text)...)
	}
}

// valuesIn is how many values a text of JSON has, by its punctuation.
func valuesIn(text string) int {
	return strings.Count(text, ",") + strings.Count(text, "{") + strings.Count(text, "[") + strings.Count(text, ":")
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

// url makes an address absolute; what is not of the web becomes "".
func (p *page) url(s string) string {
	u, err := weburl.Parse(s)
	if err != nil || s == "" {
		return ""
	}
	if p.base != nil {
		u = p.base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// one is the first value of the first meta key that has any.
func (p *page) one(keys ...string) string {
	for _, k := range keys {
		for _, v := range p.meta[k] {
			if v = strings.TrimSpace(v); v != "" {
				return v
			}
		}
	}
	return ""
}

// metaCandidates turns meta keys into candidates, in order.
func (p *page) metaCandidates(confidence float64, keys ...string) []candidate {
	var list []candidate
	for _, k := range keys {
		if v := p.one(k); v != "" {
			list = append(list, candidate{fold(v), "page.meta:" + k, confidence})
		}
	}
	return list
}
