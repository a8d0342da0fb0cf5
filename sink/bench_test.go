package sink

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

const rawPrefix = "raw.v1"

// benchStory has about 4 KB of text.
func benchStory(n int) *article.Article {
	return newStory(storyURL(n), fmt.Sprintf("Headline %d", n), strings.Repeat("The harbour reopened on Tuesday. ", 120))
}

// BenchmarkPublish publishes new stories from goroutines that each wait for
// their acknowledgement. In the same rounds a loop sends messages with the same
// bytes and headers by PublishMsgAsync with 1,024 in flight: "ratio" is Publish's
// rate over that of such a loop, which encodes each article and makes its headers
// as it goes; "sent-ratio" over that of a loop which finds them made; "waiting-ratio"
// over that of as many goroutines as Publish's, each of which sends by PublishMsgAsync
// and waits for its own acknowledgement: what is between the two is Publish's own.
func BenchmarkPublish(b *testing.B) {
	for _, goroutines := range []int{16, 256} {
		b.Run(fmt.Sprintf("goroutines=%d", goroutines), func(b *testing.B) { benchmarkPublish(b, goroutines) })
	}
}

func benchmarkPublish(b *testing.B, goroutines int) {
	const rounds = 8
	d := localDesk(b)
	raw, err := jetstream.New(d.nc, jetstream.WithPublishAsyncMaxPending(1024))
	if err != nil {
		b.Fatal(err)
	}
	// A stream like ours that no index reads.
	rawStream := d.stream.CachedInfo().Config
	rawStream.Name, rawStream.Subjects = "RAW", []string{rawPrefix + ".>"}
	if _, err := raw.CreateStream(b.Context(), rawStream); err != nil {
		b.Fatal(err)
	}
	var product, looped, sent, waited time.Duration
	next := 0
	b.ResetTimer()
	for range rounds { // interleaved, so that all see the same machine
		stories := make([]*article.Article, max(b.N/rounds, goroutines))
		messages := make([]*nats.Msg, len(stories))
		for i := range stories {
			next++
			stories[i] = benchStory(next)
			messages[i] = rawMessage(b, rawPrefix, stories[i], "made", next)
		}
		runtime.GC()
		sent += sendAll(b, raw, len(stories), func(i int) *nats.Msg { return messages[i] })
		clear(messages)
		runtime.GC()
		looped += sendAll(b, raw, len(stories), func(i int) *nats.Msg { return rawMessage(b, rawPrefix, stories[i], "loop", next-i) })
		runtime.GC()
		waited += waitAll(b, len(stories), goroutines, func(i int) error {
			future, err := raw.PublishMsgAsync(rawMessage(b, rawPrefix, stories[i], "wait", next-i))
			if err != nil {
				return err
			}
			select {
			case <-future.Ok():
				return nil
			case err := <-future.Err():
				return err
			}
		})
		runtime.GC()
		product += publishAll(b, d, stories, goroutines)
	}
	kept, err := raw.Stream(context.Background(), rawStream.Name)
	if err != nil || int(kept.CachedInfo().State.Msgs) != 3*next {
		b.Fatalf("raw stream %+v, %v; want %d messages", kept.CachedInfo().State, err, 3*next)
	}
	b.ReportMetric(looped.Seconds()/product.Seconds(), "ratio")
	b.ReportMetric(sent.Seconds()/product.Seconds(), "sent-ratio")
	b.ReportMetric(waited.Seconds()/product.Seconds(), "waiting-ratio")
	b.ReportMetric(float64(next)/product.Seconds(), "articles/s")
	b.ReportMetric(0, "ns/op") // it would be that of all together
}

// rawMessage is the message Publish would send, under another id.
func rawMessage(b *testing.B, prefix string, a *article.Article, who string, n int) *nats.Msg {
	b.Helper()
	v := *a
	v.ID = article.ID("", who, strconv.Itoa(n))
	v.Version, v.Event = 1, article.Published
	data, err := article.Encode(&v)
	if err != nil {
		b.Fatal(err)
	}
	origin := Origin{FeedURL: "https://news.example/feed", Feed: 7, Entry: 9}
	return &nats.Msg{Subject: subjectOf(prefix, &v, ""), Data: data, Header: headers(&v, origin, storyURLs(&v), time.Now())}
}

func publishAll(b *testing.B, d *desk, stories []*article.Article, goroutines int) time.Duration {
	b.Helper()
	return waitAll(b, len(stories), goroutines, func(i int) error {
		got, err := d.Publish(b.Context(), stories[i], Origin{FeedURL: "https://news.example/feed", Feed: 7, Entry: 9})
		if err == nil && got.Outcome != "published" {
			err = fmt.Errorf("outcome %s", got.Outcome)
		}
		return err
	})
}

// waitAll has goroutines publish n messages, each waiting for its own before the next.
func waitAll(b *testing.B, n, goroutines int, publish func(i int) error) time.Duration {
	b.Helper()
	start := time.Now()
	var wg sync.WaitGroup
	var next atomic.Int64
	for range goroutines {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := publish(i); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	return time.Since(start)
}

func sendAll(b *testing.B, js jetstream.JetStream, n int, message func(i int) *nats.Msg) time.Duration {
	b.Helper()
	start := time.Now()
	for i := range n {
		if _, err := js.PublishMsgAsync(message(i), jetstream.WithStallWait(time.Minute)); err != nil {
			b.Fatal(err)
		}
	}
	<-js.PublishAsyncComplete()
	return time.Since(start)
}

// indexed is how many stories BenchmarkOpenIndex has in the stream.
var indexed = flag.Int("stories", 100_000, "how many stories BenchmarkOpenIndex reads back")

// BenchmarkOpenIndex starts the server on a stream of many stories and opens the
// index, with and without its snapshot.
func BenchmarkOpenIndex(b *testing.B) {
	dir := b.TempDir()
	fill(b, dir, *indexed)
	snapshot := filepath.Join(dir, "index")
	for _, way := range []string{"stream", "snapshot"} { // the first writes what the second reads
		b.Run(way, func(b *testing.B) {
			var server, index time.Duration
			for b.Loop() {
				start := time.Now()
				s, err := embedded.Open(embedded.Options{Dir: dir, Logger: slog.New(slog.DiscardHandler)})
				if err != nil {
					b.Fatal(err)
				}
				server += time.Since(start)
				nc, err := s.Connect()
				if err != nil {
					b.Fatal(err)
				}
				js, err := jetstream.New(nc)
				if err != nil {
					b.Fatal(err)
				}
				if way == "stream" {
					if err := os.RemoveAll(snapshot); err != nil {
						b.Fatal(err)
					}
				}
				start, before := time.Now(), heap()
				ix, err := OpenIndex(context.Background(), js, StreamConfig{}, IndexOptions{Snapshot: snapshot})
				if err != nil {
					b.Fatal(err)
				}
				index += time.Since(start)
				if ix.Len() != *indexed {
					b.Fatalf("%d stories", ix.Len())
				}
				if way == "snapshot" {
					b.ReportMetric(float64(heap()-before)/float64(*indexed), "bytes/story")
				}
				ix.Close()
				nc.Close()
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(server.Seconds()/float64(b.N), "server-s")
			b.ReportMetric(index.Seconds()/float64(b.N), "index-s")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// fill makes a store with many stories of two addresses and a kilobyte of text, which
// are older than the stream's duplicate window.
func fill(b *testing.B, dir string, stories int) {
	b.Helper()
	s, err := embedded.Open(embedded.Options{Dir: dir, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	nc, err := s.Connect()
	if err != nil {
		b.Fatal(err)
	}
	js, err := jetstream.New(nc, jetstream.WithPublishAsyncMaxPending(1024))
	if err != nil {
		b.Fatal(err)
	}
	// A server that starts reads what is in the window: of a million stories next to none.
	if _, err := EnsureStream(context.Background(), js, StreamConfig{DuplicateWindow: time.Second}); err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("The harbour reopened on Tuesday. ", 30)
	for n := range stories {
		a := newStory(storyURL(n), "Headline", text)
		a.URLs = append(a.URLs, article.URL{URL: storyURL(n) + "/amp", Role: "amp"})
		if _, err := js.PublishMsgAsync(rawMessage(b, DefaultPrefix, a, "stored", n), jetstream.WithStallWait(time.Minute)); err != nil {
			b.Fatal(err)
		}
	}
	<-js.PublishAsyncComplete()
	nc.Close()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkSync publishes to two servers in turn: one forces its files to disk
// every ten seconds, the other before each acknowledgement. "ratio" is the rate of
// the second over that of the first.
func BenchmarkSync(b *testing.B) {
	const rounds = 4
	for _, goroutines := range []int{1, 16, 256} {
		b.Run(fmt.Sprintf("goroutines=%d", goroutines), func(b *testing.B) {
			var desks [2]*desk
			for i := range desks {
				s, err := embedded.Open(embedded.Options{Dir: b.TempDir(), Logger: slog.New(slog.DiscardHandler), SyncAlways: i == 1})
				if err != nil {
					b.Fatal(err)
				}
				b.Cleanup(func() { _ = s.Close() })
				desks[i] = newDesk(b, inProcess(b, s), StreamConfig{})
			}
			var took [2]time.Duration
			for round := range rounds {
				for i, d := range desks {
					stories := make([]*article.Article, max(b.N/rounds, goroutines))
					for n := range stories {
						stories[n] = benchStory(round*len(stories) + n)
					}
					took[i] += publishAll(b, d, stories, goroutines)
				}
			}
			n := float64(max(b.N/rounds, goroutines) * rounds)
			b.ReportMetric(took[0].Seconds()/took[1].Seconds(), "ratio")
			b.ReportMetric(n/took[0].Seconds(), "interval/s")
			b.ReportMetric(n/took[1].Seconds(), "always/s")
			b.ReportMetric(0, "ns/op")
		})
	}
}
