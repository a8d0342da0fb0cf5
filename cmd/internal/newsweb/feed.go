package newsweb

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"time"
)

// feed is RSS 2.0 with summaries.
func (s *site) feed(f int, stories []story) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>%s</title><link>%s/</link><description>All stories of feed %d</description><language>en</language>
<atom:link href="%[2]s%[4]s" rel="self" type="application/rss+xml"/>
`, html.EscapeString(s.name), s.base, f, feedPath(f))
	for _, t := range stories {
		fmt.Fprintf(&b, `<item><title>%s</title><link>%s%s</link><guid isPermaLink="false">%s-%d</guid>`+
			`<pubDate>%s</pubDate><dc:creator>%s</dc:creator><category>%s</category><description>%s</description></item>
`, html.EscapeString(t.headline), s.base, t.path, s.host, t.n, s.date(t.published), html.EscapeString(t.author), t.desk, html.EscapeString(t.summary))
	}
	b.WriteString("</channel></rss>\n")
	return b.Bytes()
}

// date writes a date as one half of the feeds of the world does, or the other.
func (s *site) date(t time.Time) string {
	if s.number%2 == 0 {
		return t.Format(time.RFC1123Z)
	}
	return t.Format(http.TimeFormat)
}
