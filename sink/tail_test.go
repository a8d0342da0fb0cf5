package sink

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/internal/lossy"
)

// newMessage is what Publish would send.
func newMessage(t *testing.T, a *article.Article, version int) *nats.Msg {
	t.Helper()
	v := *a
	v.Version, v.Event = version, article.Published
	data, err := article.Encode(&v)
	if err != nil {
		t.Fatal(err)
	}
	return &nats.Msg{Subject: subjectOf(DefaultPrefix, &v, ""), Header: headers(&v, Origin{}, storyURLs(&v), time.Now()), Data: data}
}

// consumers counts those of the stream.
func consumers(t *testing.T, d *desk) int {
	t.Helper()
	info, err := d.stream.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return info.State.Consumers
}

// What a process has published itself it does not read back.
func TestTheTailRestsWhileNobodyElsePublishes(t *testing.T) {
	d := localDesk(t)
	before := consumers(t, d)
	var wg sync.WaitGroup
	for worker := range 16 {
		wg.Go(func() {
			for n := range 100 {
				d.must(t, newStory(storyURL(worker*1000+n), "Headline", "Text."))
			}
		})
	}
	wg.Wait()
	if err := d.index.waitSequence(t.Context(), 1600, time.Second); err != nil {
		t.Errorf("tailed %d of 1600: %v", d.index.position(), err)
	}
	time.Sleep(2 * restEvery)
	if after := consumers(t, d); after != before {
		t.Errorf("%d consumers, there were %d: the stream was read", after, before)
	}
	if n := len(d.index.ahead); n != 0 {
		t.Errorf("%d sequences are left over", n)
	}
}

func TestTheTailWakesWhenSomebodyElsePublishes(t *testing.T) {
	s := newServer(t, t.TempDir(), "")
	a, b := newDesk(t, inProcess(t, s), StreamConfig{}), newDesk(t, inProcess(t, s), StreamConfig{})
	const each = 200
	var wg sync.WaitGroup
	for i, d := range []*desk{a, b} {
		wg.Go(func() {
			for n := range each {
				d.must(t, newStory(storyURL(i*each+n), "Headline", "Text."))
			}
		})
	}
	wg.Wait()
	for _, d := range []*desk{a, b} {
		if err := d.index.waitSequence(t.Context(), 2*each, 10*time.Second); err != nil {
			t.Fatal(err)
		}
		if d.index.Len() != 2*each {
			t.Errorf("%d stories known, want %d", d.index.Len(), 2*each)
		}
	}
	// In company news is known at once, without anybody asking.
	r := a.must(t, newStory(storyURL(10_000), "Headline", "Text."))
	deadline := time.Now().Add(10 * time.Second)
	for _, ok := b.index.ByID(r.ID); !ok && time.Now().Before(deadline); _, ok = b.index.ByID(r.ID) {
		time.Sleep(time.Millisecond)
	}
	if _, ok := b.index.ByID(r.ID); !ok {
		t.Error("the other desk did not hear of it")
	}
}

func TestDeletedMessagesDoNotHoldTheIndexUp(t *testing.T) {
	for name, remove := range map[string]func(t *testing.T, d *desk){
		"the last two": func(t *testing.T, d *desk) {
			for _, seq := range []uint64{9, 10} {
				if err := d.stream.DeleteMsg(t.Context(), seq); err != nil {
					t.Fatal(err)
				}
			}
		},
		"one in the middle and the last": func(t *testing.T, d *desk) {
			for _, seq := range []uint64{5, 10} {
				if err := d.stream.DeleteMsg(t.Context(), seq); err != nil {
					t.Fatal(err)
				}
			}
		},
		"all": func(t *testing.T, d *desk) {
			if err := d.stream.Purge(t.Context()); err != nil {
				t.Fatal(err)
			}
		},
		"the first half": func(t *testing.T, d *desk) {
			if err := d.stream.Purge(t.Context(), jetstream.WithPurgeSequence(6)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := localDesk(t)
			for n := range 10 {
				d.must(t, newStory(storyURL(n), "Headline", "Text."))
			}
			remove(t, d)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			ix, err := OpenIndex(ctx, d.js, StreamConfig{}, IndexOptions{})
			if err != nil {
				t.Fatal(err)
			}
			defer ix.Close()
			if ix.position() != 10 {
				t.Errorf("read up to %d, want 10", ix.position())
			}
			other := newDesk(t, d.nc, StreamConfig{})
			for n := range 10 {
				other.must(t, newStory(storyURL(100+n), "Headline", "Text."))
			}
			if err := ix.waitSequence(t.Context(), 20, 10*time.Second); err != nil {
				t.Error(err)
			}
		})
	}
}

// A server that lost power, or was given back a backup, counts its sequences
// again: what was lost is not known any more, and what comes under those sequences
// is read.
func TestAStreamThatLostItsEndIsReadAgain(t *testing.T) {
	s := newServer(t, t.TempDir(), "")
	d, other := newDesk(t, inProcess(t, s), StreamConfig{}), newDesk(t, inProcess(t, s), StreamConfig{})
	for n := range 10 {
		d.must(t, newStory(storyURL(n), "Headline", "Text."))
	}
	other.index.Close()
	remake(t, d)
	forgotten := func() bool { _, ok := d.index.ByURL(storyURL(9)); return !ok }
	for deadline := time.Now().Add(20 * time.Second); !forgotten() && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if !forgotten() {
		t.Fatal("a story that the stream has lost is still known")
	}
	another := newDesk(t, other.nc, StreamConfig{})
	another.must(t, newStory(storyURL(100), "Headline", "Text."))
	if got := d.must(t, newStory(storyURL(9), "Headline", "Text.")); got.Outcome != "published" || got.Version != 1 {
		t.Errorf("a story that was lost: %+v", got)
	}
	if got := d.must(t, newStory(storyURL(100), "Headline", "Text.")); got.Outcome != Unchanged {
		t.Errorf("a story that came in the meantime: %+v", got)
	}
}

func TestAnIndexEndsWithItsStream(t *testing.T) {
	d := localDesk(t)
	if err := d.js.DeleteStream(t.Context(), "ARTICLES"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := d.index.waitSequence(ctx, 1, 30*time.Second); err == nil || ctx.Err() != nil {
		t.Errorf("waited for a stream that is gone: %v", err)
	}
}

// A cluster between two leaders answers nothing for a while: what the index has asked
// then, it asks again.
func TestTheIndexAsksAgainWhatGotNoAnswer(t *testing.T) {
	ns, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoSigs: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	ns.Start()
	t.Cleanup(func() { ns.Shutdown(); ns.WaitForShutdown() })
	var wire lossy.Dialer
	nc, err := nats.Connect(ns.ClientURL(), nats.SetCustomDialer(&wire))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	d := newDesk(t, nc, StreamConfig{})
	d.must(t, newStory(storyURL(1), "One", "Text."))
	for request, passes := range map[string]int{lossy.StreamInfo: 1, lossy.MoreMessages: 0} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		wire.Lose(request, passes)
		ix, err := OpenIndex(ctx, d.js, StreamConfig{}, IndexOptions{})
		cancel()
		if err != nil || !wire.Lost() {
			t.Fatalf("%s: lost %t, %v", request, wire.Lost(), err)
		}
		if ix.Len() != 1 {
			t.Errorf("%s: %d stories", request, ix.Len())
		}
		ix.Close()
	}
}
