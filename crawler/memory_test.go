package crawler

import (
	"net/http"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/fetch"
)

func TestAServersClockIsComparedWithOurs(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		date, age string
		want      time.Duration
	}{
		"the same":         {"Sun, 22 Nov 2026 10:00:02 GMT", "", 0},
		"nearly":           {"Sun, 22 Nov 2026 09:59:54 GMT", "", 0},
		"ahead":            {"Sun, 22 Nov 2026 10:05:02 GMT", "", 5 * time.Minute},
		"behind":           {"Sun, 22 Nov 2026 09:00:02 GMT", "", -time.Hour},
		"from a cache":     {"Sun, 22 Nov 2026 09:50:02 GMT", "600", 0},
		"an odd age":       {"Sun, 22 Nov 2026 10:00:02 GMT", "-600", 0},
		"no date":          {"", "", 0},
		"no date at all":   {"today", "60", 0},
		"ahead, by caches": {"Sun, 22 Nov 2026 10:00:02 GMT", "120", 2 * time.Minute},
	} {
		resp := &fetch.Response{At: at, Took: 2 * time.Second, Header: http.Header{"Date": {tt.date}, "Age": {tt.age}}}
		if got := ahead(resp); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
