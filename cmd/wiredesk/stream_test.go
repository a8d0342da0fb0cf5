package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// publishScript is `publish FILE`: it publishes the articles of a file of JSON
// lines into the stream of the script's state directory. A line needs a url; one
// with "event": "withdrawn" withdraws the story.
func publishScript(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: publish FILE")
	}
	ts.Setenv("HARBOUR", article.ID("https://demo.example/harbour-budget", "", ""))
	ts.Setenv("HARBOUR8", ts.Getenv("HARBOUR")[:8])
	ts.Check(inStream(ts, func(js jetstream.JetStream) error { return publishLines(js, ts.ReadFile(args[0])) }))
}

// expireScript is `expire SEQUENCE`: that message leaves the stream.
func expireScript(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: expire SEQUENCE")
	}
	n, err := strconv.ParseUint(args[0], 10, 64)
	ts.Check(err)
	ts.Check(inStream(ts, func(js jetstream.JetStream) error {
		stream, err := js.Stream(context.Background(), "ARTICLES")
		if err != nil {
			return err
		}
		return stream.DeleteMsg(context.Background(), n)
	}))
}

// strangeScript stores a message that is no article.
func strangeScript(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(inStream(ts, func(js jetstream.JetStream) error {
		_, err := js.Publish(context.Background(), "articles.v1.en.demo_example.published", []byte("not an article"))
		return err
	}))
}

// streamScript is `stream NAME SUBJECT`: it makes a stream, or says in $STORED
// what is in the one that there is.
func streamScript(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: stream NAME SUBJECT")
	}
	ts.Check(inStream(ts, func(js jetstream.JetStream) error {
		ctx := context.Background()
		stream, err := js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{Name: args[0], Subjects: []string{args[1]}, AllowDirect: true})
		if err != nil {
			return err
		}
		last := stream.CachedInfo().State.LastSeq
		if last == 0 {
			return nil
		}
		m, err := stream.GetMsg(ctx, last)
		if err != nil {
			return err
		}
		ts.Setenv("STORED", fmt.Sprintf("%d %s %s", last, m.Subject, m.Header.Get("Nats-Msg-Id")))
		return nil
	}))
}

// inStream opens the server of the script's state directory for a moment.
func inStream(ts *testscript.TestScript, do func(jetstream.JetStream) error) (err error) {
	dir := filepath.Join(ts.Getenv("XDG_STATE_HOME"), "wiredesk")
	server, err := embedded.Open(embedded.Options{Dir: dir, Listen: "none", Holder: "test", Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	nc, err := server.Connect()
	if err != nil {
		return err
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		return err
	}
	return do(js)
}

func publishLines(js jetstream.JetStream, lines string) error {
	ctx := context.Background()
	if _, err := sink.EnsureStream(ctx, js, sink.StreamConfig{}); err != nil {
		return err
	}
	index, err := sink.OpenIndex(ctx, js, sink.StreamConfig{}, sink.IndexOptions{})
	if err != nil {
		return err
	}
	defer index.Close()
	publisher, err := sink.NewPublisher(index, sink.StreamConfig{})
	if err != nil {
		return err
	}
	in := bufio.NewScanner(strings.NewReader(lines))
	in.Buffer(nil, 4<<20)
	for in.Scan() {
		var a article.Article
		if err := json.Unmarshal(in.Bytes(), &a); err != nil {
			return err
		}
		a.ID = article.ID(a.URL, "", "")
		if a.Completeness == "" {
			a.Completeness = article.Full
		}
		if a.Event == article.Withdrawn {
			err = withdraw(ctx, js, index, a)
		} else {
			a.Seal()
			_, err = publisher.Publish(ctx, &a, sink.Origin{FeedURL: "https://demo.example/rss"})
		}
		if err != nil {
			return err
		}
	}
	return in.Err()
}

// withdraw stores the withdrawal of a story, as the wire contract has it.
func withdraw(ctx context.Context, js jetstream.JetStream, index *sink.Index, a article.Article) error {
	known, ok := index.ByID(a.ID)
	if !ok {
		return fmt.Errorf("%s is not known", a.URL)
	}
	stream, err := js.Stream(ctx, "ARTICLES")
	if err != nil {
		return err
	}
	m, err := stream.GetMsg(ctx, known.Sequence)
	if err != nil {
		return err
	}
	before, err := article.Decode(m.Data)
	if err != nil {
		return err
	}
	before = before.Tombstone(article.Withdrawal{Reason: article.Gone})
	data, err := article.Encode(before)
	if err != nil {
		return err
	}
	h := m.Header
	h.Set("ce-id", fmt.Sprintf("%s:%d", before.ID, before.Version))
	h.Set("Nats-Msg-Id", fmt.Sprintf("%s:%d", before.ID, before.Version))
	h.Set("ce-type", "news.article.withdrawn")
	out := &nats.Msg{Subject: m.Subject[:strings.LastIndexByte(m.Subject, '.')] + ".withdrawn", Header: nats.Header{}, Data: data}
	for k, v := range h {
		if strings.HasPrefix(strings.ToLower(k), "ce-") || strings.HasPrefix(k, "Wiredesk-") || k == "Nats-Msg-Id" {
			out.Header[k] = v
		}
	}
	_, err = js.PublishMsg(ctx, out)
	return err
}
