package main

import "testing"

// compare ends with an error unless both readers find every entry, and wiredesk
// the one that is new.
func TestReadersFindTheSameEntries(t *testing.T) {
	for _, d := range documents() {
		t.Run(d.name, func(t *testing.T) {
			costs, err := compare(d, 1, 1)
			if err != nil {
				t.Fatal(err)
			}
			if len(costs) != 3 {
				t.Errorf("%d costs", len(costs))
			}
		})
	}
}
