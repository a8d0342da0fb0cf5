// Command go is a subscriber to start from: it prints what is published, each
// version of a story once, also what was published while it was not running.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil && !errors.Is(err, context.Canceled) {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	done, err := openLog("go-example.log")
	if err != nil {
		return err
	}
	defer done.Close()
	o := subscribe.Options{URL: os.Getenv("NATS_URL"), Durable: "go-example"} // no URL: 127.0.0.1:4222
	if s := os.Getenv("SUBJECT"); s != "" {
		o.Subjects = []string{s} // or by parts: o.Filter = subscribe.Filter{Language: "en"}
	}
	if s := os.Getenv("SINCE"); s != "" {
		if o.Since, err = time.Parse(time.RFC3339, s); err != nil {
			return fmt.Errorf("SINCE: %w", err)
		}
	}
	return subscribe.Run(ctx, o, func(_ context.Context, m subscribe.Message) error {
		if done.has(m.ID) {
			return nil // its acknowledgement was lost: acknowledge it again
		}
		if m.Article.Event == article.Withdrawn {
			fmt.Println(m.Article.Event, m.ID, m.Article.Withdrawal.Reason)
		} else {
			fmt.Println(m.Article.Event, m.ID, m.Article.Headline)
		}
		return done.add(m.ID) // an error would bring the article back
	})
}

// handled is a file of the keys of what was handled. A program with a database
// has a unique key there instead, and writes it in the transaction of its work.
type handled struct {
	*os.File
	keys map[string]bool
}

func openLog(path string) (*handled, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	h := &handled{File: f, keys: map[string]bool{}}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		h.keys[lines.Text()] = true
	}
	return h, lines.Err()
}

func (h *handled) has(key string) bool { return h.keys[key] }

func (h *handled) add(key string) error {
	h.keys[key] = true
	_, err := fmt.Fprintln(h, key)
	return err
}
