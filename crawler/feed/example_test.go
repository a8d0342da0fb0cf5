package feed_test

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/normalize"
)

func ExampleParse() {
	f, err := feed.Parse([]byte(`<rss version="2.0"><channel><title>Example</title>
<item><title>Hello &amp;amp; welcome</title><link>/hello</link></item></channel></rss>`), feed.Source{URL: "https://example.org/feed"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Format, f.Title, f.Items[0].Title, f.Items[0].URL)
	// Output: rss Example Hello & welcome https://example.org/hello
}

// A page is no feed, but it says where its feeds are.
func ExampleNotFeedError() {
	_, err := feed.Parse([]byte(`<html><link rel="alternate" type="application/rss+xml" href="/rss" title="News"></html>`),
		feed.Source{URL: "https://example.org/"})
	var not *feed.NotFeedError
	if errors.As(err, &not) {
		fmt.Println(not.Kind, not.Feeds[0].URL, not.Feeds[0].Title)
	}
	// Output: html https://example.org/rss News
}

func ExampleDiscover() {
	page := []byte(`<html><head><link rel="alternate" type="application/atom+xml" href="atom.xml"></head><body><a href="/comments/feed">Comments</a></body></html>`)
	for _, l := range feed.Discover(page, feed.Source{URL: "https://example.org/news/"}) {
		fmt.Println(l.URL)
	}
	// Output:
	// https://example.org/news/atom.xml
	// https://example.org/comments/feed
}

func ExampleWellKnown() {
	fmt.Println(feed.WellKnown("https://example.org/about")[0])
	// Output: https://example.org/feed
}

// A corrected headline is the same item with another fingerprint.
func ExampleFingerprint() {
	before := normalize.Entry{ID: "tag:1", Title: "Ten hurt"}
	after := normalize.Entry{ID: "tag:1", Title: "Two hurt"}
	fmt.Println(feed.Key(before) == feed.Key(after), feed.Fingerprint(before) == feed.Fingerprint(after))
	// Output: true false
}

func ExampleReadOPML() {
	subs, problems, err := feed.ReadOPML(strings.NewReader(`<opml version="2.0"><body>
<outline text="World"><outline text="Example" xmlUrl="https://example.org/rss"/></outline>
<outline type="rss" text="Broken"/>
</body></opml>`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(subs[0].URL, subs[0].Tags, subs[0].Line)
	fmt.Println(problems[0].Line, problems[0].Reason)
	// Output:
	// https://example.org/rss [World] 2
	// 3 "Broken" has no xmlUrl
}

func ExampleWriteOPML() {
	err := feed.WriteOPML(os.Stdout, "Desk", []feed.Subscription{{URL: "https://example.org/rss", Title: "Example", Tags: []string{"World"}}})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <opml version="2.0">
	//   <head>
	//     <title>Desk</title>
	//   </head>
	//   <body>
	//     <outline type="rss" text="Example" title="Example" xmlUrl="https://example.org/rss" category="World"></outline>
	//   </body>
	// </opml>
}

// A feed as JSON, for a look at what was understood of it.
func ExampleNewReport() {
	f, err := feed.Parse([]byte(`<rss version="2.0"><channel><title>Example</title>
<item><title>Hello</title><link>/hello</link></item></channel></rss>`), feed.Source{URL: "https://example.org/feed"})
	r := feed.NewReport(f, err)
	fmt.Println(r.Format, r.Feed.Title, len(r.Items), r.Error == "")
	// Output: rss Example 1 true
}

// What is larger than any feed is not read to its end.
func ExampleLimitError() {
	deep := strings.Repeat("<a>", 10_000) + strings.Repeat("</a>", 10_000)
	_, err := feed.Parse([]byte(`<rss version="2.0"><channel><title>Example</title>`+deep), feed.Source{URL: "https://example.org/feed"})
	var over *feed.LimitError
	fmt.Println(errors.As(err, &over), err)
	// Output: true more than 256 nested elements
}
