package feed

import (
	"bytes"
	"strings"
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
		case bytes.HasPrefix(bytes.ToLower(rest[:min(len(rest), 14)]), []byte("<!doctype html")):
			return "html"
		case len(rest) > 1 && (rest[1] == '?' || rest[1] == '!'):
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
		return "xml"
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

// rootName is the local name of the element that starts here, in lower case.
func rootName(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	b = b[1:min(len(b), 64)]
	end := bytes.IndexFunc(b, func(r rune) bool { return !isNameRune(r) })
	if end < 0 {
		end = len(b)
	}
	name := strings.ToLower(string(b[:end]))
	if _, local, ok := strings.Cut(name, ":"); ok {
		return local
	}
	return name
}

func isNameRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == ':' || r == '_' || r == '-' || r == '.'
}

// skipMarkup is the length of a processing instruction, or of a declaration
// with its internal subset.
func skipMarkup(b []byte) int {
	depth := 0
	for i, c := range b {
		switch c {
		case '[':
			depth++
		case ']':
			depth--
		case '>':
			if depth <= 0 {
				return i + 1
			}
		}
	}
	return len(b)
}
