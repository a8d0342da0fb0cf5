package crawler

import (
	"mime"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
)

// withPage adds to what is known of a story what its page answered, after the redirects
// via; resp is nil if no answer came. A page that did not come, or is no HTML, adds no
// body and says nothing of rights: the story is what its feed says. The body is the answer's,
// valid until that is released.
func withPage(doc normalize.Document, resp *fetch.Response, via []fetch.Hop, now time.Time) normalize.Document {
	doc.FetchedAt = now
	if resp == nil {
		return doc
	}
	doc.FinalURL, doc.Status, doc.ContentType, doc.Took = resp.URL, resp.Status, resp.Header.Get("Content-Type"), resp.Took
	for _, hop := range via {
		doc.Redirects = append(doc.Redirects, hop.URL)
	}
	if !resp.Document() || resp.Unread || !isHTML(doc.ContentType) {
		return doc
	}
	doc.RobotsTag = strings.Join(resp.Header.Values("X-Robots-Tag"), ", ")
	doc.TDM = resp.Header.Get("Tdm-Reservation")
	doc.ETag, doc.Modified = resp.Header.Get("Etag"), resp.Header.Get("Last-Modified")
	doc.Body = resp.Body
	return doc
}

// isHTML reports whether a Content-Type can be an article's page. No type at
// all is given the benefit of the doubt.
func isHTML(contentType string) bool {
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		t, _, _ = strings.Cut(contentType, ";")
		t = strings.TrimSpace(strings.ToLower(t))
	}
	switch t {
	case "", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml":
		return true
	}
	return false
}

// document is what is known of a job's story. Where a page's redirects lead nowhere,
// no page came: that address is not the story's.
func document(due *calendar.Due, a *reply, now time.Time) normalize.Document {
	resp := a.resp
	if a.err != nil {
		resp = nil
	}
	return withPage(normalize.Document{URL: due.URL, Feed: due.Feed, Entry: due.Entry, Ref: due.Ref}, resp, due.Via, now)
}
