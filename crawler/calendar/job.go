package calendar

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
)

// Kind of a job.
type Kind string

// The kinds of jobs.
const (
	Poll  Kind = "poll"  // fetch a feed
	Page  Kind = "page"  // fetch an article's page
	Scout Kind = "scout" // look on a site for the feed that a dead one became
)

// Job is one appointment.
type Job struct {
	Kind Kind `json:"kind"`
	// ID is the feed's id for a poll, the story's for a page: letters, digits,
	// '-' and '_' only. Booking an ID again replaces its earlier booking.
	ID string `json:"id"`
	// URL is what is wanted.
	URL string `json:"url"`
	// Ask is the request to make next where that is not URL, but where a redirect
	// led; Via are the redirects so far. Each hop is an appointment of its own, in
	// the lane of its own host.
	Ask string      `json:"ask,omitempty"`
	Via []fetch.Hop `json:"via,omitempty"`
	// Unanswered counts how often the request was made and not answered at all.
	Unanswered int `json:"unanswered,omitempty"`
	// Unstored counts how often in a row what came of it could not be stored.
	Unstored int `json:"unstored,omitempty"`
	// Named says that a page has named Ask as its story's address, which no redirect did.
	Named bool `json:"named,omitempty"`
	// Robots is the robots.txt that is to be fetched first; nil if none is.
	Robots *RobotsStep `json:"robots,omitempty"`
	// Anew is since when a robots.txt must have failed for that to be this job's failure:
	// when somebody has asked for the poll, or this job has asked for the file. Zero: one
	// that failed for others only has this job wait.
	Anew time.Time `json:"anew,omitzero"`
	// AnyCertificate takes certificates that do not verify, as its feed says.
	AnyCertificate bool `json:"any_certificate,omitempty"`
	// Answer is an answer that was got already, for the poll of a feed that
	// somebody has just looked at; nil if the site is to be asked.
	Answer *PrefetchedAnswer `json:"answer,omitempty"`
	// Slot is the time of the poll in FEEDS this job was booked for. A poll
	// whose slot is no longer the feed's next one is stale.
	Slot time.Time `json:"slot,omitzero"`
	// Attempt counts the failures so far.
	Attempt int `json:"attempt,omitempty"`
	// FirstBooked is when a page was first booked, to bound how long it is tried.
	FirstBooked time.Time `json:"first_booked,omitzero"`

	// FeedID to Changed are a page's hints from its feed. Entry is nil for a poll.
	FeedID      string           `json:"feed_id,omitempty"`
	Feed        normalize.Feed   `json:"feed,omitzero"`
	Entry       *normalize.Entry `json:"entry,omitempty"`
	Fingerprint uint64           `json:"fingerprint,omitempty"`
	Changed     bool             `json:"changed,omitempty"`
	// Ref is the entry's own name in its feed; empty if only its address tells it.
	Ref string `json:"ref,omitempty"`
	// Also is its second name there, empty if it has none.
	Also string `json:"also,omitempty"`
	// Backfill says that the feed was read for the first time.
	Backfill bool `json:"backfill,omitempty"`
	// Tries are the last tries that brought no page, the oldest first; the first of all
	// is kept.
	Tries []Try `json:"tries,omitempty"`
	// Recheck is set on a page that was published and is looked at again; nil on a
	// page that was not seen yet.
	Recheck *Recheck `json:"recheck,omitempty"`
}

// mostTries bounds how many tries are remembered of a page, and mostError how long the
// error of one may be, in bytes.
const (
	mostTries = 8
	mostError = 200
)

// Try is a request for a page that brought none.
type Try struct {
	At     time.Time `json:"at"`
	Status int       `json:"status,omitempty"` // 0: no answer came
	Error  string    `json:"error"`            // in words, without the page's address
}

// Tried are the tries of a job with another one.
func (j Job) Tried(t Try) []Try {
	t.Error = cutText(t.Error, mostError)
	tries := append(slices.Clone(j.Tries), t)
	if len(tries) > mostTries { // the first says since when
		tries = slices.Delete(tries, 1, 2)
	}
	return tries
}

// cutText is the beginning of a text, in whole characters.
func cutText(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// Recheck is what is known of a page when it is looked at again.
type Recheck struct {
	// Since is when the story was published or last changed, and Count counts the
	// looks since then.
	Since time.Time `json:"since"`
	Count int       `json:"count"`
	// Version is the story's that the looks are at; 0 if an earlier version booked them.
	Version int `json:"version,omitempty"`
	// At is the story's own address where the entry's is another and its feed may not speak
	// for the story: its looks go there. Empty: they go the entry's way.
	At string `json:"at,omitempty"`
	// Validators are those of the last answer.
	Validators Validators `json:"validators,omitzero"`
	Same       int        `json:"same,omitempty"`       // looks in a row that found nothing new
	Missing    int        `json:"missing,omitempty"`    // looks in a row that found no page
	MissingAt  string     `json:"missing_at,omitempty"` // the address that had none
	// Awaited says that the page has never come: its story is the feed's half. Early says
	// that this look is the one ahead of those that are planned.
	Awaited bool `json:"awaited,omitempty"`
	Early   bool `json:"early,omitempty"`
}

// RobotsStep is the fetch of an origin's robots.txt on the way to a document.
type RobotsStep struct {
	Origin string      `json:"origin"`
	Ask    string      `json:"ask"` // the file itself, or where redirects led
	Via    []fetch.Hop `json:"via,omitempty"`
}

// PrefetchedAnswer is a server's answer that travels with a job.
type PrefetchedAnswer struct {
	URL    string      `json:"url"`
	Via    []fetch.Hop `json:"via,omitempty"`
	Header http.Header `json:"header"`
	Body   []byte      `json:"body"` // gzip
	At     time.Time   `json:"at"`
	// Wire is how many bytes of body came over the network, and Took how long the answer took;
	// 0 if a version before this noted none.
	Wire int64         `json:"wire,omitempty"`
	Took time.Duration `json:"took,omitempty"`
}

// Target is the URL of the job's next request. It decides the lane.
func (j *Job) Target() string {
	switch {
	case j.Robots != nil:
		return j.Robots.Ask
	case j.Ask != "":
		return j.Ask
	}
	return j.URL
}

// timeSubject is where the job waits for a time that was planned: that of the
// next poll, or of the next try.
func (j Job) timeSubject() string {
	switch {
	case j.Recheck != nil:
		return "jobs.at.recheck." + j.ID
	case j.Kind == Page:
		return "jobs.at.retry." + j.ID
	}
	return "jobs.at.poll." + j.ID
}

// laneSubject is where the job waits for its slot in the host's lane.
func (j Job) laneSubject() string { return "jobs.at.lane." + string(j.Kind) + "." + j.ID }

// turnSubject is where the job waits for its feed's turn.
func (j Job) turnSubject(feedID string) string {
	return turnPrefix + cmp.Or(feedID, "-") + "." + string(j.Kind) + "." + j.ID
}

const turnPrefix = "jobs.at.turn."

func (j Job) dueSubject() string  { return "jobs.due." + string(j.Kind) + "." + j.ID }
func (j Job) deadSubject() string { return "jobs.dead." + string(j.Kind) + "." + j.ID }

// mostJob bounds a stored job, in bytes: NATS takes messages of 1 MiB unless it is told
// otherwise, with their headers. A job that it does not take would have its feed polled
// again and again.
const mostJob = 640 << 10

// encode writes a job. Of an entry that is too large the whole text is left out, which the
// page has, and then what else there is but its names.
func (j Job) encode() ([]byte, error) {
	b, err := j.write()
	if err != nil || len(b) <= mostJob || j.Entry == nil {
		return b, err
	}
	e := *j.Entry
	e.ContentHTML = ""
	j.Entry = &e
	if b, err = j.write(); err != nil || len(b) <= mostJob {
		return b, err
	}
	e.SummaryHTML, e.Tags, e.Authors, e.Enclosures, e.Media, e.Links = "", nil, nil, nil, nil, nil
	return j.write()
}

func (j Job) write() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // texts of feeds are full of '<', and there is a limit on messages
	if err := enc.Encode(j); err != nil {
		return nil, fmt.Errorf("encode job %s %s: %w", j.Kind, j.ID, err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func decodeJob(b []byte) (Job, error) {
	var j Job
	if err := json.Unmarshal(b, &j); err != nil {
		return Job{}, fmt.Errorf("decode job: %w", err)
	}
	return j, nil
}
