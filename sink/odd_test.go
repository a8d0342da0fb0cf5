package sink

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// wireSize is what a message takes of the server's limit: headers and payload.
func wireSize(h nats.Header, data []byte) int {
	n := len("NATS/1.0\r\n\r\n") + len(data)
	for name, values := range h {
		for _, v := range values {
			n += len(name) + len(v) + len(": \r\n")
		}
	}
	return n
}

// Whatever a page makes of an article, the server takes it, and a subscriber
// can read it.
func TestLargeAndOddArticlesArePublished(t *testing.T) {
	d := newDesk(t, inProcess(t, newServer(t, t.TempDir(), "")), StreamConfig{})
	long := strings.Repeat("sensation ", 300_000) // 3 MB
	body := strings.Repeat(strings.Repeat("Nothing happened. ", 40)+"\n\n", 7500)
	for i, tt := range []struct {
		name   string
		spoil  func(*article.Article, *Origin)
		intact bool // is not truncated
	}{
		{"nothing odd", func(*article.Article, *Origin) {}, true},
		{"body of 5 MB", func(a *article.Article, _ *Origin) {
			a.BodyText, a.BodyHTML = body, "<p>"+body+"</p>\n"
			for range 5000 {
				a.Blocks = append(a.Blocks, article.Block{Type: "p", Text: body[:1000]})
			}
			for range 800 {
				a.Images = append(a.Images, article.Image{URL: "https://news.example/i.jpg", Caption: body[:3000]})
			}
		}, false},
		{"headline of 3 MB", func(a *article.Article, _ *Origin) { a.Headline = long }, false},
		{"100,000 tags", func(a *article.Article, _ *Origin) {
			for range 100_000 {
				a.Tags = append(a.Tags, article.Tag{Name: "harbor"})
			}
		}, false},
		{"feed's address of a megabyte", func(_ *article.Article, o *Origin) {
			o.FeedURL = "https://news.example/" + strings.Repeat("é", 500_000)
		}, true},
		{"feed's host of a megabyte", func(_ *article.Article, o *Origin) {
			o.FeedURL = "https://" + strings.Repeat("é", 500_000) + "/feed"
		}, true},
		{"language and publisher of a megabyte", func(a *article.Article, _ *Origin) {
			a.Language = &article.Language{Tag: long[:1<<20]}
			a.Publisher = &article.Publisher{Domain: long[:1<<20]}
		}, false},
		{"addresses without end", func(a *article.Article, _ *Origin) {
			for n := range 10_000 {
				a.URLs = append(a.URLs, article.URL{URL: fmt.Sprintf("https://news.example/%d/%s", n, long[:100]), Role: "found"})
			}
		}, false},
		{"no letter is valid", func(a *article.Article, o *Origin) {
			a.Headline, a.BodyText, a.Section = "\xff\xfe", strings.Repeat("\xc3", 1<<20), "\xed\xa0\x80"
			o.FeedURL = "https://news.example/\xff"
		}, false},
		{"numbers and dates of nonsense", func(a *article.Article, _ *Origin) {
			a.ModifiedAt = time.Date(99999, 1, 1, 0, 0, 0, 0, time.UTC)
			a.Language = &article.Language{Tag: "en", Confidence: math.NaN()}
		}, true},
		{"no body", func(a *article.Article, _ *Origin) { a.BodyText, a.Completeness = "", article.HeadlineOnly }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, origin := newStory(storyURL(i+1), "Headline", "Text."), Origin{FeedURL: "https://news.example/feed"}
			tt.spoil(a, &origin)
			a.Seal()
			result, err := d.Publish(t.Context(), a, origin)
			if err != nil {
				t.Fatal(err)
			}
			m, err := d.stream.GetMsg(t.Context(), result.Sequence)
			if err != nil {
				t.Fatal(err)
			}
			if n := wireSize(m.Header, m.Data); len(m.Data) > article.MaxSize || n > 1<<20-64<<10 {
				t.Errorf("payload of %d bytes, %d with headers", len(m.Data), n)
			}
			got, err := article.Decode(m.Data)
			if err != nil || !utf8.Valid(m.Data) {
				t.Fatalf("%v, valid UTF-8 %v", err, utf8.Valid(m.Data))
			}
			if got.Truncated == tt.intact || got.ID != a.ID || got.ContentHash != a.ContentHash {
				t.Errorf("truncated %v, id %s, hash %s", got.Truncated, got.ID, got.ContentHash)
			}
			if _, err := parseRecord(m.Header); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTheSourceIsBounded(t *testing.T) {
	path := strings.Repeat("x", maxSource)
	for _, tt := range []struct{ feed, article, want string }{
		{"https://news.example/" + path, "", "https://news.example/"},
		{"https://user:secret@news.example/" + path, "", "https://news.example/"},
		{"https://" + path + "/feed", "https://news.example/1", "https://news.example/1"},
		{"https://" + path + "/feed", "", "urn:wiredesk:unknown"},
	} {
		if got := source(tt.feed, tt.article); got != tt.want {
			t.Errorf("source of %.40s…: %.60s, want %s", tt.feed, got, tt.want)
		}
	}
}
