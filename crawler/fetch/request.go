package fetch

import (
	"net/http"
	"strings"
)

// Kind of a document asked for.
type Kind int

// Kinds of documents.
const (
	Feed Kind = iota
	Page
	Robots // a robots.txt, of which the beginning is enough
)

// maxRobots is where the reading of a robots.txt stops (RFC 9309, section 2.5).
const maxRobots = 512 << 10

// accept is what each kind asks for.
var accept = [...]string{
	Feed: "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, " +
		"application/json;q=0.7, text/xml;q=0.7, text/html;q=0.5, */*;q=0.1",
	Page:   "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
	Robots: "text/plain, */*;q=0.1",
}

// Request is one GET. ETag and LastModified are validators as a server sent
// them; empty ones are not sent.
type Request struct {
	URL          string
	Kind         Kind
	ETag         string
	LastModified string
	// AnyCertificate takes certificates that do not verify. It is for feeds of
	// which the operator said so.
	AnyCertificate bool
}

// header is what is sent: with validators, if there are any that can be.
func (r Request) header(userAgent string) http.Header {
	h := http.Header{
		"User-Agent":      {userAgent},
		"Accept":          {accept[r.Kind]},
		"Accept-Encoding": {"gzip, br, zstd"},
	}
	// A validator with a line break can only be an attack on the next request:
	// it is dropped, the feed is not.
	if r.ETag != "" && !hasControl(r.ETag) {
		h.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" && !hasControl(r.LastModified) {
		h.Set("If-Modified-Since", r.LastModified)
	}
	return h
}

func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}
