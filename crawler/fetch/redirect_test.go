package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func answer(url string, status int, location string) *Response {
	return &Response{URL: url, Status: status, Header: http.Header{"Location": {location}}}
}

func TestRedirect(t *testing.T) {
	const from = "https://news.example/a/feed"
	for _, tc := range []struct {
		status   int
		location string
		want     string
		class    Class
	}{
		{301, "/b", "https://news.example/b", ""},
		{302, "c?x=1#top", "https://news.example/a/c?x=1", ""},
		{303, "//other.example/", "https://other.example/", ""},
		{307, "https://joe:pw@other.example/", "https://other.example/", ""},
		{308, " /b\r\n", "https://news.example/b", ""},
		{300, "/b", "", ""},
		{304, "/b", "", ""},
		{200, "/b", "", ""},
		{301, "", "", Redirects},
		{301, "http://news.example/b", "", Redirects},
		{302, "file:///etc/passwd", "", Redirects},
		{302, "gopher://news.example/", "", Redirects},
		{302, "http://[", "", Redirects},
		{302, "", "", Redirects},
		{302, "feed", "", Redirects},                      // to itself
		{302, "https://news.example/seen", "", Redirects}, // in a circle
	} {
		next, err := answer(from, tc.status, tc.location).Redirect([]Hop{{URL: "https://news.example/seen", Status: 301}})
		if tc.class != "" {
			wantClass(t, err, tc.class)
		} else if err != nil || next != tc.want {
			t.Errorf("%d %q: %q, %v; want %q", tc.status, tc.location, next, err, tc.want)
		}
	}
}

func TestR2AtMostFiveHops(t *testing.T) {
	requests := 0
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		requests++
		http.Redirect(w, r, fmt.Sprintf("/%d", requests), http.StatusMovedPermanently)
	})
	_, via, err := redirected(t, fetcher(t, Options{}).Worker(), s.URL+"/0")
	wantClass(t, err, Redirects)
	if requests != 6 || len(via) != 5 || !via[0].Permanent() {
		t.Errorf("%d requests, %d hops", requests, len(via))
	}
}

func TestR2ACircleEndsAtOnce(t *testing.T) {
	requests := 0
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		requests++
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"}) // would only end for who sends it back
		http.Redirect(w, r, "/", http.StatusFound)
	})
	_, _, err := redirected(t, fetcher(t, Options{}).Worker(), s.URL+"/")
	wantClass(t, err, Redirects)
	if requests != 1 {
		t.Errorf("%d requests", requests)
	}
}

func FuzzRedirect(f *testing.F) {
	for _, s := range []string{"/b", "//x", "http://[", "javascript:1", "\x00", "?q#f", "https://a@b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, location string) {
		next, err := answer("https://news.example/feed", 302, location).Redirect(nil)
		var fe *Error
		if err != nil && !errors.As(err, &fe) {
			t.Errorf("error %v", err)
		}
		if err == nil && !strings.HasPrefix(next, "https://") {
			t.Errorf("%q leads to %q", location, next)
		}
	})
}
