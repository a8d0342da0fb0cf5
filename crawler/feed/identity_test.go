package feed

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/wiredesk/wiredesk/normalize"
)

var midday = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// named are the entries of a feed by what tells them apart: their refs, with "own" for
// an address that is theirs, "apart" for one that is not, and "none".
func named(items []normalize.Entry) string {
	var list []string
	ids, _ := Identify(items, []string{"https://a.example/feed", "https://a.example/"})
	for i, id := range ids {
		address := "own"
		switch {
		case id.Apart:
			address = "apart"
		case items[i].URL == "":
			address = "none"
		}
		list = append(list, address+":"+id.Ref)
	}
	return strings.Join(list, " | ")
}

// docs/article.md has these cases.
func TestWhatTellsEntriesApart(t *testing.T) {
	const one, two = "https://a.example/1", "https://a.example/2"
	for name, tt := range map[string]struct {
		items []normalize.Entry
		want  string
	}{
		"a guid of its own":              {[]normalize.Entry{{ID: "g1", URL: one, Title: "A"}, {ID: "g2", URL: two, Title: "B"}}, "own:g1 | own:g2"},
		"guids on one address":           {[]normalize.Entry{{ID: "g1", URL: one, Title: "A"}, {ID: "g2", URL: one, Title: "B"}}, "apart:g1 | apart:g2"},
		"fragments of one address":       {[]normalize.Entry{{ID: "g1", URL: one + "#a"}, {ID: "g2", URL: one + "#b"}}, "apart:g1 | apart:g2"},
		"trackers on one address":        {[]normalize.Entry{{ID: "g1", URL: one + "?utm_source=a"}, {ID: "g2", URL: one + "?utm_source=b"}}, "apart:g1 | apart:g2"},
		"a parameter that tells":         {[]normalize.Entry{{ID: "g1", URL: one + "?id=1"}, {ID: "g2", URL: one + "?id=2"}}, "own:g1 | own:g2"},
		"the same entry twice":           {[]normalize.Entry{{ID: "g1", URL: one, Title: "A"}, {ID: "g1", URL: one, Title: "A"}}, "own:g1 | own:g1"},
		"no guid, a date":                {[]normalize.Entry{{URL: one, Title: "A", Published: midday}}, "own:dated 2026-11-20T12:00:00Z A"},
		"no guid, no date":               {[]normalize.Entry{{URL: one, Title: "A"}}, "own:"},
		"no guid, one title and date":    {[]normalize.Entry{{URL: one, Title: "A", Published: midday}, {URL: two, Title: "A", Published: midday}}, "own: | own:"},
		"no guid on one address":         {[]normalize.Entry{{URL: one, Title: "A"}, {URL: one, Title: "B"}}, "apart:title A | apart:title B"},
		"a guid that is none":            {[]normalize.Entry{{ID: "N/A", URL: one, Title: "A"}, {ID: "n/a ", URL: two, Title: "B"}}, "own: | own:"},
		"a guid for all":                 {[]normalize.Entry{{ID: "g", URL: one, Title: "A"}, {ID: "g", URL: two, Title: "B"}}, "own: | own:"},
		"a guid and an address for all":  {[]normalize.Entry{{ID: one, URL: one, Title: "A"}, {ID: one, URL: one, Title: "B"}}, "apart:" + one + " title A | apart:" + one + " title B"},
		"the home page":                  {[]normalize.Entry{{ID: "g1", URL: "https://a.example", Title: "A"}}, "apart:g1"},
		"the feed's own address":         {[]normalize.Entry{{ID: "g1", URL: "https://www.a.example/feed", Title: "A"}}, "apart:g1"},
		"no address":                     {[]normalize.Entry{{ID: "g1", Title: "A"}, {Title: "B"}}, "none:g1 | none:title B"},
		"no address, one guid and title": {[]normalize.Entry{{ID: "g", Title: "A"}, {ID: "g", Title: "B"}}, "none:g title A | none:g title B"},
	} {
		if got := named(tt.items); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tt.want)
		}
	}
	same := []normalize.Entry{{Title: "Notice", SummaryHTML: "one"}, {Title: "Notice", SummaryHTML: "two"}}
	if ids, odd := Identify(same, nil); !odd || ids[0].Ref == ids[1].Ref || ids[0].Key == ids[1].Key {
		t.Errorf("two texts under one title are one: %+v", ids)
	}
}

// A token may stand in guid and address. What may be two reports of a day is no sign of it.
func TestASecondNameOutlivesTokens(t *testing.T) {
	entry := func(id, url string) normalize.Entry {
		return normalize.Entry{ID: id, URL: url, Title: "A", SummaryHTML: "text", Published: midday}
	}
	also := func(items ...normalize.Entry) string {
		ids, _ := Identify(items, nil)
		return ids[0].Also
	}
	one := also(entry("https://a.example/1?s=1", "https://a.example/1?s=1"))
	if one == "" || one != also(entry("https://a.example/1?s=2", "https://a.example/1?s=2")) || one != also(entry("x9", "https://a.example/1?s=3")) {
		t.Error("a token in both changes the second name")
	}
	updated := entry("", "https://a.example/1?s=1")
	updated.Published, updated.Updated = time.Time{}, midday
	if also(updated) == "" {
		t.Error("dated by its change alone it has none")
	}
	other := entry("g", "https://a.example/1?s=1")
	other.SummaryHTML = "other text"
	day := entry("g", "https://a.example/1?s=1")
	day.SummaryHTML, day.Published = "", midday.Truncate(24*time.Hour)
	if one == also(other) || also(day) != "" || also(entry("g", "https://a.example/1")) != "" {
		t.Error("another story has the name")
	}
	if also(entry("g1", "https://a.example/1?s=1"), entry("g2", "https://a.example/1?s=2")) != "" {
		t.Error("two that stand together have the name")
	}
}

// Whatever is missing, repeated or odd, two different entries never share a key, and
// the same ones always do.
func TestEntriesKeepTheirKeysApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := oddEntries(t)
		first, _ := Identify(items, nil)
		again, _ := Identify(items, nil)
		for i := range items {
			if first[i] != again[i] {
				t.Fatalf("%+v is %+v, then %+v", items[i], first[i], again[i])
			}
			for j := range i {
				if first[i].Key == first[j].Key && says(&items[i]) != says(&items[j]) {
					t.Fatalf("%+v and %+v share a key", items[i], items[j])
				}
			}
		}
	})
}

// oddEntries are entries as bad feeds have them.
func oddEntries(t *rapid.T) []normalize.Entry {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) normalize.Entry {
		e := normalize.Entry{
			ID:          rapid.SampledFrom([]string{"", "N/A", "g1", "g2", "g3", "https://a.example/1"}).Draw(t, "guid"),
			URL:         rapid.SampledFrom([]string{"", "https://a.example/", "https://a.example/1", "https://a.example/1#x", "https://a.example/2?s=1"}).Draw(t, "link"),
			Title:       rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "title"),
			SummaryHTML: fmt.Sprint("text ", rapid.IntRange(0, 3).Draw(t, "text")),
		}
		if rapid.Bool().Draw(t, "dated") {
			e.Published = midday.Add(time.Duration(rapid.IntRange(0, 1).Draw(t, "hour")) * time.Hour)
		}
		return e
	}), 0, 8).Draw(t, "entries")
}
