package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

// refusedReload is what a daemon says of a configuration that it does not take over.
const refusedReload = "the configuration was not taken over, the one before stays"

// Whatever stands where the configuration was, a reload changes nothing, says why, and takes
// little memory; the daemon goes on, obeys the next, and ends when it is told to.
func TestAReloadOfWhatIsNoConfigurationChangesNothing(t *testing.T) {
	t.Parallel()
	for name, o := range odd {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCrawl(t, 2, 1, "")
			text, err := os.ReadFile(c.config())
			must(t, err)
			b := c.background(t, nil, "daemon")
			eventually(t, func() bool { hits, _, _ := c.grid.Hits(); return len(hits) >= 4 }, b.log)
			must(t, os.Remove(c.config()))
			o.put(t, c.config())
			b.signal(t, syscall.SIGHUP)
			b.says(t, refusedReload)
			eventually(t, func() bool { // a writer that is kept waiting has written nothing but remarks
				said := b.log.String()
				return strings.Contains(said, o.says) || name == "a file that grows" && strings.Contains(said, "names no feed any more")
			}, b.log)
			must(t, os.RemoveAll(c.config()), os.WriteFile(c.config(), append(text, "log: {level: debug}\n"...), 0o600))
			b.signal(t, syscall.SIGHUP)
			b.says(t, `msg="the configuration was read again" changed=log.level feeds=2`)
			b.end(t, syscall.SIGTERM)
			if m := memory(t, b.cmd); m > 1<<30 {
				t.Errorf("%d MB", m>>20)
			}
			c.wantPolledOnce(t)
		})
	}
}

// wantPolledOnce wants that no feed is new again.
func (c *crawl) wantPolledOnce(t *testing.T) {
	t.Helper()
	hits, _, _ := c.grid.Hits()
	for _, path := range c.grid.FeedPaths() {
		if hits[path] != 1 {
			t.Errorf("%s was asked for %d times", path, hits[path])
		}
	}
}

// A signal ends a daemon that reads its configuration again.
func TestASignalEndsAReload(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 1, 1, "")
	b := c.background(t, nil, "daemon")
	b.says(t, "wiredesk is up")
	odd["a file that grows"].put(t, c.config()+".grows")
	must(t, os.Rename(c.config()+".grows", c.config()))
	b.signal(t, syscall.SIGHUP)
	time.Sleep(time.Second)
	b.signal(t, syscall.SIGTERM)
	b.ends(t)
	if strings.Contains(b.log.String(), refusedReload) {
		t.Errorf("it has read to the end of its patience: %s", b.log)
	}
}

// Editors empty a file and then write it. One that is fast is waited for; a slow one brings
// nothing down.
func TestAnEditorThatWritesInTwoStepsTakesNoFeedAway(t *testing.T) {
	t.Parallel()
	for _, pause := range []time.Duration{100 * time.Millisecond, 1500 * time.Millisecond} {
		t.Run(pause.String(), func(t *testing.T) {
			t.Parallel()
			c := newCrawl(t, 4, 1, "")
			text, err := os.ReadFile(c.config())
			must(t, err)
			b := c.background(t, nil, "daemon")
			eventually(t, func() bool { hits, _, _ := c.grid.Hits(); return len(hits) >= 8 }, b.log)
			f, err := os.OpenFile(c.config(), os.O_WRONLY|os.O_TRUNC, 0)
			must(t, err)
			b.signal(t, syscall.SIGHUP)
			time.Sleep(pause)
			_, err = f.Write(append(text, "log: {level: debug}\n"...))
			must(t, err, f.Close())
			if pause > time.Second {
				b.says(t, refusedReload)
				b.says(t, "names no feed any more, and has named 4 feeds: if that is meant, write feeds: [] into it")
				b.signal(t, syscall.SIGHUP)
			}
			b.says(t, `msg="the configuration was read again" changed=log.level feeds=4`)
			b.end(t, syscall.SIGTERM)
			c.wantPolledOnce(t)
		})
	}
}

// Who means to have no feeds any more says so; a run that finds the file emptied refuses as
// a reload does.
func TestAFileThatLostItsFeedsIsRefusedUnlessItIsMeant(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 2, 1, "")
	text, err := os.ReadFile(c.config())
	must(t, err)
	head, list, _ := strings.Cut(string(text), "feeds:\n")
	opml := filepath.Join(c.dir, "subs.opml")
	outlines := func(n int) {
		var s strings.Builder
		for _, line := range strings.Split(strings.TrimSpace(list), "\n")[:n] {
			fmt.Fprintf(&s, `<outline type="rss" xmlUrl="%s"/>`, strings.TrimPrefix(strings.TrimSpace(line), "- "))
		}
		must(t, os.WriteFile(opml, []byte(`<opml version="2.0"><body>`+s.String()+`</body></opml>`), 0o600))
	}
	write := func(rest string) { must(t, os.WriteFile(c.config(), []byte(head+rest), 0o600)) }
	run := func(want int, says string) {
		t.Helper()
		for _, command := range []string{"run", "status"} {
			cmd := c.command(t.Context(), command)
			out, _ := cmd.CombinedOutput() // its exit code says it
			if code := cmd.ProcessState.ExitCode(); code != want && (command == "status" || want != exitUsage) || !strings.Contains(string(out), says) && command == "run" {
				t.Errorf("%s: exit code %d, %s", command, code, out)
			}
			if want == exitUsage {
				return
			}
		}
	}
	run(0, "")
	write("feeds:\n")
	run(exitConfig, "wiredesk.yaml names no feed any more, and has named 2 feeds")
	write("")
	run(exitConfig, "write feeds: [] into it")
	must(t, os.WriteFile(c.config(), nil, 0o600))
	cmd := c.command(t.Context(), "run")
	cmd.Env = append(cmd.Env, "WIREDESK_STATE_DIR="+filepath.Join(c.dir, "state"))
	if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != exitConfig {
		t.Errorf("an empty file: %s", out)
	}
	outlines(2)
	write("opml: [subs.opml]\n") // they moved
	run(0, "")
	outlines(0)
	run(exitConfig, "subs.opml names no feed any more, and has named 2 feeds: if that is meant, write feeds: [] or other feeds")
	outlines(1)
	run(0, "")
	write("opml: []\n")
	run(exitConfig, "names no feed any more")
	outlines(2)
	write("opml: [subs.opml]\n")
	run(0, "")
	write("feeds: []\n")
	run(exitUsage, "no feeds yet")
}

// Feeds and the setting that they need come together: none is polled with the settings of
// before.
func TestAReloadIsOneStep(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 16, 1, "")
	text, err := os.ReadFile(c.config())
	must(t, err)
	before, _, _ := strings.Cut(strings.Replace(string(text), "allow_private: [127.0.0.0/8], ", "workers: 4, ", 1), "feeds:\n")
	must(t, os.WriteFile(c.config(), []byte(before+"feeds: []\n"), 0o600))
	b := c.background(t, nil, "daemon")
	b.says(t, "wiredesk is up")
	must(t, os.WriteFile(c.config(), text, 0o600))
	b.signal(t, syscall.SIGHUP)
	b.says(t, "feeds=16")
	eventually(t, func() bool { hits, _, _ := c.grid.Hits(); return len(hits) >= 32 }, b.log)
	if strings.Contains(b.log.String(), "refused") {
		t.Errorf("polled with the settings of before: %s", b.log)
	}
	// And away again, feeds and setting together.
	must(t, os.WriteFile(c.config(), []byte(before+"feeds: []\n"), 0o600))
	b.signal(t, syscall.SIGHUP)
	b.says(t, "feeds=0")
	b.end(t, syscall.SIGTERM)
	c.wantPolledOnce(t)
	if strings.Contains(b.log.String(), "refused") {
		t.Errorf("polled with the settings of after: %s", b.log)
	}
	server, err := embedded.Open(embedded.Options{Dir: filepath.Join(c.dir, "state"), Listen: "none"})
	must(t, err)
	must(t, server.Close())
}

// A changed crawl.every moves what is booked: at a reload, and at the next start of a run.
func TestAChangedIntervalReachesWhatIsBooked(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 2, 1, "")
	c.replace(t, "crawl: {", "crawl: {every: 12h..1d, blind_every: 12h, ")
	b := c.background(t, nil, "daemon")
	eventually(t, func() bool { return strings.Contains(c.says(t, exitOK, "status"), "2 in the stream") }, b.log)
	c.replace(t, "every: 12h..1d, blind_every: 12h", "every: 15m..30m, blind_every: 15m")
	b.signal(t, syscall.SIGHUP)
	b.says(t, `msg="every has changed: polls are planned again" moved=2`)
	if out := c.says(t, exitOK, "feeds", "show", c.feed(t)); !strings.Contains(out, "the longest interval") {
		t.Errorf("said: %s", out)
	}
	b.end(t, syscall.SIGTERM)
	c.wantPolledOnce(t)
	c.replace(t, "every: 15m..30m, blind_every: 15m", "every: 12h..1d, blind_every: 12h")
	c.run(t)
	if out := c.says(t, exitOK, "feeds", "show", c.feed(t)); !strings.Contains(out, "the shortest interval, 12h0m0s") {
		t.Errorf("said: %s", out)
	}
}
