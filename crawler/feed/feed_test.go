package feed

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

const rssFrame = `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Вести</title><link>https://example.org/</link><ttl>90</ttl>%s</channel></rss>`

func rssWith(items string) []byte { return []byte(fmt.Sprintf(rssFrame, items)) }

func mustParse(t testing.TB, body []byte, src Source) *Feed {
	t.Helper()
	f, err := Parse(body, src)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func titles(f *Feed) []string {
	var list []string
	for _, e := range f.Items {
		list = append(list, e.Title)
	}
	return list
}

func TestWhatIsNoFeedIsSaidToBeWhatItIs(t *testing.T) {
	for body, kind := range map[string]string{
		"": "empty", "  \n": "empty", `<!DOCTYPE html><html><head></head></html>`: "html", `{"error":"not found"}`: "json",
		`<opml version="2.0"><body/></opml>`:        "opml",
		`<svg xmlns="http://www.w3.org/2000/svg"/>`: "xml", "just words": "text",
	} {
		_, err := Parse([]byte(body), Source{})
		var not *NotFeedError
		if !errors.As(err, &not) || not.Kind != kind {
			t.Errorf("%.40q: %v, want kind %s", body, err, kind)
		}
	}
	_, err := Parse([]byte(`<html><link rel="alternate" type="application/rss+xml" href="/rss" title="All"></html>`),
		Source{URL: "https://example.org/a/"})
	var not *NotFeedError
	if !errors.As(err, &not) || len(not.Feeds) != 1 || not.Feeds[0].URL != "https://example.org/rss" {
		t.Errorf("error %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(rssWith(`<item><title>a &amp; b</title></item>`), "text/xml")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{}]}`), "")
	f.Add([]byte("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title/></entry>"), "a;charset=koi8-r")
	f.Add([]byte("\xff\xfe<\x00r\x00s\x00s\x00"), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		feed, err := Parse(body, Source{URL: "https://example.org/", ContentType: contentType})
		if err != nil {
			return
		}
		for _, e := range feed.Items {
			if e.URL != "" && !strings.HasPrefix(e.URL, "http") {
				t.Errorf("URL %q", e.URL)
			}
			if strings.Contains(strings.ToLower(e.SummaryHTML+e.ContentHTML), "<script") {
				t.Errorf("a script survived: %q %q", e.SummaryHTML, e.ContentHTML)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	var items strings.Builder
	for i := range 50 {
		fmt.Fprintf(&items, `<item><title>Story %d</title><link>https://example.org/%d</link><guid>%d</guid><pubDate>Mon, 23 Nov 2020 12:00:00 GMT</pubDate><description>%s</description></item>`,
			i, i, i, strings.Repeat("&lt;p&gt;A paragraph of a story, with a &lt;a href=&quot;/x&quot;&gt;link&lt;/a&gt;.&lt;/p&gt;", 10))
	}
	body := rssWith(items.String())
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		mustParse(b, body, Source{URL: "https://example.org/rss"})
	}
}
