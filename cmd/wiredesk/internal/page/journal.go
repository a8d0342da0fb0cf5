package page

import (
	"context"
	"math/bits"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/daystats"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

const (
	// remembered is how many of the last articles are known by headline and
	// signature, recalled how many of them are read back at start.
	remembered = 2000
	recalled   = 200
	// near is in how many of 64 bits the signatures of two copies of a text differ
	// at most.
	near = 3
)

// Journal is what the page knows of what happened: the figures of a day, and the
// last articles. It exists before the crawl that it is told of.
type Journal struct {
	Stats *daystats.Stats
	// shared says that other processes publish as well: then articles are counted
	// when they come through the stream, not when this process reports them.
	shared bool
	// read is the last message of the stream that was counted: recall and follow go on
	// behind it when they are repeated after an error.
	read     uint64
	recalled bool // the last articles of before were read back

	mu   sync.Mutex
	last []glimpse // a ring once it is full
	next int       // where the next goes
}

// glimpse is an article as a list shows it.
type glimpse struct {
	ID           string               `json:"id"`
	Version      int                  `json:"version"`
	Event        article.Event        `json:"event"`
	Headline     string               `json:"headline"`
	Source       string               `json:"source,omitempty"`
	Language     string               `json:"language,omitempty"`
	Direction    string               `json:"direction,omitempty"`
	Stored       time.Time            `json:"stored_at"`
	Completeness article.Completeness `json:"completeness"`
	Words        int                  `json:"words"`
	signature    uint64
}

// NewJournal returns an empty journal. shared says that other processes publish
// into the same stream.
func NewJournal(shared bool) *Journal {
	return &Journal{Stats: daystats.New(), shared: shared}
}

// Observe hears of everything that the crawler reports.
func (j *Journal) Observe(e crawler.Event) {
	j.Stats.Observe(e)
	if r := e.Article; r != nil && r.Article != nil && !j.shared {
		j.published(r.Article, time.Now())
	}
}

func (j *Journal) published(a *article.Article, at time.Time) {
	j.Stats.Article(a)
	j.add(glimpseOf(a, at))
}

func (j *Journal) add(g glimpse) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.last) < remembered {
		j.last = append(j.last, g)
		return
	}
	j.last[j.next] = g
	j.next = (j.next + 1) % remembered
}

// newest are the last n articles, the newest first.
func (j *Journal) newest(n int) []glimpse {
	j.mu.Lock()
	defer j.mu.Unlock()
	n = min(n, len(j.last))
	out := make([]glimpse, n)
	for i := range out {
		out[i] = j.last[(j.next-1-i+2*len(j.last))%len(j.last)]
	}
	return out
}

// copies are the last articles with nearly the same text as one, each story once.
func (j *Journal) copies(a *article.Article) []glimpse {
	signature, ok := signatureOf(a)
	if !ok {
		return nil
	}
	var out []glimpse
	seen := map[string]bool{a.ID: true}
	for _, g := range j.newest(remembered) {
		if !seen[g.ID] && g.signature != 0 && bits.OnesCount64(g.signature^signature) <= near {
			seen[g.ID] = true
			out = append(out, g)
		}
	}
	return out
}

func glimpseOf(a *article.Article, at time.Time) glimpse {
	g := glimpse{
		ID: a.ID, Version: a.Version, Event: a.Event, Stored: at,
		Headline: words.Clip(a.Headline, 300), Source: words.Clip(words.Source(a), 80), Direction: direction(a),
		Completeness: a.Completeness, Words: len(strings.Fields(a.BodyText)),
	}
	if a.Language != nil {
		g.Language = words.Clip(a.Language.Tag, 35)
	}
	g.signature, _ = signatureOf(a)
	return g
}

func signatureOf(a *article.Article) (uint64, bool) {
	n, err := strconv.ParseUint(a.Simhash, 16, 64)
	return n, err == nil && n != 0
}

// recall reads from the stream what was published in the day before the journal
// began. Like follow it is for one goroutine.
func (j *Journal) recall(ctx context.Context, js jetstream.JetStream, cfg sink.StreamConfig) error {
	begun := j.Stats.Since()
	for v, err := range sink.Versions(ctx, js, cfg, sink.Span{Since: begun.Add(-24 * time.Hour), Until: begun}) {
		if err != nil {
			return err
		}
		if v.Sequence <= j.read {
			continue
		}
		j.read = v.Sequence
		published := v.PublishedAt
		if published.Equal(published.Truncate(24 * time.Hour)) {
			published = time.Time{} // midnight is what a date without a clock reads as
		}
		j.Stats.Past(v.Time, v.Event, published)
	}
	if j.recalled {
		return nil
	}
	var old []glimpse
	o := subscribe.Options{Stream: cfg.Name, Filter: subscribe.Filter{Prefix: cfg.Prefix}, Last: recalled, Desk: true}
	for m, err := range subscribe.Read(ctx, js.Conn(), o) {
		if err != nil && m.Sequence == 0 {
			return err
		}
		if err == nil && m.Time.Before(begun) {
			old = append(old, glimpseOf(m.Article, m.Time))
		}
	}
	j.recalled = true
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.last)+len(old) <= remembered { // else a burst of news has pushed them out already
		j.last = append(old, j.last...)
	}
	return nil
}

// follow counts what any process publishes from now on, until ctx ends.
func (j *Journal) follow(ctx context.Context, js jetstream.JetStream, cfg sink.StreamConfig) error {
	o := subscribe.Options{Stream: cfg.Name, Filter: subscribe.Filter{Prefix: cfg.Prefix}, Since: j.Stats.Since(), Follow: true, Desk: true}
	for m, err := range subscribe.Read(ctx, js.Conn(), o) {
		if err != nil && m.Sequence == 0 {
			return err
		}
		if err == nil && m.Sequence > j.read {
			j.read = m.Sequence
			j.published(m.Article, m.Time)
		}
	}
	return ctx.Err()
}
