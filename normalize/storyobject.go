package normalize

import (
	"net/url"
	"strings"
)

// story is the object of JSON-LD that describes this page's article; nil if there
// is none.
func (p *page) story() object {
	if p.ld == nil && !p.sought {
		p.ld, p.sought = p.storyAmong(p.data), true
	}
	return p.ld
}

// storyAmong is the object of a type of stories that fits this page best: by its
// address, by its headline; of those that fit alike the first. One that has the
// address of another story and a headline that the page does not show is of
// another story.
func (p *page) storyAmong(data []object) object {
	var best object
	most := anotherStory
	shown := append([]string{p.title, p.one("og:title")}, p.h1...)
	for _, o := range data {
		if !o.is(articleTypes...) {
			continue
		}
		if fits := p.fits(o, shown); fits > most {
			best, most = o, fits
		}
	}
	return best
}

// anotherStory is how an object fits that is of another story.
const anotherStory = -5

// fits says how well an object fits this page.
func (p *page) fits(o object, shown []string) (fits int) {
	headline := plainText(o.text("headline"))
	switch likeness := likest(headline, shown); {
	case headline == "":
		fits = -1
	case likeness >= .6:
		fits = 3
	case likeness >= .25:
		fits = 1
	}
	named := false
	for _, property := range []string{"mainEntityOfPage", "url", "@id"} {
		switch p.addressIs(o.text(property)) {
		case sameAddress:
			return fits + 4
		case otherAddress:
			named = named || property != "@id"
		}
	}
	if named && fits <= 0 && headline != "" && p.shows(shown) {
		return anotherStory
	}
	return fits
}

// shows reports whether a page shows a title by which its story can be known.
func (p *page) shows(shown []string) bool {
	for _, s := range shown {
		if titleWords(s) > 3 {
			return true
		}
	}
	return false
}

// likest is how much a headline is like the likest of others.
func likest(headline string, others []string) (most float64) {
	for _, o := range others {
		most = max(most, min(overlap(headline, o), 3*overlap(o, headline)))
	}
	return most
}

// Whose an address is.
const (
	noAddress = iota
	sameAddress
	otherAddress
)

// addressIs compares an address with those that this page has: where it was
// fetched, and what it calls itself.
func (p *page) addressIs(s string) int {
	u, err := url.Parse(p.url(s))
	if err != nil || u.Host == "" || p.at == nil {
		return noAddress
	}
	path := bareFolder(u)
	if path == "" {
		return noAddress
	}
	for _, own := range append([]string{p.at.String()}, append(p.links["canonical"], p.meta["og:url"]...)...) {
		if o, err := url.Parse(p.url(own)); err == nil && bareFolder(o) == path && sameQuery(o, u) {
			return sameAddress
		}
	}
	return otherAddress
}

// bareFolder is the path of an address without the slashes around it.
func bareFolder(u *url.URL) string { return strings.ToLower(strings.Trim(u.Path, "/")) }

// sameQuery reports whether two addresses of one path name the same page of it, as
// far as both have a query.
func sameQuery(a, b *url.URL) bool {
	return a.RawQuery == "" || b.RawQuery == "" || cleanURL(a.String()) == cleanURL(b.String())
}
