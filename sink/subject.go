package sink

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/internal/subject"
)

// DefaultPrefix begins every article subject unless configured otherwise.
const DefaultPrefix = subject.Articles

// Subject is where an article is published:
// <prefix>.<language>.<site>.<event>. Language is a BCP 47 tag of which the
// primary language counts ("und" if there is none), site a host name, which is
// written as IDNA A-labels with "." as "_" and "_" as "__" ("unknown" if
// empty). Nothing in them can add a token or a wildcard. The prefix is the
// operator's and taken as it is: see ValidPrefix.
func Subject(prefix, language, site string, event article.Event) string {
	return strings.Join([]string{prefix, subject.Language(language), siteToken(site), subject.Token(string(event))}, ".")
}

func siteToken(host string) string { return subject.Site(aLabels(strings.TrimSpace(host))) }

// aLabels is a host name in ASCII, or as it was if there is no such.
func aLabels(host string) string {
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		return ascii
	}
	if ascii, err := idna.Punycode.ToASCII(host); err == nil {
		return ascii // an underscore in a host name is no IDNA, but exists
	}
	return host
}

// withoutUsualPort is a host without a port that says nothing of which site it is.
func withoutUsualPort(hostport string) string {
	if host, port, err := net.SplitHostPort(hostport); err == nil && (port == "80" || port == "443") {
		return host
	}
	return hostport
}

// ValidPrefix says why a prefix cannot begin a subject, or nil.
func ValidPrefix(prefix string) error {
	for token := range strings.SplitSeq(prefix, ".") {
		if token == "" {
			return fmt.Errorf("subject prefix %q has an empty token", prefix)
		}
		for _, c := range token {
			if c <= ' ' || c >= 0x7f || c == '*' || c == '>' {
				return fmt.Errorf("subject prefix %q: %q is not allowed in it", prefix, c)
			}
		}
	}
	if strings.HasPrefix(prefix, "$") || strings.HasPrefix(prefix, "_") {
		return fmt.Errorf("subject prefix %q: names that begin with $ or _ belong to the server", prefix)
	}
	return nil
}

// subjectOf is the subject of an article as it is published now.
func subjectOf(prefix string, a *article.Article, feedURL string) string {
	language := ""
	if a.Language != nil {
		language = a.Language.Tag
	}
	return Subject(prefix, language, siteOf(a, feedURL), a.Event)
}

// siteOf is the publisher's domain, else the host of the article, else of the feed.
func siteOf(a *article.Article, feedURL string) string {
	if a.Publisher != nil && a.Publisher.Domain != "" {
		return a.Publisher.Domain
	}
	for _, raw := range []string{a.URL, feedURL} {
		if u, err := url.Parse(raw); err == nil && u.Host != "" {
			return withoutUsualPort(u.Host)
		}
	}
	return ""
}
