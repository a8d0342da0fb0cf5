// Package notify tells systemd how a service is, as sd_notify(3) does: that it is
// ready, what it does now, that it reads its configuration again, that it stops, and
// for its watchdog that it is alive. Without systemd nothing is sent and nothing
// fails.
//
// A message is one datagram to the socket that NOTIFY_SOCKET names; there is nothing
// to close. The methods may be called concurrently.
package notify

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

// Systemd is where messages go. The zero value sends none.
type Systemd struct {
	addr     *net.UnixAddr
	watchdog time.Duration
}

// New reads NOTIFY_SOCKET, and WATCHDOG_USEC if that is meant for this process
// (WATCHDOG_PID).
func New(env func(string) string) *Systemd {
	s := &Systemd{}
	switch path := env("NOTIFY_SOCKET"); {
	case path == "":
		return s
	case path[0] == '/', path[0] == '@': // @ is an abstract socket
		s.addr = &net.UnixAddr{Name: path, Net: "unixgram"}
	default:
		return s // vsock and the like, of virtual machines
	}
	if pid := env("WATCHDOG_PID"); pid != "" && pid != strconv.Itoa(os.Getpid()) {
		return s
	}
	if usec, err := strconv.ParseInt(env("WATCHDOG_USEC"), 10, 64); err == nil && usec > 0 {
		s.watchdog = time.Duration(usec) * time.Microsecond
	}
	return s
}

// Watchdog is how long systemd waits for a sign of life before it ends the
// service; 0 if it does not. Half of it is a good interval.
func (s *Systemd) Watchdog() time.Duration { return s.watchdog }

// Ready says that the service does its work, first or again.
func (s *Systemd) Ready(status string) error { return s.send("READY=1", "STATUS="+line(status)) }

// Status says what the service does now.
func (s *Systemd) Status(status string) error { return s.send("STATUS=" + line(status)) }

// Reloading says that the configuration is read again; Ready ends that.
func (s *Systemd) Reloading() error {
	now, err := monotonic()
	if err != nil {
		return err
	}
	return s.send("RELOADING=1", "MONOTONIC_USEC="+strconv.FormatInt(now.Microseconds(), 10))
}

// Stopping says that the service is on its way to its end.
func (s *Systemd) Stopping(status string) error { return s.send("STOPPING=1", "STATUS="+line(status)) }

// Alive is the sign of life for the watchdog.
func (s *Systemd) Alive() error { return s.send("WATCHDOG=1") }

func (s *Systemd) send(assignments ...string) error {
	if s.addr == nil {
		return nil
	}
	conn, err := net.DialUnix("unixgram", nil, s.addr)
	if err != nil {
		return fmt.Errorf("notify systemd: %w", err)
	}
	_, err = conn.Write([]byte(strings.Join(assignments, "\n")))
	if err = errors.Join(err, conn.Close()); err != nil {
		return fmt.Errorf("notify systemd: %w", err)
	}
	return nil
}

// line is a text on one line, since a line break would begin another assignment.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }
