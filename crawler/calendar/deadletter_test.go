package calendar

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

func TestABuriedJobKeepsItsReasonAndCanBeRevived(t *testing.T) {
	c := open(t, Options{})
	j := page("a", "https://example.org/a")
	j.Attempt = 3
	if err := c.BookAt(t.Context(), j, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := mustNext(t, c).DeadLetter(t.Context(), "the page\r\nwas odd: "+strings.Repeat("é", 600)); err != nil {
		t.Fatal(err)
	}
	letters, err := c.DeadLetters(t.Context(), 10)
	if err != nil || len(letters) != 1 {
		t.Fatalf("%d dead letters, %v; want one", len(letters), err)
	}
	l := letters[0]
	if l.URL != j.URL || !strings.HasPrefix(l.Reason, "the page was odd") || l.At.IsZero() {
		t.Errorf("dead letter %+v", l)
	}
	if err := c.Revive(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	if d := mustNext(t, c); d.Attempt != 0 || d.ID != "a" {
		t.Errorf("revived job %+v", d.Job)
	}
	if b, err := c.Backlog(t.Context()); err != nil || b.Dead != 0 {
		t.Errorf("backlog %+v, %v", b, err)
	}
}

func TestAJobThatCannotBeReadIsBuried(t *testing.T) {
	c := open(t, Options{})
	if _, err := c.js.Publish(t.Context(), "jobs.due.page.odd", []byte("{nonsense")); err != nil {
		t.Fatal(err)
	}
	wantNone(t, c)
	letters, err := c.DeadLetters(t.Context(), 10)
	if err != nil || len(letters) != 1 || !strings.Contains(letters[0].Reason, "decode job") {
		t.Fatalf("%+v, %v", letters, err)
	}
	if err := c.Revive(t.Context(), letters[0]); err == nil {
		t.Error("a job that cannot be read was revived")
	}
}

func TestAllDeadLettersThatCanBeReadAreRevived(t *testing.T) {
	c := open(t, Options{})
	if n, err := c.ReviveAll(t.Context()); err != nil || n != 0 {
		t.Errorf("%d revived, %v though none had died", n, err)
	}
	if _, err := c.js.Publish(t.Context(), "jobs.dead.page.odd", []byte("{nonsense")); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b"} {
		if err := c.BookAt(t.Context(), page(id, "https://example.org/"+id), time.Now()); err != nil {
			t.Fatal(err)
		}
		if err := mustNext(t, c).DeadLetter(t.Context(), "no use"); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := c.ReviveAll(t.Context()); err != nil || n != 2 {
		t.Errorf("%d revived, %v; want two", n, err)
	}
	for range 2 {
		if d := mustNext(t, c); d.ID != "a" && d.ID != "b" {
			t.Errorf("revived %+v", d.Job)
		}
	}
	if q, err := c.Queue(t.Context()); err != nil || q.Dead != 1 {
		t.Errorf("%d dead, %v; want the one that cannot be read", q.Dead, err)
	}
}

func TestAJobThatKeepsKillingItsWorkersIsBuried(t *testing.T) {
	c := open(t, Options{})
	if err := c.BookAt(t.Context(), page("a", "https://example.org/a"), time.Now()); err != nil {
		t.Fatal(err)
	}
	for range maxDeliveries {
		if err := mustNext(t, c).Release(); err != nil {
			t.Fatal(err)
		}
	}
	wantNone(t, c)
	letters, err := c.DeadLetters(t.Context(), 10)
	if err != nil || len(letters) != 1 || !strings.Contains(letters[0].Reason, "20 times") {
		t.Fatalf("%+v, %v", letters, err)
	}
}

// Dead letters are bounded: the oldest go.
func TestOfTooManyDeadLettersTheOldestGo(t *testing.T) {
	c := open(t, Options{})
	for i := range mostDead + 3 {
		if _, err := c.js.PublishAsync(fmt.Sprintf("jobs.dead.page.%d", i), []byte("{}")); err != nil {
			t.Fatal(err)
		}
		if i%500 == 0 { // a busy server has its time
			<-c.js.PublishAsyncComplete()
		}
	}
	<-c.js.PublishAsyncComplete()
	if n, err := c.ForgetDead(t.Context()); n != 3 || err != nil {
		t.Errorf("forgot %d, %v", n, err)
	}
	if n, err := c.ForgetDead(t.Context()); n != 0 || err != nil {
		t.Errorf("again: forgot %d, %v", n, err)
	}
	if _, err := c.jobs.GetLastMsgForSubject(t.Context(), "jobs.dead.page.2"); !errors.Is(err, jetstream.ErrMsgNotFound) {
		t.Errorf("the third: %v", err)
	}
	if _, err := c.jobs.GetLastMsgForSubject(t.Context(), "jobs.dead.page.3"); err != nil {
		t.Errorf("the fourth: %v", err)
	}
}

// letters buries jobs that nobody can read.
func letters(t *testing.T, c *Calendar, n int) {
	t.Helper()
	for i := range n {
		if _, err := c.js.PublishAsync(fmt.Sprintf("jobs.dead.page.%d", i), []byte("{}")); err != nil {
			t.Fatal(err)
		}
	}
	<-c.js.PublishAsyncComplete()
}

// How old a dead letter is says the clock that dated it, the server's.
func TestADeadLetterIsForgottenByTheServersClock(t *testing.T) {
	for name, tt := range map[string]struct {
		ahead time.Duration // the server's clock, of this machine's
		want  int
	}{
		"the same": {0, 0}, "a month later by the server": {keepsDead + time.Hour, 2}, "earlier by the server": {-time.Hour, 0},
	} {
		c := open(t, Options{})
		letters(t, c, 2)
		c.clock.mark.Store(&clockMark{here: time.Now(), server: time.Now().Round(0).Add(tt.ahead)})
		if n, err := c.ForgetDead(t.Context()); n != tt.want || err != nil {
			t.Errorf("%s: forgot %d, %v; want %d", name, n, err, tt.want)
		}
	}
}

// Two processes tidy up at the same time, and somebody revives what they are about to remove.
func TestADeadLetterThatIsGoneAlreadyIsNoFault(t *testing.T) {
	s := startServer(t, t.TempDir())
	a, b := join(t, s, Options{}), join(t, s, Options{})
	letters(t, a, 500)
	month := &clockMark{here: time.Now(), server: time.Now().Round(0).Add(keepsDead + time.Hour)}
	ended := make(chan error, 2)
	for _, c := range []*Calendar{a, b} {
		c.clock.mark.Store(month)
		go func() { _, err := c.ForgetDead(t.Context()); ended <- err }()
	}
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	if q, err := a.Queue(t.Context()); err != nil || q.Dead != 0 {
		t.Errorf("%d dead letters are left, %v", q.Dead, err)
	}
}
