package desk

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/wiredesk/wiredesk/crawler/fetch"
)

func fetchError(class fetch.Class, cause error) error {
	return &fetch.Error{URL: "https://a.example/", Class: class, Err: cause}
}

func TestWhoseFaultItIsThatNoAnswerCame(t *testing.T) {
	dns := func(d net.DNSError) error { return fetchError(fetch.DNS, &d) }
	offline := errors.New("no route leads anywhere")
	for name, tt := range map[string]struct {
		err     error
		reach   error
		ours    bool
		looking bool // a look for a network was needed
	}{
		"an answer":                         {},
		"a name that does not exist":        {err: dns(net.DNSError{Err: "no such host", IsNotFound: true}), reach: offline},
		"a connection that was refused":     {err: fetchError(fetch.Connect, syscall.ECONNREFUSED), reach: offline},
		"a certificate":                     {err: fetchError(fetch.TLS, errors.New("expired")), reach: offline},
		"no descriptors":                    {err: fetchError(fetch.Connect, syscall.EMFILE), ours: true},
		"no descriptors to ask for a name":  {err: dns(net.DNSError{Err: "dial udp: socket: too many open files"}), ours: true},
		"no memory":                         {err: fetchError(fetch.Connect, syscall.ENOMEM), ours: true},
		"no route, here":                    {err: fetchError(fetch.Connect, syscall.ENETUNREACH), reach: offline, ours: true, looking: true},
		"no route, there":                   {err: fetchError(fetch.Connect, syscall.ENETUNREACH), looking: true},
		"a resolver that refuses":           {err: dns(net.DNSError{Err: "connection refused"}), reach: offline, ours: true, looking: true},
		"a domain whose servers are broken": {err: dns(net.DNSError{Err: "server misbehaving", IsTemporary: true}), looking: true},
		"a time-out, here":                  {err: fetchError(fetch.Timeout, context.DeadlineExceeded), reach: offline, ours: true, looking: true},
		"a time-out, there":                 {err: fetchError(fetch.Timeout, context.DeadlineExceeded), looking: true},
		"a server that stops in the middle": {err: &fetch.Error{Class: fetch.Timeout, Answered: true, Err: syscall.EHOSTUNREACH}, reach: offline},
	} {
		looks := 0
		g := newNetGuard(func(context.Context) error { looks++; return tt.reach })
		if ours := g.Ours(t.Context(), tt.err); ours != tt.ours {
			t.Errorf("%s: ours is %v", name, ours)
		}
		if looks > 0 != tt.looking {
			t.Errorf("%s: %d looks for a network", name, looks)
		}
		if (g.Paused() != "") != tt.ours {
			t.Errorf("%s: the crawl pauses: %q", name, g.Paused())
		}
	}
}

// Many sites that fail at once are their fault where there is a network, and that is looked
// for no more than once a second.
func TestBrokenSitesAreNoNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		looks := 0
		g := newNetGuard(func(context.Context) error { looks++; return nil })
		for range 50 {
			if g.Ours(t.Context(), fetchError(fetch.Timeout, context.DeadlineExceeded)) {
				t.Fatal("the site's fault is ours")
			}
			time.Sleep(100 * time.Millisecond)
		}
		if looks > 6 {
			t.Errorf("%d looks for a network", looks)
		}
	})
}

// A site that is down when the network comes back keeps the crawl of no other waiting, and
// its next failure is its own.
func TestADeadSiteDoesNotKeepTheNetworkAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		away := errors.New("no route leads anywhere")
		g := newNetGuard(func(context.Context) error { return away })
		dead := fetchError(fetch.Timeout, context.DeadlineExceeded)
		if !g.Ours(t.Context(), dead) || g.Paused() == "" {
			t.Fatalf("without a network the crawl goes on: %q", g.Paused())
		}
		away = nil
		time.Sleep(time.Minute)
		if !g.Ours(t.Context(), dead) {
			t.Error("what was asked without a network is booked as the site's fault")
		}
		if why := g.Paused(); why != "" {
			t.Errorf("the crawl pauses though there is a network: %s", why)
		}
		time.Sleep(time.Minute)
		if g.Ours(t.Context(), dead) {
			t.Error("the site's fault is ours for ever")
		}
	})
}

// While there is no network one worker tries now and then; when there is one again all
// go on. It is told once that it went, and once that it came.
func TestAnHourWithoutNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		tries, away := 0, false
		g := newNetGuard(func(context.Context) error { return errors.New("no route leads anywhere") })
		var told []string
		g.OnChange(func(_ bool, why string) { told = append(told, why) })
		unreachable := fetchError(fetch.Connect, syscall.ENETUNREACH)
		begun := time.Now()
		ctx, stop := context.WithCancel(t.Context())
		var workers sync.WaitGroup
		for range 16 {
			workers.Go(func() {
				for ctx.Err() == nil {
					g.Wait(ctx)
					mu.Lock()
					gone := away
					if gone && ctx.Err() == nil {
						tries++
					}
					if !gone { // an answer that is heard after the network went would say that it is back
						g.Ours(ctx, nil)
					} else if !g.Ours(ctx, unreachable) && ctx.Err() == nil {
						t.Error("it is a site's fault")
					}
					mu.Unlock()
					time.Sleep(time.Second)
				}
			})
		}
		time.Sleep(time.Minute)
		mu.Lock()
		away = true
		mu.Unlock()
		time.Sleep(time.Hour)
		mu.Lock()
		if tries < 150 || tries > 400 {
			t.Errorf("%d tries in an hour", tries)
		}
		away = false
		mu.Unlock()
		back := time.Now()
		for g.Paused() != "" {
			time.Sleep(time.Second)
		}
		if d := time.Since(back); d > probeMost+time.Second {
			t.Errorf("noticed %s after it was back", d)
		}
		stop()
		workers.Wait()
		if len(told) != 2 || !strings.Contains(told[0], "no route leads anywhere") || told[1] != "" {
			t.Errorf("told %q, %s after the beginning", told, time.Since(begun))
		}
	})
}
