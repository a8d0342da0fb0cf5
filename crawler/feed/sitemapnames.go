package feed

import (
	"bytes"
	"strings"
)

// sitemapNames are the local names that mean something in a sitemap.
var sitemapNames = map[string]bool{
	"url": true, "sitemap": true, "loc": true, "lastmod": true, "image": true,
	"title": true, "publication_date": true, "name": true, "language": true, "keywords": true,
}

// vocabulary is a namespace declaration, by what it stands for.
type vocabulary struct {
	prefix []byte
	name   string
}

// keyOf names an element within those that are open by its vocabulary, whatever
// its prefix is.
func keyOf(p part, open []part) string {
	local := localName(p.name)
	if len(local) > len("publication_date") {
		return ""
	}
	name := strings.ToLower(string(local))
	if !sitemapNames[name] {
		return ""
	}
	words := vocabularyOf(p, open)
	if words == "sitemap" && name == "loc" && len(open) > 0 && open[len(open)-1].key == "image:image" {
		words = "image" // an address without its prefix is the picture's all the same
	}
	if words == "" {
		return ""
	}
	return words + ":" + name
}

// vocabularyOf goes by the namespace that is declared for the prefix, and by
// the usual prefixes where none is.
func vocabularyOf(p part, open []part) string {
	prefix := prefixOf(p.name)
	for i := len(open); i >= 0; i-- {
		scope := p.scope
		if i < len(open) {
			scope = open[i].scope
		}
		for _, v := range scope {
			if bytes.Equal(v.prefix, prefix) {
				return v.name
			}
		}
	}
	return usualPrefix(prefix)
}

// declaredBy are the namespaces that a tag declares.
func declaredBy(t *tag) []vocabulary {
	var list []vocabulary
	for _, a := range t.attrs {
		name := string(a.name)
		if name != "xmlns" && !strings.HasPrefix(name, "xmlns:") {
			continue
		}
		prefix := a.name[min(len(a.name), len("xmlns:")):]
		list = append(list, vocabulary{prefix, vocabularyNamed(a.value, prefix)})
	}
	return list
}

// vocabularyNamed knows a namespace by the part of its address that all its
// versions and misspellings share; one it does not know is what its prefix is
// usually for.
func vocabularyNamed(uri, prefix []byte) string {
	switch u := strings.ToLower(string(uri)); {
	case strings.Contains(u, "sitemap-news"):
		return "news"
	case strings.Contains(u, "sitemap-image"):
		return "image"
	case strings.Contains(u, "schemas/sitemap-"): // videos, mobile pages
		return ""
	case strings.Contains(u, "schemas/sitemap"):
		return "sitemap"
	}
	return usualPrefix(prefix)
}

func usualPrefix(prefix []byte) string {
	switch p := strings.ToLower(string(prefix)); p {
	case "":
		return "sitemap"
	case "news", "image":
		return p
	}
	return ""
}

// part is an element that is open.
type part struct {
	name  []byte
	key   string // its vocabulary and local name, or ""
	scope []vocabulary
}
