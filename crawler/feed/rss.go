package feed

import (
	"strconv"
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"github.com/wiredesk/wiredesk/normalize"
)

// rssFeed takes over what gofeed read of RSS or RDF, and from its extensions
// what it leaves there.
func rssFeed(f *Feed, in *rss.Feed, base resolver) {
	x := in.Extensions
	f.Title = plain(first(in.Title, one(x, "dc", "title")))
	f.Description = first(in.Description, one(x, "dc", "description"), one(x, "itunes", "summary"))
	f.Link = base.url(first(append([]string{in.Link}, in.Links...)...))
	f.Language = first(in.Language, one(x, "dc", "language"))
	f.Rights = plain(first(in.Copyright, one(x, "dc", "rights"), one(x, "dcterms", "rights")))
	f.Generator = plain(in.Generator)
	f.Published = date(in.PubDate, one(x, "dc", "date"))
	f.Updated = date(in.LastBuildDate, one(x, "dcterms", "modified"), one(x, "dc", "date"), in.PubDate)
	if minutes, err := strconv.Atoi(strings.TrimSpace(in.TTL)); err == nil && minutes > 0 && minutes < 1<<20 {
		f.TTL = time.Duration(minutes) * time.Minute
	}
	for _, l := range x["atom"]["link"] {
		switch href := base.url(l.Attrs["href"]); l.Attrs["rel"] {
		case "self":
			f.FeedURL = first(f.FeedURL, href)
		case "hub":
			f.Hubs = append(f.Hubs, href)
		case "", "alternate":
			f.Link = first(f.Link, href)
		}
	}
	inner := base
	if inner.base == nil {
		inner = newResolver(f.FeedURL, f.Link)
	}
	if in.Image != nil {
		f.Image = inner.url(in.Image.URL)
	}
	if in.ITunesExt != nil {
		f.Image = first(f.Image, inner.url(in.ITunesExt.Image))
	}
	f.Authors = people(first(in.ManagingEditor, in.WebMaster), dublin(x, "creator"), one(x, "itunes", "author"))
	for _, c := range in.Categories {
		f.Tags = addTag(f.Tags, c.Value)
	}
	for _, c := range dublin(x, "subject") {
		f.Tags = addTag(f.Tags, c)
	}
	for _, item := range in.Items {
		f.Items = append(f.Items, rssItem(item, inner))
	}
}

func rssItem(in *rss.Item, base resolver) normalize.Entry {
	x := in.Extensions
	var e normalize.Entry
	permalink := ""
	if in.GUID != nil {
		e.ID = strings.TrimSpace(in.GUID.Value)
		if !strings.EqualFold(strings.TrimSpace(in.GUID.IsPermalink), "false") {
			permalink = e.ID
		}
	}
	e.URL = firstURL(base, one(x, "feedburner", "origlink"), one(x, "feedburner", "origLink"), in.Link, atomAlternate(x))
	if e.URL == "" && strings.Contains(permalink, "://") {
		e.URL = base.url(permalink)
	}
	e.ID = first(e.ID, one(x, "dc", "identifier"))
	e.Title = plain(first(in.Title, one(x, "dc", "title"), one(x, "media", "title")))
	e.SummaryHTML = base.clean(first(in.Description, one(x, "dc", "description"), one(x, "itunes", "summary"), one(x, "atom", "summary"), one(x, "media", "description")))
	e.ContentHTML = base.clean(first(in.Content, one(x, "content", "encoded"), one(x, "atom", "content")))
	e.Published = date(in.PubDate, one(x, "dcterms", "issued"), one(x, "dcterms", "created"), one(x, "dc", "date"), one(x, "atom", "published"))
	e.Updated = date(one(x, "dcterms", "modified"), one(x, "atom", "updated"))
	e.Authors = people(in.Author, dublin(x, "creator"), one(x, "itunes", "author"))
	for _, c := range in.Categories {
		e.Tags = addTag(e.Tags, c.Value)
	}
	for _, c := range dublin(x, "subject") {
		e.Tags = addTag(e.Tags, c)
	}
	for _, c := range strings.Split(one(x, "media", "keywords")+","+one(x, "itunes", "keywords"), ",") {
		e.Tags = addTag(e.Tags, c)
	}
	for _, enc := range in.Enclosures {
		if u := base.url(enc.URL); u != "" {
			e.Enclosures = append(e.Enclosures, normalize.Enclosure{URL: u, Type: strings.TrimSpace(enc.Type), Length: strings.TrimSpace(enc.Length)})
		}
	}
	readMedia(&e, x["media"], base, 0)
	e.Image = first(e.Image, base.url(attr(x, "itunes", "image", "href")))
	e.Comments = base.url(in.Comments)
	e.Language = first(one(x, "dc", "language"), one(x, "xml", "lang"))
	if in.Source != nil {
		e.SourceTitle = plain(in.Source.Title)
	}
	e.Rights = plain(first(one(x, "dc", "rights"), one(x, "dcterms", "rights")))
	for _, l := range append(in.Links, in.Link) {
		if u := base.url(l); u != "" {
			e.Links = addTag(e.Links, u)
		}
	}
	return e
}

// readMedia collects the pictures and recordings of Media RSS, groups included.
func readMedia(e *normalize.Entry, media map[string][]ext.Extension, base resolver, depth int) {
	for _, c := range media["content"] {
		u := base.url(c.Attrs["url"])
		if u == "" {
			continue
		}
		e.Media = append(e.Media, u)
		if e.Image == "" && (c.Attrs["medium"] == "image" || strings.HasPrefix(c.Attrs["type"], "image/")) {
			e.Image = u
		}
		if depth < 3 {
			readMedia(e, c.Children, base, depth+1)
		}
	}
	for _, t := range media["thumbnail"] {
		if u := base.url(t.Attrs["url"]); u != "" {
			e.Media = append(e.Media, u)
			e.Image = first(e.Image, u)
		}
	}
	if depth < 3 {
		for _, g := range media["group"] {
			readMedia(e, g.Children, base, depth+1)
		}
	}
}

// one is the text of an extension element, or "".
func one(x ext.Extensions, space, name string) string {
	for _, e := range x[space][name] {
		if v := strings.TrimSpace(e.Value); v != "" {
			return v
		}
	}
	return ""
}

// dublin are all texts of a Dublin Core element.
func dublin(x ext.Extensions, name string) []string {
	var all []string
	for _, e := range x["dc"][name] {
		all = append(all, e.Value)
	}
	return all
}

func attr(x ext.Extensions, space, name, attribute string) string {
	for _, e := range x[space][name] {
		if v := e.Attrs[attribute]; v != "" {
			return v
		}
	}
	return ""
}

// atomAlternate is the address of an atom:link in RSS.
func atomAlternate(x ext.Extensions) string {
	for _, l := range x["atom"]["link"] {
		if rel := l.Attrs["rel"]; rel == "" || rel == "alternate" {
			return l.Attrs["href"]
		}
	}
	return ""
}

func firstURL(base resolver, candidates ...string) string {
	for _, c := range candidates {
		if u := base.url(c); u != "" {
			return u
		}
	}
	return ""
}

// people joins what the several elements for authors say.
func people(author string, creators []string, itunes string) []normalize.Person {
	var list []normalize.Person
	seen := map[string]bool{}
	for _, s := range append([]string{author}, append(creators, itunes)...) {
		p, ok := person(s)
		if key := strings.ToLower(p.Name + p.Email); ok && !seen[key] {
			seen[key] = true
			list = append(list, p)
		}
	}
	return list
}
