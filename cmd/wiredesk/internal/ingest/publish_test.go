package ingest

import (
	"context"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize"
)

func TestP10ReservedTextsAreTreatedAsConfigured(t *testing.T) {
	page := `<html><head><meta name="robots" content="index, noarchive"></head><body><article><h1>The headline</h1>
<p>A first paragraph of a story that is long enough to be one, with clauses, commas, and a full stop at its end.</p>
<p>A second paragraph of the same story, which goes on for a while, so that whoever looks for a body finds it.</p></article></body></html>`
	whole := newHandler(t)
	for policy, want := range map[string]struct {
		event        crawler.StoryEvent
		completeness string
	}{
		"publish": {"published", "full"}, "headline": {"published", "headline_only"}, "skip": {crawler.StoryReserved, ""},
	} {
		h := &handler{index: whole.index, publisher: whole.publisher, reserved: policy}
		entry := &normalize.Entry{URL: "https://news.example/" + policy, Title: "The headline"}
		doc := normalize.Document{URL: entry.URL, Status: 200, ContentType: "text/html", Body: []byte(page), Entry: entry, FetchedAt: time.Now()}
		r, err := h.Publish(context.Background(), crawler.Sighting{FeedID: "f", FeedURL: "https://news.example/feed", Entry: entry}, doc)
		if err != nil || r.Event != want.event {
			t.Errorf("%s: %+v, %v", policy, r, err)
		}
		if want.event == crawler.StoryReserved {
			continue
		}
		known, ok := h.index.ByURL(entry.URL)
		if !ok || known.Version != 1 {
			t.Errorf("%s: %+v", policy, known)
		}
		a, err := h.publisher.Latest(t.Context(), known.ID)
		if err != nil || string(a.Completeness) != want.completeness && policy == "headline" || (a.BodyText == "") != (policy == "headline") {
			t.Errorf("%s: completeness %s, body %q, %v", policy, a.Completeness, a.BodyText, err)
		}
	}
}
