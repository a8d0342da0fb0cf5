package embedded

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// said is a log that may be read while it is written.
type said struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

// until waits for something to become true.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 200 {
		if is() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("it does not come true that %s", what)
}

// dialRaw is a client without a library: it sends what it likes and reads nothing.
func dialRaw(t *testing.T, s *Server, lines ...string) net.Conn {
	t.Helper()
	u, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	nc, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = nc.Close() })
	for _, line := range lines {
		if _, err := nc.Write([]byte(line + "\r\n")); err != nil {
			t.Fatal(err)
		}
	}
	return nc
}

func TestWhoDoesNotReadIsDisconnected(t *testing.T) {
	h := newHall(t, Options{Limits: Limits{Pending: 1 << 20, Pendings: 2 << 20}})
	for range 200 {
		if _, err := h.js.Publish(t.Context(), "articles.v1.en.example_org.published", make([]byte, 100<<10)); err != nil {
			t.Fatal(err)
		}
	}
	pull := `{"batch":1000}`
	var conns []net.Conn
	for i := range 10 {
		create := fmt.Sprintf(`{"stream_name":"ARTICLES","config":{"name":"c%d","ack_policy":"explicit"}}`, i)
		conns = append(conns, dialRaw(t, h.Server, `CONNECT {"verbose":false,"headers":true,"no_responders":true}`, "SUB _INBOX.x 1",
			fmt.Sprintf("PUB $JS.API.CONSUMER.CREATE.ARTICLES.c%d _INBOX.x %d", i, len(create)), create))
		until(t, "it has its consumer", func() bool {
			_, err := h.consumer(t, fmt.Sprintf("c%d", i))
			return err == nil
		})
	}
	until(t, "all ten are cut off", func() bool {
		for i, c := range conns { // again, where it was not granted yet; who is cut off says nothing
			_, _ = fmt.Fprintf(c, "PUB $JS.API.CONSUMER.MSG.NEXT.ARTICLES.c%d _INBOX.x %d\r\n%s\r\n", i, len(pull), pull)
		}
		return h.counts.slow.Load() >= 10
	})
	// Its address has to wait for a while.
	until(t, "others get in", func() bool {
		nc, err := nats.Connect(h.URL())
		nc.Close()
		return err == nil
	})
	_, js := h.visitor(t)
	c, err := js.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy})
	if err != nil {
		t.Fatal(err)
	}
	batch, err := c.Fetch(5, jetstream.FetchMaxWait(2*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for range batch.Messages() {
		n++
	}
	if n != 5 {
		t.Errorf("a reader who reads gets %d of 5", n)
	}
}

func TestWhoTriesForbiddenThingsAgainAndAgainIsDisconnectedAndSaidOnce(t *testing.T) {
	var log said
	h := newHall(t, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	conn := dialRaw(t, h.Server, `CONNECT {"verbose":false,"name":"\u001b[2J\u001b]0;evil\u0007"}`)
	line := []byte("PUB jobs.due.page 2\r\n{}\r\nPUB articles.v1.x\u001b[2J.y.z 2\r\n{}\r\n")
	for i := 0; i < 200_000; i++ {
		if _, err := conn.Write(line); err != nil {
			break
		}
	}
	until(t, "it is cut off", func() bool { return h.counts.floods.Load() == 1 })
	if s, err := h.js.Stream(t.Context(), "JOBS"); err != nil || s.CachedInfo().State.Msgs != 0 {
		t.Errorf("jobs: %+v, %v", s.CachedInfo().State, err)
	}
	h.echo.flush(time.Now(), true)
	text := log.String()
	if n := strings.Count(text, "\n"); n > 12 || !strings.Contains(text, "again=") {
		t.Errorf("%d lines:\n%.2000s", n, text)
	}
	if strings.ContainsRune(text, '\x1b') {
		t.Errorf("the log holds escape codes: %.2000q", text)
	}
}

func TestRequestsWithoutReplyAreNotAnswered(t *testing.T) {
	var log said
	h := newHall(t, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	nc, _ := h.visitor(t)
	for range 20_000 {
		if err := nc.Publish("$JS.API.CONSUMER.CREATE.ARTICLES.x", []byte("{}")); err != nil {
			t.Fatal(err)
		}
	}
	if err := nc.Flush(); err != nil && !errors.Is(err, nats.ErrConnectionClosed) && !errors.Is(err, nats.ErrTimeout) {
		t.Log(err)
	}
	until(t, "they are counted", func() bool { return h.counts.dropped.Load() > 0 })
	if text := log.String(); strings.Count(text, "\n") > 5 {
		t.Errorf("said too often:\n%.2000s", text)
	}
}

func TestAReaderHasAFewSubscriptions(t *testing.T) {
	h := newHall(t, Options{Limits: Limits{Subscriptions: 20}})
	nc, _ := h.visitor(t)
	for i := range 40 {
		if _, err := nc.SubscribeSync(fmt.Sprintf("_INBOX.many.%d", i)); err != nil {
			break
		}
	}
	_ = nc.Flush() // it may have been disconnected
	until(t, "it is told", func() bool {
		return nc.LastError() != nil && strings.Contains(nc.LastError().Error(), "maximum subscriptions")
	})
}

func TestTheNamelessTakeTurnsAndTheOperatorAlwaysGetsIn(t *testing.T) {
	h := newHall(t, Options{Limits: Limits{Nameless: 3, PerAddress: 100}})
	var conns []*nats.Conn
	for range 3 {
		nc, _ := h.visitor(t)
		conns = append(conns, nc)
	}
	if nc, err := nats.Connect(h.URL()); !errors.Is(err, nats.ErrMaxAccountConnectionsExceeded) {
		nc.Close()
		t.Errorf("the fourth: %v", err)
	}
	nc, err := nats.Connect(h.Credentials())
	if err != nil {
		t.Fatal("the operator:", err)
	}
	nc.Close()
	conns[0].Close()
	until(t, "the next one gets the seat of one who has left", func() bool {
		nc, err := nats.Connect(h.URL())
		nc.Close()
		return err == nil
	})
	if h.counts.turnedAway.Load() == 0 {
		t.Error("who is turned away is not counted")
	}
}

// Who says nothing does not keep others out for long.
func TestThoseWhoSayNothingMakeRoom(t *testing.T) {
	h := newHall(t, Options{Limits: Limits{Connections: 20}})
	for range 30 {
		dialRaw(t, h.Server)
	}
	until(t, "a reader gets in", func() bool {
		nc, err := nats.Connect(h.URL())
		nc.Close()
		return err == nil
	})
	nc, err := nats.Connect(h.Credentials())
	if err != nil {
		t.Error("the operator:", err)
	}
	nc.Close()
}

func TestOneAddressHasAShareOfTheConnections(t *testing.T) {
	h := newHall(t, Options{Limits: Limits{PerAddress: 4}})
	for range 4 {
		h.visitor(t)
	}
	if nc, err := nats.Connect(h.URL()); !errors.Is(err, nats.ErrMaxAccountConnectionsExceeded) {
		nc.Close()
		t.Errorf("the fifth of one address: %v", err)
	}
}

func TestWrongPasswordsAreSlowedAndTellNoNames(t *testing.T) {
	h := newHall(t, Options{Users: people(t)})
	first, _ := h.visitor(t, nats.UserInfo("ann", "password-of-ann"))
	first.Close()
	for i := range guesses + 4 {
		for _, name := range []string{"ann", "bob", "nobody", ""} {
			began := time.Now()
			nc, err := nats.Connect(h.URL(), nats.UserInfo(name, fmt.Sprint("guess", i)))
			if !errors.Is(err, nats.ErrAuthorization) {
				nc.Close()
				t.Fatalf("%s: %v", name, err)
			}
			if took := time.Since(began); took < failedLogin {
				t.Errorf("%q is refused after %v, sooner than all must be", name, took)
			}
		}
		if i == 3 {
			break // four names each
		}
	}
	if nc, err := nats.Connect(h.URL(), nats.UserInfo("bob", "password-of-bob")); !errors.Is(err, nats.ErrAuthorization) {
		nc.Close()
		t.Errorf("another password of that address is looked at: %v", err)
	}
	nc, err := nats.Connect(h.URL(), nats.UserInfo("ann", "password-of-ann"))
	if err != nil {
		t.Error("who was let in before is locked out:", err)
	}
	nc.Close()
	// That it tries again and again does not keep it out.
	until(t, "who has the password gets in", func() bool {
		nc, err := nats.Connect(h.URL(), nats.UserInfo("bob", "password-of-bob"))
		nc.Close()
		return err == nil
	})
}

func TestAnEchoSaysWhatComesAgainOnceAMinute(t *testing.T) {
	var log said
	e := newEcho(slog.New(slog.NewTextHandler(&log, nil)))
	now := time.Unix(1000, 0)
	e.flush(now, false)
	for i := range 1000 {
		e.say(slog.LevelWarn, "192.0.2.1", fmt.Sprintf("192.0.2.1:%d - cid:%d - Publish Violation - Subject \"x%d\"", i, i, i))
	}
	e.say(slog.LevelWarn, "192.0.2.2", "192.0.2.2:1 - cid:9 - Publish Violation - Subject \"x\"")
	if n := strings.Count(log.String(), "\n"); n != 2 {
		t.Errorf("%d lines, want one of each client", n)
	}
	e.flush(now.Add(30*time.Second), false)
	e.flush(now.Add(61*time.Second), false)
	if text := log.String(); strings.Count(text, "\n") != 3 || !strings.Contains(text, "client=192.0.2.1 again=999") {
		t.Errorf("after a minute:\n%s", text)
	}
	e.flush(now.Add(122*time.Second), false) // quiet since
	e.flush(now.Add(183*time.Second), false)
	e.say(slog.LevelWarn, "192.0.2.1", `192.0.2.1:1 - cid:1 - Publish Violation - Subject "x"`)
	if n := strings.Count(log.String(), "\n"); n != 4 {
		t.Errorf("%d lines after a quiet time, want it said again", n)
	}
	for i := range 10_000 {
		e.say(slog.LevelWarn, fmt.Sprintf("10.0.%d.%d", i/250, i%250), "hello")
	}
	if n := strings.Count(log.String(), "\n"); n > echoes+10 {
		t.Errorf("%d lines of ten thousand clients", n)
	}
}

func FuzzPrintable(f *testing.F) {
	f.Add("a\x1b[2Jb\x07\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		if out := printable(s); strings.ContainsAny(out, "\x1b\x00\n\r\u009b\u202e") || len(out) > longestLine*4 {
			t.Errorf("%q", out)
		}
	})
}
