package config

import (
	"net"
	"net/netip"
	"strconv"
)

// Exposed reports whether the built-in server is to serve other machines.
func (c *Config) Exposed() bool {
	return !c.External() && c.NATS.exposed()
}

// exposed reports whether other machines reach the address of the built-in server.
func (n *NATS) exposed() bool { return n.Listen != "none" && n.Listen != "auto" && !loopback(n.Listen) }

// HTTPExposed reports whether the page is to serve other machines.
func (c *Config) HTTPExposed() bool { return c.HTTP.Listen != "none" && !loopback(c.HTTP.Listen) }

func hostPort(addr string) bool {
	_, port, err := net.SplitHostPort(addr)
	n, perr := strconv.Atoi(port)
	return err == nil && perr == nil && n >= 0 && n <= 65535
}

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
