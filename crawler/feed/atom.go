package feed

import (
	"strings"

	"github.com/mmcdole/gofeed/atom"

	"github.com/wiredesk/wiredesk/normalize"
)

// atomFeed takes over what gofeed read of Atom.
func atomFeed(f *Feed, in *atom.Feed, notes []note, base resolver) {
	n := notes[0]
	outer := base.or(n.base)
	f.Title = n.title("title", in.Title)
	f.ID = first(n.id, in.ID)
	f.Language = language(in.Language, n.lang)
	if in.Generator != nil {
		f.Generator = plain(in.Generator.Value)
	}
	f.Updated = base.date(in.Updated)
	for _, l := range in.Links[:min(len(in.Links), maxAttached)] {
		switch href := outer.url(l.Href); relation(l.Rel) {
		case "self":
			f.FeedURL = first(f.FeedURL, href)
		case "hub":
			f.addHub(href)
		case "next":
			f.NextURL = first(f.NextURL, href)
		}
	}
	f.Link = firstURL(outer, alternates(in.Links)...)
	inner := f.innerBase(outer)
	f.Description = n.html("subtitle", first(in.Subtitle), inner)
	f.Rights = n.html("rights", in.Rights, inner)
	f.Schedule = syndication(in.Extensions)
	f.Image = firstURL(inner, in.Logo, in.Icon, attr(in.Extensions, "itunes", "image", "href"))
	f.Authors = atomPeople(in.Authors, inner)
	if len(f.Authors) == 0 {
		f.Authors = people(append([]string{n.author}, dublin(in.Extensions, "creator")...)...)
	}
	for _, c := range in.Categories {
		f.Tags = addTag(f.Tags, first(c.Label, c.Term))
	}
	f.Deleted = deletions(in.Extensions, base)
	for i, e := range in.Entries {
		in.Entries[i] = nil // its texts are needed no more once they are an entry's
		n := noteOf(notes, e.Extensions)
		f.addItem(atomEntry(e, f, n, inner.or(n.base)), n.mark)
	}
}

func atomEntry(in *atom.Entry, f *Feed, n note, base resolver) normalize.Entry {
	x := in.Extensions
	e := normalize.Entry{
		ID:        first(n.id, in.ID),
		Title:     first(n.title("title", in.Title), plain(one(x, "dc", "title"))),
		Published: base.date(in.Published, one(x, "dcterms", "issued"), one(x, "dcterms", "created"), one(x, "dc", "date")),
		Updated:   base.date(in.Updated, one(x, "dcterms", "modified")),
		Language:  language(one(x, "dc", "language"), n.lang, f.Language),
		Rights:    n.title("rights", first(in.Rights, one(x, "dc", "rights"))),
		Comments:  base.url(one(x, "wfw", "comments")),
	}
	text, src := "", ""
	if c := in.Content; c != nil {
		text, src = c.Value, c.Src
	}
	candidates := append([]string{one(x, "feedburner", "origLink")}, alternates(in.Links)...)
	e.URL = firstURL(base, append(candidates, src)...)
	if e.URL == "" && strings.Contains(e.ID, "://") { // an entry without a link is where its id says, if that is an address
		e.URL = base.url(e.ID)
	}
	summary := first(in.Summary, mediaDescription(x), one(x, "dc", "description"))
	here := base.ofEntry(n.base, e.URL, summary, text)
	e.SummaryHTML, e.ContentHTML = n.html("summary", summary, here), n.html("content", text, here)
	e.Authors = atomAuthors(in, f, base)
	if in.Source != nil {
		e.SourceTitle = n.title("source/title", in.Source.Title)
	}
	for _, c := range in.Categories {
		e.Tags = addTag(e.Tags, first(c.Label, c.Term))
	}
	e.Tags = extensionTags(e.Tags, x)
	atomLinks(&e, in.Links, base)
	readMedia(&e, x["media"], base, 0)
	durations(&e, x, base)
	for _, f := range n.extras().files {
		addEnclosure(&e, base.url(f.URL), f.Type, f.Length)
	}
	depict(&e, x, n, base)
	return e
}

// atomAuthors are an entry's own authors, else those of the source it was taken
// from, else the feed's (RFC 4287, section 4.2.1).
func atomAuthors(in *atom.Entry, f *Feed, base resolver) []normalize.Person {
	list := atomPeople(in.Authors, base)
	if len(list) == 0 {
		list = people(append(dublin(in.Extensions, "creator"), one(in.Extensions, "itunes", "author"))...)
	}
	if len(list) == 0 && in.Source != nil {
		list = atomPeople(in.Source.Authors, base)
	}
	if len(list) == 0 {
		return f.Authors
	}
	return list
}

func atomLinks(e *normalize.Entry, links []*atom.Link, base resolver) {
	for _, l := range links[:min(len(links), maxAttached)] {
		u := base.page(l.Href)
		if u == "" {
			continue
		}
		e.Links = append(e.Links, u)
		switch relation(l.Rel) {
		case "enclosure":
			addEnclosure(e, u, l.Type, l.Length)
		case "replies":
			e.Comments = first(e.Comments, u)
		case "image":
			e.Image = first(e.Image, u)
		}
	}
}

func atomPeople(in []*atom.Person, base resolver) []normalize.Person {
	var list []normalize.Person
	for _, a := range in {
		p := normalize.Person{Name: plain(a.Name), Email: strings.TrimSpace(a.Email), URL: base.url(a.URI)}
		if p.Email == "" && strings.Contains(p.Name, "@") {
			if q, ok := person(p.Name); ok {
				p.Name, p.Email = q.Name, q.Email
			}
		}
		if isNobody(p.Name) {
			p.Name = ""
		}
		if p != (normalize.Person{}) {
			list = append(list, p)
		}
	}
	return list
}
