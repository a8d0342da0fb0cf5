package calendar

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

func TestAFeedIsFoundByWhatPeopleCallIt(t *testing.T) {
	feeds := []*Feed{
		{ID: "0123456789abcdef", URL: "https://www.times.example/rss/news", Settings: Settings{Name: "The Times"}},
		{ID: "0177777777777777", URL: "http://times.example/rss/sport"},
		{ID: "fedcba9876543210", URL: "https://post.example/feed", Settings: Settings{Name: "times"}},
	}
	for key, want := range map[string]int{
		"0123456789abcdef":                   0, // its id
		"01234":                              0, // the beginning of it
		"THE TIMES":                          0, // its name
		"https://www.times.example/rss/news": 0, // its URL
		"www.times.example/rss/news":         0, // without the scheme
		"times.example/rss/n":                0, // without www.
		"http://times":                       1,
		"times.example/rss/sp":               1,
		"times":                              2, // a name goes before the beginning of a URL
		"pos":                                2,
	} {
		if f, err := Find(feeds, key); err != nil || f != feeds[want] {
			t.Errorf("%q: %+v, %v; want %s", key, f, err, feeds[want].URL)
		}
	}
}

func TestAKeyThatFitsNoneOrSeveralIsATypedError(t *testing.T) {
	feeds := []*Feed{
		{ID: "0123456789abcdef", URL: "https://www.times.example/rss/news"},
		{ID: "0177777777777777", URL: "http://times.example/rss/sport"},
	}
	for _, key := range []string{"", "01", "ti", "tmies.example", "https://www.times.example/rss/news/", "*"} {
		f, err := Find(feeds, key)
		var none *NoFeedError
		if f != nil || !errors.As(err, &none) || none.Key != key || !errors.Is(err, ErrNoFeed) {
			t.Errorf("%q: %+v, %v; want a NoFeedError", key, f, err)
		}
	}
	for _, key := range []string{"times.example/rss", "times", "htt"} {
		f, err := Find(feeds, key)
		var many *AmbiguousFeedError
		if f != nil || !errors.As(err, &many) || many.Key != key || !slices.Equal(many.URLs, urlsOf(feeds)) {
			t.Errorf("%q: %+v, %v; want an AmbiguousFeedError", key, f, err)
		}
	}
}

func ExampleFind() {
	feeds := []*Feed{
		{URL: "https://www.times.example/rss/news", Settings: Settings{Name: "Times"}},
		{URL: "https://www.times.example/rss/sport"},
	}
	for _, key := range []string{"times", "times.example/rss/s", "times.example", "tmies"} {
		f, err := Find(feeds, key)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(f.URL)
	}
	// Output:
	// https://www.times.example/rss/news
	// https://www.times.example/rss/sport
	// "times.example" fits 2 feeds
	// no feed "tmies"
}

func TestNamesAreAllThatAFeedIsFoundBy(t *testing.T) {
	feeds := []*Feed{{ID: "0123456789abcdef", URL: "https://www.times.example/rss/news", Settings: Settings{Name: "The Times"}}}
	want := []string{"The Times", "https://www.times.example/rss/news", "www.times.example/rss/news", "www.times.example", "times.example"}
	if got := feeds[0].Names(); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for _, name := range want {
		if f, err := Find(feeds, name); err != nil || f != feeds[0] {
			t.Errorf("%q: %v", name, err)
		}
	}
}
