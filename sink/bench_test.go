package sink

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

const rawPrefix = "raw.v1"

// benchStory has about 4 KB of text.
func benchStory(n int) *article.Article {
	return newStory(storyURL(n), fmt.Sprintf("Headline %d", n), strings.Repeat("The harbour reopened on Tuesday. ", 120))
}

// BenchmarkPublish publishes new stories from goroutines that each wait for
// their acknowledgement, and in the same run sends messages with the same bytes
// and headers, encoded before, by PublishMsgAsync with 1,024 in flight. The
// metric "ratio" is Publish's rate over the raw one.
func BenchmarkPublish(b *testing.B) {
	for _, goroutines := range []int{16, 256} {
		b.Run(fmt.Sprintf("goroutines=%d", goroutines), func(b *testing.B) { benchmarkPublish(b, goroutines) })
	}
}

func benchmarkPublish(b *testing.B, goroutines int) {
	const rounds = 4
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
	var product, bare time.Duration
	var next atomic.Int64
	b.ResetTimer()
	for range rounds { // interleaved, so that both see the same machine
		stories := make([]*article.Article, max(b.N/rounds, goroutines))
		messages := make([]*nats.Msg, len(stories))
		for i := range stories {
			stories[i] = benchStory(int(next.Add(1)))
			messages[i] = rawMessage(b, rawPrefix, stories[i], int(next.Add(1)))
		}
		product += publishAll(b, d, stories, goroutines)
		bare += sendAll(b, raw, messages)
	}
	kept, err := raw.Stream(context.Background(), rawStream.Name)
	if err != nil || int64(kept.CachedInfo().State.Msgs) != next.Load()/2 {
		b.Fatalf("raw stream %+v, %v; want %d messages", kept.CachedInfo().State, err, next.Load()/2)
	}
	b.ReportMetric(bare.Seconds()/product.Seconds(), "ratio")
	b.ReportMetric(float64(next.Load()/2)/product.Seconds(), "articles/s")
	b.ReportMetric(float64(next.Load()/2)/bare.Seconds(), "raw/s")
}

// rawMessage is the message Publish would send, under another id.
func rawMessage(b *testing.B, prefix string, a *article.Article, n int) *nats.Msg {
	b.Helper()
	v := *a
	v.ID = article.ID(storyURL(n), "raw", "")
	v.Version, v.Event = 1, article.Published
	data, err := article.Encode(&v)
	if err != nil {
		b.Fatal(err)
	}
	return &nats.Msg{Subject: subjectOf(prefix, &v, ""), Data: data, Header: headers(&v, Origin{FeedURL: "https://news.example/feed", Feed: 7, Entry: 9}, storyURLs(&v), time.Now())}
}

func publishAll(b *testing.B, d *desk, stories []*article.Article, goroutines int) time.Duration {
	b.Helper()
	start := time.Now()
	var wg sync.WaitGroup
	var next atomic.Int64
	for range goroutines {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(stories) {
					return
				}
				if got := d.must(b, stories[i]); got.Outcome != "published" {
					b.Errorf("%+v", got)
				}
			}
		})
	}
	wg.Wait()
	return time.Since(start)
}

func sendAll(b *testing.B, js jetstream.JetStream, messages []*nats.Msg) time.Duration {
	b.Helper()
	start := time.Now()
	for _, m := range messages {
		if _, err := js.PublishMsgAsync(m); err != nil {
			b.Fatal(err)
		}
	}
	<-js.PublishAsyncComplete()
	return time.Since(start)
}

// BenchmarkOpenIndex reads back an index of 100,000 stories.
func BenchmarkOpenIndex(b *testing.B) {
	d := localDesk(b)
	const stories = 100_000
	js, err := jetstream.New(d.nc, jetstream.WithPublishAsyncMaxPending(1024))
	if err != nil {
		b.Fatal(err)
	}
	for n := range stories {
		a := newStory(storyURL(n), "Headline", "Text.")
		if _, err := js.PublishMsgAsync(rawMessage(b, DefaultPrefix, a, n)); err != nil {
			b.Fatal(err)
		}
	}
	<-js.PublishAsyncComplete()
	for b.Loop() {
		ix, err := OpenIndex(context.Background(), d.js, StreamConfig{}, nil)
		if err != nil {
			b.Fatal(err)
		}
		if ix.Len() != stories {
			b.Fatalf("%d stories", ix.Len())
		}
		ix.Close()
	}
	b.ReportMetric(float64(stories)*float64(b.N)/b.Elapsed().Seconds(), "headers/s")
}
