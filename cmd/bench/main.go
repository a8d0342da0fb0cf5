// Bench measures what wiredesk costs, beside two programs that do the same work:
// naive, which is what one would write without wiredesk, and floor, which does
// the least that must be done. All three read the same made-up news web, one
// after another, round by round, so that whatever else the machine does falls on
// all alike. docs/performance.md says what the figures mean.
//
//	go run ./cmd/bench            the table, in some minutes
//	go run ./cmd/bench --quick    whether it works, in seconds
//	go run ./cmd/bench --json     every round as it was measured
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == webCommand {
		// Ctrl-C goes to the whole group; the web lives until its owner lets go.
		signal.Ignore(syscall.SIGINT)
		if err := serveWeb(os.Args[2:], os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "bench: interrupted")
		os.Exit(130)
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options of a measurement.
type options struct {
	Sites    int      `json:"sites"`
	Items    int      `json:"items"`
	Feeds    int      `json:"feeds"`
	Rounds   int      `json:"rounds"`
	Workers  int      `json:"workers"`
	Seed     uint64   `json:"seed"`
	Programs []string `json:"programs"`
	// Latency is how long the web takes for every answer.
	Latency time.Duration `json:"latency,omitempty"`
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var o options
	var quick, asJSON bool
	var programs string
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.Sites, "sites", 100, "sites of the first crawl, with one feed each")
	flags.IntVar(&o.Items, "items", 20, "stories of each of these feeds")
	flags.IntVar(&o.Feeds, "feeds", 2000, "unchanged feeds of the second run, each at a site of its own")
	flags.IntVar(&o.Rounds, "rounds", 5, "measured rounds; one more comes before them and is not counted")
	flags.IntVar(&o.Workers, "workers", 16, "requests, or hosts, at the same time")
	flags.Uint64Var(&o.Seed, "seed", 1, "of the made-up web")
	flags.DurationVar(&o.Latency, "latency", 0, "how long the web takes for every answer")
	flags.StringVar(&programs, "programs", strings.Join(programNames, ","), "which to measure")
	flags.BoolVar(&quick, "quick", false, "a small web and one round: whether it works, not how fast")
	flags.BoolVar(&asJSON, "json", false, "print the rounds as JSON instead of the table")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if quick {
		o.quicken(flags)
	}
	o.Programs = strings.Split(programs, ",")
	if err := o.validate(); err != nil {
		return err
	}
	r, err := measure(ctx, o, stderr)
	if err != nil {
		return err
	}
	if asJSON {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	return r.table(stdout)
}

// quicken sets what the user did not.
func (o *options) quicken(flags *flag.FlagSet) {
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for name, set := range map[string]func(){
		"sites": func() { o.Sites = 10 }, "items": func() { o.Items = 5 }, "feeds": func() { o.Feeds = 50 }, "rounds": func() { o.Rounds = 1 },
	} {
		if !given[name] {
			set()
		}
	}
}

func (o *options) validate() error {
	if min(o.Sites, o.Items, o.Feeds, o.Rounds, o.Workers) < 1 {
		return errors.New("--sites, --items, --feeds, --rounds and --workers must be at least 1")
	}
	for _, p := range o.Programs {
		if !slices.Contains(programNames, p) {
			return fmt.Errorf("--programs: %q is none of %s", p, strings.Join(programNames, ", "))
		}
	}
	return nil
}
