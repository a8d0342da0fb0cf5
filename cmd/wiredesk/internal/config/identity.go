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

// disguised reports whether a User-Agent is that of a browser.
func disguised(agent string) bool {
	for _, name := range []string{"AppleWebKit/", "Gecko/", "Chrome/", "Safari/", "Firefox/"} {
		if strings.Contains(agent, name) {
			return true
		}
	}
	return false
}
