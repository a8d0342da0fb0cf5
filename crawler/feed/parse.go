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
	base.left = &left
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
	f.FeedURL = first(f.FeedURL, base.url(src.URL))
	return f, nil
}

func parseKind(kind string, text []byte, src Source, base resolver) (*Feed, error) {
	switch {
	case kind == "rss" || kind == "rdf" || kind == "atom":
		return parseXML(text, kind, src, base)
	case kind == "json":
		return parseJSON(text, src, base)
	case isSitemap(kind):
		return parseSitemap(text, kind, src)
	case kind == "html":
		return nil, &NotFeedError{Kind: kind, Feeds: Discover(text, src)}
	}
	return nil, &NotFeedError{Kind: kind}
}

func parseXML(text []byte, kind string, src Source, base resolver) (*Feed, error) {
	doc, err := repair(text, base, src)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(doc.text)) == 0 {
		return nil, fmt.Errorf("parse %s: the document ends within its first tag", kind)
	}
	f := &Feed{Format: kind, Partial: doc.cut, Unchanged: doc.unchanged}
	if kind == "atom" {
		err = readAtom(f, doc, base)
	} else {
		err = readRSS(f, doc, base)
	}
	if err != nil {
		return nil, fmt.Errorf("parse %s: %w", kind, err)
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
	if doc.full != nil {
		f.warn("only the first %d items were read: %s", len(f.Items), doc.full)
	}
	return f, nil
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
