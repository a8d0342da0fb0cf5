package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	// clockLeast and clockMost bound the interval of the feeds whose clocks are tampered with.
	clockLeast, clockMost = time.Minute, 66 * time.Second
	// clockWatch is for how long their polls are counted: two come, or three.
	clockWatch = 150 * time.Second
)

// timedDesk is a desk whose clocks can be set.
type timedDesk struct {
	*crawl
	program string
	feeds   int
	nats    *natsProcess // nil: built in
}

func newTimedDesk(t *testing.T, program string, server *setClock) *timedDesk {
	t.Helper()
	d := &timedDesk{program: program, feeds: 3}
	extra := ""
	if server != nil {
		d.nats = newNATS(t)
		d.nats.program, d.nats.env = program, []string{server.env()}
		if err := d.nats.start(); err != nil {
			t.Fatal(err)
		}
		if err := d.nats.ready(); err != nil {
			t.Fatal(err)
		}
		extra = fmt.Sprintf("nats: {url: %q}", d.nats.url)
	}
	d.crawl = newCrawl(t, d.feeds, 2, extra)
	return d
}

// daemon starts one on a machine with a clock.
func (d *timedDesk) daemon(t *testing.T, clock setClock, env ...string) *background {
	t.Helper()
	b := &background{cmd: exec.CommandContext(t.Context(), d.program, "daemon", "--config", d.config()), log: &lockedBuffer{}}
	b.cmd.Env = append(os.Environ(), beMain+"=1", "WIREDESK_NATS_LISTEN=127.0.0.1:0", "WIREDESK_HTTP_LISTEN=127.0.0.1:0",
		"WIREDESK_LOG_FORMAT=logfmt", "WIREDESK_CRAWL_EVERY=1m..1m", clock.env())
	b.cmd.Env = append(b.cmd.Env, env...)
	b.cmd.Stderr = b.log
	if err := b.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	b.says(t, "wiredesk is up")
	return b
}

// address is that of a feed of the configuration, by its path.
func (d *timedDesk) address(t *testing.T, path string) string {
	t.Helper()
	config, err := os.ReadFile(d.config())
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(config)) {
		if address := strings.TrimPrefix(strings.TrimSpace(line), "- "); strings.HasSuffix(address, path) {
			return address
		}
	}
	t.Fatal("no feed at ", path)
	return ""
}

// tell runs a command on a machine with a clock and returns what it says.
func (d *timedDesk) tell(t *testing.T, clock setClock, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), d.program, append(args, "--config", d.config())...)
	cmd.Env = append(os.Environ(), beMain+"=1", "WIREDESK_NATS_LISTEN=none", "WIREDESK_LOG_LEVEL=error", clock.env())
	out, _ := cmd.CombinedOutput() // doctor's exit code says that something is wrong
	return string(out)
}

// polls counts the polls of all feeds during clockWatch, and wants those that are in
// order: none stops, none storms, none comes before its least interval.
func (d *timedDesk) polls(t *testing.T) {
	t.Helper()
	before := d.hitsOfFeeds()
	time.Sleep(clockWatch)
	least, most := int(clockWatch/clockMost), int(clockWatch/clockLeast)+1
	for path, n := range d.hitsOfFeeds() {
		if n -= before[path]; n < least || n > most {
			t.Errorf("%s was polled %d times in %s, want %d to %d", path, n, clockWatch, least, most)
		}
	}
}

func (d *timedDesk) hitsOfFeeds() map[string]int {
	hits, _, _ := d.grid.Hits()
	feeds := map[string]int{}
	for _, p := range d.grid.FeedPaths() {
		feeds[p] = hits[p]
	}
	return feeds
}

// told wants the doctor, the status and the log to say something.
func (d *timedDesk) told(t *testing.T, clock setClock, b *background, doctor, log string) {
	t.Helper()
	b.says(t, log)
	if n := strings.Count(b.log.String(), log); n != 1 {
		t.Errorf("%q is in the log %d times\n%s", log, n, b.log)
	}
	for _, command := range []string{"doctor", "status"} {
		if out := strings.Join(strings.Fields(d.tell(t, clock, command)), " "); !strings.Contains(out, doctor) {
			t.Errorf("%s does not say %q:\n%s", command, doctor, out)
		}
	}
}

// publishedOnce wants every story that the site has in the stream, once.
func (d *timedDesk) publishedOnce(t *testing.T) {
	t.Helper()
	var counts map[string]int
	if d.nats != nil {
		nc := d.nats.connect(t)
		defer nc.Close()
		counts = countStories(t, nc)
	} else {
		counts = d.published(t)
	}
	d.wantEachOnce(t, counts)
}

// TestTortureClock sets the clocks of real processes. It builds the program anew for
// that, and is for those who ask for torture of ten minutes or more.
func TestTortureClock(t *testing.T) {
	if *tortureReps == 0 && *tortureFor < 10*time.Minute {
		t.Skip("builds the program anew, with a clock that can be set: -torture-reps 1 asks for it")
	}
	program := shiftedProgram(t)
	var running sync.WaitGroup
	room := make(chan struct{}, 48) // they mostly wait
	for rep := range max(*tortureReps, 1) {
		for name, row := range clockRows() {
			running.Go(func() {
				room <- struct{}{}
				defer func() { <-room }()
				t.Run(fmt.Sprintf("%s %d", name, rep+1), func(t *testing.T) { row(t, program) })
			})
		}
	}
	running.Wait()
}

// clockRows are the rows of docs/delivery.md about clocks.
func clockRows() map[string]func(t *testing.T, program string) {
	rows := map[string]func(t *testing.T, program string){
		"one of two daemons an hour ahead": func(t *testing.T, program string) {
			right := newClock(t, 0)
			d := newTimedDesk(t, program, &right)
			good, wrong := d.daemon(t, right), d.daemon(t, newClock(t, time.Hour))
			d.polls(t)
			d.told(t, right, wrong, "ahead of the one of NATS", "this machine's clock is 60 minutes ahead of")
			if strings.Contains(good.log.String(), "ahead of") {
				t.Errorf("the good one thinks that it is wrong\n%s", good.log)
			}
			d.publishedOnce(t)
		},
		"booted a year ahead, and back": func(t *testing.T, program string) {
			clock := newClock(t, 365*24*time.Hour)
			d := newTimedDesk(t, program, nil)
			b := d.daemon(t, clock)
			time.Sleep(5 * time.Second)
			b.end(t, syscall.SIGTERM)
			clock.set(t, 0)
			b = d.daemon(t, clock)
			d.polls(t)
			d.told(t, clock, b, "set back", "the clock of NATS was set back")
			b.end(t, syscall.SIGTERM)
			d.publishedOnce(t)
		},
	}
	rows["built in, goes forward by an hour, then there is news"] = func(t *testing.T, program string) {
		clock := newClock(t, 0)
		d := newTimedDesk(t, program, nil)
		b := d.daemon(t, clock, "WIREDESK_CRAWL_EVERY=30m..30m", "WIREDESK_CRAWL_PER_HOST_DELAY=1s")
		eventually(t, func() bool { hits, _, _ := d.grid.Hits(); return len(hits) >= 3*(1+2) }, b.log)
		time.Sleep(5 * time.Second) // nothing waits but the polls of in half an hour
		clock.set(t, time.Hour)
		b.says(t, "the clock of NATS went forward")
		for range 3 {
			d.grid.Publish(0)
		}
		d.tell(t, clock, "feeds", "retry", d.address(t, d.grid.FeedPaths()[0]))
		eventually(t, func() bool {
			hits, _, _ := d.grid.Hits()
			return hits["/story/0/2"] > 0 && hits["/story/0/3"] > 0 && hits["/story/0/4"] > 0
		}, b.log)
		b.end(t, syscall.SIGTERM)
	}
	for _, off := range []time.Duration{time.Hour, -time.Hour} {
		rows[fmt.Sprintf("external server %s off", off)] = func(t *testing.T, program string) {
			server, right := newClock(t, off), newClock(t, 0)
			d := newTimedDesk(t, program, &server)
			b := d.daemon(t, right)
			d.polls(t)
			d.told(t, right, b, "the one of NATS", "this machine's clock is 60 minutes")
			d.publishedOnce(t)
		}
		rows[fmt.Sprintf("the only daemon %s off", off)] = func(t *testing.T, program string) {
			server, wrong := newClock(t, 0), newClock(t, off)
			d := newTimedDesk(t, program, &server)
			b := d.daemon(t, wrong)
			d.polls(t)
			d.told(t, server, b, "the one of NATS", "this machine's clock is 60 minutes")
			d.publishedOnce(t)
		}
	}
	for _, step := range []time.Duration{-10 * time.Minute, -24 * time.Hour, -10 * 365 * 24 * time.Hour, time.Hour} {
		rows[fmt.Sprintf("built in, steps by %s while it runs", step)] = func(t *testing.T, program string) {
			clock := newClock(t, 0)
			d := newTimedDesk(t, program, nil)
			b := d.daemon(t, clock)
			time.Sleep(5 * time.Second)
			clock.set(t, step)
			d.polls(t)
			d.told(t, clock, b, "the clock of NATS ", "the clock of NATS ")
			b.end(t, syscall.SIGTERM)
			d.publishedOnce(t)
		}
		rows[fmt.Sprintf("external server steps by %s", step)] = func(t *testing.T, program string) {
			server, right := newClock(t, 0), newClock(t, 0)
			d := newTimedDesk(t, program, &server)
			b := d.daemon(t, right)
			time.Sleep(5 * time.Second)
			server.set(t, step)
			time.Sleep(12 * time.Second) // until it is asked
			d.polls(t)
			b.says(t, "the clock of NATS ")
			d.publishedOnce(t)
		}
	}
	for _, step := range []time.Duration{-10 * time.Minute, -10 * 365 * 24 * time.Hour} {
		rows[fmt.Sprintf("built in, steps by %s between runs", step)] = func(t *testing.T, program string) {
			clock := newClock(t, 0)
			d := newTimedDesk(t, program, nil)
			b := d.daemon(t, clock)
			time.Sleep(5 * time.Second)
			b.end(t, syscall.SIGTERM)
			clock.set(t, step)
			b = d.daemon(t, clock)
			d.polls(t)
			d.told(t, clock, b, "set back", "the clock of NATS was set back")
			b.end(t, syscall.SIGTERM)
			d.publishedOnce(t)
		}
	}
	return rows
}
