package feed

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDiscoverTakesDeclaredFeedsFirst(t *testing.T) {
	page := []byte(`<html><head><base href="/de/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="comments/feed">
<link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" title="All &amp; everything" href="atom">
<link rel="alternate" type="application/rss+xml" href="javascript:x">
<link rel="alternate" hreflang="en" type="text/html" href="/en/">
</head><body><a href="/rss.xml">RSS</a> <a href="atom">again</a> <a href="/about">x</a></body></html>`)
	want := []Link{
		{URL: "https://example.org/de/atom", Title: "All & everything", Type: "application/atom+xml"},
		{URL: "https://example.org/rss.xml"},
		{URL: "https://example.org/de/comments/feed", Title: "Comments", Type: "application/rss+xml"},
	}
	if diff := cmp.Diff(want, Discover(page, Source{URL: "https://example.org/"})); diff != "" {
		t.Error(diff)
	}
}

func TestWellKnownStaysOnTheSite(t *testing.T) {
	for _, u := range WellKnown("https://example.org/a/b?c") {
		if u[:20] != "https://example.org/" {
			t.Errorf("%s", u)
		}
	}
	if got := WellKnown("file:///x"); got != nil {
		t.Errorf("%v", got)
	}
}
