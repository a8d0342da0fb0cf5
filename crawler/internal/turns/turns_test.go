package turns

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// take takes what may begin now.
func take(t *Turns[string]) []string {
	var list []string
	for range 100 {
		job, ok := t.Take(context.Background(), 0)
		if !ok {
			return list
		}
		list = append(list, job)
	}
	return list
}

func add(t *testing.T, turns *Turns[string], job string, w Want) {
	t.Helper()
	if _, _, ok := turns.Add(job, w); !ok {
		t.Fatalf("no room for %s", job)
	}
}

func page(feed, site string) Want { return Want{Feed: feed, Site: site} }

func TestAFeedHoldsAQuarterAndASiteOne(t *testing.T) {
	turns := New[string](16)
	for i := range 20 {
		add(t, turns, fmt.Sprint("a", i), page("a", fmt.Sprint("site", i)))
		add(t, turns, fmt.Sprint("b", i), page("b", "b"))
	}
	if got := take(turns); len(got) != 5 {
		t.Errorf("%v run", got)
	}
	add(t, turns, "c", page("c", "c"))
	if got := take(turns); !slices.Equal(got, []string{"c"}) {
		t.Errorf("%v beside them", got)
	}
}

// A feed that was quiet comes before those with a backlog, a poll before all.
func TestWhoHasUsedLeastComesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := New[string](1)
		for i := range 3 {
			add(t, turns, fmt.Sprint("busy", i), page("busy", fmt.Sprint(i)))
			add(t, turns, fmt.Sprint("other", i), page("other", fmt.Sprint("o", i)))
		}
		var order []string
		step := func(took time.Duration) {
			job := take(turns)
			if len(job) != 1 {
				t.Fatalf("%v begin", job)
			}
			time.Sleep(took)
			turns.Done(job[0])
			order = append(order, job[0])
		}
		step(time.Minute) // busy0
		step(time.Second)
		step(time.Second)
		add(t, turns, "quiet", page("quiet", "q"))
		add(t, turns, "poll", Want{Feed: "busy", Site: "p", Poll: true})
		for range 5 {
			step(time.Second)
		}
		want := []string{"busy0", "other0", "other1", "poll", "quiet", "other2", "busy1", "busy2"}
		if !slices.Equal(order, want) {
			t.Errorf("%v, want %v", order, want)
		}
	})
}

// A quarter of the workers is left to sites that are known to answer.
func TestStrangersLeaveAQuarter(t *testing.T) {
	turns := New[string](8)
	for i := range 20 {
		add(t, turns, fmt.Sprint("a", i), page(fmt.Sprint("a", i), fmt.Sprint(i)))
	}
	if n := len(take(turns)); n != 4 {
		t.Errorf("strangers' pages hold %d of 8 workers", n)
	}
	for i := range 4 {
		add(t, turns, fmt.Sprint("poll", i), Want{Feed: fmt.Sprint("poll", i), Site: fmt.Sprint("poll", i), Poll: true})
	}
	if n := len(take(turns)); n != 2 {
		t.Errorf("and their polls %d", n)
	}
	turns.party(turns.sites, "19").known = true
	if got := take(turns); !slices.Equal(got, []string{"a19"}) {
		t.Errorf("%v beside them", got)
	}
}

// Within a feed the sites take turns.
func TestSitesTakeTurns(t *testing.T) {
	turns := New[string](1)
	for i, site := range []string{"x", "x", "x", "y", "y", "z"} {
		add(t, turns, fmt.Sprint(site, i), page("a", site))
	}
	var order string
	for range 6 {
		job := take(turns)[0]
		order += job[:1]
		turns.Done(job)
	}
	if order != "xyzxyx" {
		t.Error(order)
	}
}

// A site that has proved slow keeps to the slow room, and is believed when it answers soon.
func TestASlowSiteKeepsToTheSlowRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := New[string](8) // two workers a feed, two places in the slow room, one of them a feed's
		for i := range 6 {
			add(t, turns, fmt.Sprint("a", i), page("a", fmt.Sprint("silent", i)))
		}
		for i := range 6 {
			turns.party(turns.sites, fmt.Sprint("b", i)).known = true
			add(t, turns, fmt.Sprint("b", i), page(fmt.Sprint("b", i), fmt.Sprint("b", i)))
		}
		begun := take(turns)
		add(t, turns, "b6", page("b6", "b6"))
		add(t, turns, "b7", page("b7", "b7"))
		if len(begun) != 8 {
			t.Fatalf("%d jobs of 8 workers", len(begun))
		}
		var ends []func()
		for _, job := range begun {
			if job[0] == 'a' {
				ends = append(ends, turns.Asking(job))
			}
		}
		if len(ends) != 2 {
			t.Fatalf("%v", begun)
		}
		time.Sleep(SlowAfter + time.Millisecond)
		synctest.Wait()
		if more := take(turns); len(more) != 1 { // one of them has moved
			t.Errorf("%v begin after a request proved slow", more)
		}
		for _, end := range ends {
			end()
		}
		for _, job := range begun {
			turns.Done(job)
		}
		add(t, turns, "known", page("c", begunSite(begun)))
		add(t, turns, "beside", page("d", "d"))
		var known bool
		for _, job := range take(turns) {
			known = known || job == "known"
		}
		if !known || turns.slow != 1 {
			t.Errorf("%d in the slow room, that at a slow site among them: %t", turns.slow, known)
		}
		turns.Asking("known")()
		turns.Done("known")
		if p := turns.sites[begunSite(begun)]; p.isSlow || turns.slow != 0 {
			t.Error("a site that answered soon stays slow")
		}
	})
}

// begunSite is the first of the silent sites that were asked.
func begunSite(jobs []string) string {
	for _, job := range jobs {
		if job[0] == 'a' {
			return "silent" + job[1:]
		}
	}
	return ""
}

// What is to go on waits on, and its site with it.
func TestAJobThatGoesOnRestsWithItsSite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := New[string](4)
		add(t, turns, "first", page("a", "x"))
		take(turns)
		turns.Again("first", time.Second)
		turns.Done("first")
		add(t, turns, "second", page("b", "x"))
		if got := take(turns); len(got) > 0 {
			t.Errorf("%v begins while the site rests", got)
		}
		start := time.Now()
		job, ok := turns.Take(context.Background(), time.Minute)
		if !ok || job != "first" && job != "second" || time.Since(start) != time.Second {
			t.Errorf("%q after %s", job, time.Since(start))
		}
	})
}

// What waits is bounded; what finds no room comes again at the pace at which its feed's
// jobs are done.
func TestWhatFindsNoRoomComesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := New[string](16)
		var kept int
		var waits []time.Duration
		for i := range 5000 {
			wait, ofFeed, ok := turns.Add(fmt.Sprint(i), page("hostile", fmt.Sprint(i%300)))
			switch {
			case ok:
				kept++
			case !ofFeed:
				t.Fatal("not for its feed's sake")
			default:
				waits = append(waits, wait)
			}
		}
		if kept != roomEach*16/4 || !slices.IsSorted(waits) || waits[0] < leastPutOff || waits[len(waits)-1] > mostPutOff {
			t.Errorf("%d kept, the others put off for %s to %s", kept, waits[0], waits[len(waits)-1])
		}
		if _, _, ok := turns.Add("poll", Want{Feed: "hostile", Site: "other", Poll: true}); !ok {
			t.Error("its poll finds no room")
		}
		for i := range 10 {
			add(t, turns, fmt.Sprint("good", i), page("good", "good"))
		}
		for feed := range 20 { // four fill all the room
			for i := range 200 {
				turns.Add(fmt.Sprint(feed, "-", i), page(fmt.Sprint("evil", feed), fmt.Sprint(feed, "-", i)))
			}
		}
		add(t, turns, "quiet", page("quiet", "quiet"))
		if n := len(turns.waiting); n < roomEach*16 || n > 2*roomEach*16 {
			t.Errorf("%d wait", n)
		}
		kept = len(turns.waiting) - 11
		if _, _, ok := turns.Add("large", Want{Feed: "l", Site: "l", Size: 2*roomBytes + 1}); ok {
			t.Error("what is larger than all may be finds room")
		}
		if n := len(turns.Drop()); n != kept+11 {
			t.Errorf("%d waited", n)
		}
	})
}

// Whatever happens, the counts stay within their bounds and nothing is lost.
func TestTurnsOfManyHands(t *testing.T) {
	const workers, jobs = 8, 3000
	turns := New[int](workers)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var mu sync.Mutex
	sites, done := map[string]bool{}, map[int]int{}
	site := func(job int) string { return fmt.Sprint(job % 40) }
	var all sync.WaitGroup
	for range Hands(workers) {
		all.Go(func() {
			for ctx.Err() == nil {
				job, ok := turns.Take(ctx, time.Second)
				if !ok {
					continue
				}
				mu.Lock()
				if sites[site(job)] {
					t.Errorf("two at site %s", site(job))
				}
				sites[site(job)] = true
				mu.Unlock()
				answered := turns.Asking(job)
				time.Sleep(time.Duration(rand.IntN(100)) * time.Microsecond)
				answered()
				mu.Lock()
				sites[site(job)] = false
				if done[job]++; done[job] == 1 && job%7 == 0 {
					turns.Again(job, time.Millisecond)
				}
				if len(done) == jobs {
					stop()
				}
				mu.Unlock()
				turns.Done(job)
			}
		})
	}
	for i := 0; i < jobs && turns.Wanted(ctx); {
		if _, _, ok := turns.Add(i, Want{Feed: fmt.Sprint(i % 11), Site: site(i), Poll: i%5 == 0, Size: 100}); ok {
			i++
		}
	}
	all.Wait()
	if len(done) != jobs {
		t.Errorf("%d of %d done", len(done), jobs)
	}
	if n, _ := turns.InFlight(); n != 0 || turns.slow+turns.polls+turns.strange != 0 {
		t.Errorf("%d in flight, %d slow, %d polls, %d strangers", n, turns.slow, turns.polls, turns.strange)
	}
}
