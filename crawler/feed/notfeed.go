package feed

// NotFeedError says that a document is something else than a feed.
type NotFeedError struct {
	URL   string // of the document
	Kind  string // html, json, opml, xml, empty or text
	Feeds []Link // those that an HTML page links to, or the header of whatever it is
}

func (e *NotFeedError) Error() string {
	switch e.Kind {
	case "html":
		if len(e.Feeds) > 0 {
			return "an HTML page, not a feed; it links to " + e.Feeds[0].URL
		}
		return "an HTML page, not a feed"
	case "empty":
		return "an empty document, not a feed"
	case "json":
		return "JSON, but not a JSON Feed"
	case "opml":
		return "an OPML file, not a feed; import it"
	case "sitemap":
		return "a sitemap of pages, not of news, and not a feed"
	}
	return "not a feed (" + e.Kind + ")"
}
