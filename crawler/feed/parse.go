package feed

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
)

// Parse reads a feed or a sitemap. Its errors are a *NotFeedError for something
// else, a *LimitError for too much of it, and otherwise what the parser stumbled
// over.
func Parse(body []byte, src Source) (*Feed, error) {
	limit := boundsOf(src.MaxBytes)
	body, over, err := unzip(body, limit.bytes)
	if err != nil {
		return nil, err
	}
	text, warning := decode(body, src.ContentType)
	kind := kindOf(text)
	if over && !isSitemap(kind) || len(text) > limit.mended {
		return nil, &LimitError{"bytes", limit.bytes}
	}
	// Content-Location may be relative to the URL (RFC 9110, section 8.7).
	base := newResolver(src.URL)
	left := limit.html
	base.now, base.left = src.Now, &left
	base = base.within(src.ContentLocation)
	f, err := parseKind(kind, text, src, base)
	var not *NotFeedError
	if errors.As(err, &not) && not.Feeds == nil {
		not.Feeds = newDiscovery(src).found()
	}
	if err != nil {
		return nil, err
	}
	if warning != "" {
		f.warn("%s", warning)
	}
	if over {
		f.warn("only the first %d bytes were read", limit.bytes)
	}
	if left <= 0 {
		f.warn("texts after %d bytes of HTML were left out", limit.html)
	}
	f.shorten()
	f.FeedURL = first(f.FeedURL, base.url(src.URL))
	return f, nil
}

// parseInside reads a feed that stands inside of another document.
func parseInside(inner []byte, outer string, src Source, base resolver) (*Feed, error) {
	kind := kindOf(inner)
	var f *Feed
	var err error
	switch kind {
	case "rss", "rdf", "atom":
		f, err = parseXML(inner, kind, src, base)
	case "json":
		f, err = parseJSON(inner, src, base)
	default:
		return nil, &NotFeedError{Kind: outer}
	}
	if err == nil {
		f.warn("the feed stands inside of another document (%s)", outer)
	}
	return f, err
}

func parseKind(kind string, text []byte, src Source, base resolver) (*Feed, error) {
	switch {
	case kind == "rss" || kind == "rdf" || kind == "atom":
		return parseXML(text, kind, src, base)
	case isSitemap(kind):
		return parseSitemap(text, kind, src)
	case kind == "json":
		f, err := parseJSON(text, src, base)
		var not *NotFeedError
		if !errors.As(err, &not) {
			return f, err
		}
	}
	if inner := inside(text, kind); inner != nil && len(inner) <= boundsOf(src.MaxBytes).bytes/2 {
		return parseInside(inner, kind, src, base)
	}
	if kind == "html" {
		return nil, &NotFeedError{URL: src.URL, Kind: kind, Feeds: Discover(text, src)}
	}
	return nil, &NotFeedError{Kind: kind}
}

// maxDocuments is how many feeds are read that stand behind one another.
const maxDocuments = 20

// parseXML reads a feed, and those that stand behind it in the same file as a part of
// it: the feed is what the first says it is.
func parseXML(text []byte, kind string, src Source, base resolver) (*Feed, error) {
	f, rest, err := parseDocument(text, kind, src, base)
	if err != nil || rest == nil {
		return f, err
	}
	documents := 1
	for ; rest != nil && documents < maxDocuments && len(f.Items) < MaxItems; documents++ {
		var more *Feed
		if more, rest, err = parseDocument(rest, kindOf(rest), src, base); err != nil {
			f.warn("a feed that stands behind the first: %v", err)
			f.Partial = true // what it showed before is not gone
			return f, nil
		}
		n := min(len(more.Items), MaxItems-len(f.Items))
		f.Items, f.marks = append(f.Items, more.Items[:n]...), append(f.marks, more.marks[:n]...)
		f.Unchanged, f.Deleted = append(f.Unchanged, more.Unchanged...), append(f.Deleted, more.Deleted...)
		f.Partial = f.Partial || more.Partial
	}
	if rest != nil {
		f.warn("what stands behind the first %d documents or %d items was left out", maxDocuments, MaxItems)
	}
	if documents > 1 {
		f.warn("%d documents were read as one feed, that of the first", documents)
	}
	return f, nil
}

// parseDocument reads one feed, and returns what stands behind it if that is another.
func parseDocument(text []byte, kind string, src Source, base resolver) (f *Feed, rest []byte, err error) {
	if kind != "rss" && kind != "rdf" && kind != "atom" {
		return nil, nil, &NotFeedError{Kind: kind}
	}
	doc, err := repair(text, base, src)
	if err != nil {
		return nil, nil, err
	}
	rest = doc.rest
	if len(bytes.TrimSpace(doc.text)) == 0 {
		return nil, nil, fmt.Errorf("parse %s: the document ends within its first tag", kind)
	}
	f = &Feed{Format: kind, Partial: doc.cut, Unchanged: doc.unchanged}
	if kind == "atom" {
		err = readAtom(f, doc, base)
	} else {
		err = readRSS(f, doc, base)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("parse %s: %w", kind, err)
	}
	doc.say(f)
	return f, rest, nil
}

// say puts into a feed's warnings what had to be guessed of its document.
func (doc *repaired) say(f *Feed) {
	if doc.more && doc.rest == nil {
		f.warn("another feed stands behind this one, and was left out")
	}
	if doc.cut {
		f.warn("the document ends early")
	}
	if doc.channels > 1 {
		f.warn("%d channels were read as one feed, that of the first", doc.channels)
	}
	if doc.guesses > 0 {
		f.warn("%d elements were left open, <%s> the first; each was taken to end where the next begins", doc.guesses, doc.guessed)
	}
	if doc.sections > 0 {
		f.warn("%d sections of CDATA did not end where they should; their ends were guessed", doc.sections)
	}
	if doc.entities != nil && doc.entities.over {
		f.warn("references to the document's own entities were left as they are after %d bytes of them", maxEntityBytes)
	}
	if doc.full != nil {
		f.warn("only the first %d items were read: %s", len(f.Items), doc.full)
	}
}

func readRSS(f *Feed, doc *repaired, base resolver) error {
	parsed, err := (&rss.Parser{}).Parse(bytes.NewReader(doc.text))
	if err != nil {
		return err
	}
	doc.placeholders.putRSS(parsed)
	doc.text, doc.placeholders = nil, nil // the memory is for what becomes of them
	rssFeed(f, parsed, doc.notes, base)
	return nil
}

func readAtom(f *Feed, doc *repaired, base resolver) error {
	text := doc.text
	if rootName(bytes.TrimSpace(text)) == "entry" { // a document of one entry (RFC 4287, section 4.1.2)
		text = append(append([]byte(`<feed xmlns="http://www.w3.org/2005/Atom">`), text...), "</feed>"...)
	}
	parsed, err := (&atom.Parser{}).Parse(bytes.NewReader(text))
	if err != nil {
		return err
	}
	doc.placeholders.putAtom(parsed)
	doc.text, doc.placeholders = nil, nil
	atomFeed(f, parsed, doc.notes, base)
	return nil
}
