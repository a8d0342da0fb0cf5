package newsroom

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/text/encoding/charmap"
)

func open(t *testing.T, opts Options) *Newsroom {
	t.Helper()
	n, err := Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

// client follows no redirect.
var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func get(t *testing.T, url, etag string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(b)
}

func TestTheSitesBehaveAsThoseOfTheWeb(t *testing.T) {
	n := open(t, Options{})
	for path, status := range map[string]int{
		n.Site("times") + "/rss/news": 200, n.Site("times") + "/old-feed": 301, n.Site("herald") + "/busy.xml": 429, n.Site("herald") + "/closed.xml": 410,
		n.Site("vesti") + "/rss": 200, n.Site("zeitung") + "/atom": 200, n.Site("courrier") + "/feed.json": 200, n.Site("times") + "/robots.txt": 200, n.Site("times") + "/x": 404,
	} {
		resp, body := get(t, path, "")
		if resp.StatusCode != status {
			t.Errorf("%s: %d, want %d\n%.200s", path, resp.StatusCode, status, body)
		}
		if etag := resp.Header.Get("Etag"); status == 200 {
			if again, _ := get(t, path, etag); etag == "" || again.StatusCode != http.StatusNotModified {
				t.Errorf("%s with its validator %q: %d", path, etag, again.StatusCode)
			}
		}
	}
	if n := len(n.Requests()); n < 9 {
		t.Errorf("%d requests noted", n)
	}
}

func TestEveryStoryHasItsPage(t *testing.T) {
	n := open(t, Options{})
	stories := n.Stories()
	if len(stories) < 20 {
		t.Errorf("%d stories", len(stories))
	}
	for _, s := range stories {
		if len(s.Body) == 0 || s.Headline == "" || s.Date.IsZero() {
			t.Errorf("%+v", s)
		}
		if s.URL == "" {
			continue
		}
		resp, body := get(t, s.URL, "")
		if s.Language == "ru" {
			decoded, err := charmap.Windows1251.NewDecoder().String(body)
			if err != nil || !strings.Contains(resp.Header.Get("Content-Type"), "windows-1251") {
				t.Errorf("%s: %v", s.URL, err)
			}
			body = decoded
		}
		if resp.StatusCode != 200 || !strings.Contains(body, "<h1>"+s.Headline+"</h1>") || len(body) < 15000 {
			t.Errorf("%s: %d, %d bytes", s.URL, resp.StatusCode, len(body))
		}
	}
}

func TestTheHomePagesNameTheirFeeds(t *testing.T) {
	n := open(t, Options{})
	for _, name := range []string{"times", "herald", "vesti", "zeitung", "courrier"} {
		if _, body := get(t, n.Site(name)+"/", ""); !strings.Contains(body, `rel="alternate"`) {
			t.Errorf("%s names no feed", name)
		}
	}
}

func TestTheCorrectionChangesPageAndFeed(t *testing.T) {
	n := open(t, Options{CorrectAfter: time.Hour})
	page, feed := n.Site("times")+correctedPath, n.Site("times")+"/rss/news"
	before, _ := get(t, feed, "")
	n.Correct()
	if _, body := get(t, page, ""); !strings.Contains(body, "Rises to 14 Million") || !strings.Contains(body, "Correction: An earlier version") {
		t.Error("the page is as it was")
	}
	after, body := get(t, feed, before.Header.Get("Etag"))
	if after.StatusCode != 200 || !strings.Contains(body, "Rises to 14 Million") {
		t.Errorf("the feed is as it was: %d", after.StatusCode)
	}
}

func TestCloseEndsEverything(t *testing.T) {
	before := goleak.IgnoreCurrent()
	n, err := Open(Options{CorrectAfter: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	goleak.VerifyNone(t, before)
}

func Example() {
	n, err := Open(Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = n.Close() }()
	fmt.Println(len(n.Feeds()), "feeds,", len(n.Stories()), "stories")
	// Output: 10 feeds, 22 stories
}
