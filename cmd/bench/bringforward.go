package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// bringForward makes every feed of wiredesk due again, as if the time between
// two polls had passed: wiredesk itself asks nobody more often than once a
// minute, and a measurement cannot wait that long. The polls are booked for a
// moment after the server is closed again; the run that follows finds them
// some seconds overdue, as a run from cron does.
func (d *desk) bringForward(ctx context.Context) (err error) {
	if d.name != wiredesk {
		return nil // it polls whenever it runs
	}
	due, err := d.rebook(ctx)
	if err != nil {
		return fmt.Errorf("bring the polls of wiredesk forward: %w", err)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Until(due) + 3*time.Second):
		return nil
	}
}

func (d *desk) rebook(ctx context.Context) (due time.Time, err error) {
	server, err := embedded.Open(embedded.Options{Dir: d.path("state"), Listen: "none", Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return due, err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	nc, err := server.Connect()
	if err != nil {
		return due, err
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		return due, err
	}
	c, err := calendar.Open(ctx, js, calendar.Options{Sole: true})
	if err != nil {
		return due, err
	}
	feeds, err := c.Feeds(ctx)
	if err != nil {
		return due, err
	}
	due = time.Now().Add(500*time.Millisecond + time.Duration(len(feeds))*time.Millisecond)
	for _, f := range feeds {
		if f, err = c.UpdateFeed(ctx, f.ID, func(f *calendar.Feed) error { f.Next = due.UTC(); return nil }); err != nil {
			return due, err
		}
		if err := c.BookAt(ctx, f.Job(), f.Next); err != nil {
			return due, err
		}
	}
	return due, nil
}
