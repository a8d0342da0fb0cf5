package sink

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func TestHeaderValuesArePercentEncoded(t *testing.T) {
	for in, want := range map[string]string{
		"plain-._~!*'();:@&=+$,/?#[]":  "plain-._~!*'();:@&=+$,/?#[]",
		"Euro € \U0001F600":            "Euro%20%E2%82%AC%20%F0%9F%98%80",
		`100% "sure"`:                  "100%25%20%22sure%22",
		"a\r\nb\x00\x7f":               "a%0D%0Ab%00%7F",
		"https://news.example/é?q=a b": "https://news.example/%C3%A9?q=a%20b",
		"":                             "",
	} {
		got := percentEncode(in)
		if got != want {
			t.Errorf("%q is encoded %q, want %q", in, got, want)
		}
		if back := percentDecode(got); back != in {
			t.Errorf("%q comes back as %q", in, back)
		}
	}
	for in, want := range map[string]string{"50%": "50%", "%4": "%4", "%zz%41": "%zzA", "%e2%82%ac": "€"} {
		if got := percentDecode(in); got != want {
			t.Errorf("%q is decoded %q, want %q", in, got, want)
		}
	}
}

func TestAHostileFeedURLStaysWithinItsHeader(t *testing.T) {
	a := newStory(storyURL(1), "Headline", "Text.")
	a.Version, a.Event = 1, article.Published
	h := headers(a, Origin{FeedURL: "https://x.example/\r\nNats-Rollup: all\r\n"}, nil, time.Now())
	for name, values := range h {
		for _, v := range values {
			if strings.ContainsAny(v, "\r\n") {
				t.Errorf("header %s holds a line break: %q", name, v)
			}
		}
	}
}

func TestCredentialsInAFeedURLAreNotPublished(t *testing.T) {
	for _, tt := range []struct{ feed, article, want string }{
		{"https://user:secret@news.example/feed", "", "https://news.example/feed"},
		{"https://news.example/feed", "", "https://news.example/feed"},
		{"", "https://news.example/1", "https://news.example/1"},
		{"", "", "urn:wiredesk:unknown"},
	} {
		if got := source(tt.feed, tt.article); got != tt.want {
			t.Errorf("source(%q, %q) = %q, want %q", tt.feed, tt.article, got, tt.want)
		}
	}
}

func TestHeadersAreReadBack(t *testing.T) {
	a := newStory(storyURL(1), "Headline", "Text.")
	a.Version, a.Event = 12, article.Corrected
	id, err := parseStoryID(a.ID)
	if err != nil {
		t.Fatal(err)
	}
	hash, err := hashPrefix(a.ContentHash)
	if err != nil {
		t.Fatal(err)
	}
	urls := []uint64{1, 0xffffffffffffffff, 7}
	for _, origin := range []Origin{{}, {Feed: 1, Entry: 0xfedcba9876543210}, {Entry: 5}} {
		got, err := parseRecord(headers(a, origin, urls, time.Now()))
		if err != nil {
			t.Fatal(err)
		}
		want := record{id: id, version: 12, event: article.Corrected, hash: hash, feed: origin.Feed, entry: origin.Entry, urls: urls}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(record{})); diff != "" {
			t.Error(diff)
		}
	}
}

func TestHalfARecordIsAnError(t *testing.T) {
	good := func() nats.Header {
		a := newStory(storyURL(1), "Headline", "Text.")
		a.Version, a.Event = 1, article.Published
		return headers(a, Origin{Feed: 1, Entry: 2}, []uint64{3}, time.Now())
	}
	for name, change := range map[string][2]string{
		"no id":           {headerID, ""},
		"no version":      {headerID, strings.Repeat("a", 32)},
		"version 0":       {headerID, strings.Repeat("a", 32) + ":0"},
		"negative":        {headerID, strings.Repeat("a", 32) + ":-1"},
		"version too big": {headerID, strings.Repeat("a", 32) + ":4294967296"},
		"foreign id":      {headerID, "A234-1234:1"},
		"foreign type":    {headerType, "com.example.something"},
		"no hash":         {headerContentHash, ""},
		"bad hash":        {headerContentHash, strings.Repeat("z", 16)},
		"bad entry":       {headerEntry, "12"},
		"bad URL hash":    {headerURLs, "12 xyz"},
	} {
		h := good()
		h[change[0]] = []string{change[1]}
		if r, err := parseRecord(h); err == nil {
			t.Errorf("%s: read as %+v", name, r)
		}
	}
}

func TestOnlyAddressesOfTheStoryAreHashed(t *testing.T) {
	a := &article.Article{URL: "https://a.example/1", URLs: []article.URL{
		{URL: "https://m.a.example/go/1", Role: "found"},
		{URL: "https://elsewhere.example/1", Role: "found"}, // it has redirected here
		{URL: "https://other.a.example/1", Role: "amp"},
		{URL: "https://guid.example/1", Role: "guid"},
		{URL: "tag:not-of-the-web", Role: "found"},
		{URL: "https://a.example/1?utm_source=feed", Role: "canonical"},
		{URL: "https://front.page.example/", Role: "canonical"},
		{URL: "", Role: "final"},
		{URL: "https://www.a.example/final/1", Role: "final"},
	}}
	want := []uint64{hashOf(t, "https://a.example/1"), hashOf(t, "https://www.a.example/final/1"), hashOf(t, "https://m.a.example/go/1")}
	if diff := cmp.Diff(want, storyURLs(a)); diff != "" {
		t.Error(diff)
	}
	for i := range 2 * maxURLs {
		a.URLs = append(a.URLs, article.URL{URL: fmt.Sprintf("https://a.example/more/%d", i), Role: "found"})
	}
	if got := len(storyURLs(a)); got != maxURLs {
		t.Errorf("%d addresses, want no more than %d", got, maxURLs)
	}
}

// hashOf is the hash of a URL that has one.
func hashOf(t *testing.T, rawURL string) uint64 {
	t.Helper()
	h, ok := urlHash(rawURL)
	if !ok {
		t.Fatalf("%s has no hash", rawURL)
	}
	return h
}

func FuzzPercentEncodingComesBack(f *testing.F) {
	f.Add("a b%\"€")
	f.Add("%%41\x7f\r\n")
	f.Fuzz(func(t *testing.T, s string) {
		encoded := percentEncode(s)
		for _, c := range []byte(encoded) {
			if c <= ' ' || c >= 0x7f || c == '"' {
				t.Fatalf("%q is encoded %q", s, encoded)
			}
		}
		if back := percentDecode(encoded); utf8.ValidString(s) && back != s {
			t.Fatalf("%q comes back as %q", s, back)
		}
	})
}

func FuzzParseRecord(f *testing.F) {
	f.Add("0123456789abcdef0123456789abcdef:1", "news.article.published", "0123456789abcdef00", "1:2", "a b")
	f.Fuzz(func(t *testing.T, id, kind, hash, entry, urls string) {
		r, err := parseRecord(nats.Header{headerID: {id}, headerType: {kind}, headerContentHash: {hash}, headerEntry: {entry},
			headerURLs: {urls}})
		if err == nil && (r.version == 0 || messageID(r.id.String(), int(r.version)) == "") {
			t.Errorf("record %+v", r)
		}
	})
}
