package normalize

import (
	"net/url"
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// named reports whether a page says itself that it is at an address, or at another one of
// its host that is believed.
func (r *recipe) named(final string) bool {
	candidates := r.page.addressCandidates()
	return slices.ContainsFunc(candidates, func(c candidate) bool {
		return c.value != "" && r.believes(c.value, final) && !r.page.contradicted(c, candidates, final)
	})
}

// waysTo adds the addresses by which the story was come to. A way that a stranger shows is
// no address of the story, though it be on its host: a site may lead there from anywhere.
func (r *recipe) waysTo(doc Document) {
	for _, way := range []article.URL{{URL: webURL(doc.URL), Role: "found"}, {URL: webURL(doc.FinalURL), Role: "final"}} {
		if r.aside == nil {
			r.addURL(way.URL, way.Role)
		} else if article.Key(way.URL) == article.Key(r.a.URL) {
			r.addURL(asWritten(way.URL), way.Role)
		}
	}
}

// SameAddress reports whether two addresses are asked for in the same way, which article.Key
// does not: a site may have a page at one spelling of an address and none at another.
func SameAddress(a, b string) bool { return asWritten(a) == asWritten(b) }

// asWritten is an address without what may be written into it by whoever shows it, and
// changes nothing of what it leads to.
func asWritten(address string) string {
	u, err := url.Parse(cleanURL(webURL(address)))
	if err != nil {
		return ""
	}
	name, port := strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), strings.TrimLeft(u.Port(), "0")
	if strings.Contains(name, ":") {
		name = "[" + name + "]" // IPv6
	}
	if u.Host = name; port != "" && (port != "80" || u.Scheme != "http") && (port != "443" || u.Scheme != "https") {
		u.Host += ":" + port
	}
	return u.String()
}
