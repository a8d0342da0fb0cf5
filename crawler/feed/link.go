package feed

import (
	"strings"

	"github.com/mmcdole/gofeed/atom"
)

// relation is a link's relation by its short name: "" is alternate, and
// relations may be written as IRIs (RFC 4287, section 4.2.7.2).
func relation(rel string) string {
	rel = strings.ToLower(strings.TrimSpace(rel))
	if rel == "" {
		return "alternate"
	}
	for _, registry := range []string{"http://www.iana.org/assignments/relation/", "http://www.iana.org/assignments/link-relations/"} {
		rel = strings.TrimPrefix(rel, registry)
	}
	return rel
}

// alternates are the links to the page: HTML before other types.
func alternates(links []*atom.Link) []string {
	var pages, others []string
	for _, l := range links[:min(len(links), maxAttached)] {
		if relation(l.Rel) != "alternate" || strings.TrimSpace(l.Href) == "" {
			continue
		}
		if t := strings.ToLower(l.Type); t == "" || strings.Contains(t, "html") {
			pages = append(pages, l.Href)
		} else {
			others = append(others, l.Href)
		}
	}
	return append(pages, others...)
}
