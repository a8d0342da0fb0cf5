package feed

import (
	"slices"
	"strconv"
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"github.com/wiredesk/wiredesk/normalize"
)

// rssFeed takes over what gofeed read of RSS or RDF, and from its extensions
// what it leaves there.
func rssFeed(f *Feed, in *rss.Feed, notes []note, base resolver) {
	x, n := in.Extensions, notes[0]
	outer := base.or(n.base)
	f.Title = plain(first(in.Title, one(x, "dc", "title"), one(x, "atom", "title"), one(x, "itunes", "title")))
	f.Link = firstURL(outer, in.Links...)
	f.ID = first(n.about, one(x, "atom", "id"), one(x, "dc", "identifier"))
	f.Language = language(in.Language, one(x, "dc", "language"), n.lang)
	f.Generator = plain(first(in.Generator, attr(x, "admin", "generatorAgent", "resource")))
	f.Published = base.date(in.PubDate, one(x, "dc", "date"))
	f.Updated = base.date(in.LastBuildDate, one(x, "dcterms", "modified"), one(x, "atom", "updated"), one(x, "dc", "date"), in.PubDate)
	f.rssLinks(in, outer)
	inner := f.innerBase(outer)
	f.Description = inner.clean(first(in.Description, one(x, "dc", "description"), one(x, "itunes", "summary"), one(x, "itunes", "subtitle"),
		one(x, "atom", "subtitle")))
	f.Rights = inner.clean(first(in.Copyright, one(x, "dc", "rights"), one(x, "dcterms", "rights"), one(x, "atom", "rights")))
	if in.Image != nil {
		f.Image = inner.url(in.Image.URL)
	}
	f.Image = first(f.Image, firstURL(inner, attr(x, "itunes", "image", "href"), attr(x, "itunes", "image", "url"),
		one(x, "atom", "logo"), one(x, "atom", "icon")))
	f.Authors = rssAuthors(first(in.ManagingEditor, n.author, in.WebMaster), x)
	for _, c := range in.Categories {
		f.Tags = addTag(f.Tags, c.Value)
	}
	f.Tags = extensionTags(f.Tags, x)
	f.rssSchedule(in)
	f.Deleted = deletions(x, base)
	for i, item := range in.Items {
		in.Items[i] = nil // its texts are needed no more once they are an entry's
		n := noteOf(notes, item.Extensions)
		f.addItem(rssItem(item, f, n, inner.or(n.base)), n.mark)
	}
}

func (f *Feed) rssLinks(in *rss.Feed, base resolver) {
	for _, l := range in.Extensions["atom"]["link"] {
		switch href := base.url(l.Attrs["href"]); relation(l.Attrs["rel"]) {
		case "self":
			f.FeedURL = first(f.FeedURL, href)
		case "hub":
			f.addHub(href)
		case "next":
			f.NextURL = first(f.NextURL, href)
		case "alternate":
			f.Link = first(f.Link, href)
		}
	}
}

func (f *Feed) rssSchedule(in *rss.Feed) {
	if minutes, err := strconv.Atoi(strings.TrimSpace(in.TTL)); err == nil && minutes > 0 && minutes < 1<<20 {
		f.TTL = time.Duration(minutes) * time.Minute
	}
	f.Schedule = syndication(in.Extensions)
	f.Schedule.SkipHours, f.Schedule.SkipDays = in.SkipHours, in.SkipDays
}

// rssAuthors are the people of a feed or an item, its own author first.
func rssAuthors(own string, x ext.Extensions) []normalize.Person {
	names := append([]string{own}, dublin(x, "creator")...)
	return people(append(names, one(x, "dc", "author"), one(x, "itunes", "author"))...)
}

// authors are the people of an item, with those that the parser has no place for.
func (n note) authors(own string, x ext.Extensions) []normalize.Person {
	more := n.extras()
	list := rssAuthors(own, x)
	if len(more.people) == 0 && len(more.names) == 0 {
		return list
	}
	all := append(more.people, people(append([]string{own}, more.names...)...)...)
	for _, p := range list {
		if !slices.ContainsFunc(all, func(q normalize.Person) bool {
			return p.Name != "" && strings.EqualFold(p.Name, q.Name) || strings.EqualFold(p.Name+p.Email, q.Name+q.Email)
		}) {
			all = append(all, p)
		}
	}
	return all[:min(len(all), maxTags)]
}

func rssItem(in *rss.Item, f *Feed, n note, base resolver) normalize.Entry {
	x := in.Extensions
	e := normalize.Entry{
		Title: plain(first(in.Title, one(x, "atom", "title"), one(x, "dc", "title"), one(x, "media", "title"), one(x, "itunes", "title"))),
		Published: base.date(in.PubDate, one(x, "dcterms", "issued"), one(x, "dcterms", "created"), one(x, "dc", "date"),
			one(x, "atom", "published"), one(x, "prism", "publicationDate")),
		Updated:  base.date(one(x, "dcterms", "modified"), one(x, "atom", "updated"), one(x, "dc", "modified")),
		Authors:  n.authors(in.Author, x),
		Comments: firstURL(base, in.Comments, one(x, "wfw", "comments")),
		Language: language(one(x, "dc", "language"), in.Custom["language"], n.lang, f.Language),
		Rights:   plain(first(one(x, "dc", "rights"), one(x, "dcterms", "rights"), one(x, "media", "copyright"))),
	}
	identify(&e, in, n, base)
	summary := first(in.Description, one(x, "dc", "description"), one(x, "atom", "summary"), in.Custom["summary"],
		one(x, "itunes", "summary"), mediaDescription(x))
	content := first(saying(in.Content), saying(one(x, "content", "encoded")), one(x, "yandex", "full-text"),
		one(x, "atom", "content"), one(x, "xhtml", "body"),
		in.Custom["body"], in.Custom["fullitem"], in.Custom["content"], in.Custom["encoded"])
	here := base.ofEntry(n.base, e.URL, summary, content, in.Custom["summary"])
	e.SummaryHTML, e.ContentHTML = here.clean(summary), n.html("body", content, here)
	if in.Custom["summary"] != "" && in.Description != "" && e.ContentHTML == "" {
		e.SummaryHTML, e.ContentHTML = here.clean(in.Custom["summary"]), e.SummaryHTML
	}
	for _, c := range in.Categories {
		e.Tags = addTag(e.Tags, c.Value)
	}
	e.Tags = extensionTags(e.Tags, x)
	if in.Source != nil {
		e.SourceTitle = plain(in.Source.Title)
	}
	attach(&e, in, n, base)
	return e
}
