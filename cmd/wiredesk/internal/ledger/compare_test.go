package ledger

import (
	"strings"
	"testing"
	"time"
)

func TestWhatIsMissingIsSaid(t *testing.T) {
	now := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	made := now.Add(-100 * time.Hour)
	full := Position{
		Created: made, First: 11, Last: 90, Messages: 80, FirstAt: now.Add(-20 * time.Hour), LastAt: now.Add(-time.Hour),
		Bytes: 1000, LastID: "a:1", maxAge: 30 * time.Hour,
	}
	with := func(change func(*Position)) *Position {
		p := full
		change(&p)
		return &p
	}
	for name, test := range map[string]struct {
		stream string
		was    Position
		now    *Position // nil: it is gone
		want   string    // empty: nothing is missing
	}{
		"the same":                       {"ARTICLES", full, &full, ""},
		"more":                           {"ARTICLES", full, with(func(p *Position) { p.Last, p.Messages, p.LastID = 99, 89, "b:1" }), ""},
		"gone":                           {"ARTICLES", full, nil, "is not there any more; it had 80 messages"},
		"made anew":                      {"ARTICLES", full, with(func(p *Position) { p.Created = now }), "was made anew"},
		"its end is lost":                {"ARTICLES", full, with(func(p *Position) { p.Last = 80 }), "ends at 80, and had ended at 90"},
		"another at its end":             {"ARTICLES", full, with(func(p *Position) { p.LastID = "c:1" }), "another article at its end"},
		"its beginning is lost":          {"ARTICLES", full, with(func(p *Position) { p.First = 50 }), "begins at 50"},
		"its beginning has expired":      {"ARTICLES", *with(func(p *Position) { p.FirstAt = now.Add(-31 * time.Hour) }), with(func(p *Position) { p.First = 50 }), ""},
		"dropped for its size":           {"ARTICLES", full, with(func(p *Position) { p.First, p.maxBytes = 50, 1050 }), ""},
		"empty":                          {"ARTICLES", full, with(func(p *Position) { p.First, p.Messages = 91, 0 }), "is empty"},
		"all have expired":               {"ARTICLES", *with(func(p *Position) { p.LastAt, p.FirstAt = now.Add(-31*time.Hour), now.Add(-32*time.Hour) }), with(func(p *Position) { p.First, p.Messages = 91, 0 }), ""},
		"some of the middle":             {"ARTICLES", full, with(func(p *Position) { p.Deleted, p.Messages = 3, 77 }), "3 articles are missing from its middle"},
		"jobs that are done":             {"JOBS", full, with(func(p *Position) { p.First, p.Messages, p.Deleted = 91, 0, 0 }), ""},
		"jobs that are gone":             {"JOBS", full, nil, "is not there any more"},
		"the calendar, empty, gone":      {"JOBS", Position{Created: made}, nil, "is not there any more"},
		"a bucket that had nothing":      {"KV_HOSTS", Position{Created: made}, nil, ""},
		"lanes that are gone":            {"KV_HOSTS", full, with(func(p *Position) { p.Messages = 0 }), "is empty"},
		"a record of a feed is gone":     {"KV_FEEDS", full, with(func(p *Position) { p.Messages = 79 }), "has 79 records, and had 80"},
		"a record of a host was removed": {"KV_HOSTS", full, with(func(p *Position) { p.Messages = 79 }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			have := Positions{}
			if test.now != nil {
				have[test.stream] = *test.now
			}
			losses := compare(Positions{test.stream: test.was}, have, "ARTICLES", now)
			var texts []string
			for _, l := range losses {
				texts = append(texts, l.Text)
			}
			if got := strings.Join(texts, "; "); (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("said %q, want %q", got, test.want)
			}
		})
	}
}
