package desk

import (
	"errors"
	"net/http"
	"testing"

	"github.com/wiredesk/wiredesk/crawler/fetch"
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

func TestWhatWasTypedWithoutASchemeIsAskedForWithoutTLSOnlyIfThereIsNone(t *testing.T) {
	refused := &fetch.Error{Class: fetch.Connect, Err: errors.New("connection refused")}
	plain := &fetch.Error{Class: fetch.TLS, Err: http.ErrSchemeMismatch}
	forged := &fetch.Error{Class: fetch.TLS, Err: errors.New("x509: certificate signed by unknown authority")}
	for _, tt := range []struct {
		typed string
		err   error
		want  string
	}{
		{"example.org", refused, "http://example.org"},
		{" example.org:8080/a", plain, "http://example.org:8080/a"},
		{"example.org", forged, ""},
		{"https://example.org", refused, ""},
		{"HTTPS://example.org", plain, ""},
		{"feed:example.org", refused, ""},
		{"example.org", nil, ""},
		{"example.org", &fetch.Error{Class: fetch.DNS, Err: errors.New("no such host")}, ""},
	} {
		if got := PlainAddress(tt.typed, tt.err); got != tt.want {
			t.Errorf("%q after %v: %q, want %q", tt.typed, tt.err, got, tt.want)
		}
	}
}
