package calendar

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

func TestBackfillSaysWhatOfANewFeedIsPublished(t *testing.T) {
	now := time.Now()
	for rule, wants := range map[string][3]bool{"all": {true, true, true}, "none": {}, "24h": {true, false, true}} {
		b, err := ParseBackfill(rule)
		if err != nil {
			t.Fatal(err)
		}
		got := [3]bool{b.Wants(now.Add(-time.Hour), 0, now), b.Wants(now.Add(-48*time.Hour), 0, now), b.Wants(time.Time{}, 3, now)}
		if got != wants {
			t.Errorf("%s: %v, want %v", rule, got, wants)
		}
	}
	if (Backfill{MaxAge: 24 * time.Hour}).Wants(time.Time{}, undatedBackfill, now) {
		t.Error("a long feed without dates floods")
	}
	for _, bad := range []string{"", "some", "-1h", "0s", "ALL", "1d"} {
		if b, err := ParseBackfill(bad); err == nil || b != (Backfill{}) {
			t.Errorf("%q was read as %v", bad, b)
		}
	}
}

// The text of a rule lies in the records, and is printed: it stays as it is.
func TestARuleIsWrittenAsItWasRead(t *testing.T) {
	for _, text := range []string{"", "all", "none", "24h", "36h", "90s", "1m30s", "48h", "30m", "1h30m", "20h", "1h0m5s", "1.5s", "100h"} {
		want := text
		if text == "90s" {
			want = "1m30s"
		}
		var s Settings
		record := fmt.Sprintf(`{"backfill":%q}`, text)
		if err := json.Unmarshal([]byte(record), &s); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if s.Backfill.String() != want {
			t.Errorf("%q was read as %q", text, s.Backfill)
		}
		again, err := json.Marshal(s)
		if text == "" {
			record = "{}"
		} else {
			record = fmt.Sprintf(`{"backfill":%q}`, want)
		}
		if err != nil || string(again) != record {
			t.Errorf("%q is written as %s, %v; want %s", text, again, err, record)
		}
	}
}

// A feed is more than its first poll: a rule that nobody can read loses only itself.
func TestARuleThatCannotBeReadIsNone(t *testing.T) {
	var f Feed
	err := json.Unmarshal([]byte(`{"url":"https://a.example/feed","backfill":"some"}`), &f)
	if err != nil || f.URL == "" || f.Backfill != (Backfill{}) {
		t.Errorf("%+v, %v", f, err)
	}
}

func FuzzParseBackfill(f *testing.F) {
	for _, s := range []string{"all", "none", "24h", "1h0m5s", "-1h", "1e9h", "9223372036854775807ns"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := ParseBackfill(s)
		if err != nil {
			return
		}
		if again, err := ParseBackfill(b.String()); err != nil || again != b {
			t.Errorf("%q: %+v is written %q and read as %+v, %v", s, b, b, again, err)
		}
	})
}

func ExampleParseBackfill() {
	b, err := ParseBackfill("48h")
	fmt.Println(b, b.MaxAge, err)
	// Output: 48h 48h0m0s <nil>
}
