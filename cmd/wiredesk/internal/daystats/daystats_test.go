package daystats

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize/article"
)

func poll(o crawler.Outcome, status int) crawler.Event {
	return crawler.Event{Kind: crawler.Poll, Outcome: o, Status: status}
}

func TestADayIsTheLast24Hours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New()
		l.Observe(poll(crawler.Fresh, 200))
		l.Article(&article.Article{Event: article.Published, Completeness: article.Full})
		time.Sleep(12 * time.Hour)
		l.Observe(poll(crawler.Unchanged, 304))
		l.Article(&article.Article{Event: article.Corrected, Completeness: article.Partial})
		want := Day{New: 1, Changed: 1, Made: 2, Complete: 1, Polls: [outcomes]int{1, 1}, NotModified: 1}
		if diff := cmp.Diff(want, l.Day()); diff != "" {
			t.Error(diff)
		}
		time.Sleep(12 * time.Hour)
		want = Day{Changed: 1, Made: 1, Polls: [outcomes]int{0, 1}, NotModified: 1}
		if diff := cmp.Diff(want, l.Day()); diff != "" {
			t.Errorf("the day after: %s", diff)
		}
		l.Observe(poll(crawler.Failed, 500)) // takes the place of what was a day ago
		time.Sleep(24 * time.Hour)
		if diff := cmp.Diff(Day{}, l.Day()); diff != "" {
			t.Errorf("nothing for a day: %s", diff)
		}
	})
}

func TestMinutesEndWithTheOneThatGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New()
		for range 3 {
			l.Article(&article.Article{Event: article.Published})
			time.Sleep(time.Minute)
		}
		l.Article(&article.Article{Event: article.Withdrawn})
		got := l.Minutes(4)
		for i, m := range got {
			fresh, changed := 1, 0
			if i == 3 {
				fresh, changed = 0, 1
			}
			if m.New != fresh || m.Changed != changed || !m.Start.Equal(time.Now().Add(time.Duration(i-3)*time.Minute)) {
				t.Errorf("%d: %+v", i, m)
			}
		}
		if all := l.Minutes(10_000); len(all) != minutes || all[0].New != 0 {
			t.Errorf("%d minutes", len(all))
		}
	})
}

// What the stream remembers fills the day, so that a restart leaves no gap.
func TestThePastIsCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, now := New(), time.Now()
		for h := range 30 {
			at := now.Add(-time.Duration(h) * time.Hour)
			l.Past(at, article.Published, at.Add(-10*time.Minute))
		}
		l.Past(now.Add(time.Hour), article.Published, now) // a clock that is wrong
		l.Past(now.Add(-time.Hour), article.Updated, now.Add(-5*time.Hour))
		l.Past(now, article.Published, now.Add(time.Hour)) // dated in advance
		d := l.Day()
		if d.New != 25 || d.Changed != 1 || d.Freshness.N != 24 {
			t.Errorf("%+v", d)
		}
		if m := d.Freshness.Median; m < 8*time.Minute || m > 12*time.Minute {
			t.Errorf("median %s, want about 10 minutes", m)
		}
	})
}

// A ring has the same place for now and for a day ago: what is read back of the day
// before does not wipe out what has just been counted.
func TestThePastDoesNotWipeOutThePresent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New()
		time.Sleep(90 * time.Second) // into a minute and a slot
		l.Observe(poll(crawler.Fresh, 200))
		l.Article(&article.Article{Event: article.Published})
		for ago := 23*time.Hour + 49*time.Minute; ago <= 25*time.Hour; ago += 10 * time.Second {
			at := time.Now().Add(-ago)
			l.Past(at, article.Updated, time.Time{})
			l.Past(at, article.Published, at.Add(-time.Minute))
		}
		if d := l.Day(); d.Polls[0] != 1 || d.New < 1 || d.Made != 1 {
			t.Errorf("%+v", d)
		}
		if m := l.Minutes(1)[0]; m.New != 1 || m.Changed != 0 {
			t.Errorf("this minute: %+v", m)
		}
	})
}

func TestFreshnessIsThatOfNews(t *testing.T) {
	now := time.Now()
	story := func(event article.Event, published time.Time, p article.Precision) *crawler.Result {
		return &crawler.Result{Event: crawler.StoryEvent(event), Article: &article.Article{Event: event, PublishedAt: published, PublishedPrecision: p}}
	}
	news := story(article.Published, now.Add(-time.Minute), article.Second)
	for name, tt := range map[string]struct {
		crawler.Event
		want int
	}{
		"news":                {crawler.Event{Article: news}, 1},
		"of the first poll":   {crawler.Event{Article: news, Backfill: true}, 0},
		"looked at again":     {crawler.Event{Article: news, Recheck: true}, 0},
		"a change":            {crawler.Event{Article: story(article.Updated, now.Add(-time.Hour), article.Second)}, 0},
		"a day without clock": {crawler.Event{Article: story(article.Published, now.Add(-time.Hour), article.Day)}, 0},
		"without a date":      {crawler.Event{Article: story(article.Published, time.Time{}, "")}, 0},
		"dated in advance":    {crawler.Event{Article: story(article.Published, now.Add(time.Hour), article.Second)}, 0},
		"unchanged":           {crawler.Event{Article: &crawler.Result{Event: "unchanged"}}, 0},
	} {
		l := New()
		tt.Kind, tt.Outcome, tt.Status = crawler.Page, crawler.Fresh, 200
		l.Observe(tt.Event)
		if got := l.Day().Freshness.N; got != tt.want {
			t.Errorf("%s: counted %d times, want %d", name, got, tt.want)
		}
	}
}

func TestWhatWasNoRequestIsNotCounted(t *testing.T) {
	l := New()
	for _, e := range []crawler.Event{
		poll(crawler.Postponed, 0), poll(crawler.Seen, 0), {Kind: crawler.Storage, Outcome: crawler.Failed, Err: errors.New("full")},
		{Kind: crawler.Robots, Outcome: crawler.Fresh, Status: 200}, {Kind: crawler.Page, Outcome: crawler.Fresh}, // with the whole text in the feed
	} {
		l.Observe(e)
	}
	if diff := cmp.Diff(Day{}, l.Day()); diff != "" {
		t.Error(diff)
	}
	l.Observe(crawler.Event{Kind: crawler.Page, Outcome: crawler.Refused, Err: errors.New("robots.txt")})
	l.Observe(crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200})
	d := l.Day()
	if polls, pages := d.Of(crawler.Refused); polls != 0 || pages != 1 || d.PagesAll() != 2 || d.PollsAll() != 0 {
		t.Errorf("%+v", d)
	}
	if polls, pages := d.Of(crawler.Seen); polls+pages != 0 {
		t.Error("an outcome that is not counted has a count")
	}
}

func TestWaitsAreByStage(t *testing.T) {
	l := New()
	made := crawler.Result{Event: "published", Article: &article.Article{}, Made: 4 * time.Millisecond, Stored: 200 * time.Microsecond}
	for i := range 100 {
		e := crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200, Took: 80 * time.Millisecond, Waited: time.Second, Article: &made}
		if i >= 90 {
			e.Took = 8 * time.Second
		}
		l.Observe(e)
	}
	for stage, want := range map[Stage]Spread{
		Turn: {100, time.Second, time.Second}, Fetch: {100, 80 * time.Millisecond, 8 * time.Second},
		Extract: {100, 4 * time.Millisecond, 4 * time.Millisecond}, Ack: {100, 200 * time.Microsecond, 200 * time.Microsecond},
	} {
		got := l.Day().Waits[stage]
		if got.N != want.N || !near(got.Median, want.Median) || !near(got.P95, want.P95) {
			t.Errorf("stage %d: %+v, want about %+v", stage, got, want)
		}
	}
}

// near allows a quantile what its bucket allows it.
func near(got, want time.Duration) bool {
	ratio := float64(got) / float64(want)
	return ratio > 0.7 && ratio < 1.42
}

func TestQuantilesOfExtremes(t *testing.T) {
	var h histogram
	if s := h.spread(); s != (Spread{}) {
		t.Errorf("of nothing: %+v", s)
	}
	h.add(0)
	h.add(1000 * time.Hour)
	if s := h.spread(); s.Median > firstBucket || s.P95 < 24*time.Hour {
		t.Errorf("%+v", s)
	}
	if end(buckets-2) < float64(24*time.Hour) {
		t.Errorf("the buckets end at %s", time.Duration(end(buckets-2)))
	}
}

func BenchmarkRecord(b *testing.B) {
	l := New()
	made := crawler.Result{Event: "published", Article: &article.Article{}, Made: 4 * time.Millisecond, Stored: 200 * time.Microsecond}
	e := crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200, Took: 80 * time.Millisecond, Waited: time.Second, Article: &made}
	for b.Loop() {
		l.Observe(e)
	}
}

func BenchmarkDay(b *testing.B) {
	l := New()
	l.Observe(poll(crawler.Fresh, 200))
	for b.Loop() {
		l.Day()
	}
}
