package feed

import (
	"errors"
	"strings"
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
		{URL: "https://example.org/de/atom", Title: "All & everything", Type: "application/atom+xml", Declared: true},
		{URL: "https://example.org/rss.xml"},
		{URL: "https://example.org/de/comments/feed", Title: "Comments", Type: "application/rss+xml", Declared: true},
	}
	if diff := cmp.Diff(want, Discover(page, Source{URL: "https://example.org/"})); diff != "" {
		t.Error(diff)
	}
}

func TestAFeedIsDeclaredInManyWays(t *testing.T) {
	for name, tc := range map[string]struct {
		page, want string
		header     []string
	}{
		"any white space in rel":     {page: "<link rel='home\talternate\nx' type='application/rss+xml' href=/a>", want: "/a"},
		"JSON":                       {page: `<link rel=alternate type="application/json" href="/a.json">`, want: "/a.json"},
		"XML":                        {page: `<link rel=alternate type="text/xml" href="/a.php?x=1"><link rel=alternate type=application/xml href=b>`, want: "/a.php?x=1 /b"},
		"the surer ones first":       {page: `<link rel=alternate type=text/xml href=/b><link rel=alternate type="application/atom+xml" href=/a>`, want: "/a /b"},
		"an interface is none":       {page: `<link rel=alternate type=application/json href="/wp-json/posts/1"><link rel=alternate type="application/json+oembed" href=/o>`},
		"an anchor":                  {page: `<a rel="alternate nofollow" type="application/rss+xml" href="/a">RSS</a>`, want: "/a"},
		"without a type":             {page: `<link rel=alternate href="/news/rss.xml"><link rel=alternate href="/en/">`, want: "/news/rss.xml"},
		"the scheme of feeds":        {page: `<link rel=alternate type="application/rss+xml" href="feed:https://a.example/a"><a href="feed://a.example/b">`, want: "/a http://a.example/b"},
		"a type in references":       {page: `<link rel=alternate type="application/rss&#43;xml" href=/a>`, want: "/a"},
		"without scripts":            {page: `<noscript><link rel=alternate type="application/rss+xml" href=/a></noscript>`, want: "/a"},
		"a base that comes later":    {page: `<link rel=alternate type="application/rss+xml" href="a"><base target=_top><base href="/x/"><base href="/y/">`, want: "/x/a"},
		"an anchor without a type":   {page: `<a rel=alternate href="/a">Our RSS</a><a href="/b">News</a>`, want: "/a"},
		"words":                      {page: `<a href="/a">RSS-Feed</a><a href=/b><b>Atom</b></a><a href=/c>ＲＳＳ</a><a href=/d title=RSS><i></i></a>`, want: "/a /b /d"},
		"a sign":                     {page: `<a href="/a"><img alt="RSS" src=/rss.png></a><img alt=RSS>`, want: "/a"},
		"a document of XML":          {page: `<a href="/a.xml?x">Subscribe</a><a href="/sitemap.xml">All</a>`, want: "/a.xml?x"},
		"a story about feeds":        {page: `<a href="/a">Why we have switched off the RSS feed of this paper for good</a><a href=/b>Feedback</a>`},
		"words after what is surer":  {page: `<a href="/a">RSS</a><a href="/b.rss">x</a><link rel=alternate type=text/xml href=/c>`, want: "/c /b.rss /a"},
		"rel=feed":                   {page: `<link rel="feed" href="/a">`, want: "/a"},
		"the header":                 {header: []string{`</a>; rel="alternate"; type="application/rss+xml"; title="A, B"`}, want: "/a"},
		"several in one":             {header: []string{`</x>; rel=preload, <b>; type="application/atom+xml"; rel=alternate,</c>;rel=alternate;type=text/xml`}, want: "/b /c"},
		"several headers":            {header: []string{`<https://b.example/>; rel="https://api.example/"`, `</a>;rel="x ALTERNATE";type=application/feed+json`}, want: "/a"},
		"the header before the page": {page: `<base href="/x/"><link rel=alternate type="application/rss+xml" href="b">`, header: []string{`<a>; rel=alternate; type="application/rss+xml"`}, want: "/a /x/b"},
		"an interface in the header": {header: []string{`<https://a.example/wp-json/wp/v2/pages/1>; rel="alternate"; title="JSON"; type="application/json"`}},
		"a broken header":            {header: []string{`<`, `<a`, `</b>;rel="alternate;type="application/rss+xml`, `;=<>"`, `</c>; rel = alternate; type = "application/rss+xml"`}, want: "/c"},
	} {
		var got []string
		for _, l := range Discover([]byte("<html>"+tc.page), Source{URL: "https://a.example/", Link: tc.header}) {
			got = append(got, strings.TrimPrefix(l.URL, "https://a.example"))
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: %q, want %s", name, got, tc.want)
		}
	}
}

// A header names feeds whatever the body is.
func TestTheHeaderOfWhatIsNoPageNamesFeeds(t *testing.T) {
	src := Source{URL: "https://a.example/x", Link: []string{`<feed>; rel=alternate; type="application/rss+xml"`}}
	for _, body := range []string{"", "words", `{"a":1}`, "<svg/>", "<html>", "<urlset><url><loc>https://a.example/</loc></url></urlset>"} {
		_, err := Parse([]byte(body), src)
		var not *NotFeedError
		if !errors.As(err, &not) || len(not.Feeds) != 1 || not.Feeds[0].URL != "https://a.example/feed" {
			t.Errorf("%q: %v, %+v", body, err, not)
		}
	}
}

func FuzzDiscover(f *testing.F) {
	f.Add("<link rel=alternate type=text/xml href=a>", `<a>; rel="alternate"; type=text/xml, <b>`)
	f.Fuzz(func(t *testing.T, page, header string) {
		links := Discover([]byte(page), Source{URL: "https://a.example/", Link: []string{header}})
		if len(links) > maxLinks {
			t.Errorf("%d links", len(links))
		}
		for _, l := range links {
			if !strings.HasPrefix(l.URL, "http") {
				t.Errorf("%q", l.URL)
			}
		}
	})
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
