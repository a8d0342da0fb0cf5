package main

import (
	"strings"
	"testing"
)

// A reader that finds nothing is fast. Every one of them must find about as much
// text as there is.
func TestEveryReaderFindsTheStory(t *testing.T) {
	for _, p := range madeUp() {
		for _, r := range readers[1:] {
			n, err := r.read(p)
			if err != nil || n < len(p.text)*9/10 || n > len(p.text)*13/10 {
				t.Errorf("%s of %s: %d bytes of text, want about %d; %v", r.name, p.name, n, len(p.text), err)
			}
		}
	}
}

func TestMadeUpPagesAreAlwaysTheSame(t *testing.T) {
	first, second := madeUp(), madeUp()
	for i, p := range first {
		if string(p.body) != string(second[i].body) {
			t.Errorf("%s differs", p.name)
		}
		if n := len(p.body); n < 48<<10 || n > 345<<10 {
			t.Errorf("%s has %d bytes", p.name, n)
		}
		if strings.Contains(string(p.body), "%!") {
			t.Errorf("%s: a mistake of printf", p.name)
		}
	}
}

func TestComparisonNamesEveryReader(t *testing.T) {
	costs, err := compare(madeUp()[:1], 1)
	if err != nil || len(costs) != len(readers) {
		t.Fatalf("%d costs, %v", len(costs), err)
	}
	for _, c := range costs[1:] {
		if c.found != 1 || c.allocated == 0 || c.Each <= 0 {
			t.Errorf("%+v", c)
		}
	}
}
