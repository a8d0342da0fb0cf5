package feed

import (
	"net/url"
	"strings"
)

// mediators are addresses that only lead to another one, which a parameter has: hosts,
// the beginnings of their paths, parameters.
var mediators = []struct{ host, path, parameters string }{
	{"google.", "/url", "url q"}, {"bing.com", "/news/apiclick.aspx", "url"}, {"facebook.com", "/l.php", "u"},
	{"duckduckgo.com", "/l/", "uddg"},
	{"vk.com", "/away.php", "to"}, {"youtube.com", "/redirect", "q"}, {"umblr.com", "/redirect", "z"}, {"l.instagram.com", "/", "u"},
	{"out.reddit.com", "/", "url"}, {"safelinks.protection.outlook.com", "/", "url"}, {"steamcommunity.com", "/linkfilter", "url u"},
	{"yandex.ru", "/redir", "url"}, {"linkedin.com", "/redir/redirect", "url"}, {"slack-redir.net", "/link", "url"},
}

// behindMediator is the address that one of a mediator leads to; others stay as they are.
func behindMediator(s string) string {
	if !strings.Contains(s, "=http") {
		return s
	}
	u, err := url.Parse(s)
	if err != nil || u.RawQuery == "" {
		return s
	}
	host := strings.ToLower(u.Hostname())
	for _, m := range mediators {
		if !strings.HasPrefix(u.Path, m.path) || !isOf(host, m.host) {
			continue
		}
		query := u.Query()
		for _, name := range strings.Fields(m.parameters) {
			if to := query.Get(name); strings.HasPrefix(to, "http://") || strings.HasPrefix(to, "https://") {
				return to
			}
		}
	}
	return s
}

// isOf reports whether a host is of a site; "google." is of any country.
func isOf(host, site string) bool {
	if strings.HasSuffix(site, ".") {
		return strings.HasPrefix(host, site) || strings.HasPrefix(host, "www."+site) || strings.HasPrefix(host, "news."+site)
	}
	return host == site || strings.HasSuffix(host, "."+site)
}
