package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"time"
)

// headStart is what one address gets before the next is tried as well (RFC
// 8305, section 5).
const headStart = 300 * time.Millisecond

// mostAddresses is how many addresses of a name are tried: whoever keeps a name can
// write those of strangers into it.
const mostAddresses = 8

// dialer connects to the addresses of a name that are allowed. It resolves by
// itself, so that what is checked is what is connected to.
type dialer struct {
	guard   *guard
	names   *names
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
	timeout time.Duration
}

// DialContext serves http.Transport.
func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return nil, faultf(BadURL, "%s is no address", address)
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil || port == 0 {
		return nil, faultf(BadURL, "%s has no port", address)
	}
	addrs, err := d.resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	var targets []netip.AddrPort
	var refused error
	for _, a := range addrs {
		target := netip.AddrPortFrom(a, uint16(port))
		if err := d.guard.check(target); err != nil {
			refused = err // this address only: the others may be in order
			continue
		}
		if targets = append(targets, target); len(targets) == mostAddresses {
			break
		}
	}
	if len(targets) == 0 {
		return nil, refused
	}
	return d.race(ctx, network, targets)
}

func (d *dialer) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	addrs, err := d.names.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	if len(addrs) == 0 {
		return nil, faultf(DNS, "%s has no address", host)
	}
	return addrs, nil
}

// race connects to the targets, each some time after the one before it, and
// returns the first connection. It returns when no attempt is left behind.
func (d *dialer) race(ctx context.Context, network string, targets []netip.AddrPort) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	if len(targets) == 1 {
		return d.connect(ctx, network, targets[0])
	}
	type result struct {
		conn net.Conn
		err  error
	}
	results := make(chan result)
	next := time.NewTimer(0)
	defer next.Stop()
	var won net.Conn
	var failed error
	for started, ended := 0, 0; ended < started || started < len(targets) && won == nil && ctx.Err() == nil; {
		select {
		case <-next.C:
			if started < len(targets) && won == nil {
				target := targets[started]
				started++
				go func() { c, err := d.connect(ctx, network, target); results <- result{c, err} }()
				next.Reset(headStart)
			}
		case r := <-results:
			ended++
			switch {
			case r.err != nil:
				failed = r.err
				next.Reset(0) // no need to wait for the next
			case won == nil:
				won = r.conn
				cancel() // the others may give up
			default:
				_ = r.conn.Close()
			}
		}
	}
	if won != nil {
		return won, nil
	}
	if failed == nil {
		failed = ctx.Err()
	}
	return nil, failed
}

func (d *dialer) connect(ctx context.Context, network string, target netip.AddrPort) (net.Conn, error) {
	dial := d.dial
	if dial == nil {
		dial = (&net.Dialer{KeepAlive: 30 * time.Second, ControlContext: d.guard.control}).DialContext
	}
	conn, err := dial(ctx, network, target.String())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", target, inner(err))
	}
	return conn, nil
}

// inner takes off what the net package wraps around an error of the system: the
// target and what was tried with it stand before it already.
func inner(err error) error {
	var system *os.SyscallError
	var op *net.OpError
	switch {
	case errors.As(err, &system):
		return system.Err
	case errors.As(err, &op):
		return op.Err
	}
	return err
}
