package weburl

import (
	"net/url"
	"strings"
	"testing"
)

func TestAddressesHaveOneForm(t *testing.T) {
	for in, want := range map[string]string{
		// hosts
		"http://münchen.example/straße":   "http://xn--mnchen-3ya.example/stra%C3%9Fe",
		"http://m%C3%BCnchen.example/1":   "http://xn--mnchen-3ya.example/1",
		"http://MÜNCHEN.example:8080/?a":  "http://xn--mnchen-3ya.example:8080/?a",
		"https://日本語。example/":            "https://xn--wgv71a119e.example/",
		"https://xn--mnchen-3ya.example/": "https://xn--mnchen-3ya.example/",
		"https://a_ü.example/":            "https://xn--a_-yka.example/",
		"//bücher.example/a":              "//xn--bcher-kva.example/a",
		"https://WWW.Example.org/A":       "https://WWW.Example.org/A",
		// percent signs
		"https://a.example/save-98%-off/caf%C3%A9": "https://a.example/save-98%25-off/caf%C3%A9",
		"https://a.example/a%zz/b%20c%2Fd":         "https://a.example/a%25zz/b%20c%2Fd",
		"https://a.example/?a=100%":                "https://a.example/?a=100%25",
		"/img/50%-caf%C3%A9.jpg":                   "/img/50%25-caf%C3%A9.jpg",
		"https://a.example/%%20%":                  "https://a.example/%25%20%25",
		// spaces
		" https://a.example/a b?c d#e \n": "https://a.example/a%20b?c%20d#e",
		"https://a.exam\nple/\ta":         "https://a.example/a",
		"\u00a0https://a.example/\u3000":  "https://a.example/",
		// references
		"https://a.example/?a=1&amp;b=2&amp;copy=3":       "https://a.example/?a=1&b=2&copy=3",
		"https://a.example/?a=1&amp;amp;amp;b=2&#038;c=3": "https://a.example/?a=1&b=2&c=3",
		"https://a.example/?a=1&#x26;b&AMP;c#x":           "https://a.example/?a=1&b&c#x",
		"https://a.example/?a&ampb=1&lt;":                 "https://a.example/?a&ampb=1&lt;",
		// schemes
		"feed:https://a.example/rss":   "https://a.example/rss",
		"feed://a.example/rss":         "http://a.example/rss",
		"FEED:http://a.example/rss":    "http://a.example/rss",
		"feed:a.example/rss":           "http://a.example/rss",
		"feed://https://a.example/rss": "https://a.example/rss",
		"feed:https//a.example/rss":    "https://a.example/rss",
		"feeds://a.example/rss":        "https://a.example/rss",
		"itpc://a.example/rss":         "http://a.example/rss",
		"feed/rss":                     "feed/rss",
		"mailto:a@b.example":           "mailto:a@b.example",
	} {
		u, err := Parse(in)
		if err != nil || u.String() != want {
			t.Errorf("%q: %v, %v, want %q", in, u, err, want)
		}
	}
	for _, in := range []string{"http://[::1/", "http://a.example:x/", ":"} {
		if u, err := Parse(in); err == nil {
			t.Errorf("%q is %s", in, u)
		}
	}
}

// What is mended once is right.
func FuzzParse(f *testing.F) {
	f.Add("http://bücher.example/50%?a=1&amp;b c")
	f.Add("feed:feed://x")
	f.Fuzz(func(t *testing.T, in string) {
		u, err := Parse(in)
		if err != nil {
			return
		}
		once := u.String()
		again, err := url.Parse(once)
		if err != nil {
			return // such as a path whose first part has a colon
		}
		if u.Host != "" && again.Host != u.Host && !strings.ContainsAny(u.Host, "%<>\" ") {
			t.Errorf("%q: the host of %q is %q", in, once, again.Host)
		}
	})
}
