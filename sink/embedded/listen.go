package embedded

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"

	"github.com/nats-io/nats-server/v2/server"
)

// ErrExposed says that a server without users was to listen where other machines
// reach it.
var ErrExposed = errors.New("not on loopback (127.0.0.1 or [::1]): everybody who reaches it could read")

// portsTried is how many ports after a taken one are looked at.
const portsTried = 50

// listenAddress is where the server will listen; port server.RANDOM_PORT lets
// the kernel choose. A zero address means no listener.
type listenAddress struct {
	host string
	port int
}

// chooseListen checks that the address is on loopback if anonymous clients may
// read, and finds a free port. Between the look and the server's
// own listen another process may take the port; the server then fails to start
// and Open says so.
func chooseListen(addr string, credentials bool) (listenAddress, error) {
	if addr == "" || addr == "none" {
		return listenAddress{}, nil
	}
	host, portText, err := net.SplitHostPort(addr)
	if err != nil {
		return listenAddress{}, fmt.Errorf("listen address %q: want host:port: %w", addr, err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	ip := net.ParseIP(host)
	if ip == nil {
		return listenAddress{}, fmt.Errorf("listen address %q: want an IP address, such as 127.0.0.1 or 0.0.0.0", addr)
	}
	if !ip.IsLoopback() && !credentials {
		return listenAddress{}, fmt.Errorf("listen address %q: %w", addr, ErrExposed)
	}
	first, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return listenAddress{}, fmt.Errorf("listen address %q: port: %w", addr, err)
	}
	if first == 0 {
		return listenAddress{host, server.RANDOM_PORT}, nil
	}
	return nextFree(host, int(first))
}

func nextFree(host string, first int) (listenAddress, error) {
	last := min(first+portsTried, 65535)
	for port := first; port <= last; port++ {
		l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if errors.Is(err, syscall.EADDRINUSE) {
			continue
		}
		if err != nil {
			return listenAddress{}, err
		}
		if err := l.Close(); err != nil {
			return listenAddress{}, err
		}
		return listenAddress{host, port}, nil
	}
	return listenAddress{}, fmt.Errorf("listen on %s: ports %d to %d are all taken: %w", host, first, last, syscall.EADDRINUSE)
}
