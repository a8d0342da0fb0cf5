// Package subject makes the tokens of article subjects, for the publisher and
// for subscribers' filters alike. Its output is safe in a subject whatever the
// input: no wildcard, no dot, no space, never empty.
package subject

import (
	"fmt"
	"hash/fnv"
	"strings"
)

const (
	// Articles begins the subjects of articles unless configured otherwise.
	Articles = "articles.v1"
	// Events begins those of events, always.
	Events = "wiredesk.events"
	// Replays begins those under which readers hear what is sent to them again.
	Replays = "replay"

	// Undetermined stands for a language nobody knows (BCP 47 "und").
	Undetermined = "und"
	// Unknown stands for a site or event nobody knows.
	Unknown = "unknown"
	// maxToken is the length of the longest token, in bytes.
	maxToken = 96
)

// Token writes s, an ASCII host name or word, in [a-z0-9_-]: a dot becomes "_",
// an underscore "__", everything else that is not a letter, digit or hyphen
// becomes "-". What is too long is cut and told apart by a hash.
func Token(s string) string {
	var b strings.Builder
	for _, c := range []byte(strings.ToLower(s)) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-':
			b.WriteByte(c)
		case c == '.':
			b.WriteByte('_')
		case c == '_':
			b.WriteString("__")
		default:
			b.WriteByte('-')
		}
	}
	token := b.String()
	if strings.Trim(token, "-_") == "" {
		return Unknown
	}
	if len(token) > maxToken {
		h := fnv.New32a()
		_, _ = h.Write([]byte(token)) // never fails
		token = fmt.Sprintf("%s-%08x", token[:maxToken-9], h.Sum32())
	}
	return token
}

// Language is the primary language of a BCP 47 tag ("en" of "en-GB"), so that
// one filter catches all its regions; "und" if tag does not begin with one.
func Language(tag string) string {
	primary, _, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	primary = strings.ToLower(primary)
	if len(primary) < 2 || len(primary) > 8 {
		return Undetermined
	}
	for _, c := range []byte(primary) {
		if c < 'a' || c > 'z' {
			return Undetermined
		}
	}
	return primary
}

// Site is the token of a host name: lower case, without a final dot and a
// leading "www.".
func Site(host string) string {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	return Token(strings.TrimPrefix(host, "www."))
}

// IsWord reports whether s is a word of lower-case letters, as the names of events are:
// it is the same as its token, and safe wherever it is shown.
func IsWord(s string) bool {
	const longest = 32
	return s != "" && len(s) <= longest && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}
