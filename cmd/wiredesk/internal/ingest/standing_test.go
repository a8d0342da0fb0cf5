package ingest

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// newHandler is a handler on a stream of its own.
func newHandler(t *testing.T) *handler {
	t.Helper()
	server, err := embedded.Open(embedded.Options{Dir: t.TempDir(), Listen: "none", Holder: "test", Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	nc, err := server.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sink.EnsureStream(t.Context(), js, sink.StreamConfig{}); err != nil {
		t.Fatal(err)
	}
	index, err := sink.OpenIndex(t.Context(), js, sink.StreamConfig{}, sink.IndexOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(index.Close)
	publisher, err := sink.NewPublisher(index, sink.StreamConfig{})
	if err != nil {
		t.Fatal(err)
	}
	return &handler{index: index, publisher: publisher, reserved: "publish"}
}

// shown is a page as it is shown at one time.
type shown struct {
	headline  string
	canonical string // "": the address that was asked for
	head      string
	said      string // a sentence of the text
	none      bool   // no page came
	bare      bool   // it says nothing else
}

func (p shown) document(entry *normalize.Entry) normalize.Document {
	doc := normalize.Document{URL: entry.URL, Entry: entry, Feed: normalize.Feed{URL: "https://news.example/feed"}, FetchedAt: time.Now()}
	if p.none {
		return doc
	}
	link := ""
	if p.canonical != "" {
		link = fmt.Sprintf(`<link rel="canonical" href="%s">`, p.canonical)
	}
	doc.FinalURL, doc.Status, doc.ContentType = entry.URL, 200, "text/html"
	if p.bare {
		doc.Body = fmt.Appendf(nil, "<html><head><title>%[1]s</title>%[2]s</head><body><h1>%[1]s</h1><p>%[3]s</p></body></html>", p.headline, p.head, p.said)
		return doc
	}
	doc.Body = fmt.Appendf(nil, `<html><head><title>%[1]s</title>%[2]s%[3]s</head><body><article><h1>%[1]s</h1>
<p>%[4]s It was the first of three ships, with a crew of nine, and the harbour master waved a flag as it passed the light.</p>
<p>The second paragraph of this report goes on for a while, with clauses, commas and a full stop, as reports do. %[4]s</p></article></body></html>`,
		p.headline, link, p.head, p.said)
	return doc
}

func TestWhatStandsIsNotReplacedByLess(t *testing.T) {
	const ferry, other = "https://news.example/ferry", "https://news.example/budget"
	first := shown{headline: "The ferry sails again", said: "The ferry left at six."}
	for name, tt := range map[string]struct {
		then  shown
		again bool
		want  crawler.StoryEvent
	}{
		"the same page":                                {first, true, "unchanged"},
		"a changed page":                               {shown{headline: "The ferry sails again", said: "The ferry left at seven."}, true, "updated"},
		"a changed page, seen in the feed":             {shown{headline: "The ferry sails again", said: "The ferry left at seven."}, false, "updated"},
		"no page: the teaser replaces no text":         {shown{headline: "The ferry sails", none: true}, false, "unchanged"},
		"a new address for the same story":             {shown{headline: "The ferry sails again", said: "It is back.", canonical: ferry + "-2"}, true, "updated"},
		"another story at the address":                 {shown{headline: "Council passes budget", said: "The vote was close.", canonical: "https://news.example/council"}, true, "unchanged"},
		"another published story at the address":       {shown{headline: "Budget", said: "The vote was close.", canonical: other}, true, "unchanged"},
		"a page that is not to be indexed any more":    {shown{headline: "The ferry sails again", said: "The ferry left at six.", head: `<meta name="robots" content="noindex">`}, true, "withdrawn"},
		"the same, seen because its entry has changed": {shown{headline: "The ferry sails again", said: "The ferry left at six.", head: `<meta name="robots" content="noindex, nofollow">`}, false, "withdrawn"},
		"a login where the page was":                   {shown{headline: "Sign in to your account", said: "Forgot your password?", head: `<meta name="robots" content="noindex">`, bare: true}, true, "unchanged"},
		"a page that is not to be kept":                {shown{headline: "The ferry sails again", said: "The ferry left at six.", head: `<meta name="robots" content="noarchive">`}, true, "unchanged"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHandler(t)
			publish := func(url string, p shown, again bool) crawler.Result {
				t.Helper()
				entry := &normalize.Entry{URL: url, ID: url, Title: p.headline}
				if p.bare { // the feed still says what it said
					entry.Title = first.headline
				}
				s := crawler.Sighting{FeedID: "f", FeedURL: "https://news.example/feed", Entry: entry, Fingerprint: uint64(len(p.said)), Changed: !again, Recheck: again}
				r, err := h.Publish(t.Context(), s, p.document(entry))
				if err != nil {
					t.Fatal(err)
				}
				return r
			}
			publish(other, shown{headline: "Budget", said: "Nine hours were not enough for it."}, false)
			published := publish(ferry, first, false)
			got := publish(ferry, tt.then, tt.again)
			if got.Event != tt.want || got.ID != published.ID {
				t.Errorf("%+v of %s, want %s", got, published.ID, tt.want)
			}
			if n := h.index.Len(); n != 2 {
				t.Errorf("%d stories, want 2", n)
			}
		})
	}
}

// A story that was published without its page may be changed without it.
func TestAFeedsHalfIsUpdatedByAnother(t *testing.T) {
	h := newHandler(t)
	for i, title := range []string{"Ferry stuck", "Ferry free"} {
		entry := &normalize.Entry{URL: "https://news.example/ferry", ID: "1", Title: title}
		s := crawler.Sighting{FeedID: "f", FeedURL: "https://news.example/feed", Entry: entry, Fingerprint: uint64(i), Changed: i > 0}
		r, err := h.Publish(t.Context(), s, shown{none: true}.document(entry))
		if err != nil || r.Version != i+1 {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

func TestAFeedTakesBackWhatIsItsOwn(t *testing.T) {
	const feed = "https://news.example/feed"
	for name, tt := range map[string]struct {
		r    crawler.Retraction
		want crawler.StoryEvent
	}{
		"its entry, by id":              {crawler.Retraction{FeedID: "f", FeedURL: feed, EntryID: "tag:news.example,2026:1"}, "withdrawn"},
		"its entry, by address":         {crawler.Retraction{FeedID: "f", FeedURL: feed, EntryID: "https://news.example/ferry"}, "withdrawn"},
		"another feed of the site":      {crawler.Retraction{FeedID: "g", FeedURL: "https://news.example/sport", EntryID: "https://news.example/ferry"}, "withdrawn"},
		"a feed of another site":        {crawler.Retraction{FeedID: "x", FeedURL: "https://evil.example/feed", EntryID: "https://news.example/ferry"}, "unchanged"},
		"the same id in another feed":   {crawler.Retraction{FeedID: "x", FeedURL: "https://evil.example/feed", EntryID: "tag:news.example,2026:1"}, "unchanged"},
		"an id nobody knows":            {crawler.Retraction{FeedID: "f", FeedURL: feed, EntryID: "tag:news.example,2026:2"}, "unchanged"},
		"its page, as the crawler says": {crawler.Retraction{FeedID: "f", FeedURL: feed, URL: "https://news.example/ferry"}, "withdrawn"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHandler(t)
			entry := &normalize.Entry{URL: "https://news.example/ferry", ID: "tag:news.example,2026:1", Title: "Ferry"}
			s := crawler.Sighting{FeedID: "f", FeedURL: feed, Entry: entry, Fingerprint: 1}
			if _, err := h.Publish(t.Context(), s, shown{headline: "Ferry", said: "It left at six."}.document(entry)); err != nil {
				t.Fatal(err)
			}
			tt.r.Withdrawal = article.Withdrawal{Reason: article.DeletedEntry, At: time.Now()}
			got, err := h.Withdraw(t.Context(), tt.r)
			if err != nil || got.Event != tt.want {
				t.Errorf("%+v, %v, want %s", got, err, tt.want)
			}
			if again, err := h.Withdraw(t.Context(), tt.r); err != nil || again.Event != "unchanged" {
				t.Errorf("a second time: %+v, %v", again, err)
			}
			latest, err := h.publisher.Latest(t.Context(), h.mustKnow(t, s).ID)
			if err != nil || (latest.Event == article.Withdrawn) != (tt.want == "withdrawn") || strings.Contains(latest.BodyText, "six") == (tt.want == "withdrawn") {
				t.Errorf("latest %+v, %v", latest, err)
			}
		})
	}
}

func (h *handler) mustKnow(t *testing.T, s crawler.Sighting) sink.Known {
	t.Helper()
	known, ok := h.story(s)
	if !ok {
		t.Fatal("the story is unknown")
	}
	return known
}
