package sink

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// withdraw withdraws, within half a minute.
func (d *desk) withdraw(t testing.TB, id string, reason article.Reason) Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	r, err := d.Withdraw(ctx, id, article.Withdrawal{Reason: reason}, Origin{FeedURL: "https://news.example/feed"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAStoryIsWithdrawnAndRestored(t *testing.T) {
	d := localDesk(t)
	story := func() *article.Article { return newStory(storyURL(1), "Headline", "Text.") }
	first := d.must(t, story())
	if got := d.withdraw(t, first.ID, article.Gone); got.Outcome != "withdrawn" || got.Version != 2 {
		t.Errorf("withdrawn: %+v", got)
	}
	if got := d.withdraw(t, first.ID, article.NotFound); got.Outcome != Unchanged || got.Version != 2 {
		t.Errorf("withdrawn again: %+v", got)
	}
	known, ok := d.index.ByURL(storyURL(1))
	if !ok || known.Event != article.Withdrawn || known.Feed != 7 || known.Entry != 9 {
		t.Errorf("known %+v, %v", known, ok)
	}
	if got := d.must(t, story()); got.Outcome != "restored" || got.Version != 3 {
		t.Errorf("the same text again: %+v", got)
	}
	if got := d.withdraw(t, first.ID, article.DeletedEntry); got.Version != 4 {
		t.Errorf("withdrawn a second time: %+v", got)
	}
	ids, articles := d.stored(t)
	wantEachOnce(t, ids, 4)
	tomb := articles[1]
	if tomb.Event != article.Withdrawn || tomb.PreviousVersion != 1 || tomb.BodyText != "" || tomb.Headline != "Headline" ||
		tomb.Withdrawal.Reason != article.Gone {
		t.Errorf("tombstone %+v", tomb)
	}
	// A new process reads the same.
	again, _ := openIndex(t, d.js, "")
	if a, _ := again.ByID(first.ID); a.Event != article.Withdrawn || a.Version != 4 {
		t.Errorf("read back: %+v", a)
	}
}

func TestATombstoneGoesWhereTheStoryWent(t *testing.T) {
	d := localDesk(t)
	r := d.must(t, newStory(storyURL(1), "Headline", "Text."))
	d.withdraw(t, r.ID, article.Gone)
	m, err := d.stream.GetMsg(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	if want := "articles.v1.en.news_example.withdrawn"; m.Subject != want {
		t.Errorf("subject %s, want %s", m.Subject, want)
	}
}

func TestAStoryNobodyKnowsIsNotWithdrawn(t *testing.T) {
	d := localDesk(t)
	if got := d.withdraw(t, article.ID(storyURL(1), "", ""), article.Gone); got.Outcome != Unchanged {
		t.Errorf("%+v", got)
	}
	if ids, _ := d.stored(t); len(ids) != 0 {
		t.Errorf("published %v", ids)
	}
	if _, err := d.Withdraw(t.Context(), "no id", article.Withdrawal{}, Origin{}); err == nil {
		t.Error("withdrew what has no id")
	}
}

func TestAVersionThatHasExpiredIsWithdrawnByItsID(t *testing.T) {
	d := localDesk(t)
	r := d.must(t, newStory(storyURL(1), "Headline", "Text."))
	if err := d.stream.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := d.withdraw(t, r.ID, article.Gone); got.Outcome != "withdrawn" || got.Version != 2 {
		t.Errorf("%+v", got)
	}
	if latest, err := d.Latest(t.Context(), r.ID); err != nil || latest.ID != r.ID || latest.Event != article.Withdrawn {
		t.Errorf("%+v, %v", latest, err)
	}
}

func TestTwoProcessesWithdrawOnce(t *testing.T) {
	s := newServer(t, t.TempDir(), "")
	desks := []*desk{newDesk(t, inProcess(t, s), StreamConfig{}), newDesk(t, inProcess(t, s), StreamConfig{})}
	const stories = 50
	var ids []string
	for n := range stories {
		ids = append(ids, desks[0].must(t, newStory(storyURL(n), "Headline", "Text.")).ID)
	}
	if err := desks[1].index.waitSequence(t.Context(), stories, 10*time.Second); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for _, d := range desks {
		wg.Go(func() {
			for _, id := range ids {
				d.withdraw(t, id, article.Gone)
			}
		})
	}
	wg.Wait()
	stored, _ := desks[0].stored(t)
	wantEachOnce(t, stored, 2*stories)
}

// Two stories may share an entry's id: it finds one of them and merges neither.
func TestAnEntryIsFoundByItsIDAndNotTakenForAnother(t *testing.T) {
	d := localDesk(t)
	story := func(n int, guid string) *article.Article {
		a := newStory(storyURL(n), "Headline", "Text.")
		a.AltIDs = []article.AltID{{Role: "guid", Value: guid}}
		return a
	}
	first, second := d.must(t, story(1, "tag:news.example,2026:1")), d.must(t, story(2, "tag:news.example,2026:1"))
	if first.ID == second.ID || second.Outcome != "published" {
		t.Errorf("one id made one story of two: %+v, %+v", first, second)
	}
	check := func(ix *Index) {
		t.Helper()
		if k, ok := ix.ByEntry("https://news.example/feed", "tag:news.example,2026:1"); !ok || k.ID != first.ID {
			t.Errorf("found %+v, %v", k, ok)
		}
		if k, ok := ix.ByEntry("https://other.example/feed", "tag:news.example,2026:1"); ok {
			t.Errorf("another feed's entry found %+v", k)
		}
		if k, ok := ix.ByEntry("https://news.example/feed", storyURL(2)); !ok || k.ID != second.ID {
			t.Errorf("by address: %+v, %v", k, ok)
		}
	}
	check(d.index)
	again, _ := openIndex(t, d.js, "")
	check(again)
}
