package config

import (
	"slices"
	"strings"
	"testing"
)

func TestSitesAreReadAsPeopleWriteThem(t *testing.T) {
	got, err := ParseSites([]string{"paper.example", " https://www.Paper.example/ ", "127.0.0.1:8080", "bücher.example", "sport.paper.co.uk"})
	want := []string{"paper.example", "127.0.0.1:8080", "xn--bcher-kva.example", "paper.co.uk"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	for _, bad := range []string{"", "*", "*.example", "paper.example/news", "ftp://paper.example", "a b", "a,b", "://"} {
		if got, err := ParseSites([]string{bad}); err == nil || !strings.Contains(err.Error(), "paper.example") {
			t.Errorf("%q: %v, %v", bad, got, err)
		}
	}
}

func FuzzParseSites(f *testing.F) {
	f.Add("paper.example")
	f.Fuzz(func(t *testing.T, name string) {
		sites, err := ParseSites([]string{name})
		if err != nil {
			return
		}
		if again, err := ParseSites(sites); err != nil || !slices.Equal(again, sites) {
			t.Errorf("%q: %v, then %v, %v", name, sites, again, err)
		}
	})
}
