package calendar

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/schedule"
)

// Errors of the feed records.
var (
	ErrNoFeed     = errors.New("no such feed")
	ErrFeedExists = errors.New("the feed is known already")
)

// Feed is all that is remembered of a feed. The record is written at every
// poll and is meant to stay under 2 KB.
type Feed struct {
	ID  string `json:"id"`
	URL string `json:"url"`
	Settings
	// Parent is the id of the sitemap index that names it, Parked since when it is not
	// polled, because it holds no news.
	Parent string    `json:"parent,omitempty"`
	Parked time.Time `json:"parked,omitzero"`

	AddedAt time.Time `json:"added_at,omitzero"`
	Paused  bool      `json:"paused,omitempty"`
	Gone    bool      `json:"gone,omitempty"` // answered 410

	Title    string `json:"title,omitempty"`
	Link     string `json:"link,omitempty"`
	Language string `json:"language,omitempty"`
	Format   string `json:"format,omitempty"`

	// Validators are those of the feed, byte for byte as its URL sent them, or
	// where that redirects to.
	Validators Validators `json:"validators,omitzero"`
	// Quiet is since when every answer was a 304.
	Quiet time.Time `json:"quiet,omitzero"`
	// Untrusted is when the validators were found to lie: a 304 hid entries.
	Untrusted time.Time `json:"untrusted,omitzero"`

	Next   time.Time     `json:"next,omitzero"` // the slot of the next poll
	Why    string        `json:"why,omitempty"` // why then, in words
	Rate   schedule.Rate `json:"rate,omitzero"`
	Asks   schedule.Asks `json:"asks,omitzero"`
	Polled time.Time     `json:"polled,omitzero"`
	// Answered is when it was last read, or confirmed by a 304.
	Answered time.Time `json:"answered,omitzero"`
	Fresh    time.Time `json:"fresh,omitzero"` // when new entries last came
	Outcome  string    `json:"outcome,omitempty"`
	Status   int       `json:"status,omitempty"`
	Error    string    `json:"error,omitempty"`
	Failures int       `json:"failures,omitempty"` // in a row
	Failing  time.Time `json:"failing,omitzero"`   // since when
	// Ahead is by how much the clock of its server was ahead of ours at the last
	// answer, to the second; 0 if it was about the same, or is not known.
	Ahead time.Duration `json:"ahead,omitempty"`

	// Move is a redirect for good that is not yet believed.
	Move *Move `json:"move,omitempty"`
	// MovedFrom is the URL before the last move that was believed.
	MovedFrom string `json:"moved_from,omitempty"`
	// Scouted is when the site was last searched for the feed that this one
	// became, and Proposed what was found.
	Scouted  time.Time `json:"scouted,omitzero"`
	Proposed string    `json:"proposed,omitempty"`
	// Home holds the validators of the page that was searched.
	Home Validators `json:"home,omitzero"`
	// Visits are the last requests, newest last.
	Visits Visits `json:"visits,omitempty"`
	// Warnings are what its body gave reason to say.
	Warnings []string `json:"warnings,omitempty"`

	// Seen are the entries that stood in the feed at the last poll.
	Seen Fingerprints `json:"entries,omitempty"`
	// Known is set by the first poll that read the feed.
	Known bool `json:"known,omitempty"`

	rev uint64
}

// Validators are what a conditional request is made of, as a URL sent them.
type Validators struct {
	Of           string `json:"of,omitempty"`
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// Move is a permanent redirect, and how often it was seen since when.
type Move struct {
	To    string    `json:"to"`
	Times int       `json:"times"`
	Since time.Time `json:"since"`
}

// FeedID is the id of a feed, made from the URL it was added with. It stays
// when the feed moves.
func FeedID(url string) string {
	sum := sha256.Sum256([]byte(url))
	return hex.EncodeToString(sum[:8])
}

// Job is the poll that is booked for the feed's next slot.
func (f *Feed) Job() Job {
	return Job{Kind: Poll, ID: f.ID, URL: f.URL, Slot: f.Next, AnyCertificate: f.AnyCertificate}
}

// SlotIs reports whether a poll's slot is the feed's next one. Slots are
// compared in milliseconds, since they travel through JSON.
func (f *Feed) SlotIs(slot time.Time) bool { return f.Next.UnixMilli() == slot.UnixMilli() }

// Persistent reports whether the feed has failed for a day or longer.
func (f *Feed) Persistent(now time.Time) bool {
	return !f.Failing.IsZero() && now.Sub(f.Failing) >= 24*time.Hour
}

// AddFeed stores a feed that is not known yet and sets its first poll to now,
// unless f.Next says otherwise. It returns ErrFeedExists for a known one.
func (c *Calendar) AddFeed(ctx context.Context, f Feed) error {
	if f.ID == "" {
		f.ID = FeedID(f.URL)
	}
	if f.Next.IsZero() {
		f.Next = time.Now()
	}
	if f.AddedAt.IsZero() {
		f.AddedAt = time.Now().UTC().Truncate(time.Second)
	}
	value, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("encode feed %s: %w", f.URL, err)
	}
	_, err = c.feeds.Create(ctx, f.ID, value)
	switch {
	case errors.Is(err, jetstream.ErrKeyExists):
		return fmt.Errorf("add %s: %w", f.URL, ErrFeedExists)
	case err != nil:
		return fmt.Errorf("add %s: %w", f.URL, err)
	}
	return nil
}

// Feed returns a feed by its id, or ErrNoFeed.
func (c *Calendar) Feed(ctx context.Context, id string) (*Feed, error) {
	entry, err := c.feeds.Get(ctx, id)
	switch {
	case errors.Is(err, jetstream.ErrKeyNotFound), errors.Is(err, jetstream.ErrInvalidKey):
		return nil, fmt.Errorf("feed %s: %w", id, ErrNoFeed)
	case err != nil:
		return nil, fmt.Errorf("read feed %s: %w", id, err)
	}
	return decodeFeed(entry)
}

func decodeFeed(entry jetstream.KeyValueEntry) (*Feed, error) {
	f := &Feed{rev: entry.Revision()}
	if err := json.Unmarshal(entry.Value(), f); err != nil {
		return nil, fmt.Errorf("decode feed %s: %w", entry.Key(), err)
	}
	return f, nil
}

// UpdateFeed changes a feed by compare-and-set; change runs again, on the newer
// record, when another process was faster. An error of change ends it unsaved.
func (c *Calendar) UpdateFeed(ctx context.Context, id string, change func(*Feed) error) (*Feed, error) {
	return c.ChangeFeed(ctx, id, nil, change)
}

// ChangeFeed is UpdateFeed for who has just read the feed: known saves reading
// it again, unless another process was faster. known itself stays as it is.
func (c *Calendar) ChangeFeed(ctx context.Context, id string, known *Feed, change func(*Feed) error) (*Feed, error) {
	for try := range casTries {
		f, err := c.copyOrRead(ctx, id, known)
		if err != nil {
			return nil, err
		}
		known = nil
		if err := change(f); err != nil {
			return nil, err
		}
		value, err := json.Marshal(f)
		if err != nil {
			return nil, fmt.Errorf("encode feed %s: %w", id, err)
		}
		f.rev, err = c.feeds.Update(ctx, id, value, f.rev)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
			return nil, fmt.Errorf("save feed %s: %w", id, err)
		}
		if err := pauseCAS(ctx, try); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("save feed %s: other processes changed it %d times in a row", id, casTries)
}

func (c *Calendar) copyOrRead(ctx context.Context, id string, known *Feed) (*Feed, error) {
	if known == nil {
		return c.Feed(ctx, id)
	}
	f := *known
	f.Visits = slices.Clone(known.Visits)
	return &f, nil
}

// RemoveFeed forgets a feed. Its articles stay; a poll that is booked ends when it
// finds no feed. To cancel it here would take the right to purge jobs, which workers
// do not have.
func (c *Calendar) RemoveFeed(ctx context.Context, id string) error {
	if err := c.feeds.Purge(ctx, id); err != nil {
		return fmt.Errorf("remove feed %s: %w", id, err)
	}
	return nil
}

// Feeds returns all feeds, ordered by URL.
func (c *Calendar) Feeds(ctx context.Context) ([]*Feed, error) {
	w, err := c.feeds.WatchAll(ctx, jetstream.IgnoreDeletes())
	if err != nil {
		return nil, fmt.Errorf("list feeds: %w", err)
	}
	defer func() { _ = w.Stop() }()
	var feeds []*Feed
	for {
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("list feeds: %w", ctx.Err())
		case entry, ok := <-w.Updates():
			if !ok {
				return nil, errors.New("list feeds: the watch ended early")
			}
			if entry == nil { // all current values were delivered
				sort.Slice(feeds, func(i, j int) bool { return feeds[i].URL < feeds[j].URL })
				return feeds, nil
			}
			f, err := decodeFeed(entry)
			if err != nil {
				return nil, err
			}
			feeds = append(feeds, f)
		}
	}
}
