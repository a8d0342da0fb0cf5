package feedindex

import (
	"encoding/binary"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// Entry is a feed as lists show it.
type Entry struct {
	ID     string    `json:"id"`
	URL    string    `json:"url"`
	Name   string    `json:"name,omitempty"` // the operator's, else the feed's own title
	State  string    `json:"state"`
	Polled time.Time `json:"polled,omitzero"`
	Next   time.Time `json:"next,omitzero"` // zero if no poll is planned
	// Since is when the state began that needs attention, Reason what it is.
	Since  time.Time `json:"since,omitzero"`
	Reason string    `json:"reason,omitempty"`
	PerDay float32   `json:"entries_per_day"`
	Status int16     `json:"status,omitempty"`
}

// packed is an entry as it is kept: times are seconds, which hold no pointer.
type packed struct {
	id, url, name, reason string
	// folded is the address without what all have in common, and the name, in
	// lower case: what is searched and sorted by. prefix is how it begins.
	folded              string
	prefix              uint64
	polled, next, since int64
	perDay              float32
	status              int16
	state               uint8
	attention           uint8 // rank, 0: it needs none
}

// States are all states, in the order in which they are shown.
var States = []string{
	calendar.StateFailing, calendar.StateGone, calendar.StateWaiting, calendar.StateOK, calendar.StateNew, calendar.StatePaused,
	calendar.StateParked,
}

func pack(f *calendar.Feed) packed {
	f = f.Shown()
	p := packed{
		id: f.ID, url: f.URL, name: f.Name, polled: seconds(f.Polled), next: seconds(f.Next),
		perDay: float32(f.Rate.PerHour() * 24), status: int16(f.Status), state: stateCode(f.State()),
	}
	if p.name == "" {
		p.name = f.Title
	}
	p.reason, p.since, p.attention = attention(f)
	if f.Resting() {
		p.next = 0
	}
	p.folded = strings.ToLower(site(f.URL) + "\n" + p.name)
	p.prefix = binary.BigEndian.Uint64(append([]byte(p.folded), make([]byte, 8)...))
	return p
}

// site is an address without what all have in common.
func site(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	return strings.TrimPrefix(url, "www.")
}

// attention says what an operator should know of a feed, since when, and how
// urgent that is: 1 is looked at first, 0 is nothing.
func attention(f *calendar.Feed) (reason string, since int64, rank uint8) {
	switch {
	case f.Resting():
		return "", 0, 0
	case f.Gone:
		return "it has ended (410); it is asked once a month whether it is back" + elsewhere(f), seconds(f.Failing), 2
	case f.Proposed != "":
		return clip(f.Error) + elsewhere(f), seconds(f.Failing), 1
	case f.Outcome == "throttled":
		return firstOf(clip(f.Error), "its site asked to wait"), seconds(f.Polled), 4
	case f.Failures > 0:
		return firstOf(clip(f.Error), "it fails"), seconds(f.Failing), 3
	case !f.Untrusted.IsZero():
		return "its server answered 304 while there was news; it is polled without validators", seconds(f.Untrusted), 5
	}
	return "", 0, 0
}

func elsewhere(f *calendar.Feed) string {
	if f.Proposed == "" {
		return ""
	}
	return "; the site now links to " + f.Proposed
}

// clip bounds a reason: an error may quote what a site has sent.
func clip(s string) string {
	const most = 300
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (p *packed) entry() Entry {
	return Entry{
		ID: p.id, URL: p.url, Name: p.name, State: States[p.state], Polled: moment(p.polled), Next: moment(p.next),
		Since: moment(p.since), Reason: p.reason, PerDay: p.perDay, Status: p.status,
	}
}

func stateCode(state string) uint8 {
	for i, s := range States {
		if s == state {
			return uint8(i)
		}
	}
	return 3 // ok
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func moment(s int64) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(s, 0)
}
