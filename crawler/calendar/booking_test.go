package calendar

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wiredesk/wiredesk/normalize"
)

func page(id, url string) Job { return Job{Kind: Page, ID: id, URL: url} }

func TestABookedJobArrivesWholeAndNotBeforeItsTime(t *testing.T) {
	c := open(t, Options{})
	want := Job{
		Kind: Page, ID: "a1", URL: "https://example.org/a", FeedID: "f1", Fingerprint: 1 << 63,
		Feed: normalize.Feed{URL: "https://example.org/feed", Title: "Пример"}, Entry: &normalize.Entry{Title: "Заголовок"},
	}
	at := time.Now().Add(700 * time.Millisecond)
	if err := c.BookAt(t.Context(), want, at); err != nil {
		t.Fatal(err)
	}
	d := mustNext(t, c)
	if early := time.Until(at); early > 0 {
		t.Errorf("the job came %s early", early)
	}
	if diff := cmp.Diff(want, d.Job); diff != "" {
		t.Error(diff)
	}
	if err := d.Done(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantIdle(t, c)
	if b, err := c.Backlog(t.Context()); err != nil || !b.drained() || b.Polls+b.Retries+b.Dead != 0 {
		t.Errorf("backlog %+v, %v; want none", b, err)
	}
}

func TestBookingTwiceIsOneJob(t *testing.T) {
	c := open(t, Options{})
	for range 3 {
		if err := c.BookAt(t.Context(), page("a", "https://example.org/a"), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		if err := c.BookAt(t.Context(), page("b", "https://example.org/b"), time.Now().Add(400*time.Millisecond)); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"a", "b"} {
		d := mustNext(t, c)
		if d.ID != want {
			t.Fatalf("got %s, want %s", d.ID, want)
		}
		if err := d.Done(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	wantNone(t, c)
}

func TestAJobThatIsReplacedWhileItRunsCanStillBeAnswered(t *testing.T) {
	c := open(t, Options{})
	j := page("a", "https://example.org/a")
	if err := c.BookAt(t.Context(), j, time.Now()); err != nil {
		t.Fatal(err)
	}
	first := mustNext(t, c)
	if err := c.BookAt(t.Context(), j, time.Now()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	if err := first.Done(ctx); err != nil {
		t.Fatalf("Done of a replaced job: %v", err)
	}
	second := mustNext(t, c)
	if err := second.Done(ctx); err != nil {
		t.Fatal(err)
	}
	wantIdle(t, c)
}

func TestPostponeMovesAJob(t *testing.T) {
	c := open(t, Options{})
	if err := c.BookAt(t.Context(), page("a", "https://example.org/a"), time.Now()); err != nil {
		t.Fatal(err)
	}
	d := mustNext(t, c)
	j := d.Job
	j.Attempt++
	if err := d.Postpone(t.Context(), j, time.Now().Add(600*time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	wantIdle(t, c)
	if b, err := c.Backlog(t.Context()); err != nil || b.Retries != 1 || b.InFlight != 0 || !b.drained() {
		t.Errorf("backlog %+v, %v; want one retry and nothing else", b, err)
	}
	d = mustNext(t, c)
	if d.Attempt != 1 {
		t.Errorf("attempt %d, want 1", d.Attempt)
	}
	// Postponed to now, it comes back at once.
	if err := d.Postpone(t.Context(), d.Job, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := mustNext(t, c).Done(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantIdle(t, c)
}

func TestAJobWhoseWorkerDiesComesBack(t *testing.T) {
	c := open(t, Options{Lease: time.Second})
	if err := c.BookAt(t.Context(), page("a", "https://example.org/a"), time.Now()); err != nil {
		t.Fatal(err)
	}
	mustNext(t, c) // and no answer, nor any sign of life
	if err := mustNext(t, c).Done(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestASignOfLifeKeepsAJob(t *testing.T) {
	c := open(t, Options{Lease: time.Second})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); c.KeepAlive(ctx) }()
	defer func() { cancel(); <-done }()
	if err := c.BookAt(t.Context(), page("a", "https://example.org/a"), time.Now()); err != nil {
		t.Fatal(err)
	}
	d := mustNext(t, c)
	wantNone(t, c) // Next waits for two leases
	if err := d.Done(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestReleaseGivesTheJobToTheNext(t *testing.T) {
	c := open(t, Options{})
	if err := c.BookAt(t.Context(), page("a", "https://example.org/a"), time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := mustNext(t, c).Release(); err != nil {
		t.Fatal(err)
	}
	if err := mustNext(t, c).Done(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestTheSoleProcessGetsTheJobsOfADeadOneAtOnce(t *testing.T) {
	s := startServer(t, t.TempDir())
	dead := join(t, s, Options{Lease: time.Hour, LaneLease: time.Hour})
	if err := dead.BookAt(t.Context(), page("a", "https://example.org/a"), time.Now()); err != nil {
		t.Fatal(err)
	}
	mustNext(t, dead)
	if lane, _, err := dead.Take(t.Context(), "https://example.org/"); err != nil || lane == nil {
		t.Fatal("lane not free", err)
	}
	c := join(t, s, Options{Sole: true})
	mustNext(t, c)
	if lane, until, err := c.Take(t.Context(), "https://example.org/"); err != nil || lane == nil {
		t.Fatalf("lane closed until %s, %v", until, err)
	}
}

func TestBookingsSurviveARestartOfTheServer(t *testing.T) {
	dir := t.TempDir()
	s := startServer(t, dir)
	c := join(t, s, Options{})
	if err := c.BookAt(t.Context(), page("a", "https://example.org/a"), time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	s.Shutdown()
	s.WaitForShutdown()
	time.Sleep(time.Second) // it falls due while nobody is there
	mustNext(t, join(t, startServer(t, dir), Options{}))
}

func TestJobsOfAHostAreBookedOneDelayApart(t *testing.T) {
	c := open(t, Options{Delay: 300 * time.Millisecond})
	jobs := []Job{
		page("a", "https://www.example.org/a"), page("x", "https://other.example/x"),
		page("b", "https://news.example.org/b"), page("c", "https://example.org/c"),
	}
	if left, err := c.Book(t.Context(), jobs...); err != nil || len(left) > 0 {
		t.Fatal(err)
	}
	at := map[string]time.Time{}
	for range jobs {
		d := mustNext(t, c)
		at[d.ID] = time.Now()
		if err := d.Done(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if at["x"].After(at["b"]) {
		t.Error("another host had to wait")
	}
	if gap := at["c"].Sub(at["a"]); gap < 500*time.Millisecond {
		t.Errorf("the third job of a host came %s after the first, want two delays", gap)
	}
}

func TestUnbookCancelsAPoll(t *testing.T) {
	c := open(t, Options{})
	for id, at := range map[string]time.Time{"f1": time.Now(), "f2": time.Now().Add(time.Hour)} {
		if err := c.BookAt(t.Context(), Job{Kind: Poll, ID: id, URL: "https://example.org/feed"}, at); err != nil {
			t.Fatal(err)
		}
	}
	if booked, err := c.Booked(t.Context()); err != nil || !booked["f1"] || booked["f2"] || len(booked) != 2 {
		t.Fatalf("booked %v, %v", booked, err)
	}
	for _, id := range []string{"f1", "f2"} {
		if err := c.Unbook(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if booked, err := c.Booked(t.Context()); err != nil || len(booked) != 0 {
		t.Fatalf("booked %v, %v", booked, err)
	}
	wantNone(t, c)
}

func TestHostIsTheRegistrableDomainOrThePrivateService(t *testing.T) {
	for url, want := range map[string]string{
		"https://www.themoscowtimes.com/2026/a": "themoscowtimes.com",
		"http://News.BBC.co.uk./x":              "bbc.co.uk",
		"https://a.github.io/feed":              "a.github.io",
		"http://127.0.0.1:8080/feed":            "127.0.0.1:8080",
		"http://[::1]:8080/feed":                "[::1]:8080",
		"http://10.0.0.5/feed":                  "10.0.0.5",
		"http://localhost:99/":                  "localhost:99",
		"http://nas:8000/":                      "nas:8000",
		"http://93.184.216.34:81/":              "93.184.216.34",
		"nonsense":                              "invalid",
	} {
		if got := Host(url); got != want {
			t.Errorf("Host(%q) = %q, want %q", url, got, want)
		}
	}
}

// wantIdle waits for acknowledgements on their way.
func wantIdle(t *testing.T, c *Calendar) {
	t.Helper()
	for range 100 {
		if idle, err := c.Idle(t.Context()); err != nil {
			t.Fatal(err)
		} else if idle {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("jobs are left")
}
