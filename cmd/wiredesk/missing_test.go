package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
)

// mishap is what befalls a stream of a desk.
type mishap struct {
	stream, how string
	elsewhere   bool // the server is not the built-in one
	running     bool // it happens under a daemon, and not between two runs
	everyTime   bool // it is tried in each run of the tests, the others by -torture-reps
}

func (m mishap) String() string {
	where, when := "built in", "between runs"
	if m.elsewhere {
		where = "elsewhere"
	}
	if m.running {
		when = "under a daemon"
	}
	return strings.Join([]string{m.stream, m.how, when, where}, ", ")
}

// mishaps are all of them.
func mishaps() (list []mishap) {
	often := map[string]bool{
		"ARTICLES, set back, under a daemon, elsewhere": true, "JOBS, deleted, under a daemon, built in": true,
		"KV_FEEDS, deleted, under a daemon, built in": true, "ARTICLES, deleted, between runs, elsewhere": true,
		"JOBS, their consumer deleted, under a daemon, elsewhere": true, "KV_HOSTS, emptied, between runs, built in": true,
		"KV_SITES, deleted, under a daemon, built in": true,
	}
	for _, elsewhere := range []bool{false, true} {
		for _, running := range []bool{false, true} {
			for _, stream := range []string{"ARTICLES", "JOBS", "KV_FEEDS", "KV_HOSTS", "KV_SITES", "KV_SCHEMAS"} {
				hows := []string{"deleted", "emptied", "set back"}
				if stream == "JOBS" {
					hows = append(hows, "their consumer deleted")
				}
				for _, how := range hows {
					m := mishap{stream: stream, how: how, elsewhere: elsewhere, running: running}
					m.everyTime = often[m.String()]
					list = append(list, m)
				}
			}
		}
	}
	return list
}

// What is deleted, emptied or set back, under a daemon or between two runs, on the built-in
// server or on another, is noticed within a minute without a command that looks, and made
// again or named: no story is lost, and none comes twice.
func TestWhatGoesMissingIsMadeAgainOrNamed(t *testing.T) {
	for _, m := range mishaps() {
		if !m.everyTime && *tortureReps == 0 {
			continue
		}
		for rep := range max(1, *tortureReps) {
			t.Run(fmt.Sprintf("%s/%d", m, rep), func(t *testing.T) {
				t.Parallel()
				m.befall(t)
			})
		}
	}
}

func (m mishap) befall(t *testing.T) {
	g := newGround(t, m.elsewhere)
	if m.stream == "KV_SITES" { // it is made when there are sites to compare with themselves
		g.hurt(t, false, func(ctx context.Context, js jetstream.JetStream) error {
			kv, err := js.CreateKeyValue(ctx, jetstream.KeyValueConfig{Bucket: "SITES", History: 1, Storage: jetstream.FileStorage, Replicas: 1})
			if err == nil {
				_, err = kv.Put(ctx, "paper.example", []byte("{}"))
			}
			return err
		})
		g.run(t)
		g.says(t, exitOK, "status")
	}
	do := m.deed(t, g)
	before := g.ids(t, false)
	if g.says(t, exitOK, "status"); len(g.lacks(t)) > 0 {
		t.Fatalf("before anything has happened: %v", g.lacks(t))
	}
	if m.running {
		m.underDaemon(t, g, do)
	} else {
		m.betweenRuns(t, g, do)
	}
	g.wantEachOnceAs(t, before)
}

// deed is what is done to the stream. What is set back is what it was before each feed had
// one more story.
func (m mishap) deed(t *testing.T, g *ground) func(context.Context, jetstream.JetStream) error {
	t.Helper()
	switch m.how {
	case "deleted":
		return func(ctx context.Context, js jetstream.JetStream) error { return js.DeleteStream(ctx, m.stream) }
	case "their consumer deleted":
		return func(ctx context.Context, js jetstream.JetStream) error {
			return js.DeleteConsumer(ctx, m.stream, "workers")
		}
	case "emptied":
		return func(ctx context.Context, js jetstream.JetStream) error {
			s, err := js.Stream(ctx, m.stream)
			if err == nil {
				err = s.Purge(ctx)
			}
			return err
		}
	}
	var old *streamBackup
	g.hurt(t, false, func(ctx context.Context, js jetstream.JetStream) (err error) {
		old, err = takeBackup(ctx, js, m.stream)
		return err
	})
	g.says(t, exitOK, "status") // which notes that the state was closed in order
	g.more(t)
	g.retryAll(t)
	g.run(t)
	g.says(t, exitOK, "status")
	if m.stream == "KV_SITES" {
		g.hurt(t, false, func(ctx context.Context, js jetstream.JetStream) error {
			_, err := js.Publish(ctx, "$KV.SITES.other.example", []byte("{}"))
			return err
		})
		g.run(t)
		g.says(t, exitOK, "status")
	}
	return func(ctx context.Context, js jetstream.JetStream) error { return old.restore(ctx, js, m.stream) }
}

// more has each feed show one more story.
func (g *ground) more(t *testing.T) {
	t.Helper()
	for f := range g.grid.Feeds {
		g.grid.Publish(f)
	}
}

// retryAll has all feeds polled now.
func (g *ground) retryAll(t *testing.T) {
	t.Helper()
	out := g.says(t, exitOK, "feeds")
	urls := regexp.MustCompile(`http://\S+\.xml`).FindAllString(out, -1)
	if len(urls) != g.grid.Feeds {
		t.Fatalf("%d feeds are there, want %d: %s", len(urls), g.grid.Feeds, out)
	}
	for _, url := range urls {
		g.says(t, exitOK, "feeds", "retry", url)
	}
}

// noticed are the words of the log that say what is missing.
var noticed = regexp.MustCompile(`something is missing of what was stored|were planned and not booked any more`)

// underDaemon does it while a daemon works, which has to notice by itself.
func (m mishap) underDaemon(t *testing.T, g *ground, do func(context.Context, jetstream.JetStream) error) {
	t.Helper()
	d := g.background(t, nil, "daemon")
	d.says(t, "wiredesk is up")
	g.hurt(t, true, do)
	at := time.Now()
	named := m.stream == "ARTICLES"
	eventually(t, func() bool { return noticed.MatchString(d.log.String()) }, d.log)
	t.Logf("noticed after %s", time.Since(at).Round(time.Second))
	if m.how != "emptied" || m.stream != "JOBS" {
		eventually(t, func() bool { return strings.Count(d.log.String(), "wiredesk is up") > 1 }, d.log)
	}
	if address := regexp.MustCompile(`http=(http://127\.0\.0\.1:\d+)`).FindAllStringSubmatch(d.log.String(), -1); named {
		g.wantNamed(t, m, address[len(address)-1][1])
		g.says(t, exitOK, "doctor", "--republish")
	}
	g.more(t)
	g.retryAll(t)
	want := g.stories()
	eventually(t, func() bool { return len(g.ids(t, true)) >= want }, d.log)
	d.end(t, syscall.SIGTERM)
	g.run(t)
}

// wantNamed wants status, doctor, readyz and the page to say what is missing.
func (g *ground) wantNamed(t *testing.T, m mishap, address string) {
	t.Helper()
	for _, command := range []string{"status", "doctor"} {
		if _, out := g.ends(t, command); !strings.Contains(out, m.stream) || !strings.Contains(out, "lack") && !strings.Contains(out, "had ") {
			t.Errorf("%s does not say what is missing: %s", command, out)
		}
	}
	for path, want := range map[string]string{"/readyz": "missing of what was stored", "/": "Something is missing of what was stored"} {
		resp, err := http.Get(address + path)
		must(t, err)
		body, err := io.ReadAll(resp.Body)
		must(t, err, resp.Body.Close())
		if !strings.Contains(string(body), want) {
			t.Errorf("%s does not say what is missing: %s", path, body)
		}
	}
}

// betweenRuns does it while nothing works: the next run refuses in words, or makes it again.
func (m mishap) betweenRuns(t *testing.T, g *ground, do func(context.Context, jetstream.JetStream) error) {
	t.Helper()
	g.hurt(t, false, do)
	code, out := g.ends(t, "run")
	switch {
	case code == exitDamaged && !m.elsewhere:
		if !strings.Contains(out, m.stream) || !strings.Contains(out, "doctor --repair") {
			t.Errorf("said: %s", out)
		}
		g.says(t, exitOK, "doctor", "--repair")
	case code != exitOK:
		t.Fatalf("run ended with %d: %s", code, out)
	case m.elsewhere && m.stream == "ARTICLES":
		if !strings.Contains(out, "something is missing of what was stored") {
			t.Errorf("said: %s", out)
		}
		g.says(t, exitOK, "doctor", "--republish")
	}
	g.more(t)
	g.retryAll(t)
	g.run(t)
}

// lacks is what is written down as missing.
func (g *ground) lacks(t *testing.T) []ledger.Loss {
	t.Helper()
	m, err := ledger.Read(filepath.Join(g.dir, "state"))
	must(t, err)
	return m.Lacks
}

// stories counts those that the site has shown.
func (g *ground) stories() int { return len(g.grid.Revisions()) }

// wantEachOnceAs wants each story in the stream once, those of before under the ids that they
// had.
func (g *ground) wantEachOnceAs(t *testing.T, before []string) {
	t.Helper()
	times := map[string]int{}
	for _, id := range g.ids(t, false) {
		times[id]++
		if !strings.HasSuffix(id, ":1") {
			t.Errorf("%s is there, and no story has changed", id)
		}
	}
	if want := g.stories(); len(times) != want {
		t.Errorf("%d stories are there, want %d", len(times), want)
	}
	for id, n := range times {
		if n != 1 {
			t.Errorf("%s is there %d times", id, n)
		}
	}
	for _, id := range before {
		if times[id] == 0 {
			t.Errorf("%s is not there any more", id)
		}
	}
}
