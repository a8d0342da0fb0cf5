package article

import (
	"testing"
	"time"
)

func TestEqualIsOfAllThatAStorySays(t *testing.T) {
	a := &Article{ID: "1", Version: 1, Event: Published, Headline: "A", AltIDs: []AltID{{Role: "guid", Value: "g"}}}
	for name, tt := range map[string]struct {
		change func(*Article)
		want   bool
	}{
		"nothing":     {func(*Article) {}, true},
		"its version": {func(b *Article) { b.Version, b.PreviousVersion, b.Event, b.FirstSeenAt = 2, 1, Updated, time.Now() }, true},
		"who spoke":   {func(b *Article) { b.Provenance.Voices, b.Pipeline = []Voice{{Role: PageVoice}}, &Pipeline{} }, true},
		"an id":       {func(b *Article) { b.AltIDs = nil }, false},
		"its date":    {func(b *Article) { b.PublishedAt = time.Now() }, false},
		"its address": {func(b *Article) { b.URL = "https://paper.example/a" }, false},
	} {
		b := *a
		if tt.change(&b); Equal(a, &b) != tt.want {
			t.Errorf("%s: equal %v", name, !tt.want)
		}
	}
}
