package embedded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv("EMBEDDED_TEST_HOLD"); dir != "" {
		holdUntilKilled(dir)
	}
	goleak.VerifyTestMain(m)
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// open starts a server on dir and closes it with the test.
func open(t *testing.T, opts Options) *Server {
	t.Helper()
	if opts.Logger == nil {
		opts.Logger = quiet()
	}
	if opts.Dir == "" {
		opts.Dir = t.TempDir()
	}
	s, err := Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error("Close:", err)
		}
	})
	return s
}

func connect(t *testing.T, s *Server) *nats.Conn {
	t.Helper()
	nc, err := s.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}

// articles makes the streams a daemon would make and publishes n articles.
func articles(t *testing.T, nc *nats.Conn, n int) jetstream.JetStream {
	t.Helper()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	for _, cfg := range []jetstream.StreamConfig{
		{Name: "ARTICLES", Subjects: []string{"articles.v1.>"}, AllowDirect: true},
		{Name: "JOBS", Subjects: []string{"jobs.>"}},
	} {
		if _, err := js.CreateStream(t.Context(), cfg); err != nil {
			t.Fatal(err)
		}
	}
	for i := range n {
		subject := "articles.v1.en.example_org.published"
		if _, err := js.Publish(t.Context(), subject, fmt.Appendf(nil, `{"n":%d}`, i)); err != nil {
			t.Fatal(err)
		}
	}
	return js
}

func TestWhatWasStoredIsThereAfterARestart(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	nc := connect(t, s)
	articles(t, nc, 3)
	nc.Close()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	js, err := jetstream.New(connect(t, open(t, Options{Dir: dir})))
	if err != nil {
		t.Fatal(err)
	}
	stream, err := js.Stream(t.Context(), "ARTICLES")
	if err != nil {
		t.Fatal(err)
	}
	if got := stream.CachedInfo().State.Msgs; got != 3 {
		t.Errorf("%d messages after restart, want 3", got)
	}
}

func TestWithoutAListenerOnlyInProcessConnectionsWork(t *testing.T) {
	for _, listen := range []string{"", "none"} {
		s := open(t, Options{Listen: listen})
		if err := connect(t, s).Flush(); err != nil {
			t.Error(err)
		}
		if s.URL() != "" || s.Credentials() != "" {
			t.Errorf("URL %q although nothing listens", s.URL())
		}
		if info, err := Running(s.home.path); err != nil || info != nil {
			t.Errorf("Running = %v, %v; want nothing", info, err)
		}
	}
}

func TestATakenPortIsAnErrorOrMeansTheNextFreeOne(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	taken := l.Addr().(*net.TCPAddr).Port

	if s, err := Open(Options{Dir: t.TempDir(), Listen: l.Addr().String(), Logger: quiet()}); !errors.Is(err, syscall.EADDRINUSE) {
		t.Errorf("%v, %v", s, err)
	}
	s := open(t, Options{Listen: l.Addr().String(), NextFree: true})
	addr, err := net.ResolveTCPAddr("tcp", strings.TrimPrefix(s.URL(), "nats://"))
	if err != nil {
		t.Fatal(err)
	}
	if addr.Port <= taken || addr.Port > taken+portsTried {
		t.Errorf("listens on %d, want one of the %d ports after %d", addr.Port, portsTried, taken)
	}
	nc, err := nats.Connect(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	nc.Close()
}

func TestOnlyLoopbackIsListenedOn(t *testing.T) {
	for addr, exposed := range map[string]bool{
		"0.0.0.0:4222": true, "192.0.2.1:4222": true, "[::]:4222": true,
		":4222": false, "example.org:4222": false, "4222": false, "127.0.0.1:x": false, "127.0.0.1:70000": false, // no addresses
	} {
		s, err := Open(Options{Dir: t.TempDir(), Listen: addr, Logger: quiet()})
		if err == nil {
			_ = s.Close()
			t.Errorf("%s: opened", addr)
			continue
		}
		if !strings.Contains(err.Error(), addr) {
			t.Errorf("%s: error does not name the address: %v", addr, err)
		}
		if errors.Is(err, ErrExposed) != exposed {
			t.Errorf("%s: %v", addr, err)
		}
	}
	for _, addr := range []string{"localhost:0", "127.0.0.2:0", "[::1]:0"} {
		host, port, err := chooseListen(addr, false)
		if err != nil {
			t.Errorf("%s: %v", addr, err)
			continue
		}
		l, err := Options{}.listen(host, port)
		if err != nil {
			t.Fatal(err)
		}
		_ = l.Close()
	}
}

func TestCredentialsGiveFullRightsOverTCP(t *testing.T) {
	s := open(t, Options{Listen: "127.0.0.1:0"})
	nc, err := nats.Connect(s.Credentials())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js := articles(t, nc, 1)
	if err := js.DeleteStream(t.Context(), "JOBS"); err != nil {
		t.Error(err)
	}
	wrong := strings.Replace(s.Credentials(), s.password, "guess", 1)
	if nc, err := nats.Connect(wrong); !errors.Is(err, nats.ErrAuthorization) {
		nc.Close()
		t.Errorf("a wrong password: %v, want %v", err, nats.ErrAuthorization)
	}
}

func TestEveryStartHasAnotherPassword(t *testing.T) {
	if a, b := open(t, Options{}), open(t, Options{}); a.password == b.password || len(a.password) < 20 {
		t.Errorf("passwords %q and %q", a.password, b.password)
	}
}

func TestADirectoryThatCannotBeMadeIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(Options{Dir: filepath.Join(file, "state"), Logger: quiet()})
	if !errors.Is(err, syscall.ENOTDIR) || !strings.Contains(err.Error(), file) {
		t.Errorf("error %v, want ENOTDIR with the path", err)
	}
}

func TestAnUnwritableDirectoryIsAPermissionError(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write anywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	_, err := Open(Options{Dir: dir, Logger: quiet()})
	if !errors.Is(err, os.ErrPermission) || !strings.Contains(err.Error(), dir) {
		t.Errorf("error %v, want a permission error with the path", err)
	}
}

func TestCheckNamesWhatKeepsTheServerFromStoring(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	// A directory where the probe's file should go cannot be replaced by it.
	block := filepath.Join(dir, "nats", ".probe")
	if err := os.MkdirAll(filepath.Join(block, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	var path *os.LinkError
	if err := s.Check(); !errors.As(err, &path) || !strings.Contains(err.Error(), block) {
		t.Errorf("error %v, want the operating system's with the path", err)
	}
}

func TestLogLinesKeepTheirLevel(t *testing.T) {
	var buf bytes.Buffer
	log := slog.New(slog.NewTextHandler(&buf, &slog.HandlerOptions{Level: slog.LevelDebug}))
	l := &serverLog{log: log, echo: newEcho(log), store: new(faults).hear}
	l.Noticef("starting %d", 1)
	l.Warnf("careful")
	l.Errorf("broken")
	l.Fatalf("cannot %s", "listen")
	for _, want := range []string{`level=DEBUG msg="starting 1"`, "level=WARN msg=careful", "level=ERROR msg=broken"} {
		if !strings.Contains(buf.String(), want) {
			t.Errorf("log lacks %q:\n%s", want, buf.String())
		}
	}
	if l.lastFatal() != "cannot listen" {
		t.Errorf("fatal line %q", l.lastFatal())
	}
}

func TestAQuietStartWritesNoWarnings(t *testing.T) {
	var buf bytes.Buffer
	s := open(t, Options{Listen: "127.0.0.1:0", Logger: slog.New(slog.NewTextHandler(&buf, nil))})
	if err := connect(t, s).Flush(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if buf.Len() > 0 {
		t.Errorf("start and stop logged at info or above:\n%s", buf.String())
	}
}

func ExampleOpen() {
	dir, err := os.MkdirTemp("", "state")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()

	server, err := Open(Options{Dir: dir, Holder: "example", Logger: quiet()})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = server.Close() }()
	nc, err := server.Connect()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	info, err := js.AccountInfo(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("streams:", info.Streams)

	_, err = Open(Options{Dir: dir, Logger: quiet()})
	var locked *LockedError
	fmt.Println("second:", errors.As(err, &locked), locked.Holder.Command)
	// Output:
	// streams: 0
	// second: true example
}
