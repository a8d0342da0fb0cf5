package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

// checkStream says whether the stream that a program left has every story once:
// the figures of one that loses or repeats some would mean nothing.
func (d *desk) checkStream(ctx context.Context, stories []string) (err error) {
	nc, closeServer, err := d.connect()
	if err != nil {
		return fmt.Errorf("open the stream of %s: %w", d.name, err)
	}
	defer func() { nc.Close(); err = errors.Join(err, closeServer()) }()
	published, err := publishedURLs(ctx, nc)
	if err != nil {
		return fmt.Errorf("read the stream of %s: %w", d.name, err)
	}
	if err := eachOnce(stories, published); err != nil {
		return fmt.Errorf("%s: %w", d.name, err)
	}
	return nil
}

// connect serves what the program has stored.
func (d *desk) connect() (*nats.Conn, func() error, error) {
	if d.name == wiredesk {
		s, err := embedded.Open(embedded.Options{Dir: d.path("state"), Listen: "none", Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			return nil, nil, err
		}
		nc, err := s.Connect()
		if err != nil {
			return nil, nil, errors.Join(err, s.Close())
		}
		return nc, s.Close, nil
	}
	s, err := server.NewServer(&server.Options{JetStream: true, StoreDir: d.dir, DontListen: true, NoSigs: true})
	if err != nil {
		return nil, nil, err
	}
	s.Start()
	shutdown := func() error { s.Shutdown(); s.WaitForShutdown(); return nil }
	if !s.ReadyForConnections(10 * time.Second) {
		return nil, nil, errors.Join(errors.New("NATS is not ready"), shutdown())
	}
	nc, err := nats.Connect("", nats.InProcessServer(s))
	if err != nil {
		return nil, nil, errors.Join(err, shutdown())
	}
	return nc, shutdown, nil
}

// publishedURLs are the addresses of all articles in the stream, which has the
// same name with every program.
func publishedURLs(ctx context.Context, nc *nats.Conn) ([]string, error) {
	js, err := jetstream.New(nc)
	if err != nil {
		return nil, err
	}
	stream, err := js.Stream(ctx, "ARTICLES")
	if err != nil {
		return nil, err
	}
	consumer, err := stream.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{})
	if err != nil {
		return nil, err
	}
	messages, err := consumer.Messages()
	if err != nil {
		return nil, err
	}
	defer messages.Stop()
	var urls []string
	for range stream.CachedInfo().State.Msgs {
		m, err := messages.Next(jetstream.NextContext(ctx))
		if err != nil {
			return nil, err
		}
		var article struct{ URL string }
		if err := json.Unmarshal(m.Data(), &article); err != nil {
			return nil, fmt.Errorf("on %s: %w", m.Subject(), err)
		}
		urls = append(urls, article.URL)
	}
	return urls, nil
}

// eachOnce compares what should be there with what is.
func eachOnce(want, have []string) error {
	count := make(map[string]int, len(want))
	for _, u := range have {
		count[u]++
	}
	missing, repeated := 0, 0
	for _, u := range want {
		switch n := count[u]; {
		case n == 0:
			missing++
		case n > 1:
			repeated++
		}
		delete(count, u)
	}
	if missing+repeated+len(count) > 0 {
		return fmt.Errorf("of %d stories %d are missing and %d are there more than once; %d articles are of no story",
			len(want), missing, repeated, len(count))
	}
	return nil
}
