// Package weburl reads addresses as feeds, pages and people write them, and gives
// each one form. What is no address of the web is left to the caller.
//
// It is pure, linear in the length of an address, and any number of calls may run at
// once.
package weburl

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// Parse reads an address, absolute or relative, mended as Mend does. A host beyond
// ASCII becomes the one that names are asked for (IDNA, RFC 5891): "bücher.example"
// and "b%C3%BCcher.example" are "xn--bcher-kva.example".
func Parse(s string) (*url.URL, error) {
	u, err := url.Parse(Mend(s))
	if err != nil {
		return nil, err
	}
	u.Host = ASCII(u.Host)
	return u, nil
}

// Mend takes from an address what only its way here has put into it, and escapes
// what has no place in one:
//   - white space around it, and line breaks and tabs in it (WHATWG URL);
//   - the scheme that says that it is a feed's: "feed:https://…", "feed://…";
//   - references of HTML: "&amp;" is "&", however often it was escaped;
//   - spaces, and percent signs that begin no escape: "20%" is "20%25", and the
//     escapes beside it stay.
func Mend(s string) string {
	s = strings.TrimFunc(s, func(c rune) bool { return c <= ' ' || unicode.IsSpace(c) })
	if strings.ContainsAny(s, "\n\r\t\x00") {
		s = strings.NewReplacer("\n", "", "\r", "", "\t", "", "\x00", "").Replace(s)
	}
	return strings.ReplaceAll(EscapePercent(withoutReferences(WithoutFeedScheme(s))), " ", "%20")
}

// EscapePercent makes a sign of each percent sign that begins no escape: that is what
// was meant.
func EscapePercent(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])) {
			b.WriteString("25")
		}
	}
	return b.String()
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

// feedSchemes are those that say what an address is of and not how to get it.
var feedSchemes = []string{"feed", "feeds", "itpc", "pcast", "podcast", "rss"}

// WithoutFeedScheme is the address that one with such a scheme is about; others stay
// as they are. Where it says nothing of how to get it, that is by http, as it was when these were made.
func WithoutFeedScheme(s string) string {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || len(scheme) > len("podcast") {
		return s
	}
	for _, f := range feedSchemes {
		if !strings.EqualFold(scheme, f) {
			continue
		}
		web := "http://"
		if f == "feeds" {
			web = "https://"
		}
		rest = strings.TrimLeft(rest, "/")
		if low := strings.ToLower(rest); strings.HasPrefix(low, "http:") || strings.HasPrefix(low, "https:") {
			return rest
		}
		// Libraries that fold slashes and colons leave "feed:https//".
		for _, s := range []string{"https//", "http//"} {
			if after, ok := strings.CutPrefix(rest, s); ok {
				return s[:len(s)-2] + "://" + after
			}
		}
		return web + rest
	}
	return s
}

// reference is what an ampersand may have become.
var reference = pattern.Of(`(?i)&(?:(?:amp|#0*38|#x0*26);)+`)

func withoutReferences(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return reference().ReplaceAllLiteralString(s, "&")
}

// ASCII is a host, with its port if it has one, as names are asked for. What is in
// ASCII stays as it is.
func ASCII(host string) string {
	if isASCII(host) {
		return host
	}
	name, port := host, ""
	if i := strings.LastIndexByte(host, ':'); i >= 0 {
		name, port = host[:i], host[i:]
	}
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil {
		if ascii, err = idna.Punycode.ToASCII(strings.ToLower(name)); err != nil {
			return host
		}
	}
	return ascii + port
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
