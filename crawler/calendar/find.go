package calendar

import (
	"fmt"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// NoFeedError says that no feed fits what somebody called it. It is an ErrNoFeed.
type NoFeedError struct{ Key string }

func (e *NoFeedError) Error() string { return fmt.Sprintf("no feed %q", e.Key) }

// Unwrap returns ErrNoFeed.
func (e *NoFeedError) Unwrap() error { return ErrNoFeed }

// AmbiguousFeedError says that a beginning fits several feeds.
type AmbiguousFeedError struct {
	Key  string
	URLs []string // of all that it fits, masked
}

func (e *AmbiguousFeedError) Error() string {
	return fmt.Sprintf("%q fits %d feeds", e.Key, len(e.URLs))
}

// leastKey is how long the beginning of a URL or an id must be to stand for it.
const leastKey = 3

// Find finds a feed by its id, URL or name, or by a beginning of its id or URL that
// fits only one feed; scheme and www. may be left out. The error is a *NoFeedError or
// an *AmbiguousFeedError.
func Find(feeds []*Feed, key string) (*Feed, error) {
	var near []*Feed
	for _, f := range feeds {
		if f.ID == key || f.URL == key || f.Name != "" && strings.EqualFold(f.Name, key) {
			return f, nil
		}
		if len(key) >= leastKey && f.begins(key) || key != "" && key == weburl.Masked(f.URL) {
			near = append(near, f)
		}
	}
	switch len(near) {
	case 0:
		return nil, &NoFeedError{Key: key}
	case 1:
		return near[0], nil
	}
	urls := make([]string, len(near))
	for i, f := range near {
		urls[i] = weburl.Masked(f.URL)
	}
	return nil, &AmbiguousFeedError{Key: key, URLs: urls}
}

// begins reports whether the feed's id or URL begins with a key.
func (f *Feed) begins(key string) bool {
	bare := bareURL(f.URL)
	scheme, _, _ := strings.Cut(f.URL, "://")
	for _, whole := range []string{
		f.ID, f.URL, scheme + "://" + bare, bareURL(weburl.Masked(f.URL)), bare, strings.TrimPrefix(bare, "www."),
	} {
		if strings.HasPrefix(whole, key) {
			return true
		}
	}
	return false
}

// Names are what people may call the feed, the most telling first: its name, if it
// has one, its URL, that without its scheme, and its host.
func (f *Feed) Names() []string {
	bare := bareURL(weburl.Masked(f.URL))
	host, _, _ := strings.Cut(bareURL(f.URL), "/")
	names := []string{weburl.Masked(f.URL), bare, host, strings.TrimPrefix(host, "www.")}
	if f.Name != "" {
		names = append([]string{f.Name}, names...)
	}
	return names
}

// bareURL is a URL without its scheme, and without a name and a password, which are
// not sent.
func bareURL(url string) string {
	bare := strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://")
	authority, _, _ := strings.Cut(bare, "/")
	return bare[strings.LastIndexByte(authority, '@')+1:]
}

// Label is what the feed is called in lists: its name, else its title, else its URL.
func (f *Feed) Label() string {
	switch {
	case f.Name != "":
		return f.Name
	case f.Title != "":
		return f.Title
	}
	return f.URL
}
