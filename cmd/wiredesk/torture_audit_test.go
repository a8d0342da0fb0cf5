package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// delivery is a message as the auditor got it.
type delivery struct {
	MessageID string `json:"message_id"`
	ID        string `json:"id"`
	Version   int    `json:"version"`
	Headline  string `json:"headline"`
	Text      string `json:"body_text"`
	Hash      string `json:"content_hash"`
}

// auditor is a subscriber that knows nothing of wiredesk but the name of its
// stream: plain nats.go and a durable consumer. It keeps a log of what it got.
type auditor struct {
	mu   sync.Mutex
	log  map[uint64]delivery // by sequence: a second delivery of one message is no second message
	last uint64
	told map[string]bool // findings that were reported before
}

// read takes what is in the stream until it has all up to its end.
func (a *auditor) read(ctx context.Context, nc *nats.Conn, until uint64) error {
	js, err := jetstream.New(nc)
	if err != nil {
		return err
	}
	consumer, err := js.CreateOrUpdateConsumer(ctx, "ARTICLES", jetstream.ConsumerConfig{
		Durable: "auditor", AckPolicy: jetstream.AckExplicitPolicy, AckWait: 2 * time.Second, MaxAckPending: 64,
	})
	if err != nil {
		return err
	}
	for a.reached() < until {
		// No more than are there: a fetch ends when it has all, or time is over.
		batch, err := consumer.Fetch(int(min(until-a.reached(), 64)), jetstream.FetchMaxWait(500*time.Millisecond))
		if err != nil {
			return err
		}
		for m := range batch.Messages() {
			if err := a.enter(m); err != nil {
				return err
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nc.Flush()
}

// follow reads until ctx ends, through whatever happens to the server.
func (a *auditor) follow(ctx context.Context, nc *nats.Conn) {
	for ctx.Err() == nil {
		if a.read(ctx, nc, 1<<62) != nil {
			select {
			case <-ctx.Done():
			case <-time.After(100 * time.Millisecond):
			}
		}
	}
}

func (a *auditor) reached() uint64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.last
}

func (a *auditor) enter(m jetstream.Msg) error {
	meta, err := m.Metadata()
	if err != nil {
		return err
	}
	var d delivery
	if err := json.Unmarshal(m.Data(), &d); err != nil {
		return fmt.Errorf("message %d: %w", meta.Sequence.Stream, err)
	}
	d.MessageID = m.Headers().Get("Nats-Msg-Id")
	a.note(meta.Sequence.Stream, d)
	return m.Ack()
}

func (a *auditor) note(sequence uint64, d delivery) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.log == nil {
		a.log = map[uint64]delivery{}
	}
	a.log[sequence] = d
	for _, next := a.log[a.last+1]; next; _, next = a.log[a.last+1] {
		a.last++ // only what has no gap before it counts as read
	}
}

// ended waits until the log holds all that is in the stream now.
func (a *auditor) ended(ctx context.Context, nc *nats.Conn) error {
	js, err := jetstream.New(nc)
	if err != nil {
		return err
	}
	info, err := articlesInfo(ctx, js)
	if err != nil {
		return err
	}
	end := info.State.LastSeq
	for ctx.Err() == nil {
		if a.reached() >= end {
			return nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	return fmt.Errorf("the auditor got %d of %d messages: %w", a.reached(), end, ctx.Err())
}

// articlesInfo asks for the stream of articles until there is an answer: a
// cluster that changes its leader gives none.
func articlesInfo(ctx context.Context, js jetstream.JetStream) (*jetstream.StreamInfo, error) {
	for {
		try, cancel := context.WithTimeout(ctx, 2*time.Second)
		stream, err := js.Stream(try, "ARTICLES")
		cancel()
		if err == nil {
			return stream.CachedInfo(), nil
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("ask for the stream: %w", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// verdict is what an audit found wrong since the last one.
type verdict struct {
	lost, doubled, disordered, invented int
	findings                            []string
}

func (v *verdict) add(w verdict) {
	v.lost += w.lost
	v.doubled += w.doubled
	v.disordered += w.disordered
	v.invented += w.invented
	v.findings = append(v.findings, w.findings...)
}

func (v *verdict) err() error {
	if len(v.findings) == 0 {
		return nil
	}
	return errors.New(strings.Join(v.findings, "\n"))
}

// audit compares the log with the truth: every story of want is there, with that
// revision or a later one as its newest version; no version is missing, comes
// twice or out of order; nothing is there that the site never served.
func (a *auditor) audit(site *Grid, want map[GridStory]int) verdict {
	a.mu.Lock()
	defer a.mu.Unlock()
	var v verdict
	find := func(count *int, format string, args ...any) {
		text := fmt.Sprintf(format, args...)
		if a.told == nil {
			a.told = map[string]bool{}
		}
		if !a.told[text] {
			a.told[text] = true
			*count++
			v.findings = append(v.findings, text)
		}
	}
	stories := map[string]GridStory{}
	now := site.Revisions()
	for s := range now {
		stories[s.Headline()] = s
	}
	type standing struct {
		delivery
		revision int
	}
	newest := map[GridStory]standing{}
	for seq := uint64(1); seq <= a.last; seq++ {
		d := a.log[seq]
		story, ok := stories[d.Headline]
		revision := revisionOf(site, story, now[story], d.Text)
		if !ok || revision < 0 {
			find(&v.invented, "message %d, %s: %q with a text that the site never served: %q", seq, d.MessageID, d.Headline, d.Text)
			continue
		}
		before, known := newest[story]
		switch {
		case d.MessageID != fmt.Sprintf("%s:%d", d.ID, d.Version):
			find(&v.disordered, "message %d: id %s on version %d of %s", seq, d.MessageID, d.Version, d.ID)
		case known && d.ID != before.ID:
			find(&v.doubled, "message %d: %s is %s, and %s before", seq, d.Headline, d.ID, before.ID)
		case known && (d.Hash == before.Hash || revision == before.revision):
			find(&v.doubled, "message %d, %s: says what %s said", seq, d.MessageID, before.MessageID)
		case d.Version <= before.Version:
			find(&v.doubled, "message %d, %s: came after %s", seq, d.MessageID, before.MessageID)
		case d.Version > before.Version+1:
			find(&v.lost, "message %d, %s: version %d is missing before it", seq, d.MessageID, before.Version+1)
		case known && revision < before.revision:
			find(&v.disordered, "message %d, %s: revision %d after %d", seq, d.MessageID, revision, before.revision)
		}
		newest[story] = standing{d, revision}
	}
	for story, revision := range want {
		switch n, ok := newest[story]; {
		case !ok:
			find(&v.lost, "%s is not there", story.Headline())
		case n.revision < revision:
			find(&v.lost, "%s is there up to revision %d (%s), not %d", story.Headline(), n.revision, n.MessageID, revision)
		}
	}
	return v
}

// revisionOf finds which of a story's texts, up to the one that stands now, this
// is; -1 if it is none that the site ever served.
func revisionOf(site *Grid, s GridStory, now int, text string) int {
	for r := range now + 1 {
		if text == strings.Join(s.Text(r), "\n\n") && site.Served(s, r) {
			return r
		}
	}
	return -1
}
