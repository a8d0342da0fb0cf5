package main

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
)

// tokens are runs of letters and digits.
func tokens(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// shingles counts runs of four tokens; a text that is shorter is one run.
func shingles(t []string) map[string]int {
	m := map[string]int{}
	for i := range max(len(t)-3, 1) {
		if run := t[i:min(i+4, len(t))]; len(run) > 0 {
			m[strings.Join(run, " ")]++
		}
	}
	return m
}

// label says which segments are of the story: those most of whose tokens stand
// in its text. Where only parts of the text are known, the rest has no weight.
func (p *page) label() {
	p.labels, p.weights = make([]float32, len(p.texts)), make([]float32, len(p.texts))
	if p.truth.Body == "" {
		p.labelParts()
		return
	}
	body := tokens(p.truth.Body)
	known := shingles(body)
	for i, t := range p.texts {
		if len(t) < 6 {
			continue
		}
		hit, all := 0, 0
		for s, n := range shingles(t) {
			all += n
			if known[s] > 0 {
				hit += n
			}
		}
		if hit*2 >= all {
			p.labels[i] = 1
		}
	}
	p.labelShort(body)
	p.dropTwins()
	total := 0.0
	for i, t := range p.texts {
		w := math.Pow(float64(len(t)+3), .7)
		p.weights[i] = float32(w)
		if p.labels[i] == 1 {
			total += w
		} else {
			total += w / 4
		}
	}
	scale := float32(100 * p.weight / max(total, 30))
	for i := range p.weights {
		p.weights[i] *= scale
	}
}

// labelShort labels segments too short to be sure of: they must be a line of
// the text, or follow or precede a labelled neighbour's words in it.
func (p *page) labelShort(body []string) {
	lines := map[string]bool{}
	for _, l := range strings.Split(p.truth.Body, "\n") {
		lines[strings.Join(tokens(l), " ")] = true
	}
	whole := " " + strings.Join(body, " ") + " "
	near := p.reach()
	last := ""
	for i, t := range p.texts {
		if len(t) == 0 {
			continue
		}
		text := strings.Join(t, " ")
		if len(t) < 6 && near[i] {
			ahead := ""
			for j := i + 1; j < len(p.texts) && j < i+4; j++ {
				if len(p.texts[j]) >= 6 && p.labels[j] == 1 {
					ahead = strings.Join(p.texts[j][:3], " ")
					break
				}
			}
			if lines[text] || last != "" && strings.Contains(whole, " "+last+" "+text+" ") ||
				ahead != "" && strings.Contains(whole, " "+text+" "+ahead+" ") {
				p.labels[i] = 1
			}
		}
		if p.labels[i] == 1 {
			last = strings.Join(t[max(len(t)-3, 0):], " ")
		}
	}
}

// reach says which segments stand near long ones of the story.
func (p *page) reach() []bool {
	near := make([]bool, len(p.texts))
	for i, y := range p.labels {
		if y == 1 {
			for j := max(i-12, 0); j < min(i+13, len(near)); j++ {
				near[j] = true
			}
		}
	}
	return near
}

// dropTwins leaves the label of a repeated text only where most of the story is
// around it.
func (p *page) dropTwins() {
	at := map[string][]int{}
	for i, t := range p.texts {
		if p.labels[i] == 1 {
			k := strings.Join(t, " ")
			at[k] = append(at[k], i)
		}
	}
	body := " " + strings.Join(tokens(p.truth.Body), " ") + " "
	for _, text := range slices.Sorted(maps.Keys(at)) { // in an order of its own: what goes changes what is around the next
		list := at[text]
		n := max(strings.Count(body, " "+text+" "), 1)
		for len(list) > n {
			worst, least := 0, 1<<30
			for k, i := range list {
				if mass := p.around(i); mass < least {
					worst, least = k, mass
				}
			}
			p.labels[list[worst]] = 0
			list = append(list[:worst], list[worst+1:]...)
		}
	}
}

func (p *page) around(i int) (mass int) {
	for j := max(i-8, 0); j < min(i+9, len(p.texts)); j++ {
		if j != i && p.labels[j] == 1 {
			mass += len(p.texts[j])
		}
	}
	return mass
}

// labelParts labels the segments that hold a known part of the story, or of what
// is none of it.
func (p *page) labelParts() {
	mark := func(parts []string, y float32) {
		for _, part := range parts {
			want := " " + strings.Join(tokens(part), " ") + " "
			if len(want) < 12 {
				continue
			}
			var in []int
			for i, t := range p.texts {
				if strings.Contains(" "+strings.Join(t, " ")+" ", want) {
					in = append(in, i)
				}
			}
			if len(in) != 1 { // which of them is meant, or none
				continue
			}
			p.labels[in[0]], p.weights[in[0]] = y, float32(6*p.weight)
		}
	}
	mark(p.truth.With, 1)
	mark(p.truth.Without, 0)
}
