package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/sink"
)

// withReader opens the desk of a reader for the time of f.
func (a *app) withReader(ctx context.Context, command string, f func(*desk) error) error {
	cfg, err := a.config()
	if err != nil {
		return err
	}
	d, err := readDesk(ctx, cfg, a.logger(cfg), command)
	if err != nil {
		return err
	}
	return errors.Join(sink.Explain(d.nc, f(d)), d.Close())
}

// readDesk opens the desk for a command that only reads articles. Of a server of
// nats.url it asks no more than a reader may: the calendar and the stream's
// configuration are not touched, and the desk has no calendar.
func readDesk(ctx context.Context, cfg *config.Config, log *slog.Logger, command string) (*desk, error) {
	if !cfg.External() {
		d, err := joinDesk(ctx, cfg, log, command)
		if err != nil {
			return nil, err
		}
		if _, err := sink.EnsureStream(ctx, d.js, streamConfig(cfg)); err != nil {
			return nil, errors.Join(err, d.Close())
		}
		return d, nil
	}
	opts, err := cfg.NATS.DialOptions()
	if err != nil {
		return nil, err
	}
	opts.Name, opts.Logger = "wiredesk "+command, log
	nc, err := sink.Dial(ctx, opts)
	if err != nil {
		return nil, err
	}
	js, err := jetstream.New(nc)
	if err != nil {
		nc.Close()
		return nil, fmt.Errorf("open JetStream: %w", err)
	}
	return &desk{cfg: cfg, log: log, nc: nc, js: js}, nil
}
