package desk

import (
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// What of a feed comes later than it could, and that its site is slow, is said.
func TestReasonsSayWhatIsPutOff(t *testing.T) {
	f := &calendar.Feed{URL: "https://example.org/feed", Deferred: map[string]int{string(crawler.DeferredLane): 1200}}
	around := Surroundings{Turns: 3, Lane: calendar.LaneView{
		Host: "example.org", Latency: 12 * time.Second, Guests: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC),
	}}
	said := map[string]string{}
	for _, row := range Reasons(f, around) {
		said[row[0]] = row[1]
	}
	for name, want := range map[string]string{
		"put off":   "1200 entries: their hosts are booked for a day; the next polls take them up, the newest first",
		"its turns": "3 pages to come in turn: a feed has a quarter of the workers at most",
		"host":      "example.org, one request at a time, a rest of 0s; slow (12s an answer): few such sites are asked at a time, beside the workers",
		"lane":      "free; pages that only other sites' feeds show, until " + words.Clock(around.Lane.Guests),
	} {
		if said[name] != want {
			t.Errorf("%s: %q, want %q", name, said[name], want)
		}
	}
	if said := Reasons(&calendar.Feed{}, Surroundings{}); len(said) == 0 {
		t.Error("nothing is said")
	}
}
