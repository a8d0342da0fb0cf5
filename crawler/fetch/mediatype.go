package fetch

import (
	"net/http"
	"strings"
)

// never are the beginnings of media types that are neither feed nor page. A
// stream of events or of video has no end, so its body is not begun.
var never = []string{"audio/", "video/", "image/", "font/", "multipart/", "text/event-stream", "application/pdf", "application/ogg",
	"application/vnd.apple.mpegurl", "application/x-mpegurl"}

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
