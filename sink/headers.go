package sink

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/normalize/article"
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

// messageID is ce-id and Nats-Msg-Id: one for each version of a story.
func messageID(id string, version int) string { return id + ":" + strconv.Itoa(version) }

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
	set(headerSource, source(origin.FeedURL, a.URL))
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
	if origin.Feed != 0 || origin.Entry != 0 {
		set(headerEntry, string(appendHash(append(appendHash(nil, origin.Feed), ':'), origin.Entry)))
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

// source is the feed's URL without a user and password that may stand in it;
// CloudEvents wants it not to be empty. Of one that is too long the site is left.
func source(feedURL, articleURL string) string {
	for _, raw := range []string{feedURL, articleURL} {
		u, err := url.Parse(raw)
		if err != nil || raw == "" {
			continue
		}
		if len(raw) > maxSource {
			raw, u = u.Scheme+"://"+u.Host+"/", &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}
			if len(raw) > maxSource {
				continue
			}
		}
		if u.User == nil {
			return raw
		}
		u.User = nil
		return u.String()
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

// record is what the index keeps of one message.
type record struct {
	id      storyID
	version uint32
	event   article.Event
	hash    uint64 // the first 64 bits of the content hash
	feed    uint64
	entry   uint64
	urls    []uint64
}

// parseRecord reads a message's headers back. Any field that is not as headers
// writes it is an error: half a record would publish a story twice.
func parseRecord(h nats.Header) (record, error) {
	var r record
	id, version, ok := strings.Cut(percentDecode(first(h, headerID)), ":")
	if !ok {
		return r, fmt.Errorf("%s %q is not <id>:<version>", headerID, first(h, headerID))
	}
	var err error
	if r.id, err = parseStoryID(id); err != nil {
		return r, fmt.Errorf("%s: %w", headerID, err)
	}
	n, err := strconv.ParseUint(version, 10, 32)
	if err != nil || n == 0 {
		return r, fmt.Errorf("%s: version %q", headerID, version)
	}
	r.version = uint32(n)
	event, ok := strings.CutPrefix(first(h, headerType), typePrefix)
	if !ok {
		return r, fmt.Errorf("%s %q is not an article's", headerType, first(h, headerType))
	}
	r.event = article.Event(event)
	if r.hash, err = hashPrefix(first(h, headerContentHash)); err != nil {
		return r, fmt.Errorf("%s: %w", headerContentHash, err)
	}
	if r.feed, r.entry, err = parseEntry(first(h, headerEntry)); err != nil {
		return r, fmt.Errorf("%s: %w", headerEntry, err)
	}
	for field := range strings.FieldsSeq(first(h, headerURLs)) {
		u, err := strconv.ParseUint(field, 16, 64)
		if err != nil {
			return r, fmt.Errorf("%s: %w", headerURLs, err)
		}
		r.urls = append(r.urls, u)
	}
	return r, nil
}

func first(h nats.Header, name string) string {
	if values := h[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

func parseEntry(s string) (feed, entry uint64, err error) {
	if s == "" {
		return 0, 0, nil
	}
	f, e, _ := strings.Cut(s, ":")
	if feed, err = strconv.ParseUint(f, 16, 64); err != nil {
		return 0, 0, err
	}
	entry, err = strconv.ParseUint(e, 16, 64)
	return feed, entry, err
}

// hashPrefix is the first 64 bits of a hash in hex.
func hashPrefix(hash string) (uint64, error) {
	if len(hash) < 16 {
		return 0, fmt.Errorf("hash %q has less than 64 bits", hash)
	}
	return strconv.ParseUint(hash[:16], 16, 64)
}

// storyID is an article's id: 128 bits, in JSON and headers 32 hex digits.
type storyID [16]byte

func parseStoryID(s string) (storyID, error) {
	var id storyID
	if len(s) != 2*len(id) || strings.ToLower(s) != s {
		return id, fmt.Errorf("article id %q is not 32 lower-case hex digits", s)
	}
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		return id, fmt.Errorf("article id %q: %w", s, err)
	}
	return id, nil
}

func (id storyID) String() string { return hex.EncodeToString(id[:]) }
