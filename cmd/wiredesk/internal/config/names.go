package config

import (
	"fmt"
	"strings"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
)

// leastStream has room for a hundred articles, of 40 KiB each: with less, articles would go
// before anybody has read them.
const leastStream = 4 << 20

// checkNames checks what the stream of articles is called and how much it holds. It
// returns the key that is wrong.
func (n *NATS) checkNames() (key, problem string) {
	s := n.Stream
	switch {
	case s.Name == "" || strings.ContainsAny(s.Name, " .*>/\\"):
		return "nats.stream.name", "want a name without spaces, dots and wildcards"
	case ownStream(s.Name):
		return "nats.stream.name", s.Name + " is a stream that wiredesk or NATS keeps something else in: want another name"
	case s.MaxBytes != 0 && s.MaxBytes < leastStream:
		return "nats.stream.max_bytes", "want at least " + Size(leastStream).String() + ", room for a hundred articles"
	}
	if err := sink.ValidPrefix(n.Subject); err != nil {
		return "nats.subject", "want a subject prefix such as articles.v1: " + err.Error()
	}
	for _, own := range ownSubjects() {
		if overlap(n.Subject, own) {
			return "nats.subject", fmt.Sprintf("want other subjects than %s.>, which are wiredesk's or the server's own", own)
		}
	}
	if n.InboxPrefix == "" {
		return "", ""
	}
	for _, own := range append(ownSubjects(), n.Subject) {
		if overlap(n.InboxPrefix, own) {
			return "nats.inbox_prefix", fmt.Sprintf("want other subjects than %s.>, which are in use", own)
		}
	}
	return "", ""
}

// ownStream reports whether a stream's name is taken: by the calendar, or by buckets. On some
// disks the case of letters makes no difference.
func ownStream(name string) bool {
	upper := strings.ToUpper(name)
	return upper == calendar.StreamName || strings.HasPrefix(upper, "KV_") || strings.HasPrefix(upper, "OBJ_") || strings.HasPrefix(name, "$")
}

// ownSubjects begin the subjects that are no articles.
func ownSubjects() []string {
	return []string{calendar.Subjects, sink.EventPrefix, "$JS", "$KV", "$O", "$SYS"}
}

// overlap reports whether some subject is below both prefixes.
func overlap(a, b string) bool {
	return strings.HasPrefix(a+".", b+".") || strings.HasPrefix(b+".", a+".")
}
