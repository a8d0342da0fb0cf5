package subscribe

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// version publishes a version of one story.
func (w *wire) version(story, version int) {
	w.t.Helper()
	a := &article.Article{Schema: article.Schema, ID: fmt.Sprintf("%032x", story), Version: version, Event: article.Published}
	data, err := article.Encode(a)
	if err != nil {
		w.t.Fatal(err)
	}
	m := &nats.Msg{Subject: english, Data: data, Header: nats.Header{"ce-id": {fmt.Sprintf("%s:%d", a.ID, version)}}}
	if _, err := w.js.PublishMsg(w.t.Context(), m); err != nil {
		w.t.Fatal(err)
	}
}

func TestStoriesAreHandledSideBySideAndTheirVersionsInOrder(t *testing.T) {
	const stories, versions, width = 12, 5, 4
	w := newWire(t)
	for v := 1; v <= versions; v++ {
		for s := range stories {
			w.version(s, v)
		}
		w.version(99, v) // twice in a row: a story that waits for itself
		w.version(99, v+100)
	}
	var mu sync.Mutex
	last, at := map[string]int{}, map[string]bool{}
	handled, most := 0, 0
	meet := make(chan struct{}) // closed when as many are at work as may be
	o := Options{URL: w.url, Durable: "desk", Once: true, Concurrency: width, Logger: quiet()}
	err := Run(t.Context(), o, func(_ context.Context, m Message) error {
		mu.Lock()
		if at[m.Article.ID] {
			t.Errorf("two versions of %s at the same time", m.Article.ID)
		}
		at[m.Article.ID] = true
		if v := m.Article.Version; v%100 < last[m.Article.ID]%100 {
			t.Errorf("%s: version %d after %d", m.Article.ID, v, last[m.Article.ID])
		}
		last[m.Article.ID] = m.Article.Version
		if len(at) == width && most < width {
			close(meet)
		}
		most = max(most, len(at))
		mu.Unlock()
		<-meet
		mu.Lock()
		delete(at, m.Article.ID)
		handled++
		mu.Unlock()
		return nil
	})
	if err != nil || handled != (stories+2)*versions || most != width {
		t.Errorf("%v, %d handled, %d at the same time", err, handled, most)
	}
}

func TestStoppingWaitsForAllHandlers(t *testing.T) {
	w := newWire(t)
	w.publish(20, english)
	ctx, cancel := context.WithCancel(t.Context())
	var mu sync.Mutex
	begun, ended := map[string]bool{}, map[string]bool{}
	o := Options{URL: w.url, Durable: "desk", Concurrency: 4, Logger: quiet()}
	_ = Run(ctx, o, func(ctx context.Context, m Message) error {
		mu.Lock()
		begun[m.ID] = true
		if len(begun) == 4 {
			cancel()
		}
		mu.Unlock()
		<-ctx.Done()
		mu.Lock()
		defer mu.Unlock()
		ended[m.ID] = true
		return nil
	})
	if len(begun) != 4 || len(ended) != 4 {
		t.Errorf("%d begun, %d ended", len(begun), len(ended))
	}
	var rest []string
	o.Once, o.Concurrency = true, 1
	if err := Run(t.Context(), o, func(_ context.Context, m Message) error {
		if ended[m.ID] {
			t.Errorf("%s was acknowledged and comes again", m.ID)
		}
		rest = append(rest, m.Article.Headline)
		return nil
	}); err != nil || len(rest) != 16 {
		t.Errorf("%v, %d were given back: %s", err, len(rest), strings.Join(rest, ", "))
	}
}
