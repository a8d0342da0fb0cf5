package ingest

import (
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// oldVersion publishes what a version before this rule made of a stranger's entry: a story
// in the paper's name, with the stranger's alias and guid among its names.
func oldVersion(t *testing.T, h *handler) *article.Article {
	t.Helper()
	const address = "https://paper.example/a"
	a := &article.Article{
		Schema: article.Schema, ID: article.ID(address, "", ""), URL: address, Headline: "The ferry sails again", Summary: "A lie.",
		URLs: []article.URL{{URL: "https://paper.example/go/a", Role: "found"}, {URL: address, Role: "canonical"}}, Completeness: article.Full,
	}
	a.Seal()
	origin := sink.Origin{FeedURL: "https://stranger.example/feed", Feed: FeedHash("s"), Entry: 1, Refs: []string{"g1"}}
	if _, err := h.publisher.Publish(t.Context(), a, origin); err != nil {
		t.Fatal(err)
	}
	return a
}

// A story into which a stranger had spoken goes on under its id, and his words go when its
// page is looked at: for him no more than for others is it published twice.
func TestAStrangersWordsGoFromAnOldStory(t *testing.T) {
	h := newHandler(t)
	old := oldVersion(t, h)
	entry := &normalize.Entry{URL: old.URL, ID: "g1", Title: "A lie", SummaryHTML: "A lie."}
	s := crawler.Sighting{FeedID: "s", FeedURL: "https://stranger.example/feed", Ref: "g1", Entry: entry, Fingerprint: 1, Recheck: true}
	if h.Known(s) {
		t.Fatal("its page is not looked at any more")
	}
	doc := shown{headline: "The ferry sails again", said: "The ferry left at six."}.document(entry)
	doc.Feed = normalize.Feed{URL: s.FeedURL}
	for i := range 2 {
		r, err := h.Publish(t.Context(), s, doc)
		if err != nil || r.ID != old.ID || r.Version != 2 {
			t.Fatalf("look %d: %+v, %v", i, r, err)
		}
	}
	a, err := h.publisher.Latest(t.Context(), old.ID)
	if err != nil || strings.Contains(a.Summary, "lie") || !a.OnlyAnnounced() {
		t.Errorf("%q, %+v, %v", a.Summary, a.Provenance.Voices, err)
	}
	// The paper's own feed adds what it has to say.
	own := crawler.Sighting{FeedID: "p", FeedURL: "https://paper.example/feed", Ref: "1", Entry: &normalize.Entry{URL: old.URL, ID: "1", Title: "The ferry sails again",
		SummaryHTML: "The ferry is back, says the Paper."}, Fingerprint: 7}
	if h.Known(own) {
		t.Error("the paper's own word does not come")
	}
	doc = shown{headline: "The ferry sails again", said: "The ferry left at six."}.document(own.Entry)
	doc.Feed = normalize.Feed{URL: own.FeedURL}
	if r, err := h.Publish(t.Context(), own, doc); err != nil || r.ID != old.ID || r.Version != 3 || !r.FirstWord {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err := h.Publish(t.Context(), s, doc); err != nil || r.Version != 3 {
		t.Errorf("the stranger once more: %+v, %v", r, err)
	}
}

// What an old stream has noted as a name of a paper's story in a stranger's feed is no
// right to it.
func TestAnOldNameIsNoRight(t *testing.T) {
	for name, then := range map[string]*normalize.Entry{
		"without an address": {ID: "g1", Title: "The ferry sails again", ContentHTML: "<p>A lie.</p>"},
		"under his own":      {ID: "g1", URL: "https://stranger.example/x", Title: "The ferry sails again", ContentHTML: "<p>A lie.</p>"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHandler(t)
			old := oldVersion(t, h)
			s := crawler.Sighting{FeedID: "s", FeedURL: "https://stranger.example/feed", Ref: "g1", Entry: then, Fingerprint: 2, Changed: true}
			doc := normalize.Document{URL: then.URL, Entry: then, Ref: s.Ref, Feed: normalize.Feed{URL: s.FeedURL}}
			r, err := h.Publish(t.Context(), s, doc)
			if err != nil || r.ID == old.ID {
				t.Errorf("%+v, %v", r, err)
			}
			w, err := h.Withdraw(t.Context(), crawler.Retraction{FeedID: "s", FeedURL: s.FeedURL, EntryID: "g1"})
			if known, ok := h.index.ByID(old.ID); err != nil || !ok || known.Version != 1 || w.ID == old.ID && w.Event == crawler.StoryWithdrawn {
				t.Errorf("withdrawn: %+v, %v; it is at version %d", w, err, known.Version)
			}
		})
	}
}
