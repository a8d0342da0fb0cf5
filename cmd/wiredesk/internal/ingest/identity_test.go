package ingest

import (
	"fmt"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize"
)

const ownFeed = "https://news.example/feed"

// seen publishes what a feed shows: an entry with a page, or one that stands apart.
func seen(t *testing.T, h *handler, s crawler.Sighting, p shown) crawler.Result {
	t.Helper()
	s.FeedID, s.FeedURL = "f", ownFeed
	doc := p.document(s.Entry)
	doc.Ref, doc.Apart = s.Ref, s.Apart
	r, err := h.Publish(t.Context(), s, doc)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAStoryUnderAnotherAddressIsTheSameIfItStillSaysSo(t *testing.T) {
	ferry := shown{headline: "The ferry sails again", said: "The ferry left at six."}
	for name, tt := range map[string]struct {
		then shown
		same bool
		want crawler.StoryEvent
	}{
		"a token, or a page that has moved": {ferry, true, crawler.StoryUnchanged},
		"the headline still agrees":         {shown{headline: "The ferry sails again", said: "It left at seven, with nobody aboard, and came back."}, true, "updated"},
		"the text still agrees":             {shown{headline: "Ferry is back", said: "The ferry left at six."}, true, "updated"},
		"neither does":                      {shown{headline: "Council passes budget", said: "The vote was close, and nine hours were not enough. The mayor spoke twice; others left."}, false, crawler.StoryPublished},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHandler(t)
			first := seen(t, h, crawler.Sighting{Ref: "g1", Fingerprint: 1, Entry: &normalize.Entry{ID: "g1", URL: "https://news.example/go/1?v=a", Title: ferry.headline}}, ferry)
			then := crawler.Sighting{Ref: "g1", Fingerprint: 2, Changed: true, Entry: &normalize.Entry{ID: "g1", URL: "https://news.example/go/1?v=b", Title: tt.then.headline}}
			if h.Known(then) {
				t.Error("what says something else is not looked at")
			}
			r := seen(t, h, then, tt.then)
			if (r.ID == first.ID) != tt.same || r.Event != tt.want {
				t.Errorf("%s of %s, want %s of the same: %v", r.Event, r.ID, tt.want, tt.same)
			}
		})
	}
}

func TestATokenInTheAddressIsKnown(t *testing.T) {
	h := newHandler(t)
	ferry := shown{headline: "The ferry sails again", said: "The ferry left at six."}
	seen(t, h, crawler.Sighting{Ref: "g1", Fingerprint: 1, Entry: &normalize.Entry{ID: "g1", URL: "https://news.example/go/1?v=a"}}, ferry)
	s := crawler.Sighting{FeedID: "f", FeedURL: ownFeed, Ref: "g1", Fingerprint: 1, Changed: true, Entry: &normalize.Entry{ID: "g1", URL: "https://news.example/go/1?v=b"}}
	if !h.Known(s) {
		t.Error("the same entry under another token is news")
	}
}

// A token may be in the guid as well: then title, date and text say which story it is.
func TestATokenInGuidAndAddressIsKnown(t *testing.T) {
	h := newHandler(t)
	ferry := shown{headline: "The ferry sails again", said: "The ferry left at six."}
	at := func(token, also string) crawler.Sighting {
		address := "https://news.example/go/1?v=" + token
		return crawler.Sighting{
			FeedID: "f", FeedURL: ownFeed, Ref: address, Also: also, Fingerprint: 1, Entry: &normalize.Entry{ID: address, URL: address},
		}
	}
	first := seen(t, h, at("a", "also 1"), ferry)
	if again := at("b", "also 1"); !h.Known(again) {
		t.Error("the same entry under other tokens is news")
	}
	if r := seen(t, h, at("b", "also 1"), ferry); r.ID != first.ID || r.Event != crawler.StoryUnchanged {
		t.Errorf("%+v", r)
	}
	if h.Known(at("c", "also 2")) || h.Known(at("c", "")) {
		t.Error("another entry is known")
	}
	other := at("d", "also 1")
	other.FeedURL, other.FeedID = "https://news.example/other", "o"
	if h.Known(other) {
		t.Error("the name holds for another feed")
	}
}

// A site that goes over to https changes its guids all at once.
func TestAGuidKeepsItsStoryUnderHTTPS(t *testing.T) {
	h := newHandler(t)
	at := func(guid string) crawler.Sighting {
		return crawler.Sighting{FeedID: "f", FeedURL: ownFeed, Ref: guid, Fingerprint: 1, Entry: &normalize.Entry{ID: guid, Title: "The ferry sails again", SummaryHTML: "<p>It left at six.</p>"}}
	}
	first := seen(t, h, at("http://news.example/?p=1"), shown{none: true})
	if s := at("https://news.example/?p=1"); !h.Known(s) {
		t.Error("the same guid with https is news")
	}
	if r := seen(t, h, at("https://news.example/?p=1"), shown{none: true}); r.ID != first.ID || r.Event != crawler.StoryUnchanged {
		t.Errorf("%+v", r)
	}
	if h.Known(at("https://news.example/?p=2")) {
		t.Error("another is known")
	}
}

// Stories of one address go by their names: each its own, corrected each for itself, and
// none is told from the other by the address.
func TestStoriesOnOneAddressStayApart(t *testing.T) {
	h := newHandler(t)
	entry := func(ref, title string) crawler.Sighting {
		return crawler.Sighting{Ref: ref, Apart: true, Fingerprint: uint64(len(title)), Entry: &normalize.Entry{
			ID: ref, URL: "https://news.example/status", Title: title, SummaryHTML: "<p>" + title + ", since one o'clock.</p>",
		}}
	}
	mail, search := seen(t, h, entry("i1", "Mail is slow"), shown{none: true}), seen(t, h, entry("i2", "Search is slow"), shown{none: true})
	if mail.ID == search.ID || mail.Event != crawler.StoryPublished || search.Event != crawler.StoryPublished {
		t.Fatalf("%+v and %+v", mail, search)
	}
	worse := entry("i2", "Search is down for all of us")
	worse.Changed = true
	if r := seen(t, h, worse, shown{none: true}); r.ID != search.ID || r.Version != 2 {
		t.Errorf("a correction: %+v", r)
	}
	if _, ok := h.index.ByURL("https://news.example/status"); ok {
		t.Error("the shared address is taken for a story's own")
	}
	alone := crawler.Sighting{FeedID: "f", FeedURL: ownFeed, Ref: "i3", Entry: &normalize.Entry{ID: "i3", URL: "https://news.example/status#3"}}
	if !h.Shares(alone) {
		t.Error("a third one is not suspected to share the address")
	}
	alone.FeedURL = "https://other.example/feed"
	if h.Shares(alone) {
		t.Error("another feed's entry is")
	}
	a, err := h.publisher.Latest(t.Context(), search.ID)
	if err != nil || a.URL != "https://news.example/status" || !a.SharesAddress() || a.FirstSeenAt.After(time.Now()) {
		t.Errorf("%+v, %v", a, err)
	}
}

// A guid that changes under one address is the same story (D2), and no sign of two.
func TestAnotherGuidIsSuspectedAndFoundTheSame(t *testing.T) {
	h := newHandler(t)
	first := seen(t, h, crawler.Sighting{Ref: "g1", Fingerprint: 1, Entry: &normalize.Entry{ID: "g1", URL: "https://news.example/a"}}, shown{headline: "A", said: "One."})
	again := crawler.Sighting{FeedID: "f", FeedURL: ownFeed, Ref: "g2", Fingerprint: 1, Entry: &normalize.Entry{ID: "g2", URL: "https://news.example/a"}}
	if !h.Shares(again) || !h.Known(again) {
		t.Error("a new guid on a known address")
	}
	again.Fingerprint = 2
	if r := seen(t, h, again, shown{headline: "A", said: "Two."}); r.ID != first.ID || r.Version != 2 {
		t.Errorf("%+v", r)
	}
}

// Two entries whose addresses lead to one page are two stories: the page is the first's
// at most. Announced in the same words they are one.
func TestTwoEntriesThatLeadToOnePageStayTwo(t *testing.T) {
	for name, tt := range map[string]struct {
		second string
		want   int
	}{"in other words": {"Crane falls into the sea", 2}, "in the same words": {"Council votes on the new quay", 1}} {
		h := newHandler(t)
		for i, title := range []string{"Council votes on the quay", tt.second} {
			entry := &normalize.Entry{URL: fmt.Sprintf("https://news.example/old/%d", i), ID: fmt.Sprint("g", i), Title: title}
			s := crawler.Sighting{FeedID: "f", FeedURL: ownFeed, Ref: entry.ID, Entry: entry, Fingerprint: uint64(i)}
			doc := shown{headline: "Archive of council, quay, crane and sea", said: "The council votes on the quay; a crane falls into the sea."}.document(entry)
			doc.FinalURL = "https://news.example/archive"
			if _, err := h.Publish(t.Context(), s, doc); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.index.Len(); n != tt.want {
			t.Errorf("%s: %d stories, want %d", name, n, tt.want)
		}
	}
}
