package calendar

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/crawler/robots"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// RobotsRecord is what is known of an origin's robots.txt, in HOSTS, for all
// processes.
type RobotsRecord struct {
	// Rules are those of the last file that could be read. nil: there was none.
	Rules *robots.Rules `json:"rules,omitempty"`
	Read  time.Time     `json:"read,omitzero"` // when it was
	// Until is when the file is to be fetched again.
	Until time.Time `json:"until"`
	// Failing is since when it cannot be fetched, Error why. Class is that of the
	// error of the last fetch, "" if an answer came.
	Failing time.Time   `json:"failing,omitzero"`
	Error   string      `json:"error,omitempty"`
	Class   fetch.Class `json:"class,omitempty"`
	// Cause is the error of a fetch that this process has just made; nil of what was read
	// from HOSTS.
	Cause error `json:"-"`
}

// longestFresh is the longest that a file is used without being fetched again.
const longestFresh = 24 * time.Hour

// Fresh reports whether the record can be used without fetching the file again. One that
// says so for longer than any may was written before the clock was set back.
func (r *RobotsRecord) Fresh(now time.Time) bool {
	left := r.Until.Sub(now)
	return left > 0 && left <= longestFresh+SameClock
}

// Origin is scheme, host and port of a URL: what a robots.txt speaks for (RFC
// 9309, section 2.3).
func Origin(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil {
		return "invalid"
	}
	host := strings.ToLower(weburl.ASCII(u.Host))
	if u.Scheme == "http" {
		host = strings.TrimSuffix(host, ":80")
	} else {
		host = strings.TrimSuffix(host, ":443")
	}
	return u.Scheme + "://" + host
}

func robotsKey(origin string) string {
	scheme, host, _ := strings.Cut(origin, "://")
	return "robots/" + scheme + "/" + laneKey(host)
}

// Robots returns what is known of an origin's robots.txt, nil if nothing is.
func (c *Calendar) Robots(ctx context.Context, origin string) (*RobotsRecord, error) {
	entry, err := c.hosts.Get(ctx, robotsKey(origin))
	switch {
	case errors.Is(err, jetstream.ErrKeyNotFound):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read robots.txt of %s: %w", origin, err)
	}
	var r RobotsRecord
	if json.Unmarshal(entry.Value(), &r) != nil {
		return nil, nil //nolint:nilerr // it is fetched anew
	}
	return &r, nil
}

// SaveRobots stores what is known of an origin's robots.txt.
func (c *Calendar) SaveRobots(ctx context.Context, origin string, r *RobotsRecord) error {
	var value bytes.Buffer
	enc := json.NewEncoder(&value)
	enc.SetEscapeHTML(false) // '&' is common in rules, and there is a limit on values
	if err := enc.Encode(r); err != nil {
		return fmt.Errorf("encode robots.txt of %s: %w", origin, err)
	}
	// The holder of the host's lane is the only one who writes it.
	if _, err := c.hosts.Put(ctx, robotsKey(origin), value.Bytes()); err != nil {
		return fmt.Errorf("save robots.txt of %s: %w", origin, err)
	}
	return nil
}
