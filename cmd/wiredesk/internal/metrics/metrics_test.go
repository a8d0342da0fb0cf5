package metrics

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

var updateDocs = flag.Bool("update-docs", false, "write the table of docs/metrics.md anew")

func newMetrics(perFeed bool) *Metrics { return New(Options{Version: "v1.2.3", PerFeed: perFeed}) }

// text is what a scrape gets.
func text(t testing.TB, m *Metrics) string {
	t.Helper()
	rec := httptest.NewRecorder()
	m.Handler().ServeHTTP(rec, httptest.NewRequest("GET", "/metrics", nil))
	if rec.Code != 200 {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	return rec.Body.String()
}

// lines are those of a scrape that have another value than 0 and begin with one of
// the names.
func lines(t testing.TB, m *Metrics, names ...string) (list []string) {
	t.Helper()
	for line := range strings.Lines(text(t, m)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") || strings.HasSuffix(line, " 0") || strings.Contains(line, "_bucket{") {
			continue
		}
		for _, name := range names {
			if strings.HasPrefix(line, prefix+name) {
				list = append(list, strings.TrimPrefix(line, prefix))
			}
		}
	}
	return list
}

func story(change func(*article.Article)) *article.Article {
	a := &article.Article{
		Event: article.Published, Completeness: article.Full, BodyText: "text", Summary: "in short", Section: "World",
		Authors: []article.Author{{Name: "Ann Lee"}}, Images: []article.Image{{URL: "x"}}, Language: &article.Language{Tag: "en"},
		PublishedAt: time.Now().Add(-90 * time.Second),
	}
	if change != nil {
		change(a)
	}
	return a
}

func TestEventsAreCounted(t *testing.T) {
	blocked := &fetch.Error{Class: fetch.BlockedAddress, Err: errors.New("private")}
	denied := &crawler.RobotsError{Reason: "no"}
	nothing := fmt.Errorf("%w: %w", crawler.ErrUnpublishable, normalize.ErrNothing)
	made := func(change func(*article.Article)) *crawler.Result {
		a := story(change)
		return &crawler.Result{Event: crawler.StoryEvent(a.Event), Article: a, Made: 2 * time.Millisecond, Stored: 4 * time.Millisecond}
	}
	names := []string{"polls_", "page_", "fetch_", "host_wait", "robots_", "ssrf_", "items_", "normalize_", "articles_", "article_", "published_", "publish_", "freshness_"}
	for name, tt := range map[string]struct {
		event crawler.Event
		want  []string
	}{
		"a poll with news": {
			crawler.Event{Kind: crawler.Poll, Outcome: crawler.Fresh, Status: 200, Took: 100 * time.Millisecond, Bytes: 500, Entries: 5, New: 2, Waited: 2 * time.Second},
			[]string{`fetch_duration_seconds_sum{kind="feed"} 0.1`, `fetch_duration_seconds_count{kind="feed"} 1`, `fetch_received_bytes_total{kind="feed"} 500`,
				`host_wait_seconds_sum 2`, `host_wait_seconds_count 1`, `items_total{result="seen"} 3`, `polls_total{outcome="fresh"} 1`},
		},
		"a feed that has moved": {
			crawler.Event{Kind: crawler.Poll, Outcome: crawler.Unchanged, Notice: crawler.FeedMoved}, []string{`polls_total{outcome="moved"} 1`},
		},
		"a feed that fails again": {
			crawler.Event{Kind: crawler.Poll, Outcome: crawler.Failed, Err: errors.New("x"), Retry: true},
			[]string{`fetch_retries_total{kind="feed"} 1`, `polls_total{outcome="failed"} 1`},
		},
		"a redirect": {
			crawler.Event{Kind: crawler.Poll, Outcome: crawler.Postponed, Status: 301, Took: time.Second, Bytes: 7, Retry: true},
			[]string{`fetch_duration_seconds_sum{kind="feed"} 1`, `fetch_duration_seconds_count{kind="feed"} 1`, `fetch_received_bytes_total{kind="feed"} 7`},
		},
		"a wait for the lane": {crawler.Event{Kind: crawler.Page, Outcome: crawler.Postponed}, nil},
		"a robots.txt": {
			crawler.Event{Kind: crawler.Robots, Outcome: crawler.Fresh, Status: 200, Took: time.Second, Bytes: 30},
			[]string{`fetch_duration_seconds_sum{kind="robots"} 1`, `fetch_duration_seconds_count{kind="robots"} 1`, `fetch_received_bytes_total{kind="robots"} 30`},
		},
		"a robots.txt at a private address": {crawler.Event{Kind: crawler.Robots, Outcome: crawler.Refused, Err: blocked}, nil},
		"a page at a private address": {
			crawler.Event{Kind: crawler.Page, Outcome: crawler.Refused, Err: blocked}, []string{`page_fetches_total{outcome="refused"} 1`, `ssrf_blocked_total 1`},
		},
		"a page that robots.txt denies": {
			crawler.Event{Kind: crawler.Page, Outcome: crawler.Refused, Err: denied}, []string{`page_fetches_total{outcome="refused"} 1`, `robots_denied_total 1`},
		},
		"a page that makes an article": {
			crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200, Took: time.Second, Bytes: 10, Article: made(nil), Backfill: true},
			[]string{`articles_total{completeness="full"} 1`, `fetch_duration_seconds_sum{kind="page"} 1`, `fetch_duration_seconds_count{kind="page"} 1`,
				`fetch_received_bytes_total{kind="page"} 10`, `items_total{result="new"} 1`, `normalize_duration_seconds_sum 0.002`, `normalize_duration_seconds_count 1`,
				`page_fetches_total{outcome="fresh"} 1`, `publish_duration_seconds_sum 0.004`, `publish_duration_seconds_count 1`, `published_total{event="published"} 1`},
		},
		"an entry with its whole text": {
			crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Article: made(func(a *article.Article) { a.Authors, a.Images, a.PublishedAt = nil, nil, time.Time{} })},
			[]string{`article_fields_missing_total{field="authors"} 1`, `article_fields_missing_total{field="date"} 1`, `article_fields_missing_total{field="image"} 1`,
				`articles_total{completeness="full"} 1`, `items_total{result="new"} 1`, `normalize_duration_seconds_sum 0.002`, `normalize_duration_seconds_count 1`,
				`publish_duration_seconds_sum 0.004`, `publish_duration_seconds_count 1`, `published_total{event="published"} 1`},
		},
		"a correction found at a second look": {
			crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200, Recheck: true, Article: made(func(a *article.Article) { a.Event = article.Corrected })},
			[]string{`fetch_duration_seconds_count{kind="page"} 1`, `normalize_duration_seconds_sum 0.002`, `normalize_duration_seconds_count 1`, `page_fetches_total{outcome="fresh"} 1`,
				`publish_duration_seconds_sum 0.004`, `publish_duration_seconds_count 1`, `published_total{event="corrected"} 1`},
		},
		"an entry that has changed, and its story has not": {
			crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200, Article: &crawler.Result{Event: "unchanged", Made: time.Second}},
			[]string{`fetch_duration_seconds_count{kind="page"} 1`, `items_total{result="seen"} 1`, `normalize_duration_seconds_sum 1`, `normalize_duration_seconds_count 1`, `page_fetches_total{outcome="fresh"} 1`},
		},
		"a withdrawal": {
			crawler.Event{Kind: crawler.Page, Outcome: crawler.Gone, Article: &crawler.Result{Event: "withdrawn"}}, []string{`published_total{event="withdrawn"} 1`},
		},
		"a story that another feed brought": {crawler.Event{Kind: crawler.Page, Outcome: crawler.Seen}, []string{`items_total{result="duplicate"} 1`}},
		"a story that its site reserves": {
			crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200, Article: &crawler.Result{Event: "reserved"}},
			[]string{`fetch_duration_seconds_count{kind="page"} 1`, `items_total{result="rejected"} 1`, `page_fetches_total{outcome="fresh"} 1`},
		},
		"a page without a story": {
			crawler.Event{Kind: crawler.Page, Outcome: crawler.Failed, Status: 200, Err: nothing},
			[]string{`fetch_duration_seconds_count{kind="page"} 1`, `items_total{result="rejected"} 1`, `normalize_failures_total{reason="nothing"} 1`, `page_fetches_total{outcome="fresh"} 1`},
		},
		"an entry that breaks the normalizer": {
			crawler.Event{Kind: crawler.Page, Outcome: crawler.Failed, Err: fmt.Errorf("%w: panic", crawler.ErrUnpublishable)},
			[]string{`items_total{result="rejected"} 1`, `normalize_failures_total{reason="panic"} 1`},
		},
		"a full disk": {crawler.Event{Kind: crawler.Storage, Err: fmt.Errorf("publish: %w", sink.ErrStorage)}, []string{`publish_failures_total{reason="no_room"} 1`}},
		"no NATS":     {crawler.Event{Kind: crawler.Storage, Err: fmt.Errorf("publish: %w", sink.ErrUnreachable)}, []string{`publish_failures_total{reason="unreachable"} 1`}},
		"no right":    {crawler.Event{Kind: crawler.Storage, Err: fmt.Errorf("publish: %w", sink.ErrPermission)}, []string{`publish_failures_total{reason="permission"} 1`}},
		"what else":   {crawler.Event{Kind: crawler.Storage, Err: errors.New("?")}, []string{`publish_failures_total{reason="other"} 1`}},
	} {
		m := newMetrics(false)
		m.Observe(tt.event)
		got := lines(t, m, names...)
		slices.Sort(got)
		slices.Sort(tt.want)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
		}
	}
}

func TestFreshnessIsThatOfNews(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*article.Article)
		event  crawler.Event
		want   int
	}{
		"a story":                              {nil, crawler.Event{}, 1},
		"a story that a new feed held already": {nil, crawler.Event{Backfill: true}, 0},
		"a page that was looked at again":      {nil, crawler.Event{Recheck: true}, 0},
		"a story that says only the day":       {func(a *article.Article) { a.PublishedPrecision = article.Day }, crawler.Event{}, 0},
		"a story without a date":               {func(a *article.Article) { a.PublishedAt = time.Time{} }, crawler.Event{}, 0},
		"a story of tomorrow":                  {func(a *article.Article) { a.PublishedAt = time.Now().Add(time.Hour) }, crawler.Event{}, 0},
		"a later version":                      {func(a *article.Article) { a.Event = article.Updated }, crawler.Event{}, 0},
	} {
		m := newMetrics(false)
		tt.event.Kind, tt.event.Outcome, tt.event.Article = crawler.Page, crawler.Fresh, &crawler.Result{Event: "published", Article: story(tt.change)}
		m.Observe(tt.event)
		want := fmt.Sprintf("%sfreshness_seconds_count %d\n", prefix, tt.want)
		if got := text(t, m); !strings.Contains(got, want) || strings.Contains(got, "freshness_seconds_sum -") {
			t.Errorf("%s: no %s", name, want)
		}
	}
}

// everything is metrics of which each has a value.
func everything(t testing.TB) *Metrics {
	t.Helper()
	m := newMetrics(true)
	m.ConfigReloaded(true, time.Now())
	m.SetFeeds([]*calendar.Feed{{ID: "f", URL: "https://news.example/feed"}})
	m.Observe(crawler.Event{Kind: crawler.Poll, Outcome: crawler.Fresh, FeedID: "f"})
	m.Observe(crawler.Event{Kind: crawler.Page, FeedID: "f", Article: &crawler.Result{Event: "published", Article: story(nil)}})
	m.Attach(newStation(t).desk)
	m.SetDoor("nats", Door{Connections: func() int { return 3 }, Events: func() map[string]uint64 { return map[string]uint64{"full": 5} }})
	m.RunEnded(time.Now(), true)
	return m
}

func TestDoorsAreCounted(t *testing.T) {
	out := text(t, everything(t))
	for _, want := range []string{`door_connections{door="nats"} 3`, `door_events_total{event="nats_full"} 5`} {
		if !strings.Contains(out, prefix+want+"\n") {
			t.Errorf("no %s", want)
		}
	}
}

func TestNamesAndUnitsAreAsPrometheusWantsThem(t *testing.T) {
	m := everything(t)
	problems, err := promlint.New(strings.NewReader(text(t, m))).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
	if more, err := testutil.GatherAndLint(m.registry); err != nil || len(more) > 0 {
		t.Error(more, err)
	}
}

// Whatever is written down has a value, and whatever has a value is written down.
func TestFamiliesAreWhatAScrapeShows(t *testing.T) {
	m := everything(t)
	written := map[string]string{}
	for _, f := range m.families {
		if written[f.Name] != "" {
			t.Errorf("%s is there twice", f.Name)
		}
		written[f.Name] = f.Type
	}
	for line := range strings.Lines(text(t, m)) {
		var name, kind string
		if n, _ := fmt.Sscanf(line, "# TYPE %s %s", &name, &kind); n == 2 {
			if written[name] != kind {
				t.Errorf("%s is a %s, and %q is written down", name, kind, written[name])
			}
			delete(written, name)
		}
	}
	for name := range written {
		t.Errorf("%s is written down, and a scrape does not show it", name)
	}
}

func TestTheTableOfMetricsIsUpToDate(t *testing.T) {
	path := filepath.Join("..", "..", "..", "..", "docs", "metrics.md")
	doc, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const mark = "<!-- What follows is made by the test of cmd/wiredesk/internal/metrics. -->\n"
	before, _, ok := strings.Cut(string(doc), mark)
	if !ok {
		t.Fatalf("%s lacks the line %s", path, mark)
	}
	want := before + mark + "\n" + table(New(Options{}).families)
	if string(doc) == want {
		return
	}
	if !*updateDocs {
		t.Fatal("docs/metrics.md is old: go test ./cmd/wiredesk/internal/metrics -update-docs")
	}
	if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestNoMetricBearsAFeedUnlessThatIsWanted(t *testing.T) {
	const url = "https://news.example/feed"
	use := func(m *Metrics) {
		m.SetFeeds([]*calendar.Feed{{ID: "f", URL: url}, {ID: "g", URL: "https://other.example/"}})
		failing := time.Unix(1_700_000_000, 0)
		m.Observe(crawler.Event{Kind: crawler.Poll, Outcome: crawler.Failed, FeedID: "f", URL: url, Err: errors.New("x"), Failing: failing})
		m.Observe(crawler.Event{Kind: crawler.Poll, Outcome: crawler.Postponed, FeedID: "f", URL: url})
		m.Observe(crawler.Event{Kind: crawler.Page, FeedID: "f", URL: "https://news.example/a", Article: &crawler.Result{Event: "published", Article: story(nil)}})
		m.Observe(crawler.Event{Kind: crawler.Poll, Outcome: crawler.Fresh, FeedID: "removed", URL: "https://removed.example/"})
	}
	m := newMetrics(false)
	use(m)
	if out := text(t, m); strings.Contains(out, "example") {
		t.Error(out)
	}
	m = newMetrics(true)
	use(m)
	want := []string{
		`feed_articles_total{feed="https://news.example/feed"} 1`,
		`feed_failing_timestamp_seconds{feed="https://news.example/feed"} 1.7e+09`,
		`feed_polls_total{feed="https://news.example/feed",outcome="failed"} 1`,
	}
	if got := lines(t, m, "feed_"); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	m.SetFeeds([]*calendar.Feed{{ID: "g", URL: "https://other.example/"}})
	if got := lines(t, m, "feed_"); len(got) != 0 {
		t.Errorf("%q of a feed that was removed", got)
	}
}

func TestFeedsAreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMetrics(false)
		if got := lines(t, m, "feeds", "schedule"); len(got) != 0 {
			t.Errorf("%q before they were read", got)
		}
		now := time.Now()
		m.SetFeeds([]*calendar.Feed{
			{Next: now.Add(-time.Minute), Polled: now}, {Next: now.Add(-3 * time.Second)}, {Next: now.Add(time.Hour)}, {Failures: 2, Next: now.Add(time.Hour)},
			{Paused: true, Next: now.Add(-time.Hour)}, {Parked: now, Next: now.Add(-time.Hour)},
		})
		want := []string{`feeds{state="failing"} 1`, `feeds{state="new"} 2`, `feeds{state="ok"} 1`, `feeds{state="parked"} 1`, `feeds{state="paused"} 1`, `feeds_due 2`, `schedule_lag_seconds 60`}
		if got := lines(t, m, "feeds", "schedule"); !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	})
}

func TestReloadsAreTold(t *testing.T) {
	m := newMetrics(false)
	m.ConfigReloaded(true, time.Unix(1_700_000_000, 0))
	m.ConfigReloaded(false, time.Unix(1_700_000_100, 0))
	out := text(t, m)
	for _, want := range []string{"config_last_reload_successful 0\n", "config_last_reload_success_timestamp_seconds 1.7e+09\n"} {
		if !strings.Contains(out, prefix+want) {
			t.Errorf("no %s", want)
		}
	}
}

// A NATS server that does not answer costs a scrape a bounded time, once in a while,
// and what it did not say is left out.
func TestAScrapeDoesNotHang(t *testing.T) {
	server := newStation(t)
	asked, patience := 0, time.Duration(0)
	server.desk.Drift = func(ctx context.Context) (int, error) {
		asked++
		if end, ok := ctx.Deadline(); ok {
			patience = time.Until(end)
		}
		<-ctx.Done()
		return 0, ctx.Err()
	}
	m := newMetrics(false)
	m.Attach(server.desk)
	out := text(t, m)
	if patience <= 0 || patience > lookPatience {
		t.Errorf("it may take %s", patience)
	}
	if strings.Contains(out, "extraction_rot_sites") || !strings.Contains(out, "dead_letters 0") {
		t.Errorf("%s", out)
	}
	if text(t, m); asked != 1 {
		t.Errorf("a second scrape has asked again")
	}
}
