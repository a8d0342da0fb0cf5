package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/wiredesk/wiredesk/crawler/schedule"
)

// Feed is all that is remembered of a feed. The record is written at every
// poll and is meant to stay under 2 KB.
type Feed struct {
	ID  string `json:"id"`
	URL string `json:"url"`
	Settings
	// Parent is the id of the sitemap index that names it, Parked since when it is not
	// polled, because it holds no news.
	Parent string    `json:"parent,omitempty"`
	Parked time.Time `json:"parked,omitzero"`

	AddedAt time.Time `json:"added_at,omitzero"`
	Paused  bool      `json:"paused,omitempty"`
	Gone    bool      `json:"gone,omitempty"` // answered 410

	Title    string `json:"title,omitempty"`
	Link     string `json:"link,omitempty"`
	Language string `json:"language,omitempty"`
	Format   string `json:"format,omitempty"`

	// Validators are those of the feed, byte for byte as its URL sent them, or
	// where that redirects to.
	Validators Validators `json:"validators,omitzero"`
	// Quiet is since when every answer was a 304.
	Quiet time.Time `json:"quiet,omitzero"`
	// Untrusted is when the validators were found to lie: a 304 hid entries.
	Untrusted time.Time `json:"untrusted,omitzero"`

	Next time.Time `json:"next,omitzero"` // the slot of the next poll
	Why  string    `json:"why,omitempty"` // why then, in words
	// PlannedBy are the bounds by which that was planned; zero if a version before this did.
	PlannedBy schedule.Bounds `json:"planned_by,omitzero"`
	// Asked is how long its last answer asked to wait: Cache-Control, Expires, Retry-After.
	Asked  time.Duration `json:"asked,omitempty"`
	Rate   schedule.Rate `json:"rate,omitzero"`
	Asks   schedule.Asks `json:"asks,omitzero"`
	Polled time.Time     `json:"polled,omitzero"`
	// Answered is when it was last read, or confirmed by a 304.
	Answered time.Time `json:"answered,omitzero"`
	Fresh    time.Time `json:"fresh,omitzero"` // when new entries last came
	Outcome  string    `json:"outcome,omitempty"`
	Status   int       `json:"status,omitempty"`
	Error    string    `json:"error,omitempty"`
	Failures int       `json:"failures,omitempty"` // in a row
	Failing  time.Time `json:"failing,omitzero"`   // since when
	// Ahead is by how much the clock of its server was ahead of ours at the last
	// answer, to the second; 0 if it was about the same, or is not known.
	Ahead time.Duration `json:"ahead,omitempty"`

	// From is where its last answer came from, if redirects led there; empty: URL.
	From string `json:"from,omitempty"`
	// Attested are the sites whose pages link to it as their own.
	Attested []Attestation `json:"attested,omitempty"`

	// Move is a redirect for good that is not yet believed; nil if there is none.
	Move *Move `json:"move,omitempty"`
	// MovedFrom is the URL before the last move that was believed.
	MovedFrom string `json:"moved_from,omitempty"`
	// Scouted is when the site was last searched for the feed that this one
	// became, and Proposed what was found.
	Scouted  time.Time `json:"scouted,omitzero"`
	Proposed string    `json:"proposed,omitempty"`
	// Home holds the validators of the page that was searched.
	Home Validators `json:"home,omitzero"`
	// Visits are the last requests, newest last.
	Visits Visits `json:"visits,omitempty"`
	// Warnings are what its body gave reason to say.
	Warnings []string `json:"warnings,omitempty"`

	// Seen are the entries that stood in the feed at the last poll.
	Seen Fingerprints `json:"entries,omitempty"`
	// Deferred counts those of them that are put off, by why.
	Deferred map[string]int `json:"deferred,omitempty"`
	// Spent is what it has had of its budgets lately.
	Spent Spent `json:"spent,omitzero"`
	// Known is set by the first poll that read the feed.
	Known bool `json:"known,omitempty"`
	// ReadBy is the rule by which it was read first, or again since that has changed.
	ReadBy Backfill `json:"read_by,omitzero"`
	// Reread has the next poll ask for all of the feed, and publish what of it is not: some
	// of what it has shown was lost after it was seen. That poll takes it back.
	Reread bool `json:"reread,omitempty"`

	rev uint64
}

// Move is a permanent redirect, and how often it was seen since when.
type Move struct {
	To    string    `json:"to"`
	Times int       `json:"times"`
	Since time.Time `json:"since"`
}

// NotAhead has nothing of what is remembered lie in a time to come: the clock was set back
// since, and what is counted from there would not begin for as long.
func (f *Feed) NotAhead(now time.Time) {
	for _, at := range []*time.Time{
		&f.Parked, &f.AddedAt, &f.Quiet, &f.Untrusted, &f.Polled, &f.Answered, &f.Fresh, &f.Failing, &f.Scouted,
	} {
		if at.Sub(now) > SameClock {
			*at = now.UTC().Truncate(time.Second)
		}
	}
	if f.Move != nil && f.Move.Since.Sub(now) > SameClock {
		f.Move = nil
	}
}

// FeedID is the id of a feed, made from the URL it was added with. It stays
// when the feed moves.
func FeedID(url string) string {
	sum := sha256.Sum256([]byte(url))
	return hex.EncodeToString(sum[:8])
}

// Job is the poll that is booked for the feed's next slot.
func (f *Feed) Job() Job {
	return Job{Kind: Poll, ID: f.ID, URL: f.URL, Slot: f.Next, AnyCertificate: f.AnyCertificate}
}

// SlotIs reports whether a poll's slot is the feed's next one. Slots are
// compared in milliseconds, since they travel through JSON.
func (f *Feed) SlotIs(slot time.Time) bool { return f.Next.UnixMilli() == slot.UnixMilli() }

// Persistent reports whether the feed has failed for a day or longer.
func (f *Feed) Persistent(now time.Time) bool {
	return !f.Failing.IsZero() && now.Sub(f.Failing) >= 24*time.Hour
}
