package normalize

import (
	"crypto/sha256"
	"encoding/base32"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Caches of AMP pages serve other sites' stories. Theirs are the hosts in
// https://cdn.ampproject.org/caches.json, and the viewers of the two that run them.
const (
	googleCache = ".cdn.ampproject.org"
	bingCache   = ".bing-amp.com"
	viewerPath  = "/amp/"
)

var viewerHosts = []string{"www.google.com", "www.bing.com"}

// isAMPCache reports whether an address is one of a cache's.
func isAMPCache(u *url.URL) bool {
	host := strings.ToLower(u.Host)
	return cacheLabel(host) != "" || strings.HasPrefix(u.Path, viewerPath) && (host == viewerHosts[0] || host == viewerHosts[1])
}

// cacheLabel is the label in which a cache's host names the host whose pages it serves;
// "" for other hosts.
func cacheLabel(host string) string {
	for _, cache := range []string{googleCache, bingCache} {
		if label, ok := strings.CutSuffix(host, cache); ok && !strings.Contains(label, ".") {
			return label
		}
	}
	return ""
}

// cachedBy reports whether an address of a cache names the host of a story as where the
// page comes from: its host does, and so does its path where that names any.
func cachedBy(story string, cache *url.URL) bool {
	u, err := url.Parse(story)
	if err != nil || weburl.Site(story) == "" || !isAMPCache(cache) {
		return false
	}
	host := strings.ToLower(u.Hostname())
	inPath := originInPath(cache.Path)
	if label := cacheLabel(strings.ToLower(cache.Host)); label != "" {
		return (label == ampLabel(host) || label == ampHash(host)) && (inPath == "" || inPath == host)
	}
	return inPath == host
}

// originInPath is the host in the path of a cache's address: /c/s/paper.example/a,
// /amp/s/paper.example/a; "" if none stands there.
func originInPath(path string) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	rest = strings.TrimPrefix(rest, "s/")
	host, _, _ := strings.Cut(rest, "/")
	if !strings.Contains(host, ".") {
		return ""
	}
	return strings.ToLower(host)
}

// ampLabel is the label for a host by the AMP caches' rule ("Basic algorithm",
// https://amp.dev/documentation/guides-and-tutorials/learn/amp-caches-and-cors/amp-cache-urls).
func ampLabel(host string) string {
	name, err := idna.Punycode.ToUnicode(host)
	if err != nil {
		name = host
	}
	name = strings.ReplaceAll(strings.ReplaceAll(name, "-", "--"), ".", "-")
	if len(name) > 3 && name[2:4] == "--" {
		name = "0-" + name + "-0"
	}
	if label, err := idna.Punycode.ToASCII(name); err == nil && len(label) <= 63 {
		return label
	}
	return ampHash(host)
}

// ampHash is the label for a host that has no other ("Fallback algorithm").
func ampHash(host string) string {
	sum := sha256.Sum256([]byte(host))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:]))
}
