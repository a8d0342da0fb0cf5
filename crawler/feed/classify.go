package feed

import (
	"bytes"
	"slices"
)

// kindOf says what a document is, by its first element.
func kindOf(b []byte) string {
	b = bytes.TrimSpace(b)
	switch {
	case len(b) == 0:
		return "empty"
	case b[0] == '{' || b[0] == '[':
		return "json"
	}
	page := false // as its DOCTYPE says, which decides nothing if the root is that of a feed
	for i := 0; i < len(b); {
		j := bytes.IndexByte(b[i:], '<')
		if j < 0 {
			break
		}
		i += j
		rest := b[i:]
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			end := bytes.Index(rest, []byte("-->"))
			if end < 0 {
				return "text"
			}
			i += end + 3
			continue
		case len(rest) > 1 && (rest[1] == '?' || rest[1] == '!'):
			page = page || bytes.EqualFold(rest[:min(len(rest), 14)], []byte("<!doctype html"))
			i += skipMarkup(rest)
			continue
		case len(rest) < 2 || !isNameStart(rest[1]):
			i++
			continue
		}
		if kind := kinds[rootName(rest)]; kind != "" {
			return kind
		}
		if looksHTML[rootName(rest)] {
			// A warning of PHP in HTML may be printed before a feed.
			for _, root := range []string{"rss", "feed", "urlset", "sitemapindex"} {
				if bytes.Contains(rest[:min(len(rest), 4096)], []byte("<"+root)) {
					return kinds[root]
				}
			}
			return "html"
		}
		if page {
			return "html"
		}
		return "xml"
	}
	if page {
		return "html"
	}
	return "text"
}

var kinds = map[string]string{
	"rss": "rss", "channel": "rss", "rdf": "rdf", "feed": "atom", "entry": "atom", "html": "html", "opml": "opml",
	"urlset": "sitemap", "sitemapindex": "sitemapindex",
}

var looksHTML = map[string]bool{
	"head": true, "body": true, "div": true, "p": true, "br": true, "b": true, "script": true, "meta": true, "title": true, "font": true,
	"table": true, "center": true, "h1": true, "h2": true, "a": true, "span": true, "link": true, "style": true, "i": true, "pre": true,
}

// rootStart finds the root of a document of these kinds behind whatever was
// printed before.
func rootStart(b []byte, wanted ...string) int {
	for i := 0; i < len(b); {
		j := bytes.IndexByte(b[i:], '<')
		if j < 0 {
			return len(b)
		}
		i += j
		rest := b[i:]
		switch {
		case len(rest) < 2 || rest[1] == '<':
			i++
		case bytes.HasPrefix(rest, []byte("<!--")):
			end := bytes.Index(rest, []byte("-->"))
			if end < 0 {
				return i
			}
			i += end + 3
		case len(rest) > 1 && (rest[1] == '?' || rest[1] == '!'):
			i += skipMarkup(rest)
		default:
			if slices.Contains(wanted, kinds[rootName(rest)]) {
				return i
			}
			i++
		}
	}
	return len(b)
}
