package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Response is a server's answer, of any status.
type Response struct {
	URL    string // as asked, without userinfo and fragment
	Status int
	Header http.Header
	// Body is decoded from its content coding, not from its charset. It is empty
	// unless the status is one of success: of other answers only status and headers
	// count. It is valid until Release.
	Body []byte
	// Wire is how many bytes of body came over the network.
	Wire int64
	// Limit is how large Body might have become, in bytes.
	Limit int64
	// Unread says that the body was left at the server, because its media type
	// can be nothing that was asked for: video, an endless event stream.
	Unread bool
	// NotModified says that the document has not changed since the validators that
	// were sent. A 304 to a request without validators does not say that, or anything.
	NotModified bool
	At          time.Time
	Took        time.Duration

	buffers *buffers // where Body goes back to; nil for an answer of another origin
}

// Document reports whether Body is the document that was asked for, whole: 200, 203
// (changed by a proxy on its way) and 226 (RFC 3229). Other statuses of success come
// with a body of their own, a part, or none.
func (r *Response) Document() bool {
	switch r.Status {
	case http.StatusOK, http.StatusNonAuthoritativeInfo, http.StatusIMUsed:
		return true
	}
	return false
}

// Release hands the body's memory back for the next response. Body must not be
// used afterwards.
func (r *Response) Release() {
	if r.buffers != nil {
		r.buffers.put(r.Body)
		r.buffers, r.Body = nil, nil
	}
}

// maxRetryAfter is the longest wait that a server can ask for.
const maxRetryAfter = 24 * time.Hour

// RetryAfter is the wait that the server asked for, in seconds or as a date
// (RFC 9110 section 10.2.3), a day at most. Nonsense and the past are none.
func (r *Response) RetryAfter(now time.Time) (time.Duration, bool) {
	v := strings.TrimSpace(r.Header.Get("Retry-After"))
	if v == "" {
		return 0, false
	}
	if strings.Trim(v, "0123456789") == "" {
		seconds, err := strconv.ParseInt(v, 10, 64)
		if err != nil || seconds > int64(maxRetryAfter/time.Second) {
			return maxRetryAfter, true
		}
		return time.Duration(seconds) * time.Second, true
	}
	at, err := http.ParseTime(v)
	if err != nil || at.Before(now) {
		return 0, false
	}
	return min(at.Sub(now), maxRetryAfter), true
}
