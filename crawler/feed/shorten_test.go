package feed

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize"
)

// What is too long is cut, the entry stays, those that begin alike stay apart, and the
// feed's warnings say it.
func TestOverlongFieldsAreCut(t *testing.T) {
	long := strings.Repeat("é", 200_000)
	var b strings.Builder
	for i := range 2 {
		fmt.Fprintf(&b, `<item><title>T%[2]d %[1]s</title><guid>%[1]s%[2]d</guid><author>%[1]s</author><category>%[1]s</category>`+
			`<link>https://news.example/%[2]d</link><description>&lt;p&gt;%[1]s&lt;/p&gt;</description></item>`, long, i)
	}
	f, err := Parse([]byte(`<rss version="2.0"><channel><title>P</title>`+b.String()+`</channel></rss>`), Source{URL: "https://news.example/feed"})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Items) != 2 || f.Items[0].ID == f.Items[1].ID || !strings.HasPrefix(f.Items[1].Title, "T1 é") {
		t.Fatalf("%d items", len(f.Items))
	}
	for _, e := range f.Items {
		for what, got := range map[string][2]int{
			"title": {len(e.Title), maxTitle}, "id": {len(e.ID), maxName + 65}, "author": {len(e.Authors[0].Name), maxName}, "tag": {len(e.Tags[0]), maxName},
			"summary": {len(e.SummaryHTML), maxSummary},
		} {
			if got[0] > got[1] || got[0] == 0 {
				t.Errorf("%s has %d bytes", what, got[0])
			}
		}
	}
	if w := strings.Join(f.Warnings, "\n"); !strings.Contains(w, "fields of 2 entries were cut, first the title of T0") {
		t.Errorf("warnings %.300s", w)
	}
}

func TestWhatIsShortStays(t *testing.T) {
	f := Feed{Items: []normalize.Entry{{ID: "a", Title: "T", Authors: []normalize.Person{{Name: "Ann Lee"}}, Tags: []string{"x"}, Links: make([]string, maxLinksOf)}}}
	f.shorten()
	if e := f.Items[0]; len(f.Warnings) > 0 || e.Title != "T" || len(e.Links) != maxLinksOf || e.Authors[0].Name != "Ann Lee" {
		t.Errorf("%+v, warnings %q", e, f.Warnings)
	}
}
