package sink

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

// lines is a log that tests may read while it is written.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) waitFor(t *testing.T, want string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		l.mu.Lock()
		found := strings.Contains(l.buf.String(), want)
		l.mu.Unlock()
		if found {
			return
		}
	}
	t.Errorf("log has no %q:\n%s", want, l.buf.String())
}

func TestDialConnects(t *testing.T) {
	s := newServer(t, t.TempDir(), "127.0.0.1:0")
	nc, err := Dial(t.Context(), DialOptions{URL: s.Credentials(), Name: "desk", Logger: discard()})
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	if err := CheckServer(t.Context(), nc); err != nil {
		t.Error(err)
	}
	if nc.Opts.Name != "desk" || nc.Opts.MaxReconnect != -1 {
		t.Errorf("name %q, reconnects %d", nc.Opts.Name, nc.Opts.MaxReconnect)
	}
}

func TestDialReadsANatsContext(t *testing.T) {
	s := newServer(t, t.TempDir(), "127.0.0.1:0")
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	if err := os.MkdirAll(filepath.Join(dir, "nats", "context"), 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "nats", "context", "desk.json")
	if err := os.WriteFile(file, fmt.Appendf(nil, `{"url":%q}`, s.Credentials()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"desk", file} {
		nc, err := Dial(t.Context(), DialOptions{Context: name, Logger: discard()})
		if err != nil {
			t.Fatal(err)
		}
		nc.Close()
	}
	_, err := Dial(t.Context(), DialOptions{Context: "nowhere"})
	if err == nil || errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("unknown context: %v", err)
	}
}

func TestAnUnreachableServerIsNamedWithoutItsPassword(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = Dial(t.Context(), DialOptions{URL: "nats://me:secret@" + addr})
	if !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "nats://me:****@"+addr) ||
		strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v", err)
	}
	if _, err := Dial(t.Context(), DialOptions{URL: "nats://no-such-host.invalid:4222"}); !errors.Is(err, ErrUnreachable) {
		t.Errorf("a name that does not resolve: %v", err)
	}
}

func TestAServerThatSaysNothingIsUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := Dial(ctx, DialOptions{URL: "nats://" + l.Addr().String()}); !errors.Is(err, ErrUnreachable) {
		t.Errorf("error %v", err)
	}
}

func TestARefusalIsNotUnreachable(t *testing.T) {
	s := newServer(t, t.TempDir(), "127.0.0.1:0")
	_, err := Dial(t.Context(), DialOptions{URL: s.URL(), User: "operator", Password: "guess", Logger: discard()})
	if !errors.Is(err, nats.ErrAuthorization) || !errors.Is(err, ErrUnknown) || errors.Is(err, ErrUnreachable) {
		t.Errorf("error %v", err)
	}
	o := DialOptions{URL: s.URL(), Creds: filepath.Join(t.TempDir(), "none.creds"), Logger: discard()}
	if _, err := Dial(t.Context(), o); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrUnreachable) {
		t.Errorf("missing credentials file: %v", err)
	}
	if _, err := Dial(t.Context(), DialOptions{URL: s.URL(), CA: filepath.Join(t.TempDir(), "none.pem")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing CA file: %v", err)
	}
	for _, o := range []DialOptions{{}, {URL: s.URL(), Context: "x"}} {
		if _, err := Dial(t.Context(), o); err == nil {
			t.Errorf("%+v connects", o)
		}
	}
}

func TestAServerNobodyVouchesForIsUntrusted(t *testing.T) {
	site := httptest.NewTLSServer(nil)
	defer site.Close()
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	secret, err := x509.MarshalPKCS8PrivateKey(site.TLS.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{
		cert: {Type: "CERTIFICATE", Bytes: site.Certificate().Raw}, key: {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := embedded.Open(embedded.Options{Dir: dir, Listen: "127.0.0.1:0", CertFile: cert, KeyFile: key, Logger: discard()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	nc, err := Dial(t.Context(), DialOptions{URL: s.URL(), CA: cert, Logger: discard()})
	if err != nil {
		t.Fatal("with its authority:", err)
	}
	nc.Close()
	nc, err = Dial(t.Context(), DialOptions{URL: s.URL(), Logger: discard()})
	if !errors.Is(err, ErrUntrusted) || errors.Is(err, ErrUnreachable) {
		nc.Close()
		t.Errorf("without: %v", err)
	}
}

func TestASilentRefusalIsExplained(t *testing.T) {
	s := newServer(t, t.TempDir(), "127.0.0.1:0")
	nc, err := Dial(t.Context(), DialOptions{URL: s.URL(), Logger: discard()})
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	silence := fmt.Errorf("book a poll: %w", context.DeadlineExceeded)
	if got := Explain(nc, silence); got != silence { //nolint:errorlint // the same
		t.Errorf("nothing was refused: %v", got)
	}
	if err := nc.Publish("jobs.due.poll", nil); err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	got := Explain(nc, silence)
	if !errors.Is(got, ErrPermission) || !errors.Is(got, context.DeadlineExceeded) ||
		!strings.Contains(got.Error(), `publish to "jobs.due.poll"`) {
		t.Errorf("%v", got)
	}
	for _, other := range []error{nil, got, ErrStorage, ErrIndexClosed} {
		if again := Explain(nc, other); again != other { //nolint:errorlint // the same
			t.Errorf("%v became %v", other, again)
		}
	}
}

func TestPermissionsAreNamedInTheLog(t *testing.T) {
	s := newServer(t, t.TempDir(), "127.0.0.1:0")
	log := &lines{}
	nc, err := Dial(t.Context(), DialOptions{URL: s.URL(), Logger: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	if err := nc.Publish("jobs.due.poll", nil); err != nil {
		t.Fatal(err)
	}
	log.waitFor(t, "NATS refuses permission")
	log.waitFor(t, "jobs.due.poll")
}

// oldServer speaks enough of the protocol to be connected to.
func oldServer(t *testing.T, version string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		conn, err := l.Accept()
		if err != nil {
			return // the test is over
		}
		defer func() { _ = conn.Close() }()
		_, _ = fmt.Fprintf(conn, "INFO {\"server_id\":\"X\",\"version\":%q,\"proto\":1,\"max_payload\":1048576,\"headers\":true}\r\n", version)
		buf := make([]byte, 4096)
		for {
			n, err := conn.Read(buf)
			if err != nil {
				return
			}
			if bytes.Contains(buf[:n], []byte("PING\r\n")) {
				_, _ = conn.Write([]byte("PONG\r\n"))
			}
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		wg.Wait()
	})
	return "nats://" + l.Addr().String()
}

func TestAnOldServerIsNamedWithBothVersions(t *testing.T) {
	url := oldServer(t, "2.9.10")
	nc, err := Dial(t.Context(), DialOptions{URL: url, Logger: discard()})
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	err = CheckServer(t.Context(), nc)
	if !errors.Is(err, ErrServer) {
		t.Fatalf("error %v", err)
	}
	if want := fmt.Sprintf("needs nats-server 2.12 or newer, %s runs 2.9.10", url); !strings.HasPrefix(err.Error(), want) {
		t.Errorf("error %q, want it to begin %q", err, want)
	}
}

func TestAServerWithoutJetStreamIsNamed(t *testing.T) {
	ns, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	ns.Start()
	defer ns.WaitForShutdown()
	defer ns.Shutdown()
	nc, err := Dial(t.Context(), DialOptions{URL: ns.ClientURL(), Logger: discard()})
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	err = CheckServer(t.Context(), nc)
	if !errors.Is(err, ErrServer) || !strings.Contains(err.Error(), "JetStream") || !strings.Contains(err.Error(), server.VERSION) {
		t.Errorf("error %v", err)
	}
}

func TestRecent(t *testing.T) {
	for version, want := range map[string]bool{
		"2.12.0": true, "2.12.0-RC.1": true, "v2.15.2": true, "2.15.2": true, "3.0.0": true, "2.100.1": true,
		"2.11.9": false, "2.9.10": false, "1.20.0": false, "": false, "2": false, "next": false, "2.x": false,
	} {
		if got := recent(version); got != want {
			t.Errorf("recent(%q) = %v", version, got)
		}
	}
}

func TestReconnectWaitGrowsToItsBound(t *testing.T) {
	for attempts := range 100 {
		wait := reconnectWait(attempts)
		if wait > maxReconnectWait || wait < minReconnectWait*3/4 {
			t.Fatalf("attempt %d waits %v", attempts, wait)
		}
		if attempts > 10 && wait < maxReconnectWait*3/4 {
			t.Fatalf("attempt %d waits only %v", attempts, wait)
		}
	}
}
