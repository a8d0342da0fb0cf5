package desk

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// ErrNoNetwork says that a crawl does not go on because this machine reaches nothing.
var ErrNoNetwork = errors.New("nothing can be fetched")

const (
	// lookFresh is for how long it is believed that there is a network where one was found.
	lookFresh = time.Second
	// probePatience is how long the resolver may take to answer.
	probePatience = 3 * time.Second
	// probeFirst and probeMost are the pauses between two tries while there is none: one job
	// finds out, after as long as the network has been away, within these.
	probeFirst = 2 * time.Second
	probeMost  = 20 * time.Second
)

// NetGuard pauses a crawl while this machine, and not the sites, is why no answer comes,
// and lets it go on by itself. What is no site's fault must not be booked as one. Its
// methods may be called concurrently.
type NetGuard struct {
	// reach tells why this machine reaches nothing; nil: it does. It asks no site.
	reach func(context.Context) error

	settling sync.Mutex // is held over a change and what it calls, and taken before mu
	mu       sync.Mutex
	onChange func(paused bool, why string) // is called when that changes; nil: nobody wants to know
	open     chan struct{}                 // closed while the crawl may go on
	why      string                        // empty while it may
	since    time.Time                     // when it was first not so
	probe    time.Time                     // when the next worker may try
	found    time.Time                     // when one was last looked for and found
	probing  *probe                        // under way
}

// probe is one look for a network, for all who want to know at the same time.
type probe struct {
	done chan struct{}
	err  error
}

// NewNetGuard returns a guard that looks for a way out by itself: at this machine's routes,
// and its resolver.
func NewNetGuard() *NetGuard { return newNetGuard(reach) }

func newNetGuard(reach func(context.Context) error) *NetGuard {
	g := &NetGuard{reach: reach, open: make(chan struct{})}
	close(g.open)
	return g
}

// OnChange has f called, in the place of another, when the crawl is to pause or may go
// on. f must not call the guard.
func (g *NetGuard) OnChange(f func(paused bool, why string)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.onChange = f
}

// Paused says why the crawl pauses; empty: it does not.
func (g *NetGuard) Paused() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.why
}

// Until returns why the crawl pauses once it has done so for longer than patience, or
// nothing when ctx ends.
func (g *NetGuard) Until(ctx context.Context, patience time.Duration) string {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ""
		case <-tick.C:
		}
		g.mu.Lock()
		why, away := g.why, time.Since(g.since)
		g.mu.Unlock()
		if why != "" && away > patience {
			return why
		}
	}
}

// Wait returns when a worker may take a job, or when ctx ends. While the crawl pauses one
// may now and then, and finds out whether there is a network again.
func (g *NetGuard) Wait(ctx context.Context) {
	for ctx.Err() == nil {
		now := time.Now()
		g.mu.Lock()
		if g.why == "" || !now.Before(g.probe) {
			g.probe = now.Add(g.pause(now))
			g.mu.Unlock()
			return
		}
		open, wait := g.open, g.probe.Sub(now)
		g.mu.Unlock()
		select {
		case <-open:
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

// pause is the time to the next try; the caller holds mu.
func (g *NetGuard) pause(now time.Time) time.Duration {
	return min(max(now.Sub(g.since)/4, probeFirst), probeMost)
}

// Ours hears what a request came to, nil if an answer did, and reports whether that is
// this machine's fault: then nothing is to be booked of it.
func (g *NetGuard) Ours(ctx context.Context, err error) bool {
	switch blame := fetch.BlameOf(err); {
	case err == nil, fetch.Reached(err):
		g.settle(time.Now(), "")
		return false
	case blame == fetch.Ours:
		g.settle(time.Now(), inShort(err))
		return true
	case g.Paused() != "": // whatever it is, it was not the site that said it
		return (blame == fetch.Doubtful || fetch.ClassOf(err) == fetch.DNS) && g.stillOurs(ctx)
	case blame != fetch.Doubtful:
		return false
	}
	cause := g.look(ctx)
	if cause == nil {
		return false
	}
	g.settle(time.Now(), cause.Error())
	return true
}

// stillOurs hears of a doubtful failure while the crawl pauses. It is this machine's fault
// still; but once there is a network again the next is judged anew: a site that is down
// must not keep the crawl of all others waiting.
func (g *NetGuard) stillOurs(ctx context.Context) bool {
	if g.look(ctx) == nil {
		g.settle(time.Now(), "")
	}
	return true
}

// inShort is an error of a request without the address that was asked.
func inShort(err error) string {
	var fe *fetch.Error
	if errors.As(err, &fe) {
		err = fe.Err
	}
	return err.Error()
}

// settle notes that there is a network, or why there is none.
func (g *NetGuard) settle(now time.Time, why string) {
	g.settling.Lock()
	defer g.settling.Unlock()
	g.mu.Lock()
	was := g.why
	switch {
	case why == "":
		g.why = ""
		if was != "" {
			close(g.open)
		}
	case was == "":
		g.since, g.open = now, make(chan struct{})
		g.probe = now.Add(probeFirst)
		g.why = "it cannot fetch since " + words.Clock(now) + ": " + why
	}
	changed, text, onChange := (was == "") != (g.why == ""), g.why, g.onChange
	g.mu.Unlock()
	if changed && onChange != nil {
		onChange(text != "", text)
	}
}

// look looks for a network, once for all who ask meanwhile.
func (g *NetGuard) look(ctx context.Context) error {
	g.mu.Lock()
	if !g.found.IsZero() && time.Since(g.found) < lookFresh {
		g.mu.Unlock()
		return nil
	}
	p := g.probing
	if p == nil {
		p = &probe{done: make(chan struct{})}
		g.probing = p
		g.mu.Unlock()
		p.err = g.reach(context.WithoutCancel(ctx))
		g.mu.Lock()
		g.probing = nil
		if p.err == nil {
			g.found = time.Now()
		}
		g.mu.Unlock()
		close(p.done)
		return p.err
	}
	g.mu.Unlock()
	select {
	case <-p.done:
		return p.err
	case <-ctx.Done():
		return nil
	}
}

// routed are addresses that stand for the web, in ranges for documentation: to connect a
// socket of UDP sends nothing, and fails where no route leads there.
var routed = []string{"192.0.2.1:9", "[2001:db8::1]:9"}

// reach tells why this machine reaches nothing: it knows no route, or its resolver does
// not answer for the root, which every resolver knows.
func reach(ctx context.Context) error {
	var no error
	for _, address := range routed {
		conn, err := new(net.Dialer).DialContext(ctx, "udp", address)
		if err == nil {
			no = conn.Close()
			break
		}
		no = err
	}
	if no != nil {
		return fmt.Errorf("this machine has no network: no route leads anywhere (%w)", no)
	}
	ctx, cancel := context.WithTimeout(ctx, probePatience)
	defer cancel()
	_, err := net.DefaultResolver.LookupNS(ctx, ".")
	var dns *net.DNSError
	if err != nil && (!errors.As(err, &dns) || !dns.IsNotFound) {
		return fmt.Errorf("this machine has no network: its resolver does not answer (%w)", err)
	}
	return nil
}
