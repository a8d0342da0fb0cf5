package config

import (
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// Duration is a time.Duration that also reads days and weeks: "30d", "1w".
type Duration time.Duration

// Duration returns it as a time.Duration.
func (d Duration) Duration() time.Duration { return time.Duration(d) }

// String writes it the way it is read.
func (d Duration) String() string { return writeDuration(time.Duration(d)) }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := parseDuration(string(text))
	*d = Duration(v)
	return err
}

func parseDuration(s string) (time.Duration, error) {
	s = strings.TrimSpace(s)
	for unit, hours := range map[string]float64{"d": 24, "w": 168} {
		if n, ok := strings.CutSuffix(s, unit); ok {
			if v, err := strconv.ParseFloat(n, 64); err == nil && v >= 0 && v < 100000 {
				return time.Duration(v * hours * float64(time.Hour)), nil
			}
		}
	}
	v, err := time.ParseDuration(s)
	if err != nil || v < 0 {
		return 0, fmt.Errorf(`%q: want a duration such as "15m", "1h30m" or "30d"`, s)
	}
	return v, nil
}

func writeDuration(d time.Duration) string {
	if d >= 48*time.Hour && d%(24*time.Hour) == 0 {
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// Size is a number of bytes: "8MiB", "512KiB", "1GB".
type Size int64

// Bytes returns it as a number.
func (s Size) Bytes() int64 { return int64(s) }

var units = []struct {
	name  string
	bytes int64
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"KB", 1e3}, {"B", 1}}

// String writes it the way it is read.
func (s Size) String() string {
	for _, u := range units[:3] {
		if int64(s) >= u.bytes && int64(s)%u.bytes == 0 {
			return fmt.Sprintf("%d%s", int64(s)/u.bytes, u.name)
		}
	}
	return strconv.FormatInt(int64(s), 10)
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Size) UnmarshalText(text []byte) error {
	t := strings.TrimSpace(string(text))
	number, factor := t, int64(1)
	for _, u := range units {
		if n, ok := strings.CutSuffix(t, u.name); ok {
			number, factor = strings.TrimSpace(n), u.bytes
			break
		}
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || math.IsNaN(v) || v < 0 || v*float64(factor) > 1<<60 {
		return fmt.Errorf(`%q: want a size such as "8MiB" or "10GiB"`, t)
	}
	*s = Size(v * float64(factor))
	return nil
}

// Range is the bounds of an interval: "10m..12h".
type Range struct{ Min, Max time.Duration }

// String writes it the way it is read; the zero range is empty.
func (r Range) String() string {
	if r == (Range{}) {
		return ""
	}
	return writeDuration(r.Min) + ".." + writeDuration(r.Max)
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Range) UnmarshalText(text []byte) error {
	low, high, ok := strings.Cut(string(text), "..")
	if !ok {
		high = low
	}
	var err1, err2 error
	r.Min, err1 = parseDuration(low)
	r.Max, err2 = parseDuration(high)
	if err1 != nil || err2 != nil || r.Min > r.Max || r.Max == 0 {
		return fmt.Errorf(`%q: want bounds such as "10m..12h"`, string(text))
	}
	if r.Min < time.Minute {
		return fmt.Errorf("%q: the lower bound is under a minute, which no site deserves", string(text))
	}
	return nil
}

// Backfill is all, none or a duration.
type Backfill struct{ rule calendar.Backfill }

// Rule is what was wanted; its zero value if nothing was.
func (b Backfill) Rule() calendar.Backfill { return b.rule }

// String writes it the way it is read; empty if there is none.
func (b Backfill) String() string { return b.rule.String() }

// UnmarshalText implements encoding.TextUnmarshaler.
func (b *Backfill) UnmarshalText(text []byte) error {
	switch s := strings.TrimSpace(string(text)); s {
	case "all":
		b.rule = calendar.Backfill{All: true}
	case "none":
		b.rule = calendar.Backfill{None: true}
	default:
		d, err := parseDuration(s) // which knows days and weeks
		if err != nil || d == 0 {
			return fmt.Errorf(`%q: want all, none or a duration such as "24h"`, s)
		}
		b.rule = calendar.Backfill{MaxAge: d}
	}
	return nil
}

// Networks are address ranges; a single address is a range of one.
type Networks []Network

// Network is one address range.
type Network netip.Prefix

// Prefixes returns them as netip has them.
func (n Networks) Prefixes() []netip.Prefix {
	var list []netip.Prefix
	for _, p := range n {
		list = append(list, netip.Prefix(p))
	}
	return list
}

// String writes it as CIDR.
func (n Network) String() string { return netip.Prefix(n).String() }

// UnmarshalText implements encoding.TextUnmarshaler.
func (n *Network) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	if addr, err := netip.ParseAddr(s); err == nil {
		*n = Network(netip.PrefixFrom(addr, addr.BitLen()))
		return nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return fmt.Errorf(`%q: want an address or a network such as "10.0.0.0/8"`, s)
	}
	*n = Network(p.Masked())
	return nil
}

// Ports are TCP ports.
type Ports []Port

// Port is one TCP port.
type Port uint16

// Numbers returns them as numbers.
func (p Ports) Numbers() []uint16 {
	var list []uint16
	for _, n := range p {
		list = append(list, uint16(n))
	}
	return list
}

// String writes it the way it is read.
func (p Port) String() string { return strconv.Itoa(int(p)) }

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Port) UnmarshalText(text []byte) error {
	n, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 16)
	if err != nil || n == 0 {
		return fmt.Errorf(`%q: want a port such as 8080`, string(text))
	}
	*p = Port(n)
	return nil
}
