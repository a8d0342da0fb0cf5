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
		{302, "https://exa%mple.org/", "", Redirects},
		{302, "https://news.example:99999/", "", Redirects},
		{302, "/" + strings.Repeat("x", maxLocation), "", Redirects},
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

// What is no URL by the book, but leads somewhere in every browser.
func TestALocationIsReadAsBrowsersReadIt(t *testing.T) {
	for location, want := range map[string]string{
		"/100%/b":                        "https://news.example/100%25/b",
		"/caf%C3%A9-50%-off/b":           "https://news.example/caf%C3%A9-50%25-off/b",
		"/%":                             "https://news.example/%25",
		"/b?off=5%&x=%zz":                "https://news.example/b?off=5%&x=%zz",
		"/my feed/b.xml?name=a b":        "https://news.example/my%20feed/b.xml?name=a%20b",
		"/f\xe4hig?\xfc":                 "https://news.example/f%E4hig?%FC", // Latin-1
		"/fähig?ü":                       "https://news.example/f%C3%A4hig?%C3%BC",
		"///other.example/b":             "https://other.example/b",
		"https:///other.example/b":       "https://other.example/b",
		`\\other.example\b`:              "https://other.example/b",
		`/a\b`:                           "https://news.example/a/b",
		"https:/b":                       "https://news.example/b",
		"https:b":                        "https://news.example/a/b",
		"HTTPS://News.Example/B":         "https://news.example/B",
		"//bücher.example/b":             "https://xn--bcher-kva.example/b",
		"//b%C3%BCcher.example/b":        "https://xn--bcher-kva.example/b",
		"https://other.example:443/b":    "https://other.example/b",
		"/a\tb":                          "https://news.example/ab",
		"/a|b/\"c\"/<d>":                 "https://news.example/a%7Cb/%22c%22/%3Cd%3E",
		"../../../b":                     "https://news.example/b",
		"https://user:p%w@other.example": "https://other.example/",
	} {
		next, err := answer("https://news.example/a/feed", 302, location).Redirect(nil)
		if err != nil || next != want {
			t.Errorf("%q: %q, %v; want %q", location, next, err, want)
		}
	}
}

func TestAnOddLocationIsFollowed(t *testing.T) {
	for location, want := range map[string]string{
		"/100%/feed": "/100%25/feed", "/a b": "/a%20b", "/f\xe4hig": "/f%E4hig", "/fähig?q=50%": "/f%C3%A4hig?q=50%",
	} {
		var got string
		s := site(t, func(w http.ResponseWriter, r *http.Request) {
			if got = r.RequestURI; got == "/" {
				w.Header()["Location"] = []string{location}
				w.WriteHeader(http.StatusMovedPermanently)
			}
		})
		resp, _, err := redirected(t, fetcher(t, Options{}).Worker(), s.URL+"/")
		if err != nil || resp.Status != http.StatusOK || got != want {
			t.Errorf("%q: asked %q, want %q; %v", location, got, want, err)
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
	for _, s := range []string{"/b", "//x", "http://[", "javascript:1", "\x00", "?q#f", "https://a@b", "/100%", "///h/p", "/f\xe4", "//ü.example"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, location string) {
		next, err := answer("https://news.example/feed", 302, location).Redirect(nil)
		var fe *Error
		if err != nil && !errors.As(err, &fe) {
			t.Errorf("error %v", err)
		}
		if err != nil {
			return
		}
		if !strings.HasPrefix(next, "https://") {
			t.Errorf("%q leads to %q", location, next)
		}
		if again, err := answer("https://other.example/", 302, next).Redirect(nil); err != nil || again != next {
			t.Errorf("%q leads to %q, and that to %q, %v", location, next, again, err)
		}
	})
}
