package feed

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize"
)

// The tests of this file are feeds as people have reported them of many readers.

func TestFeedsAsReported(t *testing.T) {
	const atomFrame, rssFrame = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>x</title>%s</entry></feed>`,
		`<rss version="2.0"><channel><item><title>x</title>%s</item></channel></rss>`
	for name, tc := range map[string]struct {
		frame, in, want string
	}{
		"the address of a link of Atom in its text": {atomFrame, `<link>https://a.example/1?a=1&amp;b=2</link>`, "https://a.example/1?a=1&b=2"},
		"and in a section of CDATA":                 {atomFrame, `<link rel="alternate"><![CDATA[ https://a.example/1?a=1&b=2 ]]></link>`, "https://a.example/1?a=1&b=2"},
		"a file of Atom so": {atomFrame, `<link href="/1"/><link rel="enclosure" type="image/jpeg">https://i.example/q.jpg?w=3&amp;h=2</link>`,
			"https://a.example/1 https://i.example/q.jpg?w=3&h=2"},
		"words in it are none":                {atomFrame, `<link href="https://a.example/1">https://b.example/</link><link>here</link>`, "https://a.example/1"},
		"two addresses on two lines":          {rssFrame, "<link>http://a.example/c/1\nhttp://a.example/c/1</link>", "http://a.example/c/1"},
		"two addresses on one":                {rssFrame, "<link>http://a.example/c/2 http://b.example/c/2</link>", "http://a.example/c/2"},
		"an address with a space is one":      {rssFrame, "<link>http://a.example/c d/http</link>", "http://a.example/c%20d/http"},
		"a description in XHTML's name space": {rssFrame, `<description xmlns="http://www.w3.org/1999/xhtml"><div><p>Strip <b>one</b></p></div></description>`, " Strip one"},
		"a title in it":                       {rssFrame, `<link>http://a.example/1</link><description xmlns='http://www.w3.org/1999/xhtml'>&lt;p>Strip&lt;/p></description>`, "http://a.example/1 Strip"},
		"links of Atom by their own name space": {rssFrame, `<link xmlns="http://www.w3.org/2005/Atom" rel="replies" href="https://a.example/1/c"/><link>https://a.example/1</link>`,
			"https://a.example/1"},
	} {
		f := mustParse(t, fmt.Appendf(nil, tc.frame, tc.in), Source{URL: "https://a.example/feed"})
		if len(f.Items) != 1 {
			t.Errorf("%s: %d items", name, len(f.Items))
			continue
		}
		e := f.Items[0]
		got := e.URL
		for _, file := range e.Enclosures {
			got += " " + file.URL
		}
		if text := plain(e.SummaryHTML + e.ContentHTML); text != "" {
			got += " " + text
		}
		if got != tc.want || e.Title != "x" {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

// A site that sends a story again counts that in the guid, and both stand in its feed
// for a while. It is one story, unless it says something else.
func TestAGuidThatCountsItsSendings(t *testing.T) {
	sent := func(n int, title string) normalize.Entry {
		return normalize.Entry{ID: fmt.Sprint("https://a.example/quay#", n), URL: "https://a.example/quay?at=rss&utm_source=x", Title: title, SummaryHTML: "text"}
	}
	own := func(e normalize.Entry) normalize.Entry {
		e.URL = "https://a.example/quay"
		return e
	}
	first, again := own(sent(0, "Quay closed")), own(sent(1, "Quay closed"))
	again.Published = midday
	ids, odd := Identify([]normalize.Entry{again, first}, nil)
	alone, _ := Identify([]normalize.Entry{again}, nil)
	if ids[0].Key != ids[1].Key || ids[0].Apart || !odd || alone[0].Key != ids[1].Key {
		t.Errorf("%+v, alone %+v", ids, alone)
	}
	if ids, _ := Identify([]normalize.Entry{own(sent(1, "Quay closed")), own(sent(0, "Quay open"))}, nil); ids[0].Key == ids[1].Key || !ids[0].Apart {
		t.Errorf("two stories are one: %+v", ids)
	}
	if ids, _ := Identify([]normalize.Entry{{ID: "https://a.example/live#a", URL: "https://a.example/live"}}, nil); !strings.HasSuffix(ids[0].Ref, "#a") {
		t.Errorf("a name is taken for a number: %+v", ids)
	}
}
