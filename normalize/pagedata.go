package normalize

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"github.com/wiredesk/wiredesk/normalize/article"
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
	feeds   []string            // that its head links to as those of its site
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
	portraits   []shown            // names beside pictures of people
	authorBoxes []shown
	home        string       // text of the link to the site's first page
	edges       edges        // lines around the text
	fields      []*html.Node // in which readers leave an address or a password
	offset      int          // bytes of text before the node that walk is at
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

// url makes an address absolute, its host in small letters, without a name and a password; what is not of the web
// becomes "", and what leads from a public page into a network of somebody's own.
func (p *page) url(s string) string {
	u, err := weburl.Parse(s)
	if err != nil || s == "" {
		return ""
	}
	if p.base != nil {
		u = p.base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || p.leadsInside(u) {
		return ""
	}
	u.User, u.Host = nil, strings.ToLower(u.Host)
	return u.String()
}

// leadsInside reports whether an address on a page of the public web is one within the
// network of whoever reads the article.
func (p *page) leadsInside(u *url.URL) bool {
	return p.at != nil && weburl.Inside(u.Hostname()) && !weburl.Inside(p.at.Hostname())
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

// shown is a short line that readers of the page see, and where: at counts the
// bytes of text before it. marked says that its element calls itself a byline, or
// a date.
type shown struct {
	text   string
	at     int
	marked bool
}

// dateLine is a line that may hold a date, with the words before it. elsewhere
// says that its element is named as one that holds what is none of the story's.
type dateLine struct {
	shown
	before    string
	elsewhere bool
}

// span is a part of the text of a page, in bytes.
type span struct{ from, to int }

// tagLinks are links that a page marks as the story's tags, by how they are
// marked: rel=tag, the class of the list they stand in, or the address.
type tagLinks struct {
	rel, class, address []string
	list                *html.Node // the first list with a class that says tags
	row                 *html.Node // the first row of links to pages of tags
}

// edges are the lines around a text that say who signed it.
type edges struct {
	above       []string // between the headline and the text
	below       []string // after it
	ends        []string // its last lines, the last one first
	signedFirst []string // its first line, where that is emphasised
	signedLast  []string // its last one, where that is, or stands behind a dash
}

// readLine is a line with the names in it; ok says that it is a byline, and no
// sentence.
type readLine struct {
	names []article.Author
	ok    bool
}

// figure is a picture of the page, with what is written below it.
type figure struct {
	src, alt, caption, credit string
	width, height             int
	elsewhere                 bool // it leads to another story, or frames the page
}

// maxData is how many values the scripts of data of one page may have. JSON that
// is read takes fifty times its size where values are as short as can be.
const maxData = 60_000

// valuesIn is how many values a text of JSON has, by its punctuation.
func valuesIn(text string) int {
	return strings.Count(text, ",") + strings.Count(text, "{") + strings.Count(text, "[") + strings.Count(text, ":")
}
