package weburl

import (
	"net/url"
	"strings"
	"testing"
)

func TestMasked(t *testing.T) {
	for text, want := range map[string]string{
		"https://example.org/rss":                                          "https://example.org/rss",
		"https://ann:hush@example.org/rss":                                 "https://ann:****@example.org/rss",
		"https://s3cr3t@example.org/rss":                                   "https://****@example.org/rss",
		"https://example.org/rss?token=hush&page=2#top":                    "https://example.org/rss?token=****&page=2#top",
		"https://example.org/rss?a=1&Api_Key=hush":                         "https://example.org/rss?a=1&Api_Key=****",
		"https://example.org/rss?%74oken=hush":                             "https://example.org/rss?%74oken=****",
		"https://example.org/rss?key=hush&monkey=1&token=":                 "https://example.org/rss?key=****&monkey=1&token=",
		"https://ann:p@ss@example.org":                                     "https://ann:****@example.org",
		"nats://tok@a:4222,nats://u:p@b:4222,nats://c":                     "nats://****@a:4222,nats://u:****@b:4222,nats://c",
		"https://example.org/@ann/rss":                                     "https://example.org/@ann/rss",
		"https://example.org:8080/@ann":                                    "https://example.org:8080/@ann",
		"https://[::1]:80/a@b":                                             "https://[::1]:80/a@b",
		"https://ann:hu,sh@example.org/":                                   "https://ann:****@example.org/",
		"https://ann:hu/sh@example.org/a":                                  "https://ann:****@example.org/a",
		"https://example.org/?author=ann&author_name=b":                    "https://example.org/?author=ann&author_name=b",
		"https://example.org/?keyword=a&auth=hush&X-Auth-Key=hush":         "https://example.org/?keyword=a&auth=****&X-Auth-Key=****",
		"https://example.org/?u=https%3A%2F%2Fann%3Ahush%40b.example%2F&x": "https://example.org/?u=https%3A%2F%2Fann%3A%2A%2A%2A%2A%40b.example%2F&x",
		"https://example.org/#token=hush":                                  "https://example.org/#token=****",
		"ann:hush@host:4222":                                               "ann:****@host:4222",
		"ann@example.org":                                                  "ann@example.org",
		"/etc/wiredesk/password":                                           "/etc/wiredesk/password",
		"":                                                                 "",
	} {
		if got := Masked(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestMaskedText(t *testing.T) {
	for text, want := range map[string]string{
		`Get "https://ann:hush@a.example/rss": EOF`:                     `Get "https://ann:****@a.example/rss": EOF`,
		"from https://hush@a.example/ (and http://b.example/?key=hush)": "from https://****@a.example/ (and http://b.example/?key=****)",
		"http://a.example/?a=1&token=hush, then http://b.example/.":     "http://a.example/?a=1&token=****, then http://b.example/.",
		"write to ann@example.org: 10:30":                               "write to ann@example.org: 10:30",
		"<a href='https://a.example/?sig=hush'>":                        "<a href='https://a.example/?sig=****'>",
		"no address":                                                    "no address",
	} {
		if got := MaskedText(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func FuzzMasked(f *testing.F) {
	f.Add("https://ann:hush@example.org/rss?token=hush&a=1#b")
	f.Fuzz(func(t *testing.T, text string) {
		got := Masked(text)
		if again := Masked(got); again != got {
			t.Errorf("%q becomes %q and then %q", text, got, again)
		}
		u, err := url.Parse(text)
		if err != nil || u.Host == "" || u.User == nil || strings.Contains(text, ",") {
			return
		}
		if password, ok := u.User.Password(); ok && len(password) > 8 &&
			!strings.Contains(u.Host+u.Path+u.RawQuery+u.Fragment+u.User.Username(), password) && strings.Contains(got, password) {
			t.Errorf("%q shows its password: %q", text, got)
		}
	})
}
