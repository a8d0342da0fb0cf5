package sink

import (
	"encoding/binary"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// The headers of every message: CloudEvents 1.0 in binary mode, the NATS
// message id, and what the index is read back from.
const (
	headerMsgID       = "Nats-Msg-Id"
	headerSpecVersion = "ce-specversion"
	headerID          = "ce-id"
	headerSource      = "ce-source"
	headerSubject     = "ce-subject"
	headerType        = "ce-type"
	headerTime        = "ce-time"
	headerSchema      = "ce-dataschema"
	headerContentType = "ce-datacontenttype"

	headerContentHash = "Wiredesk-Content-Hash"
	headerPublishedAt = "Wiredesk-Published-At"
	headerURLs        = "Wiredesk-Urls"
	headerEntry       = "Wiredesk-Entry"

	typePrefix = "news.article."
)

// headers describes an article whose ID, Version, Event and ContentHash are
// set. at is when this version is published.
func headers(a *article.Article, origin Origin, urls []uint64, at time.Time) nats.Header {
	h := make(nats.Header, 16)
	values := make([]string, 0, 16) // of all of them: each has one
	set := func(name, value string) {
		values = append(values, percentEncode(value))
		h[name] = values[len(values)-1 : len(values) : len(values)]
	}
	id := messageID(a.ID, a.Version)
	set(headerMsgID, id)
	set(headerSpecVersion, "1.0")
	set(headerID, id)
	set(headerSource, source(origin.source(), a.URL))
	set(headerSubject, a.ID)
	set(headerType, typePrefix+string(a.Event))
	set(headerTime, at.UTC().Format(time.RFC3339Nano))
	set(headerSchema, article.Schema)
	set(headerContentType, "application/json")
	set(headerContentHash, a.ContentHash)
	if !a.PublishedAt.IsZero() {
		set(headerPublishedAt, a.PublishedAt.UTC().Format(time.RFC3339Nano))
	}
	if len(urls) > 0 {
		hashes := make([]byte, 0, 17*len(urls))
		for _, u := range urls {
			hashes = append(appendHash(hashes, u), ' ')
		}
		h[headerURLs] = []string{string(hashes[:len(hashes)-1])}
	}
	if feed, entry := origin.voice(); feed != 0 || entry != 0 {
		set(headerEntry, string(appendHash(append(appendHash(nil, feed), ':'), entry)))
	}
	return h
}

// appendHash writes 64 bits as 16 hex digits.
func appendHash(b []byte, hash uint64) []byte {
	return hex.AppendEncode(b, binary.BigEndian.AppendUint64(nil, hash))
}

// maxSource bounds ce-source in bytes: with an article of article.MaxSize, a
// message stays under the megabyte that a server accepts, also when all of it
// is percent-encoded.
const maxSource = 8 << 10

// source is the feed's URL without a user, a password and other secrets that may
// stand in it; CloudEvents wants it not to be empty. Of one that is too long the site
// is left.
func source(feedURL, articleURL string) string {
	for _, raw := range []string{feedURL, articleURL} {
		u, err := url.Parse(raw)
		if err != nil || raw == "" {
			continue
		}
		if u.User != nil {
			u.User = nil
			raw = u.String()
		}
		if len(raw) > maxSource {
			if raw = u.Scheme + "://" + u.Host + "/"; len(raw) > maxSource {
				continue
			}
		}
		return weburl.Masked(raw)
	}
	return "urn:wiredesk:unknown"
}

// percentEncode writes a header value as the CloudEvents HTTP binding says
// (section 3.1.3.2), which the NATS binding takes over: space, double quote,
// percent and everything outside printable ASCII as the %XX of its UTF-8 bytes.
func percentEncode(s string) string {
	if !needsEncoding(s) {
		return s
	}
	var b strings.Builder
	for _, c := range []byte(strings.ToValidUTF8(s, "\uFFFD")) {
		if plain(c) {
			b.WriteByte(c)
			continue
		}
		const digits = "0123456789ABCDEF"
		b.WriteByte('%')
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	}
	return b.String()
}

func plain(c byte) bool { return c > ' ' && c < 0x7f && c != '"' && c != '%' }

// needsEncoding is false for nearly every value.
func needsEncoding(s string) bool {
	for i := range len(s) {
		if !plain(s[i]) {
			return true
		}
	}
	return false
}

// percentDecode is the reverse. What is not a whole %XX stays as it is, as the
// binding asks of receivers.
func percentDecode(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if c, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(c))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}
