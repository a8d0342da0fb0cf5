package config

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
)

func TestMasked(t *testing.T) {
	for text, want := range map[string]string{
		"https://example.org/rss":                          "https://example.org/rss",
		"https://ann:hush@example.org/rss":                 "https://ann:****@example.org/rss",
		"https://s3cr3t@example.org/rss":                   "https://****@example.org/rss",
		"https://example.org/rss?token=hush&page=2#top":    "https://example.org/rss?token=****&page=2#top",
		"https://example.org/rss?a=1&Api_Key=hush":         "https://example.org/rss?a=1&Api_Key=****",
		"https://example.org/rss?%74oken=hush":             "https://example.org/rss?%74oken=****",
		"https://example.org/rss?key=hush&monkey=1&token=": "https://example.org/rss?key=****&monkey=1&token=",
		"https://ann:p@ss@example.org":                     "https://ann:****@example.org",
		"nats://tok@a:4222,nats://u:p@b:4222,nats://c":     "nats://****@a:4222,nats://u:****@b:4222,nats://c",
		"https://example.org/@ann/rss":                     "https://example.org/@ann/rss",
		"/etc/wiredesk/password":                           "/etc/wiredesk/password",
		"":                                                 "",
	} {
		if got := Masked(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// Of every key that can hold a secret, neither form of the configuration shows it.
func TestNoSecretIsShown(t *testing.T) {
	c, err := load(t, `
feeds:
  - https://ann:hush1@a.example/rss
  - {url: "https://b.example/rss?access_token=hush2", name: B}
crawl: {proxy: "http://ann:hush3@proxy.example:3128"}
nats: {url: "nats://ann:hush4@a.example,nats://hush5@b.example", password: hush6, token: hush7}
`)
	if err != nil {
		t.Fatal(err)
	}
	var text, json bytes.Buffer
	if err := c.Show(&text); err != nil {
		t.Fatal(err)
	}
	if err := c.ShowJSON(&json); err != nil {
		t.Fatal(err)
	}
	for name, shown := range map[string]string{"text": text.String(), "JSON": json.String()} {
		if strings.Contains(shown, "hush") {
			t.Errorf("the %s shows a secret:\n%s", name, shown)
		}
		for _, want := range []string{
			"https://ann:****@a.example/rss", "access_token=****", "http://ann:****@proxy.example:3128",
			"nats://ann:****@a.example,nats://****@b.example",
		} {
			if !strings.Contains(shown, want) {
				t.Errorf("the %s does not show %s:\n%s", name, want, shown)
			}
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
