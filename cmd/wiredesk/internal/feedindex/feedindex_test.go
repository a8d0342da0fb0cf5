package feedindex

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

func ids(list []Entry) string {
	var out []string
	for _, e := range list {
		out = append(out, e.ID)
	}
	return strings.Join(out, " ")
}

func sample() *Index {
	r := &Index{}
	for _, f := range []calendar.Feed{
		{ID: "calm", URL: "https://www.calm.example/feed", Title: "Calm", Polled: noon, Next: noon.Add(time.Hour)},
		{ID: "late", URL: "https://late.example/feed", Polled: noon, Next: noon, Failures: 3, Failing: noon.Add(-time.Hour), Error: "no such host"},
		{ID: "lost", URL: "https://lost.example/feed", Polled: noon, Failures: 9, Failing: noon.Add(-48 * time.Hour), Error: "404", Proposed: "https://lost.example/rss"},
		{ID: "long", URL: "https://long.example/feed", Polled: noon, Failures: 3, Failing: noon.Add(-30 * time.Hour), Error: "500"},
		{ID: "busy", URL: "https://busy.example/feed", Polled: noon, Outcome: "throttled", Error: "429"},
		{ID: "gone", URL: "https://gone.example/feed", Polled: noon, Gone: true, Failing: noon},
		{ID: "lies", URL: "https://lies.example/feed", Polled: noon.Add(time.Minute), Next: noon.Add(time.Minute), Untrusted: noon},
		{ID: "rest", URL: "https://rest.example/feed", Settings: calendar.Settings{Name: "Вести"}, Paused: true, Failures: 2, Next: noon},
		{ID: "fresh", URL: "https://Новости.example/feed"},
	} {
		r.See(f.ID, &f)
	}
	r.See("", nil)
	return r
}

func TestFeedsAreFoundFilteredAndSorted(t *testing.T) {
	r := sample()
	for _, c := range []struct {
		query Query
		want  string
		total int
	}{
		{Query{Limit: 9}, "lost gone long late busy lies calm rest fresh", 9},
		{Query{Limit: 2, Offset: 1}, "gone long", 9},
		{Query{Limit: 5, Offset: 8}, "fresh", 9},
		{Query{Limit: 5, Offset: 20}, "", 9},
		{Query{Limit: -1, Offset: -1}, "", 9},
		{Query{Limit: 9, State: NeedAttention}, "lost gone long late busy lies", 6},
		{Query{Limit: 9, State: "failing"}, "lost long late", 3},
		{Query{Limit: 9, State: "paused"}, "rest", 1},
		{Query{Limit: 9, Text: " CALM "}, "calm", 1},
		{Query{Limit: 9, Text: "вести"}, "rest", 1},
		{Query{Limit: 9, Text: "новости"}, "fresh", 1},
		{Query{Limit: 9, Text: "nothing"}, "", 0},
		{Query{Limit: 3, Order: ByName}, "busy calm gone", 9},
		{Query{Limit: 3, Order: ByNext}, "late lies calm", 9},
		{Query{Limit: 1, Order: ByPolled}, "lies", 9},
	} {
		got, total := r.Find(c.query)
		if ids(got) != c.want || total != c.total {
			t.Errorf("%+v: %s of %d, want %s of %d", c.query, ids(got), total, c.want, c.total)
		}
	}
	want := Counts{All: 9, Attention: 6, Loaded: true, States: map[string]int{"failing": 3, "gone": 1, "waiting": 1, "ok": 2, "paused": 1, "new": 1}}
	if diff := gocmp.Diff(want, r.Counts()); diff != "" {
		t.Error(diff)
	}
}

func TestAnEntrySaysWhatIsWrong(t *testing.T) {
	r := sample()
	for id, want := range map[string]string{
		"lost": "404; the site now links to https://lost.example/rss", "late": "no such host", "busy": "429",
		"gone": "it has ended (410); it is asked once a month whether it is back",
		"lies": "its server answered 304 while there was news; it is polled without validators", "calm": "", "rest": "",
	} {
		got, _ := r.Find(Query{Text: id, Limit: 1})
		if len(got) != 1 || got[0].Reason != want {
			t.Errorf("%s: %+v", id, got)
		}
	}
	r.Set(&calendar.Feed{ID: "x", URL: "https://x.example", Failures: 1, Polled: noon, Error: strings.Repeat("ж", 1000)})
	if got, _ := r.Find(Query{Text: "x.example", Limit: 1}); len(got[0].Reason) > 310 {
		t.Errorf("a reason of %d bytes", len(got[0].Reason))
	}
}

// Whatever comes and goes, the index says what a list of the feeds would.
func TestARosterFollowsTheFeeds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, model := &Index{}, map[string]calendar.Feed{}
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			id := fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "id"))
			if rapid.Bool().Draw(t, "removed") {
				r.See(id, nil)
				delete(model, id)
				continue
			}
			f := calendar.Feed{ID: id, URL: "https://" + id + ".example", Polled: noon, Failures: rapid.IntRange(0, 1).Draw(t, "failures")}
			f.Failing = noon.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "since")) * time.Hour)
			r.See(id, &f)
			model[id] = f
		}
		failing := 0
		var all []calendar.Feed
		for _, f := range model {
			failing += f.Failures
			all = append(all, f)
		}
		if c := r.Counts(); c.All != len(model) || c.States["failing"] != failing || c.Attention != failing {
			t.Fatalf("%+v, want %d failing of %d", c, failing, len(model))
		}
		slices.SortFunc(all, func(x, y calendar.Feed) int { // those that fail first, the longest first
			if x.Failures > 0 && y.Failures > 0 && !x.Failing.Equal(y.Failing) {
				return x.Failing.Compare(y.Failing)
			}
			return cmp.Or(y.Failures-x.Failures, strings.Compare(x.URL, y.URL))
		})
		for offset := range len(all) {
			got, _ := r.Find(Query{Offset: offset, Limit: 3})
			var want []string
			for _, p := range all[offset:min(offset+3, len(all))] {
				want = append(want, p.ID)
			}
			if ids(got) != strings.Join(want, " ") {
				t.Fatalf("at %d: %s, want %v", offset, ids(got), want)
			}
		}
	})
}

// large is an index of n feeds as they come from the bucket.
func large(n int) *Index {
	r := &Index{}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		url := fmt.Sprintf("https://www.site%d.example/sections/%d/rss.xml", i/3, i)
		f := calendar.Feed{ID: calendar.FeedID(url), URL: url, Title: fmt.Sprintf("The Daily %d", i), Polled: noon, Next: noon.Add(time.Duration(random.IntN(1e6)) * time.Second), Why: "304 ×6, max-age 8 h"}
		if random.IntN(20) == 0 {
			f.Failures, f.Failing, f.Error = 3, noon.Add(-time.Duration(random.IntN(1e6))*time.Second), errors.New("dial tcp: no such host").Error()
		}
		r.Set(&f)
	}
	return r
}

func BenchmarkFind(b *testing.B) {
	r := large(100_000)
	for name, q := range map[string]Query{
		"urgent": {Limit: 50}, "by name, in the middle": {Limit: 50, Offset: 50_000, Order: ByName},
		"next": {Limit: 50, Order: ByNext}, "text": {Limit: 50, Text: "Daily 99", Order: ByName},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r.Find(q)
			}
		})
	}
}

// The memory of 100,000 feeds is what the benchmark reports.
func BenchmarkMemory(b *testing.B) {
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		r := large(100_000)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/100_000, "B/feed")
		runtime.KeepAlive(r)
	}
}
