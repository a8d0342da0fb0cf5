package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// ageScript is `age FEED DURATION`: the record of a feed becomes older by that, as
// if nobody had looked since.
func ageScript(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: age FEED DURATION")
	}
	by, err := time.ParseDuration(args[1])
	ts.Check(err)
	ts.Check(inStream(ts, func(js jetstream.JetStream) error {
		ctx := context.Background()
		cal, err := calendar.Open(ctx, js, calendar.Options{Sole: true})
		if err != nil {
			return err
		}
		_, err = cal.UpdateFeed(ctx, calendar.FeedID(args[0]), func(f *calendar.Feed) error {
			for _, t := range []*time.Time{&f.Next, &f.Polled, &f.Answered, &f.Failing, &f.Fresh} {
				if !t.IsZero() {
					*t = t.Add(-by)
				}
			}
			if due := time.Now().Add(-by); f.Next.After(due) {
				f.Next = due
			}
			return nil
		})
		return errors.Join(err, cal.Unbook(ctx, calendar.FeedID(args[0])))
	}))
}

// damageScript is `damage FEED TEXT`: the record of a feed becomes that text, $ID its id.
func damageScript(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: damage FEED TEXT")
	}
	id := calendar.FeedID(args[0])
	ts.Setenv("ID", id)
	ts.Check(inStream(ts, func(js jetstream.JetStream) error {
		feeds, err := js.KeyValue(context.Background(), calendar.FeedsBucket)
		if err == nil {
			_, err = feeds.PutString(context.Background(), id, args[1])
		}
		return err
	}))
}

// buryScript is `bury URL REASON`: a page's job is given up.
func buryScript(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: bury URL REASON")
	}
	ts.Check(inStream(ts, func(js jetstream.JetStream) error {
		job, err := json.Marshal(calendar.Job{Kind: calendar.Page, ID: "buried", URL: args[0]})
		if err != nil {
			return err
		}
		m := nats.NewMsg("jobs.dead.page.buried")
		m.Data = job
		m.Header.Set("Wiredesk-Reason", args[1])
		m.Header.Set("Wiredesk-Died-At", time.Now().UTC().Format(time.RFC3339))
		_, err = js.PublishMsg(context.Background(), m)
		return err
	}))
}

// signalScript is `signal NAME CODE TEXT COMMAND…`: a command is sent a signal as
// soon as its log has a text, and must end with an exit code.
func signalScript(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 4 {
		ts.Fatalf("usage: signal INT|TERM|HUP CODE TEXT COMMAND…")
	}
	signals := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP}
	out := &lockedBuffer{}
	cmd := exec.Command(os.Args[0], args[3:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = ts.MkAbs("."), out, out
	cmd.Env = []string{beMain + "=1"}
	for _, name := range []string{"HOME", "PATH", "XDG_STATE_HOME", "WIREDESK_NATS_LISTEN", "WIREDESK_HTTP_LISTEN"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	ts.Check(cmd.Start())
	for deadline := time.Now().Add(30 * time.Second); !strings.Contains(out.String(), args[2]) && time.Now().Before(deadline); {
		time.Sleep(20 * time.Millisecond)
	}
	ts.Check(cmd.Process.Signal(signals[args[0]]))
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		ts.Fatalf("%v", err)
	}
	ts.Logf("%s", out)
	if got := strconv.Itoa(cmd.ProcessState.ExitCode()); got != args[1] {
		ts.Fatalf("exit code %s, want %s", got, args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs("said"), []byte(fmt.Sprint(out)), 0o600))
}

// storyIDScript is `storyid FILE`: $ID is the id of the article in a file, $ID8 its
// first 8 digits.
func storyIDScript(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: storyid FILE")
	}
	a, err := article.Decode([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Setenv("ID", a.ID)
	ts.Setenv("ID8", a.ID[:8])
}

// servedScript is `served`: $SERVED is where the daemon on the script's state
// directory serves NATS, without the scheme.
func servedScript(ts *testscript.TestScript, _ bool, _ []string) {
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		info, err := embedded.Running(filepath.Join(ts.Getenv("XDG_STATE_HOME"), "wiredesk"))
		ts.Check(err)
		if info != nil {
			ts.Setenv("SERVED", strings.TrimPrefix(info.URL, "nats://"))
			return
		}
	}
	ts.Fatalf("no daemon is running")
}
