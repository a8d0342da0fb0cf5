package config

import "testing"

// Addresses of feeds are mended as far as they can be, and their ids stay those of the
// addresses that need no mending.
func TestAFeedsAddressIsMended(t *testing.T) {
	c, err := load(t, "feeds: ['feed:https://a.example/rss', 'https://b.example/50%-off.xml', 'https://c.example/caf%C3%A9?a=1&amp;b=2']\n")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"https://a.example/rss", "https://b.example/50%25-off.xml", "https://c.example/caf%C3%A9?a=1&amp;b=2"} {
		if c.Feeds[i].URL != want {
			t.Errorf("%q, want %q", c.Feeds[i].URL, want)
		}
	}
}
