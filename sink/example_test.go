package sink_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// serve runs do on a connection to a NATS server that is gone afterwards, so that the
// examples run anywhere. A program has sink.Dial.
func serve(do func(ctx context.Context, nc *nats.Conn, js jetstream.JetStream) error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	dir, err := os.MkdirTemp("", "sink")
	if err != nil {
		log.Fatal(err)
	}
	server, err := embedded.Open(embedded.Options{Dir: dir, Holder: "example", Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		log.Fatal(err)
	}
	nc, err := server.Connect()
	if err != nil {
		log.Fatal(err)
	}
	js, err := jetstream.New(nc)
	if err == nil {
		err = do(ctx, nc, js)
	}
	nc.Close()
	if err = errors.Join(err, server.Close(), os.RemoveAll(dir)); err != nil {
		log.Fatal(err)
	}
}

// harbour is an article as normalize makes it.
func harbour(headline string) *article.Article {
	const url = "https://news.example/2026/11/harbour"
	a := &article.Article{
		ID: article.ID(url, "", ""), URL: url, URLs: []article.URL{{URL: url, Role: "canonical"}},
		Headline: headline, BodyText: "The harbour reopened on Tuesday.",
		Language: &article.Language{Tag: "en-GB"}, Publisher: &article.Publisher{Domain: "news.example"},
	}
	a.Seal()
	return a
}

// publish puts stories into the stream of articles, which it makes.
func publish(ctx context.Context, js jetstream.JetStream, stories ...*article.Article) error {
	if _, err := sink.EnsureStream(ctx, js, sink.StreamConfig{}); err != nil {
		return err
	}
	index, err := sink.OpenIndex(ctx, js, sink.StreamConfig{}, sink.IndexOptions{})
	if err != nil {
		return err
	}
	defer index.Close()
	publisher, err := sink.NewPublisher(index, sink.StreamConfig{})
	for _, a := range stories {
		if err == nil {
			_, err = publisher.Publish(ctx, a, sink.Origin{FeedURL: "https://news.example/feed"})
		}
	}
	return err
}

// A program that publishes: the stream, what is in it, and each version once.
func Example() {
	serve(func(ctx context.Context, _ *nats.Conn, js jetstream.JetStream) error {
		cfg := sink.StreamConfig{MaxAge: 7 * 24 * time.Hour}
		if _, err := sink.EnsureStream(ctx, js, cfg); err != nil {
			return err
		}
		index, err := sink.OpenIndex(ctx, js, cfg, sink.IndexOptions{})
		if err != nil {
			return err
		}
		defer index.Close()
		publisher, err := sink.NewPublisher(index, cfg)
		if err != nil {
			return err
		}
		for _, headline := range []string{"Harbour reopens", "Harbour reopens", "Harbour reopens late"} {
			result, err := publisher.Publish(ctx, harbour(headline), sink.Origin{FeedURL: "https://news.example/feed"})
			if err != nil {
				return err
			}
			fmt.Println(result.Outcome, result.Version)
		}
		result, err := publisher.Withdraw(ctx, harbour("").ID, article.Withdrawal{Reason: article.Gone}, sink.Origin{})
		fmt.Println(result.Outcome, result.Version)
		return err
	})
	// Output:
	// published 1
	// unchanged 1
	// updated 2
	// withdrawn 3
}

// A connection that lasts, to a server that can do what is needed.
func ExampleDial() {
	ctx := context.Background()
	nc, err := sink.Dial(ctx, sink.DialOptions{URL: "tls://nats.example.org", Creds: "desk.creds", Name: "archive"})
	switch {
	case errors.Is(err, sink.ErrUnreachable):
		log.Fatal("try later: ", err)
	case err != nil:
		log.Fatal("configure something else: ", err)
	}
	defer nc.Close()
	if err := sink.CheckServer(ctx, nc); err != nil {
		log.Fatal(sink.Explain(nc, err)) // what the user may not do is no outage
	}
}

// What is known of a story without reading it.
func ExampleIndex() {
	serve(func(ctx context.Context, _ *nats.Conn, js jetstream.JetStream) error {
		if err := publish(ctx, js, harbour("Harbour reopens"), harbour("Harbour reopens late")); err != nil {
			return err
		}
		index, err := sink.OpenIndex(ctx, js, sink.StreamConfig{}, sink.IndexOptions{})
		if err != nil {
			return err
		}
		defer index.Close()
		known, ok := index.ByURL("http://www.news.example/2026/11/harbour?utm_source=feed")
		fmt.Println(ok, known.Version, known.Event)
		return nil
	})
	// Output: true 2 updated
}

// Every version of a story, by one of its addresses.
func ExampleHistory() {
	serve(func(ctx context.Context, _ *nats.Conn, js jetstream.JetStream) error {
		if err := publish(ctx, js, harbour("Harbour reopens"), harbour("Harbour reopens late")); err != nil {
			return err
		}
		id, err := sink.Resolve(ctx, js, sink.StreamConfig{}, "https://news.example/2026/11/harbour")
		if err != nil {
			return err
		}
		versions, err := sink.History(ctx, js, sink.StreamConfig{}, id)
		for _, v := range versions {
			fmt.Println(v.Version, v.Event)
		}
		return err
	})
	// Output:
	// 1 published
	// 2 updated
}

// What the stream holds, by the headers alone, and the texts of it.
func ExampleReadVersion() {
	serve(func(ctx context.Context, _ *nats.Conn, js jetstream.JetStream) error {
		if err := publish(ctx, js, harbour("Harbour reopens"), harbour("Harbour reopens late")); err != nil {
			return err
		}
		stream, err := js.Stream(ctx, "ARTICLES")
		if err != nil {
			return err
		}
		for v, err := range sink.Versions(ctx, js, sink.StreamConfig{}, sink.Span{}) {
			if err != nil {
				return err
			}
			a, err := sink.ReadVersion(ctx, stream, v.Sequence)
			if errors.Is(err, sink.ErrExpired) {
				continue // in this moment
			}
			if err != nil {
				return err
			}
			fmt.Println(v.Version, a.Headline)
		}
		return nil
	})
	// Output:
	// 1 Harbour reopens
	// 2 Harbour reopens late
}

// The messages of the last day once more, byte for byte.
func ExampleMessages() {
	serve(func(ctx context.Context, nc *nats.Conn, js jetstream.JetStream) error {
		if err := publish(ctx, js, harbour("Harbour reopens")); err != nil {
			return err
		}
		span := sink.Span{Since: time.Now().Add(-24 * time.Hour)}
		for m, err := range sink.Messages(ctx, js, sink.StreamConfig{}, span, []string{"articles.v1.en.>"}) {
			if err != nil {
				return err
			}
			again := &nats.Msg{Subject: "again." + m.Subject(), Header: m.Headers(), Data: m.Data()}
			if err := nc.PublishMsg(again); err != nil {
				return err
			}
			fmt.Println(again.Subject)
		}
		return nil
	})
	// Output: again.articles.v1.en.news_example.published
}

// Subscribers in any language find the schema beside the stream.
func ExamplePublishSchema() {
	serve(func(ctx context.Context, _ *nats.Conn, js jetstream.JetStream) error {
		if err := sink.PublishSchema(ctx, js, 1); err != nil {
			return err
		}
		kv, err := js.KeyValue(ctx, sink.SchemaBucket)
		if err != nil {
			return err
		}
		schema, err := kv.Get(ctx, sink.SchemaKey)
		if err == nil {
			fmt.Println(strings.Contains(string(schema.Value()), article.Schema))
		}
		return err
	})
	// Output: true
}

// A program that tells people when a feed is lost.
func ExampleEvents() {
	nc, err := nats.Connect(nats.DefaultURL)
	if err != nil {
		log.Fatal(err)
	}
	defer nc.Close()
	for e, err := range sink.Events(context.Background(), nc, sink.AllFeedEvents) {
		if err != nil {
			log.Print(err)
			continue
		}
		if feed, ok := e.(sink.FeedEvent); ok && feed.Notice == sink.FeedGone {
			fmt.Println(feed.URL, feed.Text)
		}
	}
}

// One event, by the way it goes: announced, received, read.
func ExampleAnnounce() {
	serve(func(ctx context.Context, nc *nats.Conn, _ jetstream.JetStream) error {
		sub, err := nc.SubscribeSync(sink.AllEvents)
		if err != nil {
			return err
		}
		err = sink.Announce(nc, sink.FeedEvent{
			Notice: sink.FeedGone, URL: "https://news.example/feed", ID: "9f3c", Text: "it has ended", Time: time.Now(),
		})
		if err != nil {
			return err
		}
		m, err := sub.NextMsgWithContext(ctx)
		if err != nil {
			return err
		}
		e, err := sink.DecodeEvent(m.Data)
		if feed, ok := e.(sink.FeedEvent); ok {
			fmt.Println(m.Subject, feed.URL, feed.Text)
		}
		return err
	})
	// Output: wiredesk.events.feed.gone https://news.example/feed it has ended
}

func ExampleParseFilter() {
	f, err := sink.ParseFilter([]string{"de", "en-GB"}, []string{"https://www.example.org/news"}, []string{"corrected"})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range f.Subjects() {
		fmt.Println(s)
	}
	_, err = sink.ParseFilter(nil, nil, []string{"deleted"})
	fmt.Println(err)
	// Output:
	// articles.v1.de.example_org.corrected
	// articles.v1.en.example_org.corrected
	// "deleted" is no event: want published, updated, corrected, withdrawn or restored
}

func ExampleSubject() {
	fmt.Println(sink.Subject(sink.DefaultPrefix, "en-GB", "www.themoscowtimes.com", article.Published))
	// Output: articles.v1.en.themoscowtimes_com.published
}
