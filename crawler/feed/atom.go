package feed

import (
	"strings"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"

	"github.com/wiredesk/wiredesk/normalize"
)

// atomFeed takes over what gofeed read of Atom.
func atomFeed(f *Feed, in *atom.Feed, base resolver) {
	f.Title = plain(in.Title)
	f.Description = in.Subtitle
	f.ID = strings.TrimSpace(in.ID)
	f.Language = strings.TrimSpace(in.Language)
	f.Rights = plain(in.Rights)
	if in.Generator != nil {
		f.Generator = plain(in.Generator.Value)
	}
	f.Updated = date(in.Updated)
	for _, l := range in.Links {
		switch relation(l.Rel) {
		case "self":
			f.FeedURL = first(f.FeedURL, base.url(l.Href))
		case "hub":
			f.Hubs = append(f.Hubs, base.url(l.Href))
		case "next":
			f.NextURL = first(f.NextURL, base.url(l.Href))
		}
	}
	f.Link = base.url(alternate(in.Links))
	inner := base
	if inner.base == nil {
		inner = newResolver(f.FeedURL, f.Link)
	}
	f.Image = firstURL(inner, in.Logo, in.Icon)
	f.Authors = atomPeople(in.Authors, inner)
	for _, c := range in.Categories {
		f.Tags = addTag(f.Tags, first(c.Label, c.Term))
	}
	for _, e := range in.Entries {
		f.Items = append(f.Items, atomEntry(e, f, inner))
	}
}

func atomEntry(in *atom.Entry, f *Feed, base resolver) normalize.Entry {
	x := in.Extensions
	e := normalize.Entry{
		ID:        strings.TrimSpace(in.ID),
		Title:     plain(in.Title),
		Published: date(in.Published, one(x, "dc", "date"), one(x, "dcterms", "issued"), one(x, "dcterms", "created")),
		Updated:   date(in.Updated),
		Language:  one(x, "xml", "lang"),
		Rights:    plain(in.Rights),
	}
	e.URL = firstURL(base, one(x, "feedburner", "origLink"), alternate(in.Links))
	e.SummaryHTML = base.clean(first(in.Summary, mediaDescription(x)))
	if c := in.Content; c != nil {
		e.ContentHTML = base.clean(c.Value)
		if e.URL == "" && c.Src != "" {
			e.URL = base.url(c.Src)
		}
	}
	e.Authors = atomPeople(in.Authors, base)
	for _, creator := range dublin(x, "creator") {
		if p, ok := person(creator); ok && len(in.Authors) == 0 {
			e.Authors = append(e.Authors, p)
		}
	}
	if len(e.Authors) == 0 && in.Source != nil {
		e.Authors = atomPeople(in.Source.Authors, base)
	}
	if len(e.Authors) == 0 { // an entry's authors are the feed's (RFC 4287, section 4.2.1)
		e.Authors = f.Authors
	}
	if in.Source != nil {
		e.SourceTitle = plain(in.Source.Title)
	}
	for _, c := range in.Categories {
		e.Tags = addTag(e.Tags, first(c.Label, c.Term))
	}
	for _, c := range dublin(x, "subject") {
		e.Tags = addTag(e.Tags, c)
	}
	for _, l := range in.Links {
		u := base.url(l.Href)
		if u == "" {
			continue
		}
		e.Links = append(e.Links, u)
		switch relation(l.Rel) {
		case "enclosure":
			e.Enclosures = append(e.Enclosures, normalize.Enclosure{URL: u, Type: strings.TrimSpace(l.Type), Length: strings.TrimSpace(l.Length)})
		case "replies":
			e.Comments = first(e.Comments, u)
		}
	}
	readMedia(&e, x["media"], base, 0)
	return e
}

func mediaDescription(x ext.Extensions) string {
	for _, g := range x["media"]["group"] {
		for _, d := range g.Children["description"] {
			return d.Value
		}
	}
	return one(x, "media", "description")
}

// relation is a link's relation by its short name: "" is alternate, and
// relations may be written as IRIs (RFC 4287, section 4.2.7.2).
func relation(rel string) string {
	rel = strings.ToLower(strings.TrimSpace(rel))
	if rel == "" {
		return "alternate"
	}
	return strings.TrimPrefix(rel, "http://www.iana.org/assignments/relation/")
}

// alternate is the link to the page: HTML rather than another type.
func alternate(links []*atom.Link) string {
	other := ""
	for _, l := range links {
		if relation(l.Rel) != "alternate" || strings.TrimSpace(l.Href) == "" {
			continue
		}
		if t := strings.ToLower(l.Type); t == "" || strings.Contains(t, "html") {
			return l.Href
		}
		other = first(other, l.Href)
	}
	return other
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
		if p != (normalize.Person{}) {
			list = append(list, p)
		}
	}
	return list
}
