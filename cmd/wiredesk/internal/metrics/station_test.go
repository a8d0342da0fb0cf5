package metrics

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// station is a NATS server with a calendar and a stream of articles.
type station struct {
	server *server.Server
	desk   Desk
}

func newStation(t testing.TB) *station {
	t.Helper()
	s, err := server.NewServer(&server.Options{DontListen: true, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	nc, err := nats.Connect("", nats.InProcessServer(s))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	cal, err := calendar.Open(t.Context(), js, calendar.Options{Sole: true})
	if err != nil {
		t.Fatal(err)
	}
	articles, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "ARTICLES", Subjects: []string{"articles.>"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []jetstream.ConsumerConfig{{Durable: "archive"}, {Name: "passing", InactiveThreshold: time.Minute}} {
		if _, err := articles.CreateConsumer(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 3 {
		if _, err := js.Publish(t.Context(), fmt.Sprintf("articles.%d", i), []byte("an article")); err != nil {
			t.Fatal(err)
		}
	}
	return &station{s, Desk{
		Conn: nc, JS: js, Calendar: cal, Articles: "ARTICLES", Streams: []string{"ARTICLES", "JOBS", "KV_NONE"},
		Duplicates: func() uint64 { return 7 },
		Drift:      func(context.Context) (int, error) { return 2, nil },
		Free:       func() (uint64, error) { return 1 << 20, nil },
		Paused:     func() bool { return true },
		Offline:    func() bool { return true },
	}}
}

var ofTheDesk = []string{"queue_", "dead_", "nats_", "stream_", "consumer_", "publish_duplicates", "extraction_", "disk_", "crawl_"}

func TestTheDeskIsLookedAtDuringAScrape(t *testing.T) {
	s := newStation(t)
	m := newMetrics(false)
	if got := lines(t, m, ofTheDesk...); len(got) != 0 {
		t.Errorf("%q without a desk", got)
	}
	if err := s.desk.Calendar.BookAt(t.Context(), calendar.Job{Kind: calendar.Page, ID: "a", URL: "https://news.example/a"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	var got string
	for range 50 { // the server may list a consumer, or count a job, a moment after it was made
		m = newMetrics(false)
		m.Attach(s.desk)
		if got = strings.Join(lines(t, m, ofTheDesk...), "\n"); strings.Contains(got, "consumer_") && strings.Contains(got, "queue_tasks") {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	for _, want := range []string{
		`consumer_pending_messages{consumer="archive",stream="ARTICLES"} 3`, `crawl_offline 1`, `crawl_paused 1`, `disk_free_bytes 1.048576e+06`, `extraction_rot_sites 2`, `nats_connected 1`,
		`publish_duplicates_total 7`, `queue_oldest_task_age_seconds 0.`, `queue_tasks{state="pending"} 1`, `stream_bytes{stream="ARTICLES"} `, `stream_bytes{stream="JOBS"} `,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "\n"); n != 10 {
		t.Errorf("%d lines:\n%s", n+1, got)
	}
}

// After it was left, a desk is not used any more, and what it said last stays.
func TestADeskIsLeft(t *testing.T) {
	s := newStation(t)
	m := newMetrics(false)
	m.Attach(s.desk)
	m.Detach() // with a last look: what that finds may be more than a scrape has found before
	last := lines(t, m, ofTheDesk...)
	for _, want := range []string{"nats_connected 1", "publish_duplicates_total 7"} {
		if !strings.Contains(strings.Join(last, "\n"), want) {
			t.Errorf("no %s in %q", want, last)
		}
	}
	s.desk.Conn.Close()
	s.server.Shutdown()
	if after := lines(t, m, ofTheDesk...); !slices.Equal(after, last) {
		t.Errorf("%q, before %q", after, last)
	}
}

// While NATS is away, that is all that is said of it.
func TestWithoutNATSNothingIsSaidOfIt(t *testing.T) {
	s := newStation(t)
	m := newMetrics(false)
	m.Attach(s.desk)
	s.desk.Conn.Close()
	out := text(t, m)
	if !strings.Contains(out, "nats_connected 0\n") {
		t.Errorf("%s", out)
	}
	for _, name := range []string{"queue_", "dead_", "stream_", "consumer_", "extraction_"} {
		if strings.Contains(out, "\n"+prefix+name) {
			t.Errorf("%s is told", name)
		}
	}
}

// A scrape costs the same whatever the number of feeds.
func BenchmarkScrape(b *testing.B) {
	for _, feeds := range []int{1, 100_000} {
		b.Run(fmt.Sprint(feeds, " feeds"), func(b *testing.B) {
			m := newMetrics(false)
			m.Attach(newStation(b).desk)
			list := make([]*calendar.Feed, feeds)
			for i := range list {
				list[i] = &calendar.Feed{ID: fmt.Sprint(i), URL: fmt.Sprintf("https://news.example/%d", i), Next: time.Now()}
			}
			m.SetFeeds(list)
			for b.Loop() {
				m.stock.at = time.Time{} // NATS is asked each time
				text(b, m)
			}
		})
	}
}

// BenchmarkSetFeeds is what the daemon spends once a minute.
func BenchmarkSetFeeds(b *testing.B) {
	m := newMetrics(false)
	list := make([]*calendar.Feed, 100_000)
	for i := range list {
		list[i] = &calendar.Feed{ID: fmt.Sprint(i), Next: time.Now()}
	}
	for b.Loop() {
		m.SetFeeds(list)
	}
}
