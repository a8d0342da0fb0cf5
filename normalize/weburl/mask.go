package weburl

import (
	"net/url"
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// Mask stands for what is not shown.
const Mask = "****"

// secretWords are in the names of parameters that hold a secret; secretNames are such
// names.
var (
	secretWords = []string{"token", "secret", "passw", "pwd", "apikey", "api_key", "api-key", "oauth", "signature", "session", "credential"}
	secretNames = []string{"key", "sig", "sid", "pass", "pw", "auth", "jwt", "bearer", "hmac", "passcode", "authkey"}
)

// Masked is an address, or several separated by commas, without what only its owner is
// to know: a password, a name that stands alone and may be a token, and the values of
// parameters such as token and api_key. Whatever shows an address to people, or tells
// somebody else of it, shows this one. Other texts stay as they are.
func Masked(text string) string {
	if !strings.Contains(text, "://") && !strings.Contains(text, "@") {
		return text
	}
	parts := addresses(text)
	for i, part := range parts {
		parts[i] = maskedURL(part)
	}
	return strings.Join(parts, ",")
}

// nextAddress is where one of several addresses begins: a comma alone may stand in a
// password.
var nextAddress = pattern.Of(`,\s*[A-Za-z][A-Za-z0-9+.-]*://`)

func addresses(text string) (parts []string) {
	if !strings.Contains(text, "://") {
		return strings.Split(text, ",")
	}
	start := 0
	for _, at := range nextAddress().FindAllStringIndex(text, -1) {
		parts, start = append(parts, text[start:at[0]]), at[0]+1
	}
	return append(parts, text[start:])
}

// inText is an address within a text.
var inText = pattern.Of("[A-Za-z][A-Za-z0-9+.-]*://[^\\s\"'<>`]+")

// MaskedText is a text, such as an error, with its addresses masked.
func MaskedText(text string) string {
	if !strings.Contains(text, "://") {
		return text
	}
	return inText().ReplaceAllStringFunc(text, func(s string) string {
		end := len(strings.TrimRight(s, ").,;:!]}"))
		return Masked(s[:end]) + s[end:]
	})
}

// maskedURL changes the text, not the parsed URL: what is shown is what was
// written.
func maskedURL(s string) string {
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok {
		if scheme, rest = "", s; strings.ContainsAny(s, " \t\n") || !strings.Contains(s, ":") {
			return s // "ann:pw@host" is an address, and "ann@host" may be a mail's
		}
	}
	end := authorityEnd(rest)
	authority, rest := rest[:end], rest[end:]
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		user, _, named := strings.Cut(authority[:at], ":")
		if authority = Mask + authority[at:]; named {
			authority = user + ":" + authority
		}
	}
	rest, fragment, hasFragment := strings.Cut(rest, "#")
	path, query, hasQuery := strings.Cut(rest, "?")
	out := authority + path
	if ok {
		out = scheme + "://" + out
	}
	if hasQuery {
		out += "?" + maskedQuery(query)
	}
	if hasFragment {
		out += "#" + maskedQuery(fragment)
	}
	return out
}

// authorityEnd is where the authority of an address ends. Before a port that is no
// number a password stands, which has a slash or the like in it.
func authorityEnd(rest string) int {
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		return len(rest)
	}
	_, port, ok := strings.Cut(rest[:end], ":")
	at := strings.LastIndexByte(rest, '@')
	if !ok || at < end || strings.Trim(port, "0123456789") == "" || strings.HasPrefix(rest, "[") {
		return end
	}
	if more := strings.IndexAny(rest[at:], "/?#"); more >= 0 {
		return at + more
	}
	return len(rest)
}

func maskedQuery(query string) string {
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || value == "" {
			continue
		}
		if isSecret(name) {
			pairs[i] = name + "=" + Mask
		} else if inner, err := url.QueryUnescape(value); err == nil && strings.Contains(inner, "://") {
			if masked := Masked(inner); masked != inner { // an address that is handed on
				pairs[i] = name + "=" + url.QueryEscape(masked)
			}
		}
	}
	return strings.Join(pairs, "&")
}

// isSecret reports whether a parameter's name is that of a secret.
func isSecret(name string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	name = strings.ToLower(name)
	for _, w := range secretWords {
		if strings.Contains(name, w) {
			return true
		}
	}
	if slices.Contains(secretNames, name) {
		return true
	}
	for _, part := range strings.FieldsFunc(name, func(c rune) bool { return c == '_' || c == '-' || c == '.' }) {
		if part == "key" || part == "auth" || part == "sig" {
			return true
		}
	}
	return false
}
