package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// result is a page's score, as far as the kept segments make it.
type result struct {
	precision, recall float64
	doubt             float32
	empty             bool
}

func (r result) f1() float64 { return harmonic(r.precision, r.recall) }

func harmonic(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func (p *page) result(keep float32) result {
	var kept []string
	for i, score := range p.second {
		p.cut.SetScore(i, score)
	}
	p.cut.Decide(keep)
	for i, t := range p.texts {
		if p.cut.Segments[i].Keep {
			kept = append(kept, t...)
		}
	}
	want, got := shingles(tokens(p.truth.Body)), shingles(kept)
	hit, all, found := 0, 0, 0
	for s, n := range want {
		all += n
		hit += min(n, got[s])
	}
	for _, n := range got {
		found += n
	}
	r := result{empty: found == 0, doubt: p.cut.Sureness(keep)}
	if found > 0 {
		r.precision = float64(hit) / float64(found)
	}
	if all > 0 {
		r.recall = float64(hit) / float64(all)
	}
	return r
}

// results are the results of each set with whole texts.
func results(pages []*page, keep float32) map[string][]result {
	sets := map[string][]result{}
	for _, p := range pages {
		if p.truth.Body != "" {
			sets[p.set] = append(sets[p.set], p.result(keep))
		}
	}
	return sets
}

// mean is a set's F1: that of mean precision, of the pages with text, and mean
// recall.
func mean(list []result) (f1, p, r float64) {
	n := 0.0
	for _, x := range list {
		if !x.empty {
			p += x.precision
			n++
		}
		r += x.recall
	}
	p, r = p/max(n, 1), r/float64(max(len(list), 1))
	return harmonic(p, r), p, r
}

func report(pages []*page, keep float32) {
	sets := results(pages, keep)
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		f1, p, r := mean(sets[name])
		sum := 0.0
		for _, x := range sets[name] {
			sum += x.f1()
		}
		fmt.Printf("%-16s F1 %.3f precision %.3f recall %.3f mean page F1 %.3f pages %d\n", name, f1, p, r, sum/float64(len(sets[name])),
			len(sets[name]))
	}
	for _, p := range pages {
		if p.truth.Body != "" {
			copy(p.second, p.labels)
		}
	}
	sets = results(pages, .5)
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		most, _, _ := mean(sets[name])
		fmt.Printf("%-16s ceiling %.3f\n", name, most)
	}
}

// good is the page F1 from which on a body counts as good.
const good = .8

// calibrate says, for tenths of the model's own certainty, how many bodies were
// good. Tenths that would fall are pooled, so that more certainty is never less
// chance.
func calibrate(pages []*page, keep float32) []float32 {
	type pool struct{ hit, all, tenths float64 }
	tenths := make([]pool, 10)
	for _, list := range results(pages, keep) {
		for _, r := range list {
			k := min(int(r.doubt*10), 9)
			tenths[k].all++
			if r.f1() >= good {
				tenths[k].hit++
			}
		}
	}
	rate := func(p pool) float64 { return (p.hit + .5) / (p.all + 1) }
	var pools []pool
	for _, t := range tenths {
		t.tenths = 1
		pools = append(pools, t)
		for n := len(pools); n > 1 && (rate(pools[n-2]) >= rate(pools[n-1]) || pools[n-2].all < least10); n-- {
			a, b := pools[n-2], pools[n-1]
			pools = append(pools[:n-2], pool{a.hit + b.hit, a.all + b.all, a.tenths + b.tenths})
		}
	}
	var curve []float32
	for _, p := range pools {
		for range int(p.tenths) {
			t := tenths[len(curve)]
			curve = append(curve, float32(math.Round(rate(p)*1000)/1000))
			fmt.Printf("certainty %.1f: %3.0f pages, %3.0f good, curve %.3f\n", float64(len(curve)-1)/10, t.all, t.hit, curve[len(curve)-1])
		}
	}
	return curve
}

// least10 is how many pages a chance needs to be one.
const least10 = 10
