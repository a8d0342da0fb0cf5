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
		if got, ok := parseDate(in, time.Now()); !ok || got.Format(time.RFC3339) != want {
			t.Errorf("%q: %v %v, want %s", in, got, ok, want)
		}
	}
}

func TestADateThatNoEntryCanHaveIsNone(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, in := range []string{"", "soon", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "03/04/2020", "2036-11-23T12:00:00Z", "2026-12-25", "1990-01-01"} {
		if got, ok := parseDate(in, now); ok {
			t.Errorf("%q was read as %s", in, got)
		}
	}
}

// What is ahead is so by the time that the reader is told, not by this machine's clock.
func TestDatesAreAheadOfWhenTheFeedIsRead(t *testing.T) {
	for kind, doc := range map[string]string{
		"rss": `<rss version="2.0"><channel><title>N</title><item><title>a</title><link>http://n.example/a</link>` +
			`<pubDate>Mon, 23 Nov 2020 12:00:00 GMT</pubDate></item></channel></rss>`,
		"atom": `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>N</title><id>urn:n</id>` +
			`<entry><title>a</title><id>urn:a</id><published>2020-11-23T12:00:00Z</published></entry>` +
			`<at:deleted-entry ref="urn:b" when="2020-11-23T12:00:00Z"/></feed>`,
		"json": `{"version":"https://jsonfeed.org/version/1.1","title":"N","items":[{"id":"a","title":"a","date_published":"2020-11-23T12:00:00Z"}]}`,
	} {
		for now, want := range map[string]bool{"2010-01-01": false, "2020-11-20": true, "2040-01-01": true} {
			at, err := time.Parse(time.DateOnly, now)
			if err != nil {
				t.Fatal(err)
			}
			f, err := Parse([]byte(doc), Source{URL: "http://n.example/feed", Now: at})
			if err != nil || len(f.Items) != 1 {
				t.Fatalf("%s: %v, %v", kind, f, err)
			}
			if got := !f.Items[0].Published.IsZero(); got != want {
				t.Errorf("%s, read on %s: a date %v, want %v", kind, now, got, want)
			}
			if kind == "atom" && (len(f.Deleted) != 1 || !f.Deleted[0].When.IsZero() != want) {
				t.Errorf("%s, read on %s: deleted %v", kind, now, f.Deleted)
			}
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"Mon, 23 Nov 2020 12:00:00 GMT", "2020-11-23T12:00:00Z", "23 ноября 2020 г.", "1606132800"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, ok := parseDate(s, time.Now()); ok && (got.Before(earliest) || got.After(time.Now().Add(horizon+time.Hour)) || got.Location() != time.UTC) {
			t.Errorf("%q: %s", s, got)
		}
	})
}

func BenchmarkDate(b *testing.B) {
	for _, s := range []string{"Mon, 23 Nov 2020 12:00:00 GMT", "Mon, 23 Nov 2020 12:00:00 MSK", "23 ноября 2020 г., 12:00", "no date at all"} {
		b.Run(s, func(b *testing.B) {
			for b.Loop() {
				parseDate(s, time.Now())
			}
		})
	}
}
