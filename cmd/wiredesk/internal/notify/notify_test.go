package notify

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// manager listens as systemd does.
func manager(t *testing.T, name string) *net.UnixConn {
	t.Helper()
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func received(t *testing.T, conn *net.UnixConn) string {
	t.Helper()
	b := make([]byte, 4096)
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	n, err := conn.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(b[:n])
}

func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for _, p := range pairs {
			if value, ok := strings.CutPrefix(p, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

func TestMessagesReachTheSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	conn := manager(t, path)
	s := New(environment("NOTIFY_SOCKET=" + path))
	for want, send := range map[string]func() error{
		"READY=1\nSTATUS=3 feeds":        func() error { return s.Ready("3 feeds") },
		"STATUS=two lines READY=1":       func() error { return s.Status("two lines\nREADY=1") },
		"STOPPING=1\nSTATUS=3 in flight": func() error { return s.Stopping("3 in flight") },
		"WATCHDOG=1":                     s.Alive,
	} {
		if err := send(); err != nil {
			t.Fatal(err)
		}
		if got := received(t, conn); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if err := s.Reloading(); err != nil {
		t.Fatal(err)
	}
	first, usec, _ := strings.Cut(received(t, conn), "\nMONOTONIC_USEC=")
	if n, err := strconv.ParseInt(usec, 10, 64); first != "RELOADING=1" || err != nil || n <= 0 {
		t.Errorf("%q at %q: %v", first, usec, err)
	}
}

func TestAnAbstractSocketIsReachedAsWell(t *testing.T) {
	name := fmt.Sprintf("@wiredesk-test-%d", os.Getpid())
	conn := manager(t, name)
	if err := New(environment("NOTIFY_SOCKET=" + name)).Alive(); err != nil {
		t.Fatal(err)
	}
	if got := received(t, conn); got != "WATCHDOG=1" {
		t.Errorf("%q", got)
	}
}

func TestTheWatchdogIsThatOfThisProcess(t *testing.T) {
	own := strconv.Itoa(os.Getpid())
	for _, tt := range []struct {
		env  []string
		want time.Duration
	}{
		{[]string{"NOTIFY_SOCKET=/x", "WATCHDOG_USEC=30000000"}, 30 * time.Second},
		{[]string{"NOTIFY_SOCKET=/x", "WATCHDOG_USEC=30000000", "WATCHDOG_PID=" + own}, 30 * time.Second},
		{[]string{"NOTIFY_SOCKET=/x", "WATCHDOG_USEC=30000000", "WATCHDOG_PID=1"}, 0},
		{[]string{"NOTIFY_SOCKET=/x", "WATCHDOG_USEC=soon"}, 0},
		{[]string{"WATCHDOG_USEC=30000000"}, 0},
		{nil, 0},
	} {
		if got := New(environment(tt.env...)).Watchdog(); got != tt.want {
			t.Errorf("%q: %v, want %v", tt.env, got, tt.want)
		}
	}
}

func TestWithoutSystemdNothingIsSentAndNothingFails(t *testing.T) {
	for _, socket := range []string{"", "vsock:2:1234"} {
		s := New(environment("NOTIFY_SOCKET=" + socket))
		for _, err := range []error{s.Ready("up"), s.Status("up"), s.Reloading(), s.Stopping("down"), s.Alive()} {
			if err != nil {
				t.Errorf("%q: %v", socket, err)
			}
		}
	}
	if err := New(environment("NOTIFY_SOCKET=/nowhere/notify")).Alive(); err == nil {
		t.Error("a socket that is not there gives no error")
	}
}

func ExampleNew() {
	systemd := New(os.Getenv)
	if err := systemd.Ready("214 feeds"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(systemd.Watchdog())
	// Output: 0s
}
