package config

import (
	"fmt"
	"net/url"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
)

// check checks what a type alone cannot, as all checks here do: it returns the first key that
// is wrong.
func (c *Crawl) check() (key, problem string) {
	switch {
	case c.Workers < 1 || c.Workers > 1024:
		return "crawl.workers", "want 1 to 1024"
	case c.Timeout < Duration(100*time.Millisecond):
		return "crawl.timeout", "want at least 100ms"
	case c.Hold < 0 || c.Hold > Duration(24*time.Hour):
		return "crawl.hold", "want at most 24h"
	case c.Lease < Duration(time.Second):
		return "crawl.lease", "want at least 1s"
	case c.MaxFeed < 1024:
		return "crawl.max_feed", "want at least 1KiB"
	case c.MaxPage < 1024:
		return "crawl.max_page", "want at least 1KiB"
	case min(c.Budget.Stories, c.Budget.Changes, c.Budget.Elsewhere, c.Budget.Children, int(c.Budget.Bytes)) < 0:
		return "crawl.budget", "want no negative numbers; 0 is no limit"
	case disguised(c.UserAgent):
		return "crawl.user_agent", "want the name of this crawler, not of a browser or of another crawler: sites are told who comes"
	case strings.ContainsFunc(c.UserAgent, unicode.IsControl):
		return "crawl.user_agent", "want one line of text"
	case disguised(c.Contact):
		return "crawl.contact", "want a URL or a mail address, not the name of a browser or of another crawler: sites are told who comes"
	case strings.ContainsFunc(c.Contact, func(r rune) bool { return r < ' ' || r == '(' || r == ')' }):
		return "crawl.contact", "want a URL or a mail address"
	case c.Proxy != "" && !isURL(c.Proxy, "http", "https"):
		return "crawl.proxy", "want a URL such as http://127.0.0.1:3128"
	}
	return "", ""
}

func (n *NATS) check() (key, problem string) {
	switch {
	case n.Stream.Replicas != 1 && n.Stream.Replicas != 3 && n.Stream.Replicas != 5:
		return "nats.stream.replicas", "want 1, 3 or 5"
	case n.Stream.DuplicateWindow > Duration(24*time.Hour) || n.Stream.DuplicateWindow < Duration(time.Minute):
		return "nats.stream.duplicate_window", "want 1m to 24h"
	case n.Stream.DuplicateWindow > n.Stream.MaxAge:
		return "nats.stream.max_age", "want at least duplicate_window"
	case strings.ContainsAny(n.InboxPrefix, " \t*>") || strings.HasPrefix(n.InboxPrefix, ".") ||
		strings.HasSuffix(n.InboxPrefix, "."):
		return "nats.inbox_prefix", "want a subject prefix such as _INBOX_archive"
	case n.URL != "" && n.Context != "":
		return "nats.context", "nats.url is set as well: want one of the two"
	case !serversOfNATS(n.URL):
		return "nats.url", "want the address of a NATS server such as nats://nats.example:4222"
	case n.exposed() && n.Users == "":
		return "nats.listen", "want auto, none or a loopback address such as 127.0.0.1:4222; to serve other machines list users (nats.users)"
	case (n.ListenTLS.Cert == "") != (n.ListenTLS.Key == ""):
		return "nats.listen_tls", "want a certificate and its key"
	case n.Limits.low() != "":
		return "nats.limits." + n.Limits.low(), "want more"
	}
	return "", ""
}

// checkPlaces checks where the state lies and the page is served.
func (c *Config) checkPlaces() (key, problem string) {
	switch {
	case c.HTTP.Connections < 8:
		return "http.connections", "want at least 8"
	case c.HTTP.PerAddress < 4:
		return "http.per_address", "want at least 4"
	case c.State.Dir != "" && !filepath.IsAbs(c.State.Dir):
		return "state.dir", relativeDir(c.State.Dir, c.env("HOME"))
	case c.HTTP.Listen != "none" && !hostPort(c.HTTP.Listen):
		return "http.listen", "want an address such as 127.0.0.1:8090, or none"
	}
	return "", ""
}

func (c *Config) checkFeeds() (key, problem string) {
	for i, f := range c.Feeds {
		if !isURL(f.URL, "http", "https") {
			return fmt.Sprintf("feeds[%d]", i), fmt.Sprintf("%q is no URL of http or https", f.URL)
		}
		if _, err := ParseSites(f.SpeaksFor); err != nil {
			return fmt.Sprintf("feeds[%d].speaks_for", i), err.Error()
		}
	}
	return "", ""
}

func (c *Config) checkTests() (key, problem string) {
	for i, t := range c.Tests {
		switch {
		case strings.Contains(t.Page, "://"):
			return fmt.Sprintf("tests[%d].page", i), "want a file: save the page, and say in url where it came from"
		case t.URL != "" && !isURL(t.URL, "http", "https"):
			return fmt.Sprintf("tests[%d].url", i), fmt.Sprintf("%q is no URL of http or https", t.URL)
		case t.Expect.empty():
			return fmt.Sprintf("tests[%d]", i), "expects nothing: say under expect what the article must say"
		}
	}
	return "", ""
}

// checkEnums checks the keys that have a list of words in their tag.
func (c *Config) checkEnums() (key, problem string) {
	check := func(path string, v reflect.Value, field reflect.StructField) {
		if words := field.Tag.Get("enum"); words != "" && v.String() != "" && !slices.Contains(strings.Split(words, ","), v.String()) {
			list := strings.Split(words, ",")
			key, problem = path, "want "+strings.Join(list[:len(list)-1], ", ")+" or "+list[len(list)-1]
		}
	}
	_ = visit(reflect.ValueOf(c).Elem(), "", func(path string, v reflect.Value, field reflect.StructField) error {
		check(path, v, field)
		return nil
	})
	each := func(path string, v reflect.Value) {
		for j := range v.NumField() {
			check(path+"."+v.Type().Field(j).Tag.Get("yaml"), v.Field(j), v.Type().Field(j))
		}
	}
	for i := range c.Feeds {
		each(fmt.Sprintf("feeds[%d]", i), reflect.ValueOf(c.Feeds[i]))
	}
	for i := range c.Tests {
		each(fmt.Sprintf("tests[%d].expect", i), reflect.ValueOf(c.Tests[i].Expect))
	}
	return key, problem
}

// serversOfNATS reports whether text names NATS servers, a comma between them, with or
// without a scheme.
func serversOfNATS(text string) bool {
	for server := range strings.SplitSeq(text, ",") {
		if server = strings.TrimSpace(server); strings.Contains(server, "://") && !isURL(server, "nats", "tls", "ws", "wss") {
			return false
		}
	}
	return true
}

func isURL(s string, schemes ...string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return false
	}
	for _, scheme := range schemes {
		if u.Scheme == scheme {
			return true
		}
	}
	return false
}
