package sink

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// revise publishes n versions of a story and returns its id.
func (d *desk) revise(t *testing.T, url string, n int) string {
	t.Helper()
	id := ""
	for i := range n {
		id = d.must(t, newStory(url, "Harbour reopens", fmt.Sprintf("Text %d.", i+1))).ID
	}
	return id
}

// clutter stores n messages that are no articles.
func (d *desk) clutter(t *testing.T, n int) {
	t.Helper()
	for range n {
		if _, err := d.js.PublishAsync("articles.v1.clutter", nil, jetstream.WithStallWait(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	<-d.js.PublishAsyncComplete()
}

func TestAHistoryHasEveryVersionOldestFirst(t *testing.T) {
	d := localDesk(t)
	old := d.revise(t, storyURL(1), 2)
	d.clutter(t, firstStretch+10) // the next version is in another stretch of the search
	d.revise(t, storyURL(2), 3)
	a := newStory(storyURL(1), "Harbour reopens", "Text 3.")
	a.Corrections = []article.Correction{{Text: "Correction: it was Tuesday."}}
	a.Seal()
	d.must(t, a)

	got, err := History(t.Context(), d.js, StreamConfig{}, old)
	if err != nil {
		t.Fatal(err)
	}
	last := uint64(firstStretch + 10 + 2 + 3 + 1)
	want := []Version{
		{ID: old, Version: 1, Event: article.Published, Sequence: 1}, {ID: old, Version: 2, Event: article.Updated, Sequence: 2},
		{ID: old, Version: 3, Event: article.Corrected, Sequence: last},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Version{}, "Time", "PublishedAt")); diff != "" {
		t.Error(diff)
	}
	if got[0].Time.IsZero() || got[2].Time.Before(got[0].Time) {
		t.Errorf("times %v, %v", got[0].Time, got[2].Time)
	}
	id, err := Resolve(t.Context(), d.js, StreamConfig{}, "http://www.news.example/2026/03/story-1/?utm_source=x")
	if id != old || err != nil {
		t.Errorf("by its URL: %s, %v", id, err)
	}
}

func TestAHistoryLacksWhatHasExpired(t *testing.T) {
	d := localDesk(t)
	id := d.revise(t, storyURL(1), 3)
	if err := d.stream.DeleteMsg(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	got, err := History(t.Context(), d.js, StreamConfig{}, id)
	if err != nil || len(got) != 2 || got[0].Version != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	if err := d.stream.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := History(t.Context(), d.js, StreamConfig{}, id); !errors.Is(err, ErrNoStory) {
		t.Errorf("after a purge: %v", err)
	}
	if _, err := History(t.Context(), d.js, StreamConfig{Name: "NONE"}, id); !errors.Is(err, ErrNoStory) {
		t.Errorf("without a stream: %v", err)
	}
}

func TestAStoryIsNamedByIDPrefixOrURL(t *testing.T) {
	d := localDesk(t)
	a, b := newStory(storyURL(1), "One", "Text."), newStory(storyURL(2), "Two", "Text.")
	a.ID, b.ID = "0123456789abcdef0000000000000001", "0123456789abcdef0000000000000002"
	d.must(t, a)
	d.must(t, b)
	for _, tt := range []struct{ reference, id, problem string }{
		{a.ID, a.ID, ""},
		{storyURL(2), b.ID, ""},
		{b.ID[:31] + "2", b.ID, ""},
		{"00000000", "", "no such story in the stream: no id begins with 00000000"},
		{"https://news.example/other", "", "no such story in the stream: nothing was published under https://news.example/other"},
		{"https://news.example/", "", "https://news.example/ is no reference to a story: want the address of one story"},
		{"0123", "", `"0123" is no reference to a story: want an id of 32 hex digits, the first 8 or more of them, or a URL`},
		{"0123456G", "", `"0123456G" is no reference to a story: want an id of 32 hex digits, the first 8 or more of them, or a URL`},
	} {
		id, err := Resolve(t.Context(), d.js, StreamConfig{}, tt.reference)
		if id != tt.id || fmt.Sprint(err) != tt.problem && (err != nil || tt.problem != "") {
			t.Errorf("%s: %q, %v; want %q, %s", tt.reference, id, err, tt.id, tt.problem)
		}
	}
	var several *AmbiguousError
	if _, err := Resolve(t.Context(), d.js, StreamConfig{}, "0123456789abcdef"); !errors.As(err, &several) ||
		!cmp.Equal(several.IDs, []string{a.ID, b.ID}) {
		t.Errorf("ambiguous: %v", err)
	}
}

func TestVersionsOfASpan(t *testing.T) {
	d := localDesk(t)
	d.revise(t, storyURL(1), 2)
	d.clutter(t, 1)
	time.Sleep(2 * time.Millisecond)
	noon := time.Now()
	time.Sleep(2 * time.Millisecond)
	d.revise(t, storyURL(2), 1)
	for _, tt := range []struct {
		span Span
		want []uint64
	}{{Span{}, []uint64{1, 2, 4}}, {Span{Since: noon}, []uint64{4}}, {Span{Until: noon}, []uint64{1, 2}}} {
		var got []uint64
		for v, err := range Versions(t.Context(), d.js, StreamConfig{}, tt.span) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, v.Sequence)
		}
		if !cmp.Equal(got, tt.want) {
			t.Errorf("%+v: %v, want %v", tt.span, got, tt.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range Versions(ctx, d.js, StreamConfig{}, Span{}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v of an ended context", err)
		}
	}
	for _, err := range Versions(t.Context(), d.js, StreamConfig{}, Span{}) {
		if err != nil {
			t.Fatal(err)
		}
		break // a reader may have enough
	}
}

// A feed's page asks for its last articles, however many others were published
// since, but not without end.
func TestTheLastArticlesOfAFeed(t *testing.T) {
	d := localDesk(t)
	publish := func(n int, feed uint64, published time.Time) {
		a := newStory(storyURL(n), "Harbour reopens", fmt.Sprintf("Text %d.", n))
		a.PublishedAt = published
		a.Seal()
		if _, err := d.Publish(t.Context(), a, Origin{FeedURL: "https://news.example/feed", Feed: feed, Entry: 1}); err != nil {
			t.Fatal(err)
		}
	}
	noon := time.Date(2026, 3, 14, 12, 0, 0, 0, time.FixedZone("", 3600))
	publish(1, 7, noon)
	publish(2, 7, time.Time{})
	d.clutter(t, firstStretch+10)
	publish(3, 8, noon)
	publish(4, 7, noon)
	list := func(limit, reach int) (sequences []uint64, newest time.Time) {
		got, err := FromFeed(t.Context(), d.js, StreamConfig{}, 7, limit, reach)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range got {
			sequences = append(sequences, v.Sequence)
		}
		if len(got) > 0 {
			newest = got[0].PublishedAt
		}
		return sequences, newest
	}
	last := uint64(firstStretch + 14)
	if got, at := list(10, 10*firstStretch); !cmp.Equal(got, []uint64{last, 2, 1}) || !at.Equal(noon) {
		t.Errorf("%v, %s", got, at)
	}
	if got, _ := list(2, 10*firstStretch); !cmp.Equal(got, []uint64{last, 2}) {
		t.Errorf("two: %v", got)
	}
	if got, _ := list(10, 100); !cmp.Equal(got, []uint64{last}) {
		t.Errorf("near the end: %v", got)
	}
}
