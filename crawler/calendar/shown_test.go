package calendar

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
)

func TestWhatIsShownOfAFeedAndItsJobHasNoSecrets(t *testing.T) {
	const address = "https://ann:hush1@a.example/rss?token=hush2"
	f := &Feed{
		ID: "1", URL: address, Link: address, MovedFrom: address, Proposed: address, Error: "fetch " + address + ": EOF", Why: "as " + address + " says",
		Validators: Validators{Of: address}, Home: Validators{Of: address}, Move: &Move{To: address}, Warnings: []string{"from " + address},
	}
	w := Waiting{Reason: "fetch " + address, Job: Job{
		URL: address, Ask: address, Via: []fetch.Hop{{URL: address}}, Feed: normalize.Feed{URL: address, Link: address},
		Answer: &PrefetchedAnswer{URL: address},
	}}
	for name, shown := range map[string]any{"feed": f.Shown(), "job": w.Shown()} {
		b, err := json.Marshal(shown)
		if err != nil || strings.Contains(string(b), "hush") || !strings.Contains(string(b), "https://ann:****@a.example/rss?token=****") {
			t.Errorf("%s: %s, %v", name, b, err)
		}
	}
	if f.URL != address || f.Move.To != address || f.Warnings[0] != "from "+address || w.Via[0].URL != address {
		t.Errorf("what was shown has changed: %+v, %+v", f, w)
	}
}

func TestAFeedIsFoundByWhatIsShownOfIt(t *testing.T) {
	feeds := []*Feed{
		{ID: "0000000000000000", URL: "https://ann:hush@a.example/rss"},
		{ID: "1111111111111111", URL: "https://b.example/rss?token=hush1"},
		{ID: "2222222222222222", URL: "https://b.example/rss?token=hush2"},
	}
	for key, want := range map[string]int{
		"https://ann:hush@a.example/rss": 0, "https://ann:****@a.example/rss": 0, "https://a.example/rss": 0, "a.example": 0,
		"https://b.example/rss?token=hush2": 2,
	} {
		if f, err := Find(feeds, key); err != nil || f != feeds[want] {
			t.Errorf("%s: %+v, %v", key, f, err)
		}
	}
	_, err := Find(feeds, "https://b.example/rss?token=****")
	var many *AmbiguousFeedError
	if !errors.As(err, &many) || len(many.URLs) != 2 || strings.Contains(strings.Join(many.URLs, " "), "hush") {
		t.Errorf("%v, %+v", err, many)
	}
}
