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

// chooseListen reads the address to listen on, and checks that it is on loopback if
// anonymous clients may read. The host is empty for none.
func chooseListen(addr string, credentials bool) (host string, port int, err error) {
	if addr == "" || addr == "none" {
		return "", 0, nil
	}
	host, portText, err := net.SplitHostPort(addr)
	if err != nil {
		return "", 0, fmt.Errorf("listen address %q: want host:port: %w", addr, err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	ip := net.ParseIP(host)
	if ip == nil {
		return "", 0, fmt.Errorf("listen address %q: want an IP address, such as 127.0.0.1 or 0.0.0.0", addr)
	}
	if !ip.IsLoopback() && !credentials {
		return "", 0, fmt.Errorf("listen address %q: %w", addr, ErrExposed)
	}
	first, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return "", 0, fmt.Errorf("listen address %q: port: %w", addr, err)
	}
	return host, int(first), nil
}

// listen listens on the port, or with NextFree on the next that is free.
func (o Options) listen(host string, first int) (net.Listener, error) {
	last := first
	if o.NextFree {
		last = min(first+portsTried, 65535)
	}
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
	if last == first {
		return nil, fmt.Errorf("listen on %s: %w", net.JoinHostPort(host, strconv.Itoa(first)), syscall.EADDRINUSE)
	}
	return nil, fmt.Errorf("listen on %s: ports %d to %d are all taken: %w", host, first, last, syscall.EADDRINUSE)
}
