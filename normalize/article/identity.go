package article

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"sort"
	"strings"
)

// ID is the id of a story: 32 hexadecimal digits, a hash of the Key of its
// canonical URL or, without one, of the feed's URL and the entry's guid.
func ID(canonicalURL, feedURL, guid string) string {
	key := Key(canonicalURL)
	if key != "" {
		key = "url\x00" + key
	} else {
		key = "guid\x00" + feedURL + "\x00" + guid
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:16])
}

// IsID reports whether a text is an id as ID makes them: fit for the name of a file.
func IsID(text string) bool {
	if len(text) != 32 {
		return false
	}
	for _, c := range []byte(text) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// SharedURL is the role of an address under which several stories of a feed stand, or
// that is no story's: it leads readers to the story, and does not tell it from others.
const SharedURL = "shared"

// SharesAddress reports whether the article's address is not its own.
func (a *Article) SharesAddress() bool {
	return slices.ContainsFunc(a.URLs, func(u URL) bool { return u.Role == SharedURL })
}

// Key is the form of a URL in which two URLs of one story are equal: without
// scheme, "www.", default port, user, fragment, trailing slash and the
// parameters that only follow readers around; the host in lower case, a name beyond
// ASCII as it reads, not as it is asked for ("xn--…"). The other parameters stay, in
// their order. It is "" for what is no http or https URL.
func Key(rawURL string) string {
	u, err := url.Parse(strings.TrimSpace(rawURL))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return ""
	}
	host := unicodeHost(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."))
	if bare, ok := strings.CutPrefix(host, "www."); ok && strings.Contains(bare, ".") {
		host = bare
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]" // IPv6: else its end reads as a port
	}
	if port := strings.TrimLeft(u.Port(), "0"); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	path := strings.TrimRight(foldEscapes(u.EscapedPath()), "/")
	if query := stripTracking(u.RawQuery); query != "" {
		path += "?" + query
	}
	return host + path
}

// foldEscapes writes percent-encodings in one way: upper-case digits, and
// letters, digits, "-", ".", "_" and "~" as themselves (RFC 3986 §6.2.2). What
// separates the parts of a path, such as %2F, stays encoded.
func foldEscapes(path string) string {
	if !strings.Contains(path, "%") {
		return path
	}
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		if path[i] != '%' || i+2 >= len(path) {
			b.WriteByte(path[i])
			continue
		}
		code, err := hex.DecodeString(path[i+1 : i+3])
		switch {
		case err != nil:
			b.WriteByte('%')
			continue
		case isUnreserved(code[0]):
			b.WriteByte(code[0])
		default:
			b.WriteString(strings.ToUpper(path[i : i+3]))
		}
		i += 2
	}
	return b.String()
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// stripTracking takes the parameters of campaigns out of a query and leaves the
// others as they are, in order.
func stripTracking(query string) string {
	if query == "" {
		return ""
	}
	parts := strings.Split(query, "&")
	kept := parts[:0]
	for _, p := range parts {
		name, _, _ := strings.Cut(p, "=")
		if p != "" && !IsTracking(name) {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "&")
}

// trackers are parameters that say where a reader comes from, not what the
// reader gets; sorted.
var trackers = []string{
	"_ga", "_gl", "_hsenc", "_hsmi", "cmpid", "dclid", "fb_action_ids", "fb_action_types", "fb_source", "fbclid", "gad_source",
	"gbraid", "gclid", "gclsrc", "guccounter", "hsctatracking", "icid", "igshid", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "ncid",
	"ns_campaign", "ns_mchannel", "ns_source", "oly_anon_id", "oly_enc_id", "ref_src", "rss", "s_cid", "spm", "srsltid", "ttclid",
	"twclid", "vero_conv", "vero_id", "wbraid", "wt_mc", "yclid",
}

// IsTracking reports whether a query parameter only follows readers around.
func IsTracking(name string) bool {
	name = strings.TrimPrefix(strings.ToLower(name), "amp;") // "&amp;" that was escaped twice
	for _, prefix := range []string{"utm_", "at_", "mtm_", "pk_", "hsa_", "xtor"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	i := sort.SearchStrings(trackers, name)
	return i < len(trackers) && trackers[i] == name
}
