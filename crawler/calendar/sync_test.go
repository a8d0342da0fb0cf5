package calendar

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const list = "/etc/feeds.yaml"

func mustSync(t *testing.T, c *Calendar, source string, wanted ...Feed) []*Feed {
	t.Helper()
	for i := range wanted {
		wanted[i].Source = source
	}
	feeds, err := c.Sync(t.Context(), wanted, source, nil)
	if err != nil {
		t.Fatal(err)
	}
	return feeds
}

func urlsOf(feeds []*Feed) []string {
	var urls []string
	for _, f := range feeds {
		urls = append(urls, f.URL)
	}
	return urls
}

func wantFeeds(t *testing.T, got []*Feed, want ...string) {
	t.Helper()
	if !slices.Equal(urlsOf(got), want) {
		t.Errorf("feeds %q, want %q", urlsOf(got), want)
	}
}

func TestSyncAddsWhatIsNewAndRemovesWhatItsSourceNoLongerNames(t *testing.T) {
	c := open(t, Options{})
	a, b, d := Feed{URL: "https://a.example/feed"}, Feed{URL: "https://b.example/feed"}, Feed{URL: "https://d.example/feed"}
	mustAdd(t, c, Feed{URL: "https://by.hand.example/", Settings: Settings{Origin: OriginAdded}})
	mustAdd(t, c, Feed{URL: "https://other.example/", Settings: Settings{Source: "/other.yaml"}})
	wantFeeds(t, mustSync(t, c, list, b, a, a), a.URL, b.URL, "https://by.hand.example/", "https://other.example/")
	wantFeeds(t, mustSync(t, c, list, a, d), a.URL, "https://by.hand.example/", d.URL, "https://other.example/")
	// Without a source, there is none whose feeds could be gone.
	wantFeeds(t, mustSync(t, c, ""), a.URL, "https://by.hand.example/", d.URL, "https://other.example/")
	wantFeeds(t, mustSync(t, c, list), "https://by.hand.example/", "https://other.example/")
}

// What is known of a feed must not suffer from a change of its settings, nor from a
// look at a list that has not changed.
func TestSyncTakesOverSettingsAndNothingElse(t *testing.T) {
	c := open(t, Options{})
	f := Feed{URL: "https://a.example/feed", Settings: Settings{Name: "A", Origin: list + ":3"}}
	mustSync(t, c, list, f)
	at := time.Now().Add(time.Hour).UTC().Truncate(time.Second)
	learned, err := c.UpdateFeed(t.Context(), FeedID(f.URL), func(f *Feed) error {
		f.Next, f.Title, f.Failures, f.Paused, f.Validators.ETag = at, "Title", 3, true, `"e"`
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := mustSync(t, c, list, f)[0]; got.rev != learned.rev {
		t.Error("a feed was written though nothing of it has changed")
	}
	want := *learned
	want.Name, want.Origin, want.Source, want.Tags, want.CrossSite, want.AnyCertificate = "B", list+":4", list, []string{"x", "y"}, true, true
	want.MinEvery, want.MaxEvery, want.FullText, want.Backfill = time.Minute, time.Hour, "never", Backfill{All: true}
	told := want
	told.Title, told.Failures, told.Paused, told.Next, told.Validators = "", 0, false, time.Time{}, Validators{}
	got := mustSync(t, c, list, told)[0]
	want.rev, got.rev = 0, 0
	if diff := cmp.Diff(want, *got, cmp.AllowUnexported(Feed{})); diff != "" {
		t.Error(diff)
	}
}

func TestTheSitemapsOfAnIndexGoWithIt(t *testing.T) {
	c := open(t, Options{})
	index := Feed{URL: "https://a.example/index.xml"}
	mustSync(t, c, list, index)
	child := Feed{URL: "https://a.example/child.xml", Parent: FeedID(index.URL), Settings: Settings{Source: list}}
	if err := c.AddFeed(t.Context(), child); err != nil {
		t.Fatal(err)
	}
	wantFeeds(t, mustSync(t, c, list, index), child.URL, index.URL)
	wantFeeds(t, mustSync(t, c, list))
}
