package fetch

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
)

// never are the beginnings of media types that are neither feed nor page. A
// stream of events or of video has no end, so its body is not begun, or where a feed
// was asked for no more of it than shows that it is none: servers give feeds any type.
var never = []string{
	"audio/", "video/", "image/", "font/", "multipart/", "text/event-stream", "application/pdf", "application/ogg",
	"application/vnd.apple.mpegurl", "application/x-mpegurl",
}

// errNoDocument says that a body of such a type is what its type says.
var errNoDocument = errors.New("no document")

// maxBlank is how much of a body may be white space before it is none.
const maxBlank = 4096

// beginsDocument tells by the first bytes of a body, all of it or not, whether it is
// markup or JSON in any charset. ok is false as long as they do not show it.
func beginsDocument(b []byte, all bool) (is, ok bool) {
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		b = bytes.TrimPrefix(b, []byte(mark))
	}
	text := bytes.TrimLeft(b, " \t\r\n\x00")
	if !all && (len(b) < 4 || len(text) == 0 && len(b) < maxBlank) { // a mark may come in pieces, too
		return false, false
	}
	return len(text) > 0 && (text[0] == '<' || text[0] == '{'), true
}

// readable reports whether a body is worth reading.
// Only bodies of success are judged: errors have short pages of any type.
func readable(resp *http.Response) bool {
	if !success(resp.StatusCode) {
		return true
	}
	t := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Type")))
	for _, prefix := range never {
		if strings.HasPrefix(t, prefix) {
			return false
		}
	}
	return true
}

func success(status int) bool { return status >= 200 && status < 300 }
