package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// hanging is longer than any command takes to say that it cannot go on.
const hanging = time.Minute

// damages are what a disk does to a file.
var damages = map[string]func(t *testing.T, path string, random *rand.Rand){
	"flipped": func(t *testing.T, path string, random *rand.Rand) {
		b := contentOf(t, path)
		if len(b) == 0 {
			return
		}
		b[random.IntN(len(b))] ^= 1 << random.IntN(8)
		putFile(t, path, b)
	},
	"cut": func(t *testing.T, path string, random *rand.Rand) {
		b := contentOf(t, path)
		putFile(t, path, b[:random.IntN(max(len(b), 1))])
	},
	"lost": func(t *testing.T, path string, _ *rand.Rand) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	},
}

func contentOf(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func putFile(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// damaged is a desk with feeds of its configuration and one that was added by hand, their
// stories and a subscriber, of which each test gets a copy.
func damaged(t *testing.T) *crawl {
	t.Helper()
	c := newCrawl(t, 3, 12, "")
	text := string(contentOf(t, c.config()))
	at := strings.LastIndex(strings.TrimSuffix(text, "\n"), "\n") + 1
	added := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text[at:]), "-"))
	putFile(t, c.config(), []byte(text[:at]))
	c.says(t, 0, "add", added)
	c.run(t)
	c.wantEachOnce(t, c.published(t))
	c.inState(t, func(ctx context.Context, js jetstream.JetStream) error {
		cons, err := js.CreateConsumer(ctx, "ARTICLES", jetstream.ConsumerConfig{Durable: "paper", AckPolicy: jetstream.AckExplicitPolicy})
		if err != nil {
			return err
		}
		got, err := cons.Fetch(10)
		if err != nil {
			return err
		}
		for m := range got.Messages() {
			if err := m.DoubleAck(ctx); err != nil {
				return err
			}
		}
		return got.Error()
	})
	c.says(t, 0, "status") // it opens and closes all as it should be
	return c
}

// says runs a command, which must end with a code before it hangs, and returns what it
// said.
func (c *crawl) says(t *testing.T, want int, args ...string) string {
	t.Helper()
	code, out := c.ends(t, args...)
	if code != want {
		t.Fatalf("%s ended with %d, want %d: %s", args[0], code, want, out)
	}
	return out
}

func (c *crawl) ends(t *testing.T, args ...string) (code int, out string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hanging)
	defer cancel()
	cmd := c.command(ctx, args...)
	cmd.Env = append(cmd.Env, "WIREDESK_LOG_LEVEL=warn")
	sayWhereItHangs(cmd)
	b, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		t.Fatalf("%v hangs: %s", args, b)
	case errors.As(err, &exit):
		code = exit.ExitCode()
	case err != nil:
		t.Fatal(err)
	}
	return code, string(b)
}

// inState works on the built-in server's store while no command does.
func (c *crawl) inState(t *testing.T, do func(context.Context, jetstream.JetStream) error) {
	t.Helper()
	c.in(t, filepath.Join(c.dir, "state"), do)
}

// in is inState for a state directory elsewhere.
func (c *crawl) in(t *testing.T, state string, do func(context.Context, jetstream.JetStream) error) {
	t.Helper()
	server, err := openState(state)
	if err != nil {
		t.Fatal(err)
	}
	nc, err := server.Connect()
	if err == nil {
		var js jetstream.JetStream
		if js, err = jetstream.New(nc); err == nil {
			err = do(t.Context(), js)
		}
		nc.Close()
	}
	if err := errors.Join(err, server.Close()); err != nil {
		t.Fatal(err)
	}
}

// openState opens the built-in server in this process. A command that another test is about
// to start holds on to the lock of a server that has ended, until it is a process of its own.
func openState(state string) (*embedded.Server, error) {
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		server, err := embedded.Open(embedded.Options{Dir: state, Listen: "none", Logger: slog.New(slog.DiscardHandler)})
		if err == nil || !errors.As(err, new(*embedded.LockedError)) || time.Now().After(deadline) {
			return server, err
		}
	}
}

// makeDue has all feeds polled by the next run.
func (c *crawl) makeDue(t *testing.T) {
	t.Helper()
	c.makeDueIn(t, filepath.Join(c.dir, "state"), 3)
}

// makeDueIn is makeDue for a state directory elsewhere, which must have so many feeds.
func (c *crawl) makeDueIn(t *testing.T, state string, want int) {
	t.Helper()
	c.in(t, state, func(ctx context.Context, js jetstream.JetStream) error {
		cal, err := calendar.Open(ctx, js, calendar.Options{Sole: true})
		if err != nil {
			return err
		}
		feeds, err := cal.Feeds(ctx)
		if err != nil {
			return err
		}
		if len(feeds) != want {
			t.Errorf("%d feeds are there, want %d", len(feeds), want)
		}
		for _, f := range feeds {
			if _, err := cal.PollNow(ctx, f.ID, "test"); err != nil {
				return err
			}
		}
		return nil
	})
}

// wantPaper checks how far the subscriber is: where it was, behind all that is lost, or,
// where articles were lost, at their new end, so that it misses none that come again.
func (c *crawl) wantPaper(t *testing.T, articlesLost bool) {
	t.Helper()
	c.inState(t, func(ctx context.Context, js jetstream.JetStream) error {
		cons, err := js.Consumer(ctx, "ARTICLES", "paper")
		if err != nil {
			return fmt.Errorf("the subscriber: %w", err)
		}
		if floor := cons.CachedInfo().AckFloor.Stream; floor != 10 && floor < 36 && (!articlesLost || floor > 10) {
			t.Errorf("the subscriber is at %d, and was at 10", floor)
		}
		return nil
	})
}

// Whatever happens to a file while nothing runs: all is there, or it is said what is not,
// and the way out brings it back.
func TestDamageIsNeverSilent(t *testing.T) {
	good := damaged(t)
	state := filepath.Join(good.dir, "state")
	for i, path := range filesBelow(t, state) {
		hows := slices.Sorted(maps.Keys(damages))
		if *tortureReps == 0 { // another file has the others
			hows = hows[i%len(hows):][:1]
		}
		for _, how := range hows {
			damage := damages[how]
			for rep := range max(*tortureReps, 1) {
				t.Run(fmt.Sprintf("%s/%s/%d", path, how, rep), func(t *testing.T) {
					t.Parallel()
					seed := rand.Uint64()
					t.Cleanup(func() {
						if t.Failed() {
							t.Logf("seed %d", seed)
						}
					})
					c := good.copy(t)
					damage(t, filepath.Join(c.dir, "state", path), rand.New(rand.NewPCG(seed, 1)))
					c.wantAllOrWords(t, path, how == "cut")
				})
			}
		}
	}
}

// wantAllOrWords looks at a desk of which a file was damaged, and goes the way out. With
// again it tries first to go on without.
func (c *crawl) wantAllOrWords(t *testing.T, path string, again bool) {
	t.Helper()
	code, out := c.ends(t, "status")
	switch code {
	case exitOK:
	case exitDamaged:
		name := filepath.Base(path)
		if !strings.Contains(out, name) && !strings.Contains(out, strings.Replace(name, ".sum", ".inf", 1)) ||
			!strings.Contains(out, "doctor --repair") {
			t.Errorf("said: %s", out)
		}
		if again {
			if out := c.says(t, exitError, "doctor"); !strings.Contains(out, "is damaged") {
				t.Errorf("doctor said: %s", out)
			}
			c.says(t, exitDamaged, "run") // as long as nothing is done about it
		}
		c.says(t, exitOK, "doctor", "--repair")
	default:
		t.Fatalf("status ended with %d: %s", code, out)
	}
	c.makeDue(t)
	c.run(t)
	c.wantEachOnce(t, c.published(t))
	c.wantPaper(t, code == exitDamaged && strings.Contains(path, "ARTICLES/msgs"))
	c.says(t, exitOK, "status")
}

// copy is a desk with the same site and a state of its own.
func (c *crawl) copy(t *testing.T) *crawl {
	t.Helper()
	other := &crawl{dir: t.TempDir(), grid: c.grid}
	if err := os.CopyFS(filepath.Join(other.dir, "state"), os.DirFS(filepath.Join(c.dir, "state"))); err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(contentOf(t, c.config())), c.dir, other.dir)
	putFile(t, other.config(), []byte(text))
	return other
}

// filesBelow are the files of a folder, from there.
func filesBelow(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
