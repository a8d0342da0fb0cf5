package sink

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func TestANewStoryIsVersionOne(t *testing.T) {
	d := localDesk(t)
	a := newStory(storyURL(1), "Harbour reopens", "The harbour reopened on Tuesday.")
	got := d.must(t, a)
	want := Result{Outcome: "published", ID: a.ID, Version: 1, Sequence: 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if a.Version != 1 || a.PreviousVersion != 0 || a.Event != article.Published {
		t.Errorf("article has version %d, previous %d, event %s", a.Version, a.PreviousVersion, a.Event)
	}
	m, err := d.stream.GetMsg(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if m.Subject != "articles.v1.en.news_example.published" {
		t.Errorf("subject %s", m.Subject)
	}
	for header, value := range map[string]string{
		"Nats-Msg-Id": a.ID + ":1", "ce-id": a.ID + ":1", "ce-specversion": "1.0", "ce-source": "https://news.example/feed",
		"ce-subject": a.ID, "ce-type": "news.article.published", "ce-dataschema": article.Schema,
		"ce-datacontenttype": "application/json", "Wiredesk-Content-Hash": a.ContentHash,
		"Wiredesk-Published-At": "2026-03-04T05:06:07Z", "Wiredesk-Entry": "0000000000000007:0000000000000009",
		"Wiredesk-Urls": fmt.Sprintf("%016x", hashOf(t, a.URL)),
	} {
		if got := m.Header[header]; len(got) != 1 || got[0] != value {
			t.Errorf("header %s is %q, want %q", header, got, value)
		}
	}
	if _, err := time.Parse(time.RFC3339, m.Header["ce-time"][0]); err != nil {
		t.Error("ce-time:", err)
	}
	stored, err := article.Decode(m.Data)
	if err != nil || stored.Headline != "Harbour reopens" || stored.Version != 1 {
		t.Errorf("stored article %+v, %v", stored, err)
	}
}

func TestTheSameContentIsNotPublishedAgain(t *testing.T) {
	d := localDesk(t)
	d.must(t, newStory(storyURL(1), "Harbour reopens", "Text."))
	again := newStory(storyURL(1), "Harbour reopens", "Text.")
	got := d.must(t, again)
	if got.Outcome != Unchanged || got.Version != 1 || got.Sequence != 1 || again.Version != 1 {
		t.Errorf("result %+v, article version %d", got, again.Version)
	}
	ids, _ := d.stored(t)
	wantEachOnce(t, ids, 1)
}

func TestAChangedStoryIsTheNextVersionAndNamesItsChanges(t *testing.T) {
	d := localDesk(t)
	first := newStory(storyURL(1), "Harbour reopens", "Text.")
	first.FirstSeenAt = time.Date(2026, 3, 4, 6, 0, 0, 0, time.UTC)
	d.must(t, first)
	second := newStory(storyURL(1), "Harbour reopens after storm", "Text.")
	second.FirstSeenAt = time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	got := d.must(t, second)
	if got.Outcome != "updated" || got.Version != 2 || got.ID != first.ID {
		t.Errorf("result %+v", got)
	}
	if second.PreviousVersion != 1 || !second.FirstSeenAt.Equal(first.FirstSeenAt) {
		t.Errorf("previous version %d, first seen %v", second.PreviousVersion, second.FirstSeenAt)
	}
	var fields []string
	for _, c := range second.Changes {
		fields = append(fields, c.Field)
	}
	if !strings.Contains(strings.Join(fields, " "), "headline") {
		t.Errorf("changes %v do not name the headline", fields)
	}
	third := newStory(storyURL(1), "Harbour reopens after storm", "Text, put right.")
	third.Corrections = []article.Correction{{Text: "An earlier version named the wrong day."}}
	third.Seal()
	if got := d.must(t, third); got.Outcome != "corrected" || got.Version != 3 {
		t.Errorf("result %+v, want corrected, version 3", got)
	}
	ids, articles := d.stored(t)
	wantEachOnce(t, ids, 3)
	for i, a := range articles {
		if a.Version != i+1 || a.PreviousVersion != i {
			t.Errorf("message %d holds version %d after %d", i+1, a.Version, a.PreviousVersion)
		}
	}
}

func TestAStoryGoesBackToItsEarlierContent(t *testing.T) {
	d := localDesk(t)
	for i, body := range []string{"A.", "B.", "A."} {
		if got := d.must(t, newStory(storyURL(1), "Headline", body)); got.Version != i+1 {
			t.Errorf("body %q: version %d, want %d", body, got.Version, i+1)
		}
	}
}

func TestOneStoryUnderManyAddressesKeepsItsID(t *testing.T) {
	d := localDesk(t)
	first := newStory(storyURL(1), "Harbour reopens", "Text.")
	first.URLs = append(first.URLs,
		article.URL{URL: "https://www.news.example/click/1", Role: "found"},
		article.URL{URL: "https://amp.news.example/story-1", Role: "amp"},
		article.URL{URL: "https://guid.example/1", Role: "guid"})
	d.must(t, first)

	same := newStory("https://amp.news.example/story-1", "Harbour reopens", "Text.")
	same.URLs = append(same.URLs, article.URL{URL: "https://news.example/x", Role: "found"}, article.URL{URL: "https://short.example/x", Role: "found"})
	if got := d.must(t, same); got.Outcome != Unchanged || got.ID != first.ID || same.ID != first.ID {
		t.Errorf("another address: %+v, want unchanged under %s", got, first.ID)
	}
	short := newStory("https://news.example/x", "Harbour reopens today", "Text.")
	if got := d.must(t, short); got.Outcome != "updated" || got.ID != first.ID || got.Version != 2 {
		t.Errorf("an address learnt from an unchanged sighting: %+v, want version 2 of %s", got, first.ID)
	}
	elsewhere := newStory("https://short.example/x", "Another story", "Text.")
	if got := d.must(t, elsewhere); got.ID == first.ID {
		t.Error("what redirected to a story from another host is taken for its address")
	}
	guid := newStory("https://guid.example/1", "Another story", "Text.")
	if got := d.must(t, guid); got.ID == first.ID {
		t.Error("a guid was taken for an address")
	}
}

func TestStoriesWithoutAnAddressOfTheirOwnAreNotOneStory(t *testing.T) {
	d := localDesk(t)
	for n, url := range []string{"tag:news.example,2026:1", "tag:news.example,2026:2", "https://news.example/", ""} {
		a := newStory(storyURL(n), "Headline", "Text.")
		a.URL, a.URLs = url, []article.URL{{URL: "https://news.example", Role: "canonical"}, {URL: url, Role: "found"}}
		if got := d.must(t, a); got.Outcome != "published" || got.Version != 1 {
			t.Errorf("%q: %+v, want published", url, got)
		}
	}
}

func TestABodyOverTheLimitIsCutAndComparedUncut(t *testing.T) {
	d := localDesk(t)
	long := strings.Repeat("The harbour reopened on Tuesday.\n\n", article.MaxSize/16)
	a := newStory(storyURL(1), "Headline", long)
	if got := d.must(t, a); got.Outcome != "published" || !a.Truncated {
		t.Errorf("%+v, truncated %v", got, a.Truncated)
	}
	if got := d.must(t, newStory(storyURL(1), "Headline", long)); got.Outcome != Unchanged {
		t.Errorf("%+v, want unchanged", got)
	}
	m, err := d.stream.GetMsg(t.Context(), 1)
	if err != nil || len(m.Data) > article.MaxSize {
		t.Errorf("%d bytes stored, %v", len(m.Data), err)
	}
}

func TestAWithdrawnStoryIsRestored(t *testing.T) {
	d := localDesk(t)
	a := newStory(storyURL(1), "Harbour reopens", "Text.")
	d.must(t, a)
	tombstone := *a
	tombstone.Version, tombstone.PreviousVersion, tombstone.Event = 2, 1, article.Withdrawn
	data, err := article.Encode(&tombstone)
	if err != nil {
		t.Fatal(err)
	}
	m := &nats.Msg{Subject: "articles.v1.en.news_example.withdrawn", Data: data, Header: headers(&tombstone, Origin{}, nil, time.Now())}
	ack, err := d.js.PublishMsg(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.index.waitSequence(t.Context(), ack.Sequence, 10*time.Second); err != nil {
		t.Fatal(err)
	}
	got := d.must(t, newStory(storyURL(1), "Harbour reopens", "Text."))
	if got.Outcome != "restored" || got.Version != 3 {
		t.Errorf("result %+v, want restored, version 3", got)
	}
}

func TestAPreviousVersionThatExpiredLeavesChangesEmpty(t *testing.T) {
	d := localDesk(t)
	d.must(t, newStory(storyURL(1), "Harbour reopens", "Text."))
	if err := d.stream.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	a := newStory(storyURL(1), "Harbour reopens late", "Text.")
	got := d.must(t, a)
	if got.Outcome != "updated" || got.Version != 2 || len(a.Changes) != 0 {
		t.Errorf("result %+v, changes %v", got, a.Changes)
	}
}

func TestArticlesWithoutIdentityAreRefused(t *testing.T) {
	d := localDesk(t)
	for name, spoil := range map[string]func(*article.Article){
		"no id":          func(a *article.Article) { a.ID = "" },
		"not hex":        func(a *article.Article) { a.ID = strings.Repeat("x", 32) },
		"upper case":     func(a *article.Article) { a.ID = strings.Repeat("AB", 16) },
		"no hash":        func(a *article.Article) { a.ContentHash = "" },
		"hash too short": func(a *article.Article) { a.ContentHash = "abcd" },
	} {
		a := newStory(storyURL(1), "Headline", "Text.")
		spoil(a)
		if got, err := d.Publish(t.Context(), a, Origin{}); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
	ids, _ := d.stored(t)
	wantEachOnce(t, ids, 0)
}

func TestOneProcessPublishesEachStoryOnceFromManyGoroutines(t *testing.T) {
	d := localDesk(t)
	const stories, sightings = 50, 8
	var wg sync.WaitGroup
	var mu sync.Mutex
	outcomes := map[Outcome]int{}
	for i := range sightings {
		wg.Go(func() {
			for n := range stories {
				// Every goroutine finds the story under its own address too.
				a := newStory(fmt.Sprintf("https://www.news.example/mirror-%d/%d", i, n), "Headline", fmt.Sprintf("Text %d.", n))
				a.URLs = append(a.URLs, article.URL{URL: storyURL(n), Role: "final"})
				result := d.must(t, a)
				mu.Lock()
				outcomes[result.Outcome]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	want := map[Outcome]int{"published": stories, Unchanged: stories * (sightings - 1)}
	if diff := cmp.Diff(want, outcomes); diff != "" {
		t.Error(diff)
	}
	ids, _ := d.stored(t)
	wantEachOnce(t, ids, stories)
}

func TestTwoProcessesRacingPublishEachVersionOnce(t *testing.T) {
	s := newServer(t, t.TempDir(), "")
	desks := []*desk{newDesk(t, inProcess(t, s), StreamConfig{}), newDesk(t, inProcess(t, s), StreamConfig{})}
	const stories = 200
	for version := 1; version <= 3; version++ {
		var wg sync.WaitGroup
		var mu sync.Mutex
		sent := map[string]int{}
		for _, d := range desks {
			for part := range 4 {
				wg.Go(func() {
					for n := part; n < stories; n += 4 {
						result := d.must(t, newStory(storyURL(n), "Headline", fmt.Sprintf("Version %d of %d.", version, n)))
						if result.Version != version {
							t.Errorf("story %d: version %d, want %d", n, result.Version, version)
						}
						if result.Outcome != Unchanged {
							mu.Lock()
							sent[result.ID]++
							mu.Unlock()
						}
					}
				})
			}
		}
		wg.Wait()
		if len(sent) != stories {
			t.Errorf("version %d: %d stories say they were published, want %d", version, len(sent), stories)
		}
		for id, n := range sent {
			if n != 1 {
				t.Errorf("version %d of %s: %d publishers say it was theirs", version, id, n)
			}
		}
	}
	ids, _ := desks[0].stored(t)
	wantEachOnce(t, ids, 3*stories)
}

func TestTwoProcessesWithDifferentContentBothGetTheirVersion(t *testing.T) {
	s := newServer(t, t.TempDir(), "")
	desks := []*desk{newDesk(t, inProcess(t, s), StreamConfig{}), newDesk(t, inProcess(t, s), StreamConfig{})}
	const stories = 100
	var wg sync.WaitGroup
	for i, d := range desks {
		wg.Go(func() {
			for n := range stories {
				d.must(t, newStory(storyURL(n), "Headline", fmt.Sprintf("As desk %d saw it.", i)))
			}
		})
	}
	wg.Wait()
	ids, articles := desks[0].stored(t)
	wantEachOnce(t, ids, 2*stories)
	bodies := map[string]int{}
	for _, a := range articles {
		bodies[a.BodyText]++
	}
	if bodies["As desk 0 saw it."] != stories || bodies["As desk 1 saw it."] != stories {
		t.Errorf("contents %v, want %d of each", bodies, stories)
	}
}

func TestWhatTheStreamHadAlreadyIsCounted(t *testing.T) {
	s := newServer(t, t.TempDir(), "")
	first, second := newDesk(t, inProcess(t, s), StreamConfig{}), newDesk(t, inProcess(t, s), StreamConfig{})
	for n := 0; second.Duplicates() == 0; n++ { // until the second is asked before its index has heard of the first
		story := func() *article.Article { return newStory(storyURL(n), "Headline", fmt.Sprintf("Story %d.", n)) }
		first.must(t, story())
		if r := second.must(t, story()); r.Outcome != Unchanged {
			t.Fatalf("story %d: %+v", n, r)
		}
		if n == 1000 {
			t.Fatal("the stream never had what the second sent")
		}
	}
	if n := first.Duplicates(); n != 0 {
		t.Errorf("the first counts %d", n)
	}
}

func TestPublishEndsWithItsContext(t *testing.T) {
	s := newServer(t, t.TempDir(), "127.0.0.1:0")
	nc, err := Dial(t.Context(), DialOptions{URL: s.Credentials(), Logger: discard()})
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	d := newDesk(t, nc, StreamConfig{})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	a := newStory(storyURL(1), "Headline", "Text.")
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := d.Publish(ctx, a, Origin{}); !errors.Is(err, ErrUnreachable) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want %v", err, ErrUnreachable)
	}
	if a.Version != 0 {
		t.Errorf("a failed Publish set version %d", a.Version)
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if _, err := d.Publish(ctx, a, Origin{}); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnreachable) {
		t.Errorf("error %v, want %v alone", err, context.Canceled)
	}
}

func TestAClosedIndexRefuses(t *testing.T) {
	d := localDesk(t)
	d.index.Close()
	d.index.update(func() { d.index.ready = false })
	if _, err := d.Publish(t.Context(), newStory(storyURL(1), "Headline", "Text."), Origin{}); !errors.Is(err, ErrIndexClosed) {
		t.Errorf("error %v, want %v", err, ErrIndexClosed)
	}
}

// What was only announced is the story of who may speak for it as soon as that speaks, and
// an announcement changes nothing any more.
func TestAnAnnouncementNeverFollowsTheStorysOwnWord(t *testing.T) {
	d := localDesk(t)
	publish := func(body string, o Origin) Result {
		t.Helper()
		r, err := d.Publish(t.Context(), newStory(storyURL(1), "Harbour reopens", body), o)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	stranger := Origin{FeedURL: "https://stranger.example/feed", Announced: true, Refs: []string{"r"}}
	own := Origin{FeedURL: "https://news.example/feed", Feed: 7, Entry: 1}
	for i, step := range []struct {
		body    string
		from    Origin
		outcome Outcome
		version int
	}{
		{"The page.", stranger, "published", 1},
		{"The page, put right.", stranger, "updated", 2}, // the page speaks for itself
		{"The page and the feed.", own, "updated", 3},
		{"The page.", stranger, Unchanged, 3},
		{"The page and the feed, put right.", own, "updated", 4},
	} {
		if r := publish(step.body, step.from); r.Outcome != step.outcome || r.Version != step.version {
			t.Errorf("step %d: %+v", i, r)
		}
	}
	m, err := d.stream.GetMsg(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if source := m.Header.Get(headerSource); source != storyURL(1) {
		t.Errorf("it comes from %s", source)
	}
	if known, ok := d.index.ByRef("https://stranger.example/feed", "r"); !ok || known.Version != 4 {
		t.Errorf("the stranger's way to it: %+v", known)
	}
}

// Versions before 1.0 entered aliases among a story's addresses: what such an alias shows
// by now is a story of its own.
func TestAnAliasOfAnEarlierVersionIsNoAddress(t *testing.T) {
	d := localDesk(t)
	victim := newStory(storyURL(1), "Harbour reopens", "Text.")
	first := d.must(t, victim)
	alias := hashOf(t, "https://evil.example/x")
	id, err := parseStoryID(first.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.index.seen(id, []uint64{alias}, Origin{})
	if known, ok := d.index.ByURL("https://evil.example/x"); !ok || known.ID != first.ID {
		t.Fatal("the alias is not entered")
	}
	if got := d.must(t, newStory("https://evil.example/x", "Harbour burns", "A lie.")); got.ID == first.ID || got.Version != 1 {
		t.Errorf("%+v", got)
	}
	if got := d.must(t, newStory(storyURL(1), "Harbour reopens at six", "Text.")); got.ID != first.ID || got.Version != 2 {
		t.Errorf("%+v", got)
	}
}
