package desk

import (
	"errors"
	"testing"
)

func TestAnAddressIsWhatAPersonTypes(t *testing.T) {
	for in, want := range map[string]string{
		"example.org":                  "https://example.org/",
		" example.org/news ":           "https://example.org/news",
		"http://example.org/a?b=c":     "http://example.org/a?b=c",
		"feed:https://example.org/rss": "https://example.org/rss",
		"feed://example.org/rss":       "http://example.org/rss",
		"bücher.example":               "https://xn--bcher-kva.example/",
		"https://example.org/50%-off":  "https://example.org/50%25-off",
	} {
		if got, err := WebAddress(in); err != nil || got != want {
			t.Errorf("%q: %q, %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"", "ftp://example.org/", "feed:", "https://", "file:///etc/passwd"} {
		var bad *AddressError
		if got, err := WebAddress(in); !errors.As(err, &bad) {
			t.Errorf("%q is %q, %v", in, got, err)
		}
	}
}
