package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/daemon"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/newsroom"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/storytext"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// demoPoll is how often the demo polls: a real site would not thank us for it.
const demoPoll = 3 * time.Second

func demoFeed(url string) calendar.Feed {
	return calendar.Feed{URL: url, Settings: calendar.Settings{Origin: calendar.OriginAdded, MinEvery: demoPoll, MaxEvery: demoPoll}}
}

func (a *app) demoCommand() *cobra.Command {
	var once bool
	var correct time.Duration
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "See it work: a newsroom, a crawl and a stream, without internet",
		Long: `Demo starts five small news sites on this machine, crawls them with the real
pipeline into the real built-in NATS, and shows what comes out, here and on a page
for the browser. Nothing is kept.

With --once it ends when all stories are published.`,
		Example: "  wiredesk demo\n  wiredesk demo --once --json",
		Args:    usage.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.demo(cmd.Context(), once, correct) },
	}
	cmd.Flags().BoolVar(&once, "once", false, "end when the stories are published")
	cmd.Flags().DurationVar(&correct, "correct-after", 10*time.Second, "when one story is corrected")
	return cmd
}

func (a *app) demo(ctx context.Context, once bool, correct time.Duration) (err error) {
	if once {
		correct = 0
	}
	dir, err := os.MkdirTemp("", "wiredesk-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	room, err := newsroom.Open(newsroom.Options{CorrectAfter: correct})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, room.Close()) }()
	cfg, show := demoConfig(dir), &demoScreen{app: a, out: a.out}
	if once {
		return a.demoOnce(ctx, cfg, room, show)
	}
	return a.demoDaemon(ctx, cfg, room, show)
}

// demoOnce publishes the newsroom's stories and shows them.
func (a *app) demoOnce(ctx context.Context, cfg *config.Config, room *newsroom.Newsroom, show *demoScreen) (err error) {
	d, err := desk.Open(ctx, cfg, a.logger(cfg), "demo")
	if err != nil {
		return err
	}
	p, err := ingest.Open(ctx, d, ingest.Options{Observers: []ingest.Observer{show}})
	if err != nil {
		return errors.Join(err, d.Close())
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if err := a.beginDemo(ctx, p, room); err != nil {
		return err
	}
	crawl, err := p.NewCrawl(cfg)
	if err != nil {
		return err
	}
	defer crawl.Close()
	start := time.Now()
	crawl.Drain(ctx)
	if ctx.Err() != nil {
		return nil
	}
	n, err := a.show(ctx, d.Reader, subscribe.Options{Stream: cfg.NATS.Stream.Name})
	if err != nil {
		return err
	}
	a.say("%s from %s in %.1f s", words.Plural(n, "article"), words.Plural(show.feeds(), "feed"), time.Since(start).Seconds())
	return nil
}

// demoDaemon crawls the newsroom with a page, and shows the articles as a subscriber
// gets them.
func (a *app) demoDaemon(ctx context.Context, cfg *config.Config, room *newsroom.Newsroom, show *demoScreen) error {
	var reader sync.WaitGroup
	var readErr error
	reading, endReading := context.WithCancel(ctx)
	_, err := daemon.Run(ctx, daemon.Options{
		Role: daemon.Keeper, Config: cfg, Log: a.logger(cfg), Observers: []ingest.Observer{show}, AnyPort: true,
		Getenv: func(string) string { return "" }, // systemd waits for a service, not for a demo
		Up: func(ctx context.Context, up daemon.Up) error {
			if err := a.beginDemo(ctx, up.Pipeline, room); err != nil {
				return err
			}
			a.say("  page      %s", up.HTTP)
			a.say("  next      elsewhere: WIREDESK_NATS_URL=%s wiredesk tail --json   ·   Ctrl-C ends the demo\n", up.Address())
			reader.Go(func() { readErr = show.follow(reading, up.Reader) })
			return nil
		},
		Stopping: func(int, config.Duration) string {
			endReading()
			reader.Wait() // before the connection goes
			return "ending"
		},
	})
	endReading()
	reader.Wait()
	return errors.Join(err, readErr)
}

// beginDemo subscribes to the newsroom's feeds, and says what there is.
func (a *app) beginDemo(ctx context.Context, p *ingest.Pipeline, room *newsroom.Newsroom) error {
	for _, url := range room.Feeds() {
		if err := p.Calendar.Subscribe(ctx, demoFeed(url), nil); err != nil {
			return err
		}
	}
	a.say("  newsroom  %s and four more   %s, %s (built in)",
		room.Site("times"), words.Plural(len(room.Feeds()), "feed"), words.Plural(len(room.Stories()), "story"))
	a.say("  stream    %s   subject %s.>   (built-in NATS)", p.Listening(), p.Config.NATS.Subject)
	return nil
}

// demoConfig is a configuration of its own: the user's is left alone.
func demoConfig(dir string) *config.Config {
	cfg := config.Default()
	cfg.NATS.Listen = "auto" // it tells where it is
	cfg.State.Dir = filepath.Join(dir, "state")
	cfg.Log.Level = "error"
	cfg.Crawl.PerHost.Delay = config.Duration(20 * time.Millisecond)
	cfg.Crawl.AllowPrivate = config.Networks{config.Network(netip.MustParsePrefix("127.0.0.0/8"))}
	cfg.Crawl.Grace = config.Duration(2 * time.Second)
	cfg.Crawl.UserAgent = "wiredesk-demo/1.0 (+https://github.com/wiredesk/wiredesk)"
	return cfg
}

// demoScreen shows the demo's events between its articles.
type demoScreen struct {
	app *app
	mu  sync.Mutex
	out io.Writer
	// polled are the feeds that answered, said the waits that were shown.
	polled, said map[string]bool
}

func (s *demoScreen) feeds() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.polled)
}

// Observe shows what is worth showing: waits and ends.
func (s *demoScreen) Observe(e crawler.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.polled == nil {
		s.polled, s.said = map[string]bool{}, map[string]bool{}
	}
	if e.Kind == crawler.Poll {
		s.polled[e.FeedID] = true
	}
	line := ""
	switch {
	case e.Kind == crawler.Poll && e.Outcome == crawler.Throttled:
		line = fmt.Sprintf("⏸ %s asks to wait until %s (%d)", e.URL, words.Clock(e.Next), e.Status)
	case e.Kind == crawler.Poll && e.Outcome == crawler.Gone:
		line = fmt.Sprintf("✗ %s is gone (410); one probe a month from now on", e.URL)
	case e.Kind == crawler.Poll && e.Outcome == crawler.Unchanged && e.Status == 304:
		line = fmt.Sprintf("· %s has nothing new (304)", e.URL)
	case e.Kind == crawler.Storage:
		line = "! " + e.Err.Error()
	}
	if line == "" || s.app.json || s.app.quiet || s.said[e.FeedID] {
		return
	}
	s.said[e.FeedID] = true
	fmt.Fprintf(s.out, "%s %s\n", time.Now().Format("15:04:05"), line)
}

// follow shows the articles as a subscriber gets them.
func (s *demoScreen) follow(ctx context.Context, r *desk.Reader) error {
	json := ndjson.New(s.out)
	for m, err := range subscribe.Read(ctx, r.NC, subscribe.Options{Stream: r.Config.NATS.Stream.Name, Follow: true}) {
		if err != nil {
			return err
		}
		if s.app.json {
			if err := json.Write(m.Article); err != nil {
				return err
			}
			continue
		}
		s.mu.Lock()
		_, err = fmt.Fprintln(s.out, storytext.Line(m.Time, m.Article))
		s.mu.Unlock()
		if err != nil {
			return err
		}
	}
	return nil
}
