package feed

import (
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for in, want := range map[string]string{
		"Mon, 23 Nov 2020 12:00:00 +0300":       "2020-11-23T09:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 GMT":         "2020-11-23T12:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 MSK":         "2020-11-23T09:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 JST":         "2020-11-23T03:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 AEST":        "2020-11-23T02:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 EST":         "2020-11-23T17:00:00Z",
		"Mon, 23 Nov 2020 12:00 GMT":            "2020-11-23T12:00:00Z",
		"23 Nov 2020 12:00:00 GMT+0300":         "2020-11-23T09:00:00Z",
		"Mon Nov 23 12:00:00 UTC 2020":          "2020-11-23T12:00:00Z",
		"Пн, 23 ноя 2020 12:00:00 +0300":        "2020-11-23T09:00:00Z",
		"23 ноября 2020 г., 12:00":              "2020-11-23T12:00:00Z",
		"Lun, 23 novembre 2020 12:00:00 +0100":  "2020-11-23T11:00:00Z",
		"23 de noviembre de 2020":               "2020-11-23T00:00:00Z",
		"23. November 2020 12:00 Uhr":           "2020-11-23T12:00:00Z",
		"November 23rd, 2020 3:04 PM":           "2020-11-23T15:04:00Z",
		"Nov. 23, 2020, 3:04 p.m.":              "2020-11-23T15:04:00Z",
		"2020-11-23T12:00:00.123456+03:00":      "2020-11-23T09:00:00.123456Z",
		"2020-11-23T12:00:00+0300":              "2020-11-23T09:00:00Z",
		"2020-11-23 12:00:00":                   "2020-11-23T12:00:00Z",
		"2020-11-23T12:00+03":                   "2020-11-23T09:00:00Z",
		"Mon, 23 Nov 20 12:00:00 GMT":           "2020-11-23T12:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 GMT-01:30":   "2020-11-23T13:30:00Z",
		"2020-11-23T24:00:00Z":                  "2020-11-24T00:00:00Z",
		"11/23/2020 4:20 pm EST":                "2020-11-23T21:20:00Z",
		"23/11/2020":                            "2020-11-23T00:00:00Z",
		"11/11/2020":                            "2020-11-11T00:00:00Z",
		"2020-328":                              "2020-11-23T00:00:00Z",
		"20201123":                              "2020-11-23T00:00:00Z",
		"2020-11":                               "2020-11-01T00:00:00Z",
		"2020":                                  "2020-01-01T00:00:00Z",
		"mar 24 nov 2020 12:00 +0100":           "2020-11-24T11:00:00Z",
		"śr., 25 lis 2020 10:00:00 +0100":       "2020-11-25T09:00:00Z",
		"2020년 11월 23일 21:00:00":                "2020-11-23T12:00:00Z",
		"12:00 AM, Nov 23 2020":                 "2020-11-23T00:00:00Z",
		"12:30 p.m. Nov 23 2020":                "2020-11-23T12:30:00Z",
		"2020/11/23 10:00:00":                   "2020-11-23T10:00:00Z",
		"23.11.2020 10:00":                      "2020-11-23T10:00:00Z",
		"1606132800":                            "2020-11-23T12:00:00Z",
		"1606132800000":                         "2020-11-23T12:00:00Z",
		"Mon,\u00a023 Nov 2020 12:00:00 +0000":  "2020-11-23T12:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 +0000 (UTC)": "2020-11-23T12:00:00Z",
	} {
		got, ok := parseDate(in)
		if !ok || !got.Equal(at(want)) {
			t.Errorf("%q: %v %v, want %s", in, got, ok, want)
		}
	}
}

func TestWhatCannotBeADateIsNone(t *testing.T) {
	for _, in := range []string{
		"", "soon", "0000-00-00", "0000-00-00 00:00:00", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "30 Feb 2020", "2020-13-01",
		time.Now().AddDate(10, 0, 0).Format(time.RFC3339), "Mon, 23 Nov 2020 12:00:00 QQQQ", "12", "99999999999999999999", "2020-02-30T00:00:00Z",
		"03/04/2020", "03-04-2020 10:00", "2020-366x", "2021-366", "Mon, 23 Noq 2020", "version 2020", "Nov x 2020", "23 Nov", "13:61 23 Nov 2020",
		"2020-11-23T12:00:00+00:xx", "2020-11-23-01", "2020-11-23T25:00:00Z", "2020-11-23 12:00 +25:00", "2020-01-45", "23 Nov 2020 12:00 Nowhere/Land",
	} {
		if got, ok := parseDate(in); ok {
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

func TestADateInAPlaceKnowsItsSummer(t *testing.T) {
	if _, err := time.LoadLocation("Europe/Brussels"); err != nil {
		t.Skip("no zone database here")
	}
	for in, want := range map[string]int{"Mon, 23 Nov 2020 12:00:00 Europe/Brussels": 11, "Thu, 23 Jul 2020 12:00:00 Europe/Brussels": 10} {
		if got, ok := parseDate(in); !ok || got.Hour() != want {
			t.Errorf("%s: %s", in, got)
		}
	}
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
