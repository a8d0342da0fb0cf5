package embedded

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
)

// ErrExposed says that a server without users was to listen where other machines
// reach it.
var ErrExposed = errors.New("not on loopback (127.0.0.1 or [::1]): everybody who reaches it could read")

// portsTried is how many ports after a taken one are looked at.
const portsTried = 50

// chooseListen checks that the address is on loopback if anonymous clients may
// read, and listens on it or on the next port that is free. It returns nil for none.
func chooseListen(addr string, credentials bool) (net.Listener, error) {
	if addr == "" || addr == "none" {
		return nil, nil
	}
	host, portText, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("listen address %q: want host:port: %w", addr, err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	ip := net.ParseIP(host)
	if ip == nil {
		return nil, fmt.Errorf("listen address %q: want an IP address, such as 127.0.0.1 or 0.0.0.0", addr)
	}
	if !ip.IsLoopback() && !credentials {
		return nil, fmt.Errorf("listen address %q: %w", addr, ErrExposed)
	}
	first, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("listen address %q: port: %w", addr, err)
	}
	return nextFree(host, int(first))
}

func nextFree(host string, first int) (net.Listener, error) {
	last := min(first+portsTried, 65535)
	for port := first; port <= last; port++ {
		l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if errors.Is(err, syscall.EADDRINUSE) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return l, nil
	}
	return nil, fmt.Errorf("listen on %s: ports %d to %d are all taken: %w", host, first, last, syscall.EADDRINUSE)
}
