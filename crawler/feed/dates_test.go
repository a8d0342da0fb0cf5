package feed

import (
	"testing"
	"time"
)

func TestADateOfAFeedIsAnInstant(t *testing.T) {
	for in, want := range map[string]string{
		"Mon, 23 Nov 2020 12:00:00 +0300": "2020-11-23T09:00:00Z",
		"23 ноября 2020 г., 12:00":        "2020-11-23T12:00:00Z",
		"2020-11-23":                      "2020-11-23T00:00:00Z",
		"1606132800":                      "2020-11-23T12:00:00Z",
	} {
		if got, ok := parseDate(in); !ok || got.Format(time.RFC3339) != want {
			t.Errorf("%q: %v %v, want %s", in, got, ok, want)
		}
	}
}

func TestADateThatNoEntryCanHaveIsNone(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, in := range []string{"", "soon", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "03/04/2020", "2036-11-23T12:00:00Z", "2026-12-25", "1990-01-01"} {
		if got, ok := parseDateAt(in, now); ok {
			t.Errorf("%q was read as %s", in, got)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"Mon, 23 Nov 2020 12:00:00 GMT", "2020-11-23T12:00:00Z", "23 ноября 2020 г.", "1606132800"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, ok := parseDate(s); ok && (got.Before(earliest) || got.After(time.Now().Add(horizon+time.Hour)) || got.Location() != time.UTC) {
			t.Errorf("%q: %s", s, got)
		}
	})
}

func BenchmarkDate(b *testing.B) {
	for _, s := range []string{"Mon, 23 Nov 2020 12:00:00 GMT", "Mon, 23 Nov 2020 12:00:00 MSK", "23 ноября 2020 г., 12:00", "no date at all"} {
		b.Run(s, func(b *testing.B) {
			for b.Loop() {
				parseDate(s)
			}
		})
	}
}
