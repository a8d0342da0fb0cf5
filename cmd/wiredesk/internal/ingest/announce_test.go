package ingest

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

func TestTurnsInAFeedsLifeAreAnnounced(t *testing.T) {
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
	sub, err := nc.SubscribeSync("wiredesk.events.>")
	if err != nil {
		t.Fatal(err)
	}
	p := &Pipeline{Desk: &desk.Desk{Reader: &desk.Reader{NC: nc, Log: slog.New(slog.DiscardHandler)}}}
	p.announceFeed(crawler.Event{Kind: crawler.Poll, Outcome: crawler.Unchanged, URL: "https://calm.example/feed"}) // no turn
	p.announceFeed(crawler.Event{Kind: crawler.Poll, Outcome: crawler.Gone, URL: "https://news.example/feed", FeedID: "f1", Notice: crawler.FeedGone, Text: "it has ended"})
	msg, err := sub.NextMsg(5 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Type, Feed, ID, Text string }
	if err := json.Unmarshal(msg.Data, &got); err != nil || msg.Subject != "wiredesk.events.feed.gone" || got.Type != "feed.gone" || got.Feed != "https://news.example/feed" || got.ID != "f1" {
		t.Errorf("%s: %s, %v", msg.Subject, msg.Data, err)
	}
}
