package main

import (
	"maps"
	"math"
	"slices"

	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// Bounds of what is learned: how many publishers must use a word, and how far its
// odds must be from even, in sixteenths.
const (
	known   = 5
	tilting = 3
)

// counts are how much of what a word names is of stories, and how much is not.
type counts struct{ story, rest float64 }

// usage are counts by publisher and word; that of the word 0 is of all lines.
type usage map[string]map[uint32]*counts

func (u usage) add(publisher string, words map[uint32]bool, label, weight float32) {
	of := u[publisher]
	if of == nil {
		of = map[uint32]*counts{}
		u[publisher] = of
	}
	words[0] = true
	for word := range words {
		c := of[word]
		if c == nil {
			c = &counts{}
			of[word] = c
		}
		c.story += float64(label * weight)
		c.rest += float64((1 - label) * weight)
	}
}

// shortLine is the longest line, in words, whose words are learned: those of
// longer ones tell what a story is about.
const shortLine = 40

// teach learns the odds of words and of names of elements, from all pages but
// those of a fold. Every publisher counts the same.
func teach(pages []*page, without int) boilerplate.Learned {
	words, names := usage{}, usage{}
	for _, p := range pages {
		if p.fold == without || p.truth.Body == "" {
			continue
		}
		for i, y := range p.labels {
			if len(p.texts[i]) <= shortLine {
				words.add(p.publisher, setOf(boilerplate.WordHashes(p.cut.Text(i))), y, 1)
			}
			around := map[uint32]bool{}
			for n := p.cut.Node(i).Parent; n != nil; n = n.Parent {
				for _, h := range boilerplate.NameHashes(n) {
					around[h] = true
				}
			}
			names.add(p.publisher, around, y, p.weights[i])
		}
	}
	return boilerplate.Learned{Words: odds(words, 2), Names: odds(names, 10)}
}

// odds are the means over publishers of the logarithms of the odds of a word
// against those of the whole page.
func odds(u usage, prior float64) boilerplate.Odds {
	sums := map[uint32]*counts{}
	for _, publisher := range slices.Sorted(maps.Keys(u)) { // in an order of its own: sums of floats depend on it
		all := u[publisher][0]
		usual := (all.story + 1) / (all.story + all.rest + 2)
		for h, c := range u[publisher] {
			part := (c.story + prior*usual) / (c.story + c.rest + prior)
			x := sums[h]
			if x == nil {
				x = &counts{}
				sums[h] = x
			}
			x.story += math.Log(part/(1-part)) - math.Log(usual/(1-usual))
			x.rest++
		}
	}
	table := map[uint32]int8{}
	for h, x := range sums {
		if x.rest >= known {
			if o := math.Round(16 * x.story / (x.rest + 1)); math.Abs(o) >= tilting {
				table[h] = int8(max(min(o, 127), -127))
			}
		}
	}
	return boilerplate.NewOdds(table)
}

func setOf(words []uint32) map[uint32]bool {
	set := make(map[uint32]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}
