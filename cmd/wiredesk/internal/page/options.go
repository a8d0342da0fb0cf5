package page

import (
	"context"
	"log/slog"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// Options say what the page shows and where it finds it.
type Options struct {
	Version  string
	JS       jetstream.JetStream
	Stream   sink.StreamConfig
	Calendar *calendar.Calendar
	Journal  *Journal
	Log      *slog.Logger

	// Known reports whether a story is published, without a look at the stream.
	Known func(id string) bool
	// FeedHash is under what hash the stream knows a feed.
	FeedHash func(feedID string) uint64
	// Why explains a feed in rows of a name and a text, as `wiredesk why` does.
	Why func(context.Context, *calendar.Feed) ([][2]string, error)
	// Looks say of a story when its page is looked at again, and what was wrong with it the
	// last times; nil: nobody knows.
	Looks func(context.Context, *article.Article) ([][2]string, error)
	// Paused says why the crawl pauses; empty: it does not.
	Paused func() string
	// Missing says what is missing of what was stored; empty: nothing is.
	Missing func() string
	// Drift lists the sites whose articles lack more than they used to; nil: none.
	Drift func(context.Context) ([]Drift, error)
	// Extract fetches a page and makes an article of it; nil: /try is not offered.
	Extract func(ctx context.Context, url string) (*article.Article, error)
	// Token opens /try, TokenFile is where its owner finds it.
	Token, TokenFile string
}

// Drift is a site whose articles lack more than they used to.
type Drift struct {
	Site    string    `json:"site"`
	Text    string    `json:"text"` // what is lacking, in words
	Since   time.Time `json:"since"`
	Example string    `json:"example,omitempty"` // id of an article that shows it
}
