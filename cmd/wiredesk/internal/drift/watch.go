package drift

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler"
)

const (
	// Bucket holds a record a site, and an empty one for each that has lost
	// something, so that those are found without reading all.
	Bucket = "SITES"

	flushEvery = time.Minute
	keptFor    = 45 * 24 * time.Hour
	maxSites   = 50_000
	// maxPending bounds the pages of a site that wait to be stored: the last ones
	// say all there is to say.
	maxPending = 2 * maxRecent
	casTries   = 20
)

// Options of a Watch.
type Options struct {
	// Replicas of the bucket, if it is to be made: 1, or 3 on a cluster.
	Replicas int
	// OnTurn is called once for each turn of a site, during a flush.
	OnTurn func(Turn, Row)
	Log    *slog.Logger
}

// Watch gathers what pages gave and stores it from time to time. Its methods may be
// called concurrently.
type Watch struct {
	js   jetstream.JetStream
	opts Options
	now  func() time.Time

	mu      sync.Mutex
	pending map[string][]page // by site

	flushing sync.Mutex
	kv       jetstream.KeyValue // nil until it is needed
	full     bool               // no more sites are taken up
}

// New returns a Watch. It asks for nothing before there is something to store.
func New(js jetstream.JetStream, o Options) *Watch {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.OnTurn == nil {
		o.OnTurn = func(Turn, Row) {}
	}
	return &Watch{js: js, opts: o, now: time.Now, pending: map[string][]page{}}
}

// Observe takes note of an event of the crawler.
func (w *Watch) Observe(e crawler.Event) {
	site, p, ok := read(e, w.now())
	if !ok {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wait(site, p)
}

// wait keeps pages for the next flush. The caller holds mu.
func (w *Watch) wait(site string, pages ...page) {
	list := append(w.pending[site], pages...)
	if len(w.pending) >= maxSites && w.pending[site] == nil {
		return
	}
	w.pending[site] = list[max(0, len(list)-maxPending):]
}

// Run stores once a minute until ctx ends. What comes after the last flush is for
// the caller to flush. That nothing can be stored is said once: it may be for want of
// a right that this process will never have.
func (w *Watch) Run(ctx context.Context) {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	level := slog.LevelWarn
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := w.Flush(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			w.opts.Log.Log(ctx, level, "what pages gave could not be stored; it is tried again each minute", "error", err)
			level = slog.LevelDebug
		default:
			level = slog.LevelWarn
		}
	}
}

// Flush stores what was gathered. What cannot be stored is kept for the next time,
// as far as there is room.
func (w *Watch) Flush(ctx context.Context) error {
	w.flushing.Lock()
	defer w.flushing.Unlock()
	w.mu.Lock()
	pending := w.pending
	w.pending = map[string][]page{}
	w.mu.Unlock()
	if len(pending) == 0 {
		return nil
	}
	err := w.open(ctx)
	for site, pages := range pending {
		if err == nil {
			err = w.merge(ctx, site, pages)
		}
		if err == nil {
			delete(pending, site)
		}
	}
	if err == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for site, pages := range pending {
		later := w.pending[site]
		delete(w.pending, site)
		w.wait(site, append(pages, later...)...)
	}
	return err
}

// open gets the bucket, and makes it if there is none.
func (w *Watch) open(ctx context.Context) (err error) {
	if w.kv == nil {
		w.kv, err = w.js.KeyValue(ctx, Bucket)
		if errors.Is(err, jetstream.ErrBucketNotFound) {
			w.kv, err = w.js.CreateKeyValue(ctx, jetstream.KeyValueConfig{
				Bucket: Bucket, Description: "wiredesk: what the pages of each site give", History: 1, TTL: keptFor,
				Storage: jetstream.FileStorage, Replicas: max(w.opts.Replicas, 1),
			})
		}
		if errors.Is(err, jetstream.ErrBucketExists) { // another process was faster
			w.kv, err = w.js.KeyValue(ctx, Bucket)
		}
	}
	if err != nil {
		w.kv = nil
		return fmt.Errorf("open bucket %s: %w", Bucket, err)
	}
	status, err := w.kv.Status(ctx)
	if err != nil {
		return fmt.Errorf("look at bucket %s: %w", Bucket, err)
	}
	w.full = status.Values() >= maxSites
	return nil
}

// merge stores the pages of a site, and tells if that was a turn.
func (w *Watch) merge(ctx context.Context, site string, pages []page) error {
	key := siteKey(site)
	for range casTries {
		r, revision, err := w.read(ctx, key, site)
		if err != nil {
			return err
		}
		if revision == 0 && w.full {
			return nil
		}
		now := w.now()
		r.take(pages, now)
		turn, row := r.judge(now)
		value, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("encode %s: %w", key, err)
		}
		if revision == 0 {
			_, err = w.kv.Create(ctx, key, value)
		} else {
			_, err = w.kv.Update(ctx, key, value, revision)
		}
		if errors.Is(err, jetstream.ErrKeyExists) || errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
			continue // another process was faster
		}
		if err != nil {
			return fmt.Errorf("save %s: %w", key, err)
		}
		w.mark(ctx, site, turn, row)
		return nil
	}
	return fmt.Errorf("save %s: other processes changed it %d times in a row", key, casTries)
}

// read returns a site's record and its revision, 0 if there is none. One that cannot
// be read begins anew.
func (w *Watch) read(ctx context.Context, key, site string) (*record, uint64, error) {
	fresh := &record{Site: site}
	entry, err := w.kv.Get(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return fresh, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read %s: %w", key, err)
	}
	r := &record{}
	if unread := json.Unmarshal(entry.Value(), r); unread != nil || r.Site != site {
		r = fresh
	}
	return r, entry.Revision(), nil
}

// mark keeps the list of the sites that have lost something, and tells of turns. A
// mark that a crash has kept from being made comes with the site's next pages; one
// that was left behind is passed over, since the record says how it is.
func (w *Watch) mark(ctx context.Context, site string, turn Turn, row *Row) {
	var err error
	switch {
	case turn == Recovered:
		err = w.kv.Purge(ctx, markKey(site))
	case row != nil:
		_, err = w.kv.Put(ctx, markKey(site), nil)
	}
	if turn != "" {
		w.opts.OnTurn(turn, *row)
	}
	if err != nil {
		w.opts.Log.Warn("a site that lost fields could not be listed; its next pages try again", "site", site, "error", err)
	}
}

func siteKey(site string) string { return "site." + token(site) }
func markKey(site string) string { return "rot." + token(site) }

// token is a domain as it may stand in a key. Domains are ASCII as a rule; of others
// the bytes that may not stand there are written in hex.
func token(site string) string {
	var b strings.Builder
	for i := range len(site) {
		switch c := site[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '_':
			b.WriteByte(c)
		case c == '.' && i > 0 && i < len(site)-1 && site[i-1] != '.':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "=%02X", c)
		}
	}
	return b.String()
}
