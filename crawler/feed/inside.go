package feed

import (
	"bytes"
	"encoding/json"
	"strings"
)

// A feed may come inside of something else: of the page that a browser made of it,
// of the answer to a remote call, of a text of JSON. One such wrapping is taken off,
// and the feed's warnings say so.

// maxCandidates is how many places are looked at where a feed may begin.
const maxCandidates = 20

// maxBeside is how much text may stand before a feed in a page, in bytes: a warning of
// PHP, no article about feeds.
const maxBeside = 2000

// inside finds the feed in a document of another kind; nil if there is none.
func inside(b []byte, kind string) []byte {
	switch kind {
	case "html", "xml":
		if start := bytes.TrimSpace(b); len(start) > 0 && start[0] != '<' {
			if inner := textAround(start); inner != nil {
				return inner
			}
		}
		if inner := rootInside(b); inner != nil {
			return inner
		}
		return textInside(b)
	case "json":
		return memberInside(b)
	case "text":
		return textAround(bytes.TrimSpace(b))
	}
	return nil
}

// rootInside is what begins with the root of a feed in a document of elements.
func rootInside(b []byte) []byte {
	at := 0
	for range maxCandidates {
		i := nextRoot(b[at:])
		if i < 0 {
			return nil
		}
		at += i
		tag, _, _ := bytes.Cut(b[at:min(len(b), at+maxBeside)], []byte(">"))
		if isDeclaredRoot(tag) && saysLittle(b[:at]) {
			return b[at:]
		}
		at++
	}
	return nil
}

// nextRoot is where the next tag is that may be the root of a feed, -1 for none.
func nextRoot(b []byte) int {
	least := -1
	for _, root := range []string{"<rss", "<feed", "<rdf:RDF", "<RSS", "<atom:feed"} {
		if i := bytes.Index(b, []byte(root)); i >= 0 && (least < 0 || i < least) {
			least = i
			b = b[:min(len(b), i+len(root))]
		}
	}
	return least
}

// isDeclaredRoot reports whether a start tag says itself that it begins a feed.
func isDeclaredRoot(tag []byte) bool {
	low := strings.ToLower(string(tag))
	switch rootName(tag) {
	case "rss":
		return strings.Contains(low, "version") || strings.Contains(low, "xmlns") || low == "<rss"
	case "feed":
		return strings.Contains(low, "w3.org/2005/atom") || strings.Contains(low, "purl.org/atom")
	case "rdf":
		return strings.Contains(low, "purl.org/rss/") || strings.Contains(low, "netscape.com/rdf")
	}
	return false
}

// saysLittle reports whether hardly a word stands in a piece of HTML or XML, and its
// end is not within a program or a comment.
func saysLittle(b []byte) bool {
	said := 0
	for len(b) > 0 && said <= maxBeside {
		n, text := aside(b)
		switch {
		case n > 0 && b[0] == '<':
			said += len(bytes.TrimSpace(text))
			if n == len(b) && !ends(b) { // it goes on
				return false
			}
			b = b[n:]
			continue
		case b[0] == '<':
			name := rootName(b)
			t, err := readTag(b, true)
			switch {
			case b[1] == '/':
				n = bytes.IndexByte(b, '>') + 1
			case err == nil:
				n = t.end
			}
			if n <= 0 {
				return false
			}
			b = b[n:]
			if name == "script" || name == "style" || name == "textarea" || name == "title" {
				end := bytes.Index(b, []byte("</"+name))
				if end < 0 {
					return false
				}
				b = b[end:]
			}
			continue
		}
		n = bytes.IndexByte(b, '<')
		if n < 0 {
			n = len(b)
		}
		said += len(bytes.TrimSpace(b[:n]))
		b = b[n:]
	}
	return said <= maxBeside
}

// ends reports whether a comment, a section or an instruction has its end.
func ends(b []byte) bool {
	if bytes.HasPrefix(b, []byte("<!--")) {
		return bytes.HasSuffix(b, []byte("-->"))
	}
	return bytes.HasSuffix(b, []byte(">"))
}

// textInside is the first text of a document, if that is a whole feed that was
// escaped, or stands in a section of CDATA.
func textInside(b []byte) []byte {
	for tags := 0; tags < 200 && len(b) > 0; tags++ {
		i := bytes.IndexByte(b, '<')
		if i < 0 {
			i = len(b)
		}
		if text := bytes.TrimSpace(b[:i]); len(text) > 0 {
			return escapedFeed(text)
		}
		if b = b[i:]; len(b) == 0 {
			return nil
		}
		n, text := aside(b)
		switch {
		case n > 0 && len(bytes.TrimSpace(text)) > 0:
			if looksFeed(text) {
				return text
			}
			return nil
		case n == 0:
			name := rootName(b)
			if n = bytes.IndexByte(b, '>') + 1; n == 0 {
				return nil
			}
			if name == "script" || name == "style" || name == "title" {
				n = max(n, bytes.Index(b, []byte("</"+name)))
			}
		}
		b = b[n:]
	}
	return nil
}

// escapedFeed decodes a text, once, if it is a feed then.
func escapedFeed(text []byte) []byte {
	if text[0] != '&' && text[0] != '{' {
		return nil
	}
	if !looksFeed([]byte(unescape(text[:min(len(text), 200)]))) {
		return nil
	}
	return []byte(unescape(text))
}

// looksFeed reports whether a text begins as a feed does.
func looksFeed(b []byte) bool {
	b = bytes.TrimSpace(b)
	if bytes.HasPrefix(b, []byte("{")) {
		return bytes.Contains(b[:min(len(b), 400)], []byte("jsonfeed.org"))
	}
	if bytes.HasPrefix(b, []byte("<?xml")) {
		return true
	}
	kind := kinds[rootName(b)]
	return len(b) > 0 && b[0] == '<' && (kind == "rss" || kind == "rdf" || kind == "atom")
}

// memberInside is the text of JSON that is a feed: of the members of an object the first.
func memberInside(b []byte) (found []byte) {
	members(b, func(_ string, value []byte) {
		if found == nil && len(value) > 2 && value[0] == '"' {
			if text := unquote(value); looksFeed([]byte(text[:min(len(text), 200)])) {
				found = []byte(text)
			}
		}
	})
	return found
}

// textAround takes off what programs put around what they send: quotes of JSON, a call
// of a function, a line that keeps other programs from running it; or decodes a feed
// that was escaped whole.
func textAround(b []byte) []byte {
	switch {
	case len(b) == 0:
		return nil
	case b[0] == '"':
		if text := unquote(b); looksFeed([]byte(text)) {
			return []byte(text)
		}
		return nil
	case b[0] == '&':
		return escapedFeed(b)
	}
	i := bytes.IndexByte(b[:min(len(b), 100)], '{')
	if i < 0 || bytes.ContainsAny(b[:i], "<\"") {
		return nil
	}
	var object map[string]json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(b[i:])).Decode(&object); err != nil || object["items"] == nil {
		return nil
	}
	return b[i:]
}
