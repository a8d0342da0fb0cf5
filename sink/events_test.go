package sink

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"
)

// eventTime is not in UTC: the wire is.
var eventTime = time.Date(2026, 11, 23, 18, 4, 5, 678000000, time.FixedZone("", 3600))

// wire are events with the bytes that subscribers have always got for them.
var wire = []struct {
	event Event
	json  string
}{
	{
		FeedEvent{FeedMoved, "https://news.example/feed?a=1&b=2", "9f3c", `it is at "https://news.example/new" now`, eventTime},
		`{"type":"feed.moved","feed":"https://news.example/feed?a=1\u0026b=2","id":"9f3c",` +
			`"text":"it is at \"https://news.example/new\" now","time":"2026-11-23T17:04:05.678Z"}`,
	},
	{
		SiteEvent{
			Turn: SiteRot, Text: "authors on 0 % of the pages (were 96 %), texts of 211 letters (were 3120)", Site: "news.example",
			Began: time.Date(2026, 11, 23, 17, 4, 5, 0, time.UTC), Since: time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC),
			Losses: []SiteLoss{
				{
					Field: "authors", From: 0.96, To: 0, Since: time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC),
					Article: "0123456789abcdef0123456789abcdef", URL: "https://news.example/1",
				},
				{Field: "length", From: 3120.5, To: 211, Since: eventTime},
			},
			Time: eventTime,
		},
		`{"type":"site.rot","text":"authors on 0 % of the pages (were 96 %), texts of 211 letters (were 3120)","site":"news.example",` +
			`"began":"2026-11-23T17:04:05Z","since":"2026-11-20T06:00:00Z","losses":[` +
			`{"field":"authors","from":0.96,"to":0,"since":"2026-11-20T06:00:00Z",` +
			`"article":"0123456789abcdef0123456789abcdef","url":"https://news.example/1"},` +
			`{"field":"length","from":3120.5,"to":211,"since":"2026-11-23T18:04:05.678+01:00"}],"time":"2026-11-23T17:04:05.678Z"}`,
	},
	{
		SiteEvent{
			Turn: SiteRecovered, Site: "news.example",
			Began: time.Date(2026, 11, 23, 17, 4, 5, 0, time.UTC), Since: time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC), Time: eventTime,
		},
		`{"type":"site.recovered","text":"","site":"news.example",` +
			`"began":"2026-11-23T17:04:05Z","since":"2026-11-20T06:00:00Z","losses":null,"time":"2026-11-23T17:04:05.678Z"}`,
	},
	{
		CrawlEvent{CrawlPaused, "1.1 GB free of 50 GB, wanted are 2 GB", eventTime},
		`{"type":"crawl.paused","text":"1.1 GB free of 50 GB, wanted are 2 GB","time":"2026-11-23T17:04:05.678Z"}`,
	},
	{
		CrawlEvent{State: CrawlResumed, Time: eventTime},
		`{"type":"crawl.resumed","time":"2026-11-23T17:04:05.678Z"}`,
	},
	{
		ClockEvent{ClockSkewed, "this machine's clock is 60 minutes behind the one of NATS", "desk-1", -time.Hour, eventTime},
		`{"type":"clock.skewed","text":"this machine's clock is 60 minutes behind the one of NATS","node":"desk-1",` +
			`"seconds":-3600,"time":"2026-11-23T17:04:05.678Z"}`,
	},
}

func TestEventsKeepTheirBytes(t *testing.T) {
	for _, c := range wire {
		got, err := json.Marshal(c.event)
		if diff := cmp.Diff(c.json, string(got)); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", c.event.Type(), err, diff)
		}
		back, err := DecodeEvent([]byte(c.json))
		if diff := cmp.Diff(c.event, back); diff != "" || err != nil {
			t.Errorf("%s, read back: %v\n%s", c.event.Type(), err, diff)
		}
	}
}

func TestAnEventOfANewerBuildIsReadAsFarAsItIsKnown(t *testing.T) {
	got, err := DecodeEvent([]byte(
		`{"type":"feed.split","feed":"https://news.example/feed","id":"f1","parts":[1,2],"time":"2026-11-23T17:04:05Z"}`))
	want := FeedEvent{Notice: "split", URL: "https://news.example/feed", ID: "f1", Time: time.Date(2026, 11, 23, 17, 4, 5, 0, time.UTC)}
	if diff := cmp.Diff(Event(want), got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func TestWhatIsNoEventIsRefused(t *testing.T) {
	for _, payload := range []string{
		``, `null`, `[]`, `"feed.gone"`, `{}`, `{"type":"feed","time":"2026-11-23T17:04:05Z"}`, `{"type":"feed.","time":"2026-11-23T17:04:05Z"}`,
		`{"type":"feed.gone"}`, `{"type":"feed.gone","time":"yesterday"}`, `{"type":"host.away","time":"2026-11-23T17:04:05Z"}`,
		`{"type":"crawl.a.b","time":"2026-11-23T17:04:05Z"}`, `{"type":"site.rot","losses":{},"time":"2026-11-23T17:04:05Z"}`,
		`{"type":"feed.gone","time":"2026-11-23T17:04:05Z"} more`,
	} {
		if e, err := DecodeEvent([]byte(payload)); !errors.Is(err, ErrNoEvent) || e != nil {
			t.Errorf("%s: %v, %v", payload, e, err)
		}
	}
}

func FuzzDecodeEvent(f *testing.F) {
	for _, c := range wire {
		f.Add([]byte(c.json))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		e, err := DecodeEvent(payload)
		if err != nil {
			return
		}
		again, err := json.Marshal(e)
		if err != nil {
			t.Skip(err) // a year or an offset that JSON can only read
		}
		if back, err := DecodeEvent(again); err != nil || back.Type() != e.Type() || !back.When().Equal(e.When()) {
			t.Errorf("%s became %s: %v", payload, again, err)
		}
	})
}

func TestWhoListensHearsWhatIsAnnounced(t *testing.T) {
	s := newServer(t, t.TempDir(), "127.0.0.1:0")
	crawl := inProcess(t, s)
	reader, err := nats.Connect(s.URL()) // an anonymous one
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	raw, err := reader.SubscribeSync(AllFeedEvents)
	if err != nil {
		t.Fatal(err)
	}
	if err := reader.Flush(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	heard := make(chan Event)
	go func() { // ends when ctx does
		defer close(heard)
		for e, err := range Events(ctx, reader, AllEvents) {
			if err != nil && !errors.Is(err, ErrNoEvent) {
				t.Error(err)
			}
			heard <- e
		}
	}()
	// Until the listener is there nothing is kept for it.
	first := CrawlEvent{State: CrawlResumed, Time: eventTime}
	for e := Event(nil); e == nil; {
		if err := Announce(crawl, first); err != nil {
			t.Fatal(err)
		}
		select {
		case e = <-heard:
		case <-time.After(10 * time.Millisecond):
		}
	}
	if err := crawl.Publish(EventPrefix+".host.away", []byte(`{"type":"host.away"}`)); err != nil {
		t.Fatal(err)
	}
	if err := crawl.Publish(EventPrefix+".site.rot", []byte(wire[0].json)); err != nil { // another kind than its subject says
		t.Fatal(err)
	}
	for _, c := range wire {
		if err := Announce(crawl, c.event); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for e := range heard {
		switch {
		case e == nil:
			got = append(got, "none")
		case len(got) > 0: // before that, the first again
			got = append(got, e.Type())
		}
		if len(got) == 2+len(wire) {
			break
		}
	}
	stop()
	want := []string{"none", "none"}
	for _, c := range wire {
		want = append(want, c.event.Type())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, open := <-heard; open {
		t.Error("an event after the end")
	}
	m, err := raw.NextMsg(5 * time.Second)
	if err != nil || m.Subject != "wiredesk.events.feed.moved" || string(m.Data) != wire[0].json {
		t.Errorf("on the wire: %v, %v", m, err)
	}
}

func TestAnEventThatIsNoneIsNotAnnounced(t *testing.T) {
	nc := inProcess(t, newServer(t, t.TempDir(), ""))
	for _, e := range []Event{
		FeedEvent{Time: eventTime}, FeedEvent{Notice: "go ne", Time: eventTime}, FeedEvent{Notice: "a.b", Time: eventTime},
		SiteEvent{Turn: ">", Time: eventTime}, CrawlEvent{State: CrawlPaused},
	} {
		if err := Announce(nc, e); err == nil {
			t.Errorf("%q, %v: announced", e.Type(), e.When())
		}
	}
	nc.Close()
	if err := Announce(nc, wire[0].event); !errors.Is(err, nats.ErrConnectionClosed) {
		t.Errorf("without a connection: %v", err)
	}
}

func TestWhoMayNotListenIsTold(t *testing.T) {
	s := newServer(t, t.TempDir(), "127.0.0.1:0")
	nc, err := Dial(t.Context(), DialOptions{URL: s.URL(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	for range 2 { // and again, though it is the same refusal
		n := 0
		for e, err := range Events(t.Context(), nc, "jobs.>") {
			if n++; !errors.Is(err, ErrPermission) || !strings.Contains(err.Error(), "jobs.>") || e != nil {
				t.Errorf("%v, %v", e, err)
			}
		}
		if n != 1 {
			t.Errorf("%d answers", n)
		}
	}
}
