package feed

import (
	"strings"

	"github.com/mmcdole/gofeed/rss"

	"github.com/wiredesk/wiredesk/normalize"
)

// identify fills in how an item is known: its id and its address. A guid is an
// address too unless it says that it is none.
func identify(e *normalize.Entry, in *rss.Item, n note, base resolver) {
	x := in.Extensions
	permalink := ""
	if in.GUID != nil {
		e.ID = strings.TrimSpace(in.GUID.Value)
		if !strings.EqualFold(strings.TrimSpace(in.GUID.IsPermalink), "false") {
			permalink = e.ID
		}
	}
	e.ID = first(e.ID, one(x, "atom", "id"), n.id, one(x, "dc", "identifier"), n.about)
	candidates := []string{one(x, "feedburner", "origlink"), one(x, "feedburner", "origLink")}
	candidates = append(candidates, in.Links...)
	for _, l := range x["atom"]["link"] {
		if relation(l.Attrs["rel"]) == "alternate" {
			candidates = append(candidates, l.Attrs["href"])
		}
	}
	if strings.Contains(permalink, "://") || strings.HasPrefix(permalink, "/") {
		candidates = append(candidates, permalink)
	}
	e.URL = firstURL(base, append(candidates, n.about)...)
}

// attach fills in what hangs on an item: links, files and pictures.
func attach(e *normalize.Entry, in *rss.Item, n note, base resolver) {
	x := in.Extensions
	for _, enc := range in.Enclosures[:min(len(in.Enclosures), maxAttached)] {
		addEnclosure(e, base.url(enc.URL), enc.Type, enc.Length)
	}
	for _, f := range n.extras().files {
		addEnclosure(e, base.url(f.URL), f.Type, f.Length)
	}
	for _, l := range in.Links[:min(len(in.Links), maxAttached)] {
		if u := base.page(l); u != "" {
			e.Links = addTag(e.Links, u)
		}
	}
	links := x["atom"]["link"]
	for _, l := range links[:min(len(links), maxAttached)] {
		u := base.page(l.Attrs["href"])
		if u == "" {
			continue
		}
		e.Links = addTag(e.Links, u)
		switch relation(l.Attrs["rel"]) {
		case "enclosure":
			addEnclosure(e, u, l.Attrs["type"], l.Attrs["length"])
		case "image":
			e.Image = first(e.Image, u)
		case "replies":
			e.Comments = first(e.Comments, u)
		}
	}
	readMedia(e, x["media"], base, 0)
	durations(e, x, base)
	depict(e, x, n, base)
}
