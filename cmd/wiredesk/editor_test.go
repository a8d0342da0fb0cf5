package main

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

func TestP10ReservedTextsAreTreatedAsConfigured(t *testing.T) {
	page := `<html><head><meta name="robots" content="index, noarchive"></head><body><article><h1>The headline</h1>
<p>A first paragraph of a story that is long enough to be one, with clauses, commas, and a full stop at its end.</p>
<p>A second paragraph of the same story, which goes on for a while, so that whoever looks for a body finds it.</p></article></body></html>`
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
	stream := sink.StreamConfig{Name: "ARTICLES", Prefix: "articles.v1", MaxAge: time.Hour, Replicas: 1, DuplicateWindow: time.Minute}
	if _, err := sink.EnsureStream(t.Context(), js, stream); err != nil {
		t.Fatal(err)
	}
	index, err := sink.OpenIndex(t.Context(), js, stream, sink.IndexOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(index.Close)
	publisher, err := sink.NewPublisher(js, index, stream)
	if err != nil {
		t.Fatal(err)
	}
	for policy, want := range map[string]struct{ event, completeness string }{
		"publish": {"published", "full"}, "headline": {"published", "headline_only"}, "skip": {reserved, ""},
	} {
		e := &editor{index: index, publisher: publisher, reserved: policy}
		entry := &normalize.Entry{URL: "https://news.example/" + policy, Title: "The headline"}
		doc := normalize.Document{URL: entry.URL, Status: 200, ContentType: "text/html", Body: []byte(page), Entry: entry, FetchedAt: time.Now()}
		r, err := e.Publish(context.Background(), crawler.Sighting{FeedID: "f", FeedURL: "https://news.example/feed", Entry: entry}, doc)
		if err != nil || r.Event != want.event {
			t.Errorf("%s: %+v, %v", policy, r, err)
		}
		if want.event == reserved {
			continue
		}
		known, ok := index.ByURL(entry.URL)
		if !ok || known.Version != 1 {
			t.Errorf("%s: %+v", policy, known)
		}
		msgs, err := js.Stream(t.Context(), "ARTICLES")
		if err != nil {
			t.Fatal(err)
		}
		last, err := msgs.GetLastMsgForSubject(t.Context(), "articles.v1.>")
		if err != nil {
			t.Fatal(err)
		}
		a, err := article.Decode(last.Data)
		if err != nil || string(a.Completeness) != want.completeness && policy == "headline" || (a.BodyText == "") != (policy == "headline") {
			t.Errorf("%s: completeness %s, body %q, %v", policy, a.Completeness, a.BodyText, err)
		}
	}
}
