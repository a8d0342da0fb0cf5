package feed

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/wiredesk/wiredesk/normalize"
)

// maxDuration is longer than any recording, in seconds.
const maxDuration = 31 * 24 * 3600

// spoken is a duration in words or as ISO 8601 has it.
var spoken = regexp.MustCompile(`(?i)^(?:P(?:(\d{1,4})D)?T?)?` +
	`(?:(\d{1,6})\s*(?:h|hrs?|hours?))?,?\s*(?:(\d{1,6})\s*(?:m|mins?|minutes?))?,?\s*(?:(\d{1,8})(?:\.\d+)?\s*(?:s|secs?|seconds?))?$`)

// seconds reads how long a recording is: in seconds, as MM:SS, as HH:MM:SS, or with
// units. What is none, or cannot be, is 0.
func seconds(s string) int {
	s = strings.TrimSpace(s)
	if len(s) > 40 || s == "" {
		return 0
	}
	total := 0.0
	if m := spoken.FindStringSubmatch(s); m != nil {
		for i, unit := range []float64{24 * 3600, 3600, 60, 1} {
			n, _ := strconv.ParseFloat(m[i+1], 64) // none is 0
			total += n * unit
		}
		return between(total)
	}
	parts := strings.Split(s, ":")
	if len(parts) > 3 {
		return 0
	}
	for i, part := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || n < 0 || i > 0 && n >= 100 || strings.Trim(part, "0123456789. ") != "" {
			return 0
		}
		total = total*60 + n
	}
	return between(total)
}

func between(seconds float64) int {
	if math.IsNaN(seconds) || seconds < 1 || seconds > maxDuration {
		return 0
	}
	return int(seconds)
}

// lastAll says of the recordings of an entry how long they are, where they do not
// say it themselves.
func lastAll(files []normalize.Enclosure, seconds int) {
	for i := range files {
		if files[i].Duration == 0 && isRecording(files[i].Type) {
			files[i].Duration = seconds
		}
	}
}

// isRecording reports whether a file of a media type may be heard or watched. What
// has no type, or that of any bytes, may be.
func isRecording(mime string) bool {
	major, minor, _ := strings.Cut(strings.ToLower(strings.TrimSpace(mime)), "/")
	switch major {
	case "", "audio", "video":
		return true
	case "application":
		return minor == "octet-stream" || minor == "ogg" || minor == "mp4" || strings.Contains(minor, "mpegurl")
	}
	return false
}
