package config

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTheCourteousProfileIsSlowerUnlessToldOtherwise(t *testing.T) {
	for text, want := range map[string][2]time.Duration{
		"":                            {15 * time.Minute, time.Hour},
		"crawl: {profile: courteous}": {time.Hour, 24 * time.Hour},
		"crawl: {profile: courteous, every: 30m..12h}":             {30 * time.Minute, 24 * time.Hour},
		"crawl: {profile: courteous, blind_every: 6h}":             {time.Hour, 6 * time.Hour},
		"crawl: {profile: normal, every: 5m..1h, blind_every: 5m}": {5 * time.Minute, 5 * time.Minute},
	} {
		c, err := load(t, text)
		if err != nil {
			t.Fatal(err)
		}
		if bounds, blind := c.Intervals(); bounds.Min != want[0] || blind != want[1] {
			t.Errorf("%q: %s and %s, want %v", text, bounds.Min, blind, want)
		}
	}
	if _, err := load(t, "crawl: {profile: rude}"); err == nil || !strings.Contains(err.Error(), "want normal or courteous") {
		t.Errorf("%v", err)
	}
}

func TestWhoComesIsSaidHonestly(t *testing.T) {
	for text, want := range map[string]struct {
		agent     string
		anonymous bool
	}{
		"":                                   {"wiredesk/1.2 (+https://github.com/wiredesk/wiredesk)", true},
		"crawl: {contact: desk@example.org}": {"wiredesk/1.2 (+desk@example.org)", false},
		"crawl: {user_agent: 'ExampleBot/3 (+https://example.org/bot)'}":       {"ExampleBot/3 (+https://example.org/bot)", false},
		"crawl: {user_agent: 'Mozilla/5.0 (compatible; ExampleBot/3; a@b.c)'}": {"Mozilla/5.0 (compatible; ExampleBot/3; a@b.c)", false},
		"crawl: {user_agent: ExampleBot/3, contact: 'https://example.org'}":    {"ExampleBot/3", true},
	} {
		c, err := load(t, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Agent("1.2"); got != want.agent || c.Anonymous() != want.anonymous {
			t.Errorf("%q: %q, anonymous %v", text, got, c.Anonymous())
		}
	}
	for text, problem := range map[string]string{
		"crawl: {user_agent: 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0'}": "not of a browser",
		"crawl: {contact: 'me) news ('}":                                                       "want a URL or a mail address",
		"crawl: {contact: 'me) Gecko/1 ('}":                                                    "not the name of a browser",
		"crawl: {contact: 'Mozilla/5.0 Windows NT 10.0'}":                                      "not the name of a browser",
		"crawl: {user_agent: 'mozilla/5.0 (X11; Linux x86_64; rv:140.0)'}":                     "not of a browser",
		"crawl: {user_agent: 'Opera/9.80'}":                                                    "not of a browser",
		"crawl: {user_agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +https://example.org)'}": "or of another crawler",
		"crawl: {user_agent: \"a\\r\\nEvil: 1\"}":                                              "one line",
		"crawl: {ports: [0]}":                                                                  "want a port",
		"crawl: {ports: [70000]}":                                                              "want a port",
	} {
		if _, err := load(t, text); err == nil || !strings.Contains(err.Error(), problem) {
			t.Errorf("%q: %v, want it to say %q", text, err, problem)
		}
	}
	c, err := load(t, "crawl: {ports: [8080, 8443]}")
	if err != nil || !slices.Equal(c.Crawl.Ports.Numbers(), []uint16{8080, 8443}) {
		t.Errorf("%v, %v", c, err)
	}
}
