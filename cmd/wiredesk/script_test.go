package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/newsroom"
)

// setupSites gives every script sites to crawl: $TIMES and the others of the
// newsroom, $GRID with two feeds of three stories, $QUIET with a feed that has quiet
// hours and pages that robots.txt closes, and $DOWN where nobody answers. $CONFIG is a configuration that may fetch from them.
func setupSites(env *testscript.Env) error {
	room, err := newsroom.Open(newsroom.Options{})
	if err != nil {
		return err
	}
	env.Defer(func() { _ = room.Close() })
	for _, name := range []string{"times", "herald", "vesti", "zeitung", "courrier"} {
		env.Setenv(strings.ToUpper(name), room.Site(name))
		env.Setenv(strings.ToUpper(name)+"_HOST", strings.TrimPrefix(room.Site(name), "http://"))
	}
	grid := httptest.NewServer(&Grid{Feeds: 2, Stories: 3})
	env.Defer(grid.Close)
	env.Setenv("GRID", grid.URL)
	quiet := httptest.NewServer(http.HandlerFunc(serveQuiet))
	env.Defer(quiet.Close)
	env.Setenv("QUIET", quiet.URL)
	down := httptest.NewServer(http.NotFoundHandler())
	down.Close()
	env.Setenv("DOWN", down.URL)
	env.Setenv("DOWN_HOST", strings.TrimPrefix(down.URL, "http://"))
	return os.WriteFile(filepath.Join(env.WorkDir, "local.yaml"),
		[]byte("backfill: all\ncrawl: {allow_private: [127.0.0.0/8], per_host: {delay: 0s}, timeout: 2s}\n"), 0o600)
}

// serveQuiet is the site $QUIET.
func serveQuiet(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/robots.txt":
		fmt.Fprint(w, "User-agent: *\nDisallow: /closed/\n")
	case "/rss", "/closed/rss":
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Quiet</title><skipHours><hour>2</hour><hour>3</hour></skipHours>
<item><title>Closed</title><link>http://%s/closed/story</link></item></channel></rss>`, r.Host)
	default:
		http.NotFound(w, r)
	}
}

// scriptCommands are the scripts' own commands.
var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"publish": publishScript,
	"expire":  expireScript,
	"damage":  damageScript,
	"strange": strangeScript,
	"stream":  streamScript,
	"age":     ageScript,
	"bury":    buryScript,
	"signal":  signalScript,
	"storyid": storyIDScript,
	"served":  servedScript,
	// lines N counts the lines of the last standard output.
	"lines": func(ts *testscript.TestScript, neg bool, args []string) {
		if len(args) != 1 {
			ts.Fatalf("usage: lines N")
		}
		got := fmt.Sprint(strings.Count(ts.ReadFile("stdout"), "\n"))
		if (got == args[0]) == neg {
			ts.Fatalf("%s lines of output, want %s", got, args[0])
		}
	},
	// expand FILE replaces $NAME in a file.
	"expand": func(ts *testscript.TestScript, _ bool, args []string) {
		for _, name := range args {
			text := os.Expand(ts.ReadFile(name), ts.Getenv)
			ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o600))
		}
	},
	// waitfor COMMAND PATTERN repeats a command until its output matches.
	"waitfor": func(ts *testscript.TestScript, _ bool, args []string) {
		if len(args) != 2 {
			ts.Fatalf("usage: waitfor COMMAND PATTERN")
		}
		pattern := regexp.MustCompile(args[1])
		words := strings.Fields(args[0])
		for range 100 {
			_ = ts.Exec(words[0], words[1:]...) // it may fail until it does not
			if pattern.MatchString(ts.ReadFile("stdout")) {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		ts.Fatalf("%s never showed %s", args[0], args[1])
	},
	// exit N CMD… runs a command and wants its exit code.
	"exit": func(ts *testscript.TestScript, _ bool, args []string) {
		if len(args) < 2 {
			ts.Fatalf("usage: exit CODE COMMAND…")
		}
		err := ts.Exec(args[1], args[2:]...)
		code := "0"
		if err != nil {
			code = strings.TrimPrefix(err.Error(), "exit status ")
		}
		if code != args[0] {
			ts.Fatalf("exit code %s, want %s", code, args[0])
		}
	},
}
