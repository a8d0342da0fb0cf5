package config

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRecheckReadsWhatItWrites(t *testing.T) {
	for text, want := range map[string][]time.Duration{
		"none":           nil,
		"1h":             {time.Hour},
		"1h,6h,24h,72h":  {time.Hour, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour},
		" 30m , 1h30m ":  {30 * time.Minute, 90 * time.Minute},
		"1d, 1w":         {24 * time.Hour, 7 * 24 * time.Hour},
		"1s,2s,3s,4s,5s": {time.Second, 2 * time.Second, 3 * time.Second, 4 * time.Second, 5 * time.Second},
	} {
		var r, again Recheck
		if err := r.UnmarshalText([]byte(text)); err != nil || !slices.Equal(r.Times(), want) {
			t.Errorf("%q: %v, %v", text, r.Times(), err)
		}
		if err := again.UnmarshalText([]byte(r.String())); err != nil || !slices.Equal(again.Times(), want) {
			t.Errorf("%q written as %q", text, r)
		}
	}
	if got := Default().Crawl.Recheck.String(); got != "1h,6h,24h,3d" {
		t.Errorf("default %q", got)
	}
}

func TestRecheckSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"":        "such as",
		"soon":    "such as",
		"1h,":     "such as",
		"0s":      "more than nothing",
		"60d":     "at most",
		"6h,1h":   "later than the one before",
		"1h,1h":   "later than the one before",
		"none,1h": "such as",
		"1s,2s,3s,4s,5s,6s,7s,8s,9s,10s,11s,12s,13s": "at most 12",
	} {
		var r Recheck
		if err := r.UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
