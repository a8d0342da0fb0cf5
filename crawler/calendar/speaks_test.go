package calendar

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

func sites(f *Feed, at time.Time) string {
	var list []string
	for _, s := range f.Speaks(at) {
		list = append(list, s.Site+" because "+s.Because)
	}
	return strings.Join(list, "; ")
}

func TestAFeedSpeaksForItsSiteAndThoseThatSaySo(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	f := &Feed{URL: "https://www.blog.example/feed"}
	if got := sites(f, now); got != "blog.example because it is on this site" {
		t.Error(got)
	}
	f.From = "https://feeds.example/blog"
	f.SpeaksFor = []string{"partner.example"}
	f.Attest("https://www.blog.example/post?token=abc", f.From, now.Add(-29*24*time.Hour))
	want := "feeds.example because it is on this site; partner.example because the operator says so; " +
		"blog.example because linked as its feed by https://www.blog.example/post?token=****"
	if got := sites(f, now); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	elsewhere := *f
	elsewhere.From = "https://stranger.example/feed"
	if got := sites(&elsewhere, now); strings.Contains(got, "blog.example") {
		t.Errorf("the word for one feed holds for another to which it redirects: %s", got)
	}
	if got := sites(f, now.Add(48*time.Hour)); strings.Contains(got, "blog.example") {
		t.Errorf("the word of 31 days ago holds: %s", got)
	}
}

// A word that was given while the clock was years ahead holds no longer than another, and
// is no bar to the next.
func TestAWordFromATimeToComeDoesNotHoldUntilThen(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	f := &Feed{URL: "https://feeds.example/blog"}
	f.Attest("https://blog.example/post", f.URL, now.AddDate(4, 0, 0))
	if got := sites(f, now); strings.Contains(got, "blog.example") {
		t.Errorf("the word of 2030 holds in 2026: %s", got)
	}
	f.Attest("https://blog.example/post", f.URL, now)
	if got := sites(f, now.Add(-time.Minute)); !strings.Contains(got, "blog.example") {
		t.Errorf("the word of a clock that is a little ahead does not hold: %s", got)
	}
	if got := sites(f, now.Add(31*24*time.Hour)); len(f.Attested) != 1 || strings.Contains(got, "blog.example") {
		t.Errorf("a month later: %s", got)
	}
}

// A site says it again and again, and any number of sites may: the record stays small.
func TestAttestationsAreFew(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	f := &Feed{URL: "https://feeds.example/blog"}
	for i := range 100 {
		before := f.Attested
		f.Attest(fmt.Sprintf("https://blog%d.example/post", i%20), f.URL, now.Add(time.Duration(i)*time.Minute))
		if len(before) > 0 && len(f.Attested) > 0 && &before[0] == &f.Attested[0] {
			t.Fatal("a list that others may hold was changed")
		}
	}
	if len(f.Attested) != maxAttested || f.Attested[maxAttested-1].Site != "blog19.example" {
		t.Errorf("%+v", f.Attested)
	}
	b, err := json.Marshal(f)
	if err != nil || len(b) > 1800 {
		t.Errorf("a record of %d bytes, %v", len(b), err)
	}
	var again Feed
	if err := json.Unmarshal(b, &again); err != nil || sites(&again, now) != sites(f, now) {
		t.Errorf("read back: %s, %v", sites(&again, now), err)
	}
}

// All pages of a poll say the same: that is stored once a day.
func TestAWordIsStoredOnceADay(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	f := &Feed{URL: "https://feeds.example/blog"}
	for at, want := range map[time.Duration]bool{time.Minute: false, 25 * time.Hour: true} {
		f.Attested = nil
		if !f.Attest("https://blog.example/1", f.URL, now) {
			t.Error("the first word is not stored")
		}
		if got := f.Attest("https://blog.example/2", f.URL, now.Add(at)); got != want {
			t.Errorf("after %s: %v", at, got)
		}
	}
	if !f.Attest("https://blog.example/3", "https://elsewhere.example/blog", now) {
		t.Error("the word for what the feed redirects to now is not stored")
	}
}
