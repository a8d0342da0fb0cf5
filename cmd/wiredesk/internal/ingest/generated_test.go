package ingest

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// worlds is how many generated worlds are played; `make soak` plays more.
var worlds = flag.Int("worlds", 4, "how many `worlds` with hostile sites are generated")

// firstWorld is the seed of the first one: that of a world that failed plays it again.
var firstWorld = flag.Uint64("first-world", 1, "the `seed` of the first generated world")

// generated is a world in which everything that can be chosen is.
type generated struct {
	attacks []attack
	early   []bool // the attack's feed is followed before the paper's
	mixed   bool   // half of the feeds are polled by a second process
	again   bool   // the processes are restarted at each turn
}

func generate(seed uint64) generated {
	r := rand.New(rand.NewPCG(seed, 19))
	g := generated{mixed: r.IntN(2) == 0, again: r.IntN(2) == 0}
	all := slices.DeleteFunc(slices.Concat(attacks(), roundabout()), func(a attack) bool { return a.paper != nil || a.ends != nil })
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, a := range all[:2+r.IntN(4)] {
		if r.IntN(3) == 0 {
			a.first, a.then = a.then, a.first
		}
		g.attacks, g.early = append(g.attacks, a), append(g.early, r.IntN(2) == 0)
	}
	return g
}

// The last turn of a world; the paper does nothing in it any more.
const lastTurn = 4

// fate is what becomes of one story of the paper. A page changes with its entry, so that
// what stands in the end does not depend on when which of the two was asked for.
type fate struct {
	appears, changes, deleted int // turns; changes and deleted may never come
	status                    int // of its page; 0: there is one
	whole                     bool
	unlisted                  bool
}

func fates(seed uint64) (all []fate) {
	r := rand.New(rand.NewPCG(seed, 7))
	for range 6 {
		f := fate{appears: r.IntN(2), changes: 1 + r.IntN(lastTurn), deleted: lastTurn + 1, whole: r.IntN(4) == 0, unlisted: r.IntN(8) == 0}
		if r.IntN(4) == 0 {
			f.status = []int{404, 403, 410}[r.IntN(3)]
		}
		if r.IntN(5) == 0 {
			f.deleted = f.changes + 1
		}
		all = append(all, f)
	}
	return all
}

// turn puts the paper into the state of a turn, the same with and without others.
func turn(n int, all []fate, s *site) {
	var items []item
	deleted := ""
	for i, f := range all {
		title, said := fmt.Sprintf("Story %d of the Paper", i), fmt.Sprintf("Story %d is as it was.", i)
		if n >= f.changes {
			said = fmt.Sprintf("Story %d has changed: it is later now.", i)
		}
		head := `<meta name="author" content="Ann Lee">`
		if f.unlisted {
			head += `<meta name="robots" content="noindex">`
		}
		path := []string{"/a", "/w", "/gone", "/none"}[i%4] // those that are attacked
		if i > 3 {
			path = fmt.Sprint("/", i)
		}
		if s.put(path, paperPage(title, head, said)); f.status != 0 {
			s.put(path, doc{status: f.status, body: "nothing"})
		}
		it := item{link: "http://victim.test" + path, guid: path[1:], title: title, summary: said, author: "Ann Lee", tag: "Harbour"}
		if f.whole {
			it.content = whole(said)
		}
		switch {
		case n >= f.deleted:
			deleted += fmt.Sprintf(`<at:deleted-entry ref="%s" when="2000-01-02T00:00:00Z"/>`, path[1:])
		case n >= f.appears:
			items = append(items, it)
		}
	}
	s.put("/feed", rss("The Paper", "http://victim.test/", deleted, items...))
}

// play plays a generated world, with its hostile sites or without.
func (g generated) play(t *testing.T, seed uint64, hostile bool) (all []*article.Article, subjects []string) {
	inWorld(t, func(w *world) {
		honest, stories := newSite(), fates(seed)
		honest.easy = seed%2 == 0
		w.site("victim.test", honest)
		turn(0, stories, honest)
		processes := g.processes(w)
		defer func() { closeAll(processes) }()
		var evils []*site
		for i, a := range g.attacks {
			evil := newSite()
			if evil.host = fmt.Sprintf("evil%d.test", i); hostile {
				a.first(evil)
				for _, host := range append(a.hosts, "evil.test") {
					w.site(evil.renamed(host), evil)
				}
			}
			evils = append(evils, evil)
		}
		follow := func(early bool) {
			for i := range evils {
				if hostile && g.early[i] == early {
					w.follow(processes[i%len(processes)], calendar.Feed{URL: "http://" + evils[i].host + "/feed"})
				}
			}
		}
		follow(true)
		w.run(time.Minute, processes...)
		w.follow(processes[0], calendar.Feed{URL: "http://victim.test/feed"})
		w.run(4*time.Minute, processes...)
		follow(false)
		for n := 1; n <= lastTurn; n++ {
			w.run(4*time.Minute, processes...)
			for i, a := range g.attacks {
				if hostile {
					[]func(*site){a.first, a.then}[n%2](evils[i])
				}
			}
			w.run(4*time.Minute, processes...)
			turn(n, stories, honest)
			if g.again {
				closeAll(processes)
				processes = g.processes(w)
			}
		}
		w.run(15*time.Minute, processes...)
		all, subjects = w.stored(processes[0])
	})
	return all, subjects
}

func (g generated) processes(w *world) []*process {
	list := []*process{w.process()}
	if g.mixed {
		list = append(list, w.process())
	}
	return list
}

func closeAll(processes []*process) {
	for _, p := range processes {
		p.close()
	}
}

// In any world, whoever speaks in it and whenever, the paper's stories are those of the
// same world without the hostile sites, and nothing hostile ever stands in one.
func TestAPapersStoriesAreItsOwnInAnyWorld(t *testing.T) {
	n := uint64(*worlds)
	if testing.Short() { // with the race detector
		n = min(n, 1)
	}
	for seed := *firstWorld; seed < *firstWorld+n; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			g := generate(seed)
			alone, _ := g.play(t, seed, false)
			all, subjects := g.play(t, seed, true)
			undisturbed(t, alone, all, subjects)
			if t.Failed() {
				for i, a := range g.attacks {
					t.Logf("attack %q, early %v", a.name, g.early[i])
				}
				t.Logf("two processes %v, restarts %v: -first-world %d -worlds 1 plays it again", g.mixed, g.again, seed)
			}
		})
	}
}
