package daystats

import (
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize/article"
)

const (
	minutes  = 24 * 60
	slotSpan = 10 * time.Minute
	slots    = int(24 * time.Hour / slotSpan)
)

// Stage is a part of a story's way in which it may wait.
type Stage int

// The stages, in the order of the way.
const (
	Turn    Stage = iota // for its turn at the host
	Fetch                // for the answer
	Extract              // for the article to be made
	Ack                  // for the stream to have stored it
	stages
)

// Outcomes are the outcomes of requests that are counted, in the order in which
// they are shown.
var Outcomes = []crawler.Outcome{
	crawler.Fresh, crawler.Unchanged, crawler.Throttled, crawler.Refused, crawler.Gone, crawler.NotAFeed, crawler.Failed,
}

const outcomes = 7

// Minute is what was published in a minute.
type Minute struct {
	Start   time.Time `json:"t"`
	New     int       `json:"new"`
	Changed int       `json:"changed"` // updated, corrected, withdrawn or restored
}

type minute struct {
	at           int64 // minutes since 1970
	new, changed uint32
}

type slot struct {
	at           int64 // slots since 1970
	polls, pages [outcomes]uint32
	notModified  uint32 // polls that a 304 answered
	made         uint32 // articles whose completeness is known
	complete     uint32
	waits        [stages]histogram
	freshness    histogram
}

// Stats counts. Its zero value is not ready: use New.
type Stats struct {
	since time.Time

	mu      sync.Mutex
	minutes [minutes]minute
	slots   [slots]slot
}

// New returns an empty record that begins now.
func New() *Stats { return &Stats{since: time.Now()} }

// Since is when it began to count.
func (l *Stats) Since() time.Time { return l.since }

// Observe counts what the crawler reports: requests, waits, and how fresh the news
// is. Articles are counted by Article, since those that other processes publish are
// not reported here.
func (l *Stats) Observe(e crawler.Event) {
	if e.Kind == crawler.Storage || e.Outcome == crawler.Postponed || e.Outcome == crawler.Seen {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.slot(time.Now())
	for i, o := range Outcomes {
		switch {
		case o != e.Outcome:
		case e.Kind == crawler.Poll:
			s.polls[i]++
		case e.Kind == crawler.Page && (e.Status > 0 || e.Err != nil): // without, the feed had the whole text
			s.pages[i]++
		}
	}
	if e.Kind == crawler.Poll && e.Status == 304 {
		s.notModified++
	}
	if e.Waited > 0 {
		s.waits[Turn].add(e.Waited)
	}
	if e.Took > 0 {
		s.waits[Fetch].add(e.Took)
	}
	if r := e.Article; r != nil && r.Made > 0 {
		s.waits[Extract].add(r.Made)
		if r.Article != nil {
			s.waits[Ack].add(r.Stored)
		}
	}
	if wait, ok := e.Freshness(time.Now()); ok {
		s.freshness.add(wait)
	}
}

// Article counts a version that the stream stored now.
func (l *Stats) Article(a *article.Article) {
	now := time.Now()
	l.Past(now, a.Event, time.Time{})
	if a.Event == article.Withdrawn {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.slot(now)
	s.made++
	if a.Completeness == article.Full {
		s.complete++
	}
}

// Past counts a version that the stream stored at a time, which may be in the
// past. published is when its publisher says that the story appeared, the zero
// time if that is not known to the minute.
func (l *Stats) Past(at time.Time, event article.Event, published time.Time) {
	now := time.Now()
	// A minute, and a slot, of a day ago has its place where that of now is.
	if now.Unix()/60-at.Unix()/60 >= minutes || at.After(now.Add(time.Minute)) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	m := l.minute(at)
	if event != article.Published {
		m.changed++
		return
	}
	m.new++
	if wait := at.Sub(published); !published.IsZero() && wait >= 0 && slotOf(now)-slotOf(at) < int64(slots) {
		l.slot(at).freshness.add(wait)
	}
}

// minute and slot are those of a time; what they counted a day before is forgotten.
func (l *Stats) minute(t time.Time) *minute {
	at := t.Unix() / 60
	m := &l.minutes[at%int64(minutes)]
	if m.at != at {
		*m = minute{at: at}
	}
	return m
}

func (l *Stats) slot(t time.Time) *slot {
	at := slotOf(t)
	s := &l.slots[at%int64(slots)]
	if s.at != at {
		*s = slot{at: at}
	}
	return s
}

// slotOf numbers the slots since 1970.
func slotOf(t time.Time) int64 { return t.Unix() / int64(slotSpan/time.Second) }
