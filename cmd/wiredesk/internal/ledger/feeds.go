package ledger

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

const feedsFile = "manifest.feeds"

// Subscription is what makes a feed again: all that somebody wants of it, and nothing that
// its site has said.
type Subscription struct {
	ID  string `json:"id"`
	URL string `json:"url"`
	calendar.Settings
	Parent  string    `json:"parent,omitempty"`
	Paused  bool      `json:"paused,omitempty"`
	AddedAt time.Time `json:"added_at,omitzero"`
}

// SubscriptionOf is a feed without what was learned of it.
func SubscriptionOf(f *calendar.Feed) Subscription {
	return Subscription{ID: f.ID, URL: f.URL, Settings: f.Settings, Parent: f.Parent, Paused: f.Paused, AddedAt: f.AddedAt}
}

// Feed is the subscription as a feed that was not polled yet.
func (s Subscription) Feed() calendar.Feed {
	return calendar.Feed{ID: s.ID, URL: s.URL, Settings: s.Settings, Parent: s.Parent, Paused: s.Paused, AddedAt: s.AddedAt}
}

// hash tells whether a subscription has changed. The sum of those of several tells whether
// any has; it is stored, and stays the same from version to version.
func (s *Subscription) hash() uint64 {
	h := fnv1a(fnvBasis)
	for _, text := range []string{s.ID, s.URL, s.Name, s.Origin, s.Source, s.FullText, s.Backfill.String(), s.Parent} {
		h.text(text)
	}
	for _, list := range [][]string{s.Tags, s.SpeaksFor} {
		h.number(uint64(len(list)))
		for _, text := range list {
			h.text(text)
		}
	}
	for _, on := range []bool{s.CrossSite, s.AnyCertificate, s.Paused} {
		n := uint64(0)
		if on {
			n = 1
		}
		h.number(n)
	}
	h.number(uint64(s.MinEvery))
	h.number(uint64(s.MaxEvery))
	h.number(uint64(s.AddedAt.Unix()))
	return uint64(h)
}

// fnv1a is the hash FNV-1a of 64 bits; that of the standard library makes a copy of each
// text, and a hundred thousand feeds have a million.
type fnv1a uint64

const (
	fnvBasis = 14695981039346656037
	fnvPrime = 1099511628211
)

func (h *fnv1a) text(s string) {
	x := uint64(*h)
	for i := range len(s) {
		x = (x ^ uint64(s[i])) * fnvPrime
	}
	*h = fnv1a(x * fnvPrime) // and a zero byte
}

func (h *fnv1a) number(n uint64) { *h = (*h ^ fnv1a(n)) * fnvPrime }

// feedsEnd is the last line of the file.
type feedsEnd struct {
	Format int    `json:"format"`
	Feeds  int    `json:"feeds"`
	Set    uint64 `json:"set"` // the sum of the hashes of all
	Sum    string `json:"sum"`
}

// writeFeeds writes the feeds' file, and returns the sum of their hashes.
func writeFeeds(dir string, feeds []*calendar.Feed) (set uint64, err error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	for _, f := range feeds {
		s := SubscriptionOf(f)
		set += s.hash()
		if err := out.Encode(s); err != nil {
			return 0, fmt.Errorf("encode feed %s: %w", f.ID, err)
		}
	}
	end, err := endOf(b.Bytes(), set)
	if err != nil {
		return 0, err
	}
	b.Write(end)
	return set, replace(dir, feedsFile, b.Bytes())
}

// endOf is the last line of the file, after the others.
func endOf(lines []byte, set uint64) ([]byte, error) {
	sum := sha256.New()
	_, _ = sum.Write(lines) // a hash never fails
	_, _ = sum.Write(strconv.AppendUint(nil, set, 10))
	end, err := json.Marshal(feedsEnd{format, bytes.Count(lines, []byte("\n")), set, hex.EncodeToString(sum.Sum(nil))})
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", feedsFile, err)
	}
	return append(end, '\n'), nil
}

// checkFeeds reads the file's last line, and all before it as it stands; ErrDamaged if it
// is not as it was written, fs.ErrNotExist if there is none.
func checkFeeds(dir string) (end feedsEnd, body []byte, err error) {
	b, err := os.ReadFile(filepath.Join(dir, feedsFile))
	if err != nil {
		return end, nil, err
	}
	at := bytes.LastIndexByte(bytes.TrimSuffix(b, []byte("\n")), '\n') + 1
	if err = json.Unmarshal(b[at:], &end); err == nil {
		var as []byte
		if as, err = endOf(b[:at], end.Set); err == nil && bytes.Equal(as, b[at:]) {
			return end, b[:at], nil
		}
	}
	return feedsEnd{}, nil, fmt.Errorf("%s: %w", feedsFile, ErrDamaged)
}

// ReadFeeds returns the feeds that were written down last; none if they never were.
func ReadFeeds(dir string) ([]Subscription, error) {
	end, body, err := checkFeeds(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list := make([]Subscription, 0, end.Feeds)
	lines := bufio.NewScanner(bytes.NewReader(body))
	lines.Buffer(nil, len(body)+1)
	for lines.Scan() {
		var s Subscription
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			return nil, fmt.Errorf("%s: %w: %w", feedsFile, ErrDamaged, err)
		}
		list = append(list, s)
	}
	return list, lines.Err()
}
