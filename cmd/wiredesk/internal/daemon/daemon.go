package daemon

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
)

const (
	// storePause and storeTries are how often it is tried to open a store anew.
	storePause = 5 * time.Second
	storeTries = 6
)

// Run works until ctx ends, and returns what was done. A built-in server whose store takes
// nothing any more is opened anew, with all that stands on it, when the cause is gone.
func Run(ctx context.Context, o Options) (ingest.Summary, error) {
	if o.Role == Worker && !o.Config.External() {
		return ingest.Summary{}, ErrAlone
	}
	s := newService(o)
	began, failed := time.Now(), relapses(0)
	err := s.open(ctx)
	for errors.Is(err, errStore) && ctx.Err() == nil {
		if failed.again(time.Since(began)) {
			return ingest.Summary{}, fmt.Errorf("%w: its store failed %d times, each within %s of being opened",
				ingest.ErrStuck, failed, storeBriefly)
		}
		began = time.Now()
		err = s.reopen(ctx)
	}
	if err != nil && !errors.Is(err, errStore) {
		return ingest.Summary{}, err
	}
	sum := s.stats.Summary()
	o.Log.Info("wiredesk stops", "polled", sum.Polled, "published", sum.Published, "updated", sum.Updated)
	return sum, nil
}

// open opens the desk and the pipeline, and works on them until ctx ends, or with errStore
// until they are to be opened anew.
func (s *service) open(ctx context.Context) (err error) {
	o := s.Options
	d, err := desk.Open(ctx, s.cfg, o.Log, string(o.Role), o.NATS...)
	if err != nil {
		return err
	}
	p, err := ingest.Open(ctx, d, ingest.Options{
		Metrics: ingest.NewMetrics(s.cfg, true), Reading: o.Reading,
		Observers: append([]ingest.Observer{s.stats, ingest.Log{Logger: o.Log}, s.Journal}, o.Observers...),
	})
	if err != nil {
		return errors.Join(err, d.Close())
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	s.pipeline, s.health, s.beside = p, &health{pipeline: p}, nil
	work, again := context.WithCancelCause(ctx)
	defer again(nil)
	s.beside = append(s.beside, p.KeepBeating,
		func(ctx context.Context) { watchStore(ctx, p, again) }, func(ctx context.Context) { watchHome(ctx, p, again) },
		func(ctx context.Context) { keepLedger(ctx, p, again) })
	if err := s.run(work); err != nil {
		return err
	}
	if errors.Is(context.Cause(work), errStore) {
		return errStore
	}
	return awayOf(work)
}

// reopen opens again what was closed, as often as it takes; its error is the last of
// some, or that of the work that followed.
func (s *service) reopen(ctx context.Context) (err error) {
	home := s.pipeline.Home()
	for range storeTries {
		worked := s.pipeline
		if err = home.Away(); err != nil { // to open it would make another
			return err
		}
		if err = s.open(ctx); err == nil || s.pipeline != worked || ctx.Err() != nil {
			return err
		}
		s.Log.Warn("the built-in server cannot be opened yet", "error", err, "again", storePause)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(storePause):
		}
	}
	return err
}

// book has every feed's poll booked, by the bounds that hold now.
func (s *service) book(ctx context.Context, crawl *ingest.Crawl) ([]*calendar.Feed, error) {
	feeds, err := s.feeds(ctx, s.cfg)
	if err == nil {
		err = crawl.Replan(ctx, feeds)
	}
	if err == nil {
		_, _, err = s.pipeline.Calendar.BookMissing(ctx, feeds)
	}
	if err == nil {
		err = s.pipeline.RereadUnbooked()
	}
	return feeds, err
}

// run books, serves and crawls on an open pipeline.
func (s *service) run(ctx context.Context) (err error) {
	p := s.pipeline
	crawl, err := p.NewCrawl(s.cfg)
	if err != nil {
		return err
	}
	feeds, err := s.book(ctx, crawl)
	if err != nil {
		crawl.Close()
		return sink.Explain(p.NC, err)
	}
	p.Metrics.SetFeeds(feeds)
	s.health.watch(crawl)
	w, err := s.serve(ctx)
	if err != nil {
		crawl.Close()
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	s.Log.Info("wiredesk is up",
		"version", version.String(), "feeds", len(feeds), "nats", p.Address(), "http", w.address(), "articles", p.Index.Len())
	for _, open := range desk.Exposure(s.cfg) {
		s.Log.Warn("a door is open", "what", open)
	}
	if up := s.Up; up != nil {
		s.Up = nil // it was called
		if err := up(ctx, Up{p, w.address()}); err != nil {
			crawl.Close()
			return err
		}
	}
	s.work(ctx, crawl)
	return nil
}

// work crawls until ctx ends. Systemd hears how it goes.
func (s *service) work(ctx context.Context, c *ingest.Crawl) {
	var beside sync.WaitGroup
	ended, end := context.WithCancel(context.WithoutCancel(ctx))
	beside.Go(func() { s.tellSystemd(ctx, ended) })
	for _, run := range s.beside {
		beside.Go(func() { run(ctx) })
	}
	for c != nil {
		c = s.crawl(ctx, c)
	}
	end()
	beside.Wait()
}

// crawl runs one crawl and closes it. It returns the one that is to go on, when a
// reload has made another, or nil when ctx has ended.
func (s *service) crawl(ctx context.Context, c *ingest.Crawl) (next *ingest.Crawl) {
	s.health.watch(c)
	work, end := context.WithCancel(ctx)
	defer end()
	s.pipeline.Disk.Look(time.Now()) // before anything is begun
	var beside sync.WaitGroup        // ends with work
	beside.Go(func() { s.keepBooked(work) })
	beside.Go(func() { s.pipeline.Disk.Watch(work) })
	beside.Go(func() {
		next = s.obey(work, c)
		end()
	})
	c.Run(work)
	end()
	beside.Wait()
	c.Close()
	return next
}
