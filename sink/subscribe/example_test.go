package subscribe_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// show is a handler.
func show(_ context.Context, m subscribe.Message) error {
	fmt.Println(m.Article.Event, m.Article.Headline, m.Article.URL)
	return nil
}

// A whole subscriber: every English article, also those published while it was
// not running.
func Example() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o := subscribe.Options{Durable: "archive", Filter: subscribe.Filter{Languages: []string{"en"}}}
	if err := subscribe.Run(ctx, o, show); ctx.Err() == nil {
		log.Print(err)
	}
}

// What was corrected or withdrawn in two languages.
func ExampleFilter() {
	o := subscribe.Options{Durable: "corrections", Filter: subscribe.Filter{
		Languages: []string{"en", "de"},
		Events:    []article.Event{article.Corrected, article.Withdrawn},
	}}
	log.Print(subscribe.Run(context.Background(), o, show))
}

// What this program will never understand is given up at once, what fails eight
// times later; both are kept in a file.
func ExampleSkip() {
	o := subscribe.Options{Durable: "translator", MaxDeliver: 8}
	o.DeadLetter = func(_ context.Context, m subscribe.Message, reason error) error {
		line, err := json.Marshal(map[string]any{"id": m.ID, "sequence": m.Sequence, "reason": reason.Error()})
		if err != nil {
			return err
		}
		f, err := os.OpenFile("dead.jsonl", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		_, err = f.Write(append(line, '\n'))
		return errors.Join(err, f.Close())
	}
	log.Print(subscribe.Run(context.Background(), o, func(ctx context.Context, m subscribe.Message) error {
		if m.Article.Language == nil {
			return subscribe.Skip(errors.New("no language to translate from"))
		}
		return show(ctx, m)
	}))
}

// Four articles at a time, and a line each minute that says how it goes.
func ExampleStatus() {
	o := subscribe.Options{Durable: "index", Concurrency: 4, Heartbeat: time.Minute}
	o.OnHeartbeat = func(s subscribe.Status) {
		if !s.Connected {
			log.Printf("no answer from the server: %v", s.Err)
			return
		}
		log.Printf("%d to come; the last was stored %s", s.Pending, s.Stored)
	}
	log.Print(subscribe.Run(context.Background(), o, show))
}

// A user of a strict server: TLS, credentials, an inbox of its own, and a durable
// that the operator has made.
func ExampleRun() {
	o := subscribe.Options{URL: "tls://nats.example.org", Creds: "ana.creds", Durable: "ana"}
	o.Connect = []nats.Option{nats.RootCAs("ca.pem"), nats.CustomInboxPrefix("_INBOX_ana")}
	err := subscribe.Run(context.Background(), o, show)
	if errors.Is(err, nats.ErrPermissionViolation) {
		log.Fatal("ask the operator: ", err)
	}
}

// Over a connection that the program has anyway.
func ExampleRunOn() {
	nc, err := nats.Connect(nats.DefaultURL, nats.MaxReconnects(-1))
	if err != nil {
		log.Fatal(err)
	}
	defer nc.Close()
	// Everything that has come since the last time, then the end.
	if err := subscribe.RunOn(context.Background(), nc, subscribe.Options{Durable: "nightly", Once: true}, show); err != nil {
		log.Fatal(err)
	}
}

// The last day once more, under the same name.
func ExampleReset() {
	nc, err := nats.Connect(nats.DefaultURL)
	if err != nil {
		log.Fatal(err)
	}
	defer nc.Close()
	o := subscribe.Options{Durable: "archive", Since: time.Now().Add(-24 * time.Hour)}
	if err := subscribe.Reset(context.Background(), nc, o); err != nil {
		log.Fatal(err)
	}
}

// The last hundred articles, without a trace on the server.
func ExampleRead() {
	nc, err := nats.Connect(nats.DefaultURL)
	if err != nil {
		log.Fatal(err)
	}
	defer nc.Close()
	for m, err := range subscribe.Read(context.Background(), nc, subscribe.Options{Last: 100}) {
		if err != nil {
			log.Print(err)
			continue
		}
		fmt.Println(m.Time.Format(time.TimeOnly), m.Article.Headline)
	}
}
