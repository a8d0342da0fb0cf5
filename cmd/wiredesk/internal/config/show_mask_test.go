package config

import (
	"bytes"
	"strings"
	"testing"
)

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
