package drift

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// The fields that are watched.
const (
	Authors = "authors"
	Date    = "date"
	Text    = "text"   // the whole of it
	Length  = "length" // of what there is of it
)

// fields are those of which a page has or has not, in the order of their bits.
var fields = []string{Authors, Date, Text}

// page is what one page gave.
type page struct {
	at     time.Time
	given  int // bits, as fields are ordered
	length int // of the text that the page gave, in letters; 0: none
	id     string
	url    string
}

func (p page) gave(field int) bool { return p.given&(1<<field) != 0 }

// read is what an event tells of a page; not ok if that is nothing.
func read(e crawler.Event, now time.Time) (site string, p page, ok bool) {
	if e.Article == nil || e.Article.Article == nil || e.Backfill || e.Recheck || e.Article.Event != crawler.StoryPublished {
		return "", page{}, false
	}
	a := e.Article.Article
	if !a.FromPage() || a.Publisher == nil || a.Publisher.Domain == "" {
		return "", page{}, false
	}
	p = page{at: now, id: a.ID, url: a.URL}
	body := a.BodyText != "" && foundIn(a, "body_text")
	for i, has := range []bool{
		len(a.Authors) > 0 && foundIn(a, "authors"),
		!a.PublishedAt.IsZero() && foundIn(a, "published_at"),
		body && a.Completeness == article.Full,
	} {
		if has {
			p.given |= 1 << i
		}
	}
	if body {
		p.length = utf8.RuneCountInString(a.BodyText)
	}
	return a.Publisher.Domain, p, true
}

// foundIn reports whether a field was found elsewhere than in the feed.
func foundIn(a *article.Article, field string) bool {
	return !strings.HasPrefix(a.Provenance.Fields[field].Source, "feed:")
}
