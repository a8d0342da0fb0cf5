package feed

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReportsAreWhatScriptsReadFromParse(t *testing.T) {
	src := Source{URL: "https://example.org/rss"}
	for name, tc := range map[string]struct {
		body, want string
	}{
		"a feed": {
			`<rss><channel><title>T</title><item><title>One</title><link>/1</link><pubDate>Mon, 23 Nov 2020 12:00:00 MSK</pubDate></item></channel></rss>`,
			`{"format":"rss","feed":{"title":"T","feed_url":"https://example.org/rss"},"items":[{"url":"https://example.org/1","title":"One","published":"2020-11-23T09:00:00Z","links":["https://example.org/1"]}]}`,
		},
		"a page": {
			`<html><link rel="alternate" type="application/atom+xml" href="/atom"></html>`,
			`{"error":"an HTML page, not a feed; it links to https://example.org/atom","discover":["https://example.org/atom"]}`,
		},
		"a feed that was cut": {
			`<rss><channel><item><title>One</title></item><item><ti`,
			`{"format":"rss","feed":{"feed_url":"https://example.org/rss"},"items":[{"title":"One"}],"partial":true,"warnings":["the document ends early"]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := json.Marshal(NewReport(Parse([]byte(tc.body), src)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestErrorsSayWhatTheDocumentIs(t *testing.T) {
	for _, tc := range []struct {
		err  error
		want string
	}{
		{&NotFeedError{Kind: "html"}, "an HTML page, not a feed"},
		{&NotFeedError{Kind: "opml"}, "an OPML file, not a feed; import it"},
		{&NotFeedError{Kind: "text"}, "not a feed (text)"},
		{&LimitError{"nested elements", 256}, "more than 256 nested elements"},
	} {
		if r := NewReport(nil, tc.err); r.Error != tc.want {
			t.Errorf("%q, want %q", r.Error, tc.want)
		}
	}
	if r := NewReport(nil, errors.Join(errors.New("x"), &NotFeedError{Kind: "html", Feeds: []Link{{URL: "u"}}})); len(r.Discover) != 1 {
		t.Errorf("report %+v", r)
	}
}
