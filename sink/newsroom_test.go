package sink

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/goleak"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newServer runs a server on dir that the test closes.
func newServer(t testing.TB, dir, listen string) *embedded.Server {
	t.Helper()
	s, err := embedded.Open(embedded.Options{Dir: dir, Listen: listen, Holder: "test", Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// desk is one process that publishes: a connection, an index, a publisher.
type desk struct {
	nc     *nats.Conn
	js     jetstream.JetStream
	stream jetstream.Stream
	index  *Index
	*Publisher
}

func newDesk(t testing.TB, nc *nats.Conn, cfg StreamConfig) *desk {
	t.Helper()
	d := &desk{nc: nc}
	var err error
	if d.js, err = jetstream.New(nc); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if d.stream, err = EnsureStream(ctx, d.js, cfg); err != nil {
		t.Fatal(err)
	}
	if d.index, err = OpenIndex(ctx, d.js, cfg, IndexOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.index.Close)
	if d.Publisher, err = NewPublisher(d.index, cfg); err != nil {
		t.Fatal(err)
	}
	return d
}

// localDesk publishes to a server of its own, in-process.
func localDesk(t testing.TB) *desk {
	t.Helper()
	return newDesk(t, inProcess(t, newServer(t, t.TempDir(), "")), StreamConfig{})
}

func inProcess(t testing.TB, s *embedded.Server) *nats.Conn {
	t.Helper()
	nc, err := s.Connect(nats.MaxReconnects(-1), nats.ReconnectWait(20*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}

// newStory writes an article as the normalizer would hand it over.
func newStory(url, headline, body string) *article.Article {
	a := &article.Article{
		Schema:      article.Schema,
		ID:          article.ID(url, "https://news.example/feed", ""),
		URL:         url,
		URLs:        []article.URL{{URL: url, Role: "canonical"}},
		Headline:    headline,
		BodyText:    body,
		Language:    &article.Language{Tag: "en-GB", Confidence: 1},
		Publisher:   &article.Publisher{Name: "News Example", Domain: "news.example"},
		PublishedAt: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC),
	}
	a.Seal()
	return a
}

func storyURL(n int) string { return fmt.Sprintf("https://news.example/2026/03/story-%d", n) }

// must publishes, within half a minute.
func (d *desk) must(t testing.TB, a *article.Article) Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	result, err := d.Publish(ctx, a, Origin{FeedURL: "https://news.example/feed", Feed: 7, Entry: 9})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// stored reads the whole stream: the message ids in order, and the articles.
func (d *desk) stored(t testing.TB) ([]string, []*article.Article) {
	t.Helper()
	info, err := d.stream.Info(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	var articles []*article.Article
	if info.State.Msgs == 0 {
		return nil, nil
	}
	for seq := info.State.FirstSeq; seq <= info.State.LastSeq; seq++ {
		m, err := d.stream.GetMsg(context.Background(), seq)
		if err != nil {
			t.Fatal(err)
		}
		a, err := article.Decode(m.Data)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.Header.Get(headerMsgID))
		articles = append(articles, a)
	}
	return ids, articles
}

// wantEachOnce fails if a version is missing or there twice.
func wantEachOnce(t *testing.T, ids []string, want int) {
	t.Helper()
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			t.Errorf("%s was published twice", id)
		}
		seen[id] = true
		if !strings.Contains(id, ":") {
			t.Errorf("message id %q", id)
		}
	}
	if len(ids) != want {
		t.Errorf("%d messages in the stream, want %d", len(ids), want)
	}
}

// following is a TCP connection with full rights that survives restarts of the
// server on dir.
func following(t testing.TB, dir string, s *embedded.Server) *nats.Conn {
	t.Helper()
	nc, err := nats.Connect(s.URL(), embedded.Operator(dir), nats.MaxReconnects(-1), nats.ReconnectWait(20*time.Millisecond),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}
