package config

import (
	"fmt"
	"strings"
)

// Agent is the User-Agent of all fetches: name, version and a contact.
func (c *Config) Agent(version string) string {
	switch {
	case c.Crawl.UserAgent != "":
		return c.Crawl.UserAgent
	case c.Crawl.Contact != "":
		return fmt.Sprintf("wiredesk/%s (+%s)", version, c.Crawl.Contact)
	}
	return fmt.Sprintf("wiredesk/%s (+https://github.com/wiredesk/wiredesk)", version)
}

// Anonymous reports whether site owners cannot learn from the User-Agent who
// runs this crawler.
func (c *Config) Anonymous() bool {
	if c.Crawl.UserAgent == "" {
		return c.Crawl.Contact == ""
	}
	return !strings.Contains(c.Crawl.UserAgent, "://") && !strings.Contains(c.Crawl.UserAgent, "@")
}

// disguised reports whether a User-Agent, or a part of it, is that of a browser or of
// somebody else's crawler.
func disguised(agent string) bool {
	agent = strings.ToLower(agent)
	// "Mozilla/5.0 (compatible; NAME" is how crawlers have begun since the nineties.
	if _, after, ok := strings.Cut(agent, "mozilla/"); ok && !strings.Contains(after, "(compatible") {
		return true
	}
	for _, name := range []string{
		"applewebkit", "gecko/", "chrome/", "chromium/", "crios/", "safari/", "firefox/", "fxios/", "edg/", "edge/", "opera/", "opr/", "trident/", "msie ",
		"googlebot", "google-inspectiontool", "bingbot", "yandexbot", "baiduspider", "applebot", "duckduckbot", "facebookexternalhit", "twitterbot",
		"gptbot", "ccbot",
	} {
		if strings.Contains(agent, name) {
			return true
		}
	}
	return false
}
