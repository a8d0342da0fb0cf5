package weburl

import (
	"fmt"
	"testing"
)

func TestASiteIsWhatOnePublisherAnswersFor(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.paper.example/a":          "paper.example",
		"http://sport.paper.example:80/":       "paper.example",
		"https://sport.paper.example:443/":     "paper.example",
		"https://paper.example:8443/":          "paper.example:8443",
		"https://paper.example:08443/":         "paper.example:8443",
		"http://paper.example:080/":            "paper.example",
		"https://www.paper.co.uk/a":            "paper.co.uk",
		"https://alice.github.io/a":            "alice.github.io",
		"https://www.alice.github.io/a":        "alice.github.io",
		"https://bob.blogspot.com/":            "bob.blogspot.com",
		"https://blogspot.com/":                "blogspot.com",
		"http://127.0.0.1:8080/":               "127.0.0.1:8080",
		"http://10.0.0.1/":                     "10.0.0.1",
		"http://[::1]:81/":                     "::1:81",
		"http://[::ffff:10.0.0.1]/":            "10.0.0.1",
		"http://localhost/":                    "localhost",
		"https://Bücher.example./":             "xn--bcher-kva.example",
		"https://user:word@paper.example/":     "paper.example",
		"https://paper.example@evil.example/":  "evil.example",
		"https://paper.example.evil.example/":  "evil.example",
		"mailto:ann@paper.example":             "",
		"/a":                                   "",
		"":                                     "",
		"https://":                             "",
		"javascript:alert('//paper.example/')": "",
	} {
		if got := Site(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func TestHostsOfOnePaper(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"https://www.paper.example/a", "http://paper.example/b", true},
		{"https://m.paper.example/a", "https://www.paper.example/a", true},
		{"https://amp.paper.example/a", "https://paper.example/a", true},
		{"https://www.m.paper.example/a", "https://paper.example/a", true},
		{"https://m.news.paper.example/a", "https://news.paper.example/a", true},
		{"https://news.paper.example/a", "https://paper.example/a", false},
		{"https://alice.paper.example/a", "https://bob.paper.example/a", false},
		{"https://m.blogspot.com/a", "https://amp.blogspot.com/a", false},
		{"https://www.paper.example:8080/a", "https://paper.example/a", false},
		{"http://127.0.0.1:1/a", "http://127.0.0.1:2/a", false},
		{"http://127.0.0.1:1/a", "http://127.0.0.1:1/b", true},
		{"", "", false},
		{"mailto:a@b", "mailto:a@b", false},
	} {
		if SameHost(c.a, c.b) != c.same || SameHost(c.b, c.a) != c.same {
			t.Errorf("%s and %s: one host %v", c.a, c.b, !c.same)
		}
	}
}

func FuzzSite(f *testing.F) {
	f.Add("https://www.paper.example/a", "https://m.paper.example:81/")
	f.Fuzz(func(t *testing.T, a, b string) {
		if SameHost(a, b) && Site(a) != Site(b) {
			t.Errorf("%q and %q are one host of two sites", a, b)
		}
	})
}

func ExampleSite() {
	fmt.Println(Site("https://sport.paper.co.uk/a"), Site("https://alice.github.io/"), Site("http://127.0.0.1:8080/"))
	// Output: paper.co.uk alice.github.io 127.0.0.1:8080
}
