package metrics

import (
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// counts are what the crawler's events add up to.
type counts struct {
	polls, pages              *prometheus.CounterVec
	fetchTook                 *prometheus.HistogramVec
	received, retries         *prometheus.CounterVec
	hostWait                  *prometheus.HistogramVec
	robotsDenied, ssrfBlocked *prometheus.CounterVec
	walls, denied             *prometheus.CounterVec
	items                     *prometheus.CounterVec
	normalizeTook             *prometheus.HistogramVec
	normalizeFailures         *prometheus.CounterVec
	articles, missing         *prometheus.CounterVec
	published                 *prometheus.CounterVec
	publishTook               *prometheus.HistogramVec
	publishFailures           *prometheus.CounterVec
	freshness                 *prometheus.HistogramVec
	clockSteps, deferred      *prometheus.CounterVec
}

func newCounts(b *book) *counts {
	kinds := label{"kind", []string{"feed", "page", "robots"}}
	return &counts{
		polls: b.counter("polls_total", "Polls of feeds that came to an end, by outcome. Moved is one after which the feed's URL was replaced "+
			"for good; refused includes those that robots.txt or the address guard stopped.",
			label{"outcome", []string{"fresh", "unchanged", "moved", "throttled", "gone", "refused", "not_a_feed", "failed"}}),
		pages: b.counter("page_fetches_total", "Fetches of stories' pages that came to an end, by outcome. Those that are looked at again "+
			"(crawl.recheck) count as well.",
			label{"outcome", []string{"fresh", "unchanged", "throttled", "gone", "refused", "failed"}}),
		fetchTook: b.histogram("fetch_duration_seconds", "How long answered requests took, to the end of the body.", kinds,
			.05, .1, .25, .5, 1, 2.5, 5, 10, 30),
		received: b.counter("fetch_received_bytes_total", "Bytes of bodies that came over the network, compressed as they came.", kinds),
		retries:  b.counter("fetch_retries_total", "Fetches of what had failed at the try before.", kinds),
		hostWait: b.histogram("host_wait_seconds",
			"How long first requests waited for their turn at their host, beyond what was planned: "+
				"from a poll's slot, or from the booking of a page.", label{},
			.1, .5, 1, 2, 5, 10, 30, 60, 300, 900, 3600),
		robotsDenied: b.counter("robots_denied_total", "Polls and pages that robots.txt stopped, also because it could not be read.", label{}),
		walls: b.counter("pages_refused_total",
			"Pages that were not taken for their story's, by what came instead: a login, a consent, a challenge, the home page …",
			label{"reason", slices.Sorted(maps.Values(normalize.Refusals()))}),
		denied: b.counter("claims_denied_total",
			"Claims about stories by somebody who may not speak for them: what a feed says of another site's story (entry), that it is one "+
				"whose page cannot be had (address), that it was taken back (withdrawal).",
			label{"claim", denials()}),
		ssrfBlocked: b.counter("ssrf_blocked_total", "Polls and pages that would have led to an address that is not public.", label{}),
		items: b.counter("items_total", "Entries of feeds, by what came of them: new or updated articles, seen before, duplicates of a story "+
			"that another feed brought, or rejected: without a story, or reserved by their site.",
			label{"result", []string{"new", "updated", "seen", "duplicate", "rejected"}}),
		normalizeTook: b.histogram("normalize_duration_seconds", "How long it took to make an article of a page or an entry.", label{},
			.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1),
		normalizeFailures: b.counter("normalize_failures_total",
			"Pages and entries of which no article could be made, by reason: nothing is a page without headline and text.",
			label{"reason", []string{"nothing", "panic"}}),
		articles: b.counter("articles_total", "Stories published for the first time, by how much of their text is there.",
			label{"completeness", []string{string(article.Full), string(article.Partial), string(article.HeadlineOnly)}}),
		missing: b.counter("article_fields_missing_total", "Fields that stories had not when they were published for the first time.",
			label{"field", []string{"authors", "body", "date", "image", "language", "section", "summary"}}),
		published: b.counter("published_total", "Versions of stories that the stream has acknowledged, by event.",
			label{"event", []string{string(article.Published), string(article.Updated), string(article.Corrected), string(article.Withdrawn),
				string(article.Restored)}}),
		publishTook: b.histogram("publish_duration_seconds", "How long it took until the stream had acknowledged a version.", label{},
			.0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 5),
		publishFailures: b.counter("publish_failures_total", "Jobs that come again because NATS did not store what came of them, by reason.",
			label{"reason", []string{"unreachable", "no_room", "permission", "other"}}),
		freshness: b.histogram("freshness_seconds",
			"From the publication of a story, as its page says, to the stream's acknowledgement. Without stories that say only the day "+
				"or a time to come, those "+
				"that a feed already held when it was read for the first time, and pages that were looked at again.", label{},
			10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 10800, 21600),
		deferred: b.counter("deferred_total", "Jobs and entries that come later than they could, for the sake of others, by what put them off: "+
			"turn is a page of a feed that has as much to do in a process as it may; lane an entry, at each poll that puts it off, whose "+
			"page finds no slot at its host within a day; the others one that is over that budget of its feed (crawl.budget).",
			label{"reason", deferrals()}),
		clockSteps: b.counter("clock_steps_total", "How often the clock of NATS was set by more than five seconds.", label{}),
	}
}

func deferrals() (names []string) {
	for _, d := range crawler.Deferrals() {
		names = append(names, string(d))
	}
	return names
}

func denials() (names []string) {
	for _, d := range crawler.Denials() {
		names = append(names, string(d))
	}
	return names
}

// Observe counts an event.
func (m *Metrics) Observe(e crawler.Event) {
	if e.Kind == crawler.Storage {
		m.counts.publishFailures.WithLabelValues(storageReason(e.Err)).Inc()
		return
	}
	for reason, n := range e.Deferred {
		m.counts.deferred.WithLabelValues(string(reason)).Add(float64(n))
	}
	m.counts.fetched(e)
	m.counts.ended(e)
	m.counts.entries(e)
	if e.Article != nil {
		m.counts.article(e)
	}
	if m.perFeed != nil {
		m.perFeed.observe(e)
	}
}

// ClockStepped counts a step of the server's clock.
func (m *Metrics) ClockStepped() { m.counts.clockSteps.WithLabelValues().Inc() }

// storageReason sorts the errors of storage. The caller has marked those that mean
// that no answer came.
func storageReason(err error) string {
	switch {
	case errors.Is(err, sink.ErrStorage):
		return "no_room"
	case errors.Is(err, sink.ErrPermission):
		return "permission"
	case errors.Is(err, sink.ErrUnreachable):
		return "unreachable"
	}
	return "other"
}

// kindOf is the label of what was fetched.
func kindOf(k crawler.Kind) string {
	switch k {
	case crawler.Poll:
		return "feed"
	case crawler.Robots:
		return "robots"
	}
	return "page"
}

// fetched counts a request, if there was one.
func (c *counts) fetched(e crawler.Event) {
	kind := kindOf(e.Kind)
	if e.Status > 0 {
		c.fetchTook.WithLabelValues(kind).Observe(e.Took.Seconds())
		c.received.WithLabelValues(kind).Add(float64(e.Bytes))
	}
	if e.Retry && e.Outcome != crawler.Postponed {
		c.retries.WithLabelValues(kind).Inc()
	}
	if e.Waited > 0 {
		c.hostWait.WithLabelValues().Observe(e.Waited.Seconds())
	}
	if e.Kind == crawler.Robots { // what comes of it is counted with the document
		return
	}
	var denied *crawler.RobotsError
	switch {
	case errors.As(e.Err, &denied):
		c.robotsDenied.WithLabelValues().Inc()
	case fetch.ClassOf(e.Err) == fetch.BlockedAddress:
		c.ssrfBlocked.WithLabelValues().Inc()
	}
}

// ended counts a poll or a page fetch that came to an end.
func (c *counts) ended(e crawler.Event) {
	if e.Outcome == crawler.Postponed || e.Outcome == crawler.Seen {
		return
	}
	outcome := e.Outcome
	unpublishable := errors.Is(e.Err, crawler.ErrUnpublishable)
	switch {
	case e.Kind == crawler.Poll && e.Notice == crawler.FeedMoved:
		c.polls.WithLabelValues("moved").Inc()
	case e.Kind == crawler.Poll:
		c.polls.WithLabelValues(string(outcome)).Inc()
	case e.Kind != crawler.Page, e.Status == 0 && (e.Err == nil || unpublishable):
		// No page was asked for: the feed held the whole text.
	case unpublishable: // the fetch itself has not failed
		c.pages.WithLabelValues(string(crawler.Fresh)).Inc()
	default:
		c.pages.WithLabelValues(string(outcome)).Inc()
	}
}

// entries counts what came of a feed's entries.
func (c *counts) entries(e crawler.Event) {
	result := ""
	switch {
	case e.Kind == crawler.Poll:
		c.items.WithLabelValues("seen").Add(float64(max(0, e.Entries-e.New)))
	case e.Kind != crawler.Page || e.Recheck:
	case e.Outcome == crawler.Seen:
		result = "duplicate"
	case errors.Is(e.Err, crawler.ErrUnpublishable):
		result = "rejected"
	case e.Article == nil:
	default:
		result = map[crawler.StoryEvent]string{
			crawler.StoryPublished: "new", crawler.StoryUpdated: "updated", crawler.StoryCorrected: "updated", crawler.StoryRestored: "updated",
			crawler.StoryUnchanged: "seen", crawler.StoryReserved: "rejected",
		}[e.Article.Event]
	}
	if result != "" {
		c.items.WithLabelValues(result).Inc()
	}
	if errors.Is(e.Err, crawler.ErrUnpublishable) {
		reason := "panic"
		if errors.Is(e.Err, normalize.ErrNothing) {
			reason = "nothing"
		}
		c.normalizeFailures.WithLabelValues(reason).Inc()
	}
}

// article counts what was published.
func (c *counts) article(e crawler.Event) {
	r := e.Article
	if reason := normalize.Refusals()[r.Refused]; reason != "" {
		c.walls.WithLabelValues(reason).Inc()
	}
	if r.Denied != "" {
		c.denied.WithLabelValues(string(r.Denied)).Inc()
	}
	if r.Made > 0 {
		c.normalizeTook.WithLabelValues().Observe(r.Made.Seconds())
	}
	if r.Event.Stored() {
		c.published.WithLabelValues(string(r.Event)).Inc()
	}
	if r.Article == nil {
		return
	}
	c.publishTook.WithLabelValues().Observe(r.Stored.Seconds())
	if r.Article.Event != article.Published {
		return
	}
	c.articles.WithLabelValues(string(r.Article.Completeness)).Inc()
	for _, field := range missing(r.Article) {
		c.missing.WithLabelValues(field).Inc()
	}
	if wait, ok := e.Freshness(time.Now()); ok {
		c.freshness.WithLabelValues().Observe(wait.Seconds())
	}
}

// missing names the fields that an article lacks.
func missing(a *article.Article) (fields []string) {
	for _, f := range []struct {
		name string
		has  bool
	}{
		{"authors", len(a.Authors) > 0}, {"body", a.BodyText != ""}, {"date", !a.PublishedAt.IsZero()}, {"image", len(a.Images) > 0},
		{"language", a.Language != nil}, {"section", a.Section != ""}, {"summary", a.Summary != ""},
	} {
		if !f.has {
			fields = append(fields, f.name)
		}
	}
	return fields
}
