package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/metrics"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/weburl"
	"github.com/wiredesk/wiredesk/sink"
)

// runFlags are the flags of `wiredesk run`.
type runFlags struct {
	only         []string
	maxTime      time.Duration
	lockWait     time.Duration
	skipIfLocked bool
	failOn       string
	natsWait     time.Duration
	metricsFile  string
}

// run is one run at work.
type run struct {
	*app
	runFlags
	pipeline *ingest.Pipeline
	stats    *ingest.Stats
	feeds    []*calendar.Feed // that it is about
	due      int              // how many of them were due when it began
	timeUp   bool             // it ended because its time was over
}

// open opens the pipeline. Who waits for it sees how far the index was read.
func (r *run) open(ctx context.Context, d *desk.Desk, m *metrics.Metrics) (*ingest.Pipeline, error) {
	reading, end := r.indexProgress()
	defer end()
	return ingest.Open(ctx, d, ingest.Options{
		Observers: []ingest.Observer{r.stats, ingest.Log{Logger: d.Log}}, Only: onlyIDs(r.feeds, r.only), Metrics: m, Reading: reading,
	})
}

// work polls what is due, works until nothing is left, and says what was done.
func (r *run) work(ctx context.Context) error {
	p := r.pipeline
	if url := p.Listening(); url != "" {
		p.Log.Info("built-in NATS is up", "url", url)
	}
	crawl, err := p.NewCrawl(p.Config)
	if err != nil {
		return err
	}
	defer crawl.Close()
	if err := crawl.Replan(ctx, r.feeds); err != nil {
		return err
	}
	var overdue []*calendar.Feed
	if r.due, overdue, err = p.Calendar.BookMissing(ctx, r.feeds); err != nil {
		return err
	}
	ended, err := r.drain(ctx, crawl, overdue)
	if ended == nil && err != nil {
		return err
	}
	if errors.Is(ended, sink.ErrUnreachable) || errors.Is(ended, ingest.ErrStuck) || errors.Is(ended, desk.ErrDiskLow) ||
		errors.Is(ended, desk.ErrNoNetwork) {
		return ended
	}
	r.timeUp = errors.Is(ended, context.DeadlineExceeded)
	return r.end(ctx)
}

// offlinePatience is how long a run waits for a network that has gone, or for files that
// may be open again.
const offlinePatience = 10 * time.Second

// drain works until nothing is left, or it must end: by a signal, its time, NATS or the
// disk. ended says which, nil if nothing is left; err is that of booking what was left
// to the server.
func (r *run) drain(ctx context.Context, crawl *ingest.Crawl, overdue []*calendar.Feed) (ended, err error) {
	p := r.pipeline
	work, stop := crawl.WhileNATSAnswers(ctx, r.natsWait, r.stats)
	defer stop()
	if r.maxTime > 0 {
		// No deadline: the client would wait for a lost answer until then, and refuse to ask after.
		var up context.CancelCauseFunc
		work, up = context.WithCancelCause(work)
		defer time.AfterFunc(r.maxTime, func() { up(context.DeadlineExceeded) }).Stop()
		defer up(nil)
	}
	work, give := context.WithCancelCause(work)
	defer give(nil)
	p.Disk.OnChange(func(paused bool, why string) {
		switch trouble := p.StoreTrouble(); { // a run does not wait: the next one goes on
		case trouble != "":
			give(fmt.Errorf("%w: %s; what is missing stays booked", ingest.ErrStuck, trouble))
		case paused:
			give(fmt.Errorf("%w: %s; what is missing stays booked", desk.ErrDiskLow, why))
		}
	})
	var beside sync.WaitGroup
	beside.Go(func() { p.Disk.Watch(work) })
	beside.Go(func() { p.WatchClock(work) })
	beside.Go(func() {
		if why := p.Net.Until(work, offlinePatience); why != "" { // neither does it wait for a network
			give(fmt.Errorf("%w: %s; no feed is counted as failing for it, and what is due stays booked", desk.ErrNoNetwork, why))
		}
	})
	left, end := r.noteStopOf(ctx, p.Log, crawl), r.progress(func() string { return r.stats.Progress(r.due) })
	crawl.Drain(work)
	late, err := p.Calendar.BookLate(work, overdue)
	if late {
		crawl.Drain(work)
	}
	end()
	left()
	ended = context.Cause(work)
	give(nil)
	beside.Wait()
	return ended, err
}

// end prints what was done and chooses the exit code.
func (r *run) end(ctx context.Context) error {
	s := r.stats.Summary()
	s.Feeds = len(r.feeds)
	// The state is read after a stop, too.
	read, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	all, err := r.pipeline.Calendar.Feeds(read)
	if err != nil {
		return err
	}
	r.pipeline.Metrics.SetFeeds(all)
	if _, err := r.pipeline.Calendar.ForgetDead(read); err != nil {
		r.pipeline.Log.Warn("looking for old dead letters", "error", err)
	}
	failing := failingNow(all, r.feeds)
	for i, feed := range failing {
		failing[i] = feed.Shown()
	}
	for _, feed := range failing {
		if feed.Persistent(time.Now()) {
			s.FailingPersistently++
		}
	}
	s.Failing = len(failing)
	if r.timeUp {
		left, err := r.pipeline.Calendar.Backlog(read)
		if err != nil {
			return err
		}
		s.Left = left.Due + left.InFlight + left.Lanes + left.Turns
	}
	if r.json {
		out := ndjson.New(r.out)
		for _, feed := range failing {
			if err := out.Write(failingLine(feed)); err != nil {
				return err
			}
		}
		if err := out.Summary(s); err != nil {
			return err
		}
	} else {
		for _, feed := range failing {
			if !r.quiet || r.failOn == "any" || r.failOn == "persistent" && feed.Persistent(time.Now()) {
				fmt.Fprintf(r.err, "failing %s: %s since %s, next try %s\n",
					feed.URL, words.OneLine(desk.Failure(feed)), words.Clock(feed.Failing), words.Clock(feed.Next))
			}
		}
		r.say("%s", s)
		if s.Left > 0 {
			r.say("the time of this run was over after %s (--max-time): %s stay booked, and the next run goes on",
				r.maxTime, words.Plural(s.Left, "job"))
		}
		for _, q := range r.stats.Quiet() {
			r.say("%s", q)
		}
		if r.due == 0 && s.Polled+s.Pages == 0 {
			r.say("%s", nothingDue(r.feeds))
		}
	}
	switch {
	case s.Fetches > 0 && s.Unanswered == s.Fetches:
		return coded{exitNetwork, errors.New("no fetch got an answer: is the network or the proxy down?")}
	case r.failOn == "any" && s.Failing > 0, r.failOn == "persistent" && s.FailingPersistently > 0:
		return coded{code: exitFailing}
	}
	return nil
}

// failingNow are the feeds among these that fail now.
func failingNow(all, these []*calendar.Feed) (failing []*calendar.Feed) {
	mine := map[string]bool{}
	for _, f := range these {
		mine[f.ID] = true
	}
	for _, f := range all {
		if mine[f.ID] && f.Failures > 0 && !f.Resting() && crawler.Outcome(f.Outcome) != crawler.Throttled {
			failing = append(failing, f)
		}
	}
	return failing
}

func failingLine(f *calendar.Feed) map[string]any {
	return map[string]any{"feed": f.URL, "outcome": f.Outcome, "error": f.Error, "since": f.Failing, "next": f.Next}
}

// nothingDue says when the next poll is.
func nothingDue(feeds []*calendar.Feed) string {
	var next *calendar.Feed
	for _, f := range feeds {
		if !f.Resting() && (next == nil || f.Next.Before(next.Next)) {
			next = f
		}
	}
	if next == nil {
		return "no poll is planned: all feeds are paused or parked"
	}
	return fmt.Sprintf("nothing was due; the next poll is %s at %s (%s)", weburl.Masked(next.URL), words.Clock(next.Next), next.Why)
}

// onlyIDs are the ids of the feeds a run is limited to; nil if it is not.
func onlyIDs(feeds []*calendar.Feed, only []string) map[string]bool {
	if len(only) == 0 {
		return nil
	}
	ids := map[string]bool{}
	for _, f := range feeds {
		ids[f.ID] = true
	}
	return ids
}
