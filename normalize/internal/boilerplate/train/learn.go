package main

import (
	"fmt"
	"sync"

	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// keep is the score from which on segments are kept. The figures of the
// cross-validation change little between .3 and .55.
const keep = .45

// learn trains both stages. The second stage learns from scores that the first
// gave to pages it had not seen, as it will meet them.
func learn(pages []*page, trees int, validate bool) *boilerplate.Model {
	eachFold(func(k int) {
		learned := teach(pages, k)
		for _, p := range pages {
			if p.fold == k {
				p.describe(learned)
			}
		}
	})
	first := stage{trees: trees, seed: 1, wide: boilerplate.Own}
	eachFold(func(k int) {
		part := first.train(pages, k)
		for _, p := range pages {
			if p.fold == k {
				p.setFirst(part)
			}
		}
	})
	for _, p := range pages {
		p.widen()
	}
	second := stage{trees: trees, seed: 2, wide: boilerplate.Wide}
	model := &boilerplate.Model{Learned: teach(pages, -1), Keep: keep}
	if validate {
		eachFold(func(k int) {
			part := second.train(pages, k)
			for _, p := range pages {
				if p.fold == k {
					p.setSecond(part)
				}
			}
		})
		model.Curve = calibrate(pages, model.Keep)
		report(pages, model.Keep)
	}
	model.First, model.Second = first.train(pages, -1), second.train(pages, -1)
	if validate {
		fmt.Printf("bytes %d\n", len(model.Encode()))
	}
	return model
}

// eachFold does something for all folds at once, and returns when all is done.
func eachFold(do func(k int)) {
	var all sync.WaitGroup
	for k := range folds {
		all.Go(func() { do(k) })
	}
	all.Wait()
}

// train trains on all pages but those of a fold.
func (s stage) train(pages []*page, without int) *boilerplate.Forest {
	var rows [][]float32
	var labels, weights []float32
	for _, p := range pages {
		if p.fold == without {
			continue
		}
		for i, y := range p.labels {
			if p.weights[i] > 0 {
				rows = append(rows, p.rows[i*boilerplate.Wide:i*boilerplate.Wide+s.wide])
				labels, weights = append(labels, y), append(weights, p.weights[i])
			}
		}
	}
	return s.fit(rows, labels, weights)
}

func (p *page) setFirst(f *boilerplate.Forest) {
	for i := range p.labels {
		p.first[i] = f.Score(p.rows[i*boilerplate.Wide : i*boilerplate.Wide+boilerplate.Own])
		p.plainFirst[i] = f.Score(p.plain[i*boilerplate.Wide : i*boilerplate.Wide+boilerplate.Own])
	}
}

func (p *page) widen() {
	for i, s := range p.first {
		p.cut.SetFirst(i, s)
	}
	p.cut.Widen(p.rows)
	for i, s := range p.plainFirst {
		p.cut.SetFirst(i, s)
	}
	p.cut.Widen(p.plain)
}

// setSecond scores a page as one without an entry of a feed.
func (p *page) setSecond(f *boilerplate.Forest) {
	for i := range p.labels {
		p.second[i] = f.Score(p.plain[i*boilerplate.Wide : (i+1)*boilerplate.Wide])
	}
}
