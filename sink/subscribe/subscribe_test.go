package subscribe

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/goleak"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/embedded"
	"github.com/wiredesk/wiredesk/sink/internal/lossy"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// wire is a server with a stream of articles, and the operator's connection.
type wire struct {
	t      *testing.T
	dir    string
	server *embedded.Server
	url    string
	js     jetstream.JetStream
	sent   int
}

func newWire(t *testing.T) *wire {
	t.Helper()
	w := &wire{t: t, dir: t.TempDir()}
	w.start("127.0.0.1:0")
	w.url = w.server.URL()
	_, err := w.js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "ARTICLES", Subjects: []string{"articles.v1.>"}, AllowDirect: true})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *wire) start(listen string) {
	w.t.Helper()
	s, err := embedded.Open(embedded.Options{Dir: w.dir, Listen: listen, Logger: quiet()})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = s.Close() }) // a second Close returns the first's error
	nc, err := s.Connect()
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(nc.Close)
	w.server = s
	if w.js, err = jetstream.New(nc); err != nil {
		w.t.Fatal(err)
	}
}

func (w *wire) restart() {
	w.t.Helper()
	w.js.Conn().Close()
	if err := w.server.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.start(strings.TrimPrefix(w.url, "nats://"))
}

// publish sends n articles, numbered on from the last call.
func (w *wire) publish(n int, subject string) {
	w.t.Helper()
	for range n {
		w.sent++
		a := &article.Article{Schema: article.Schema, ID: article.ID(fmt.Sprintf("https://news.example/%d", w.sent), "", ""),
			Version: 1, Event: article.Event(subject[strings.LastIndexByte(subject, '.')+1:]), Headline: fmt.Sprintf("Story %d", w.sent)}
		data, err := article.Encode(a)
		if err != nil {
			w.t.Fatal(err)
		}
		m := &nats.Msg{Subject: subject, Data: data, Header: nats.Header{"ce-id": {a.ID + ":1"}}}
		if _, err := w.js.PublishMsg(w.t.Context(), m); err != nil {
			w.t.Fatal(err)
		}
	}
}

const english = "articles.v1.en.news_example.published"

// run subscribes in the background until the returned function is called,
// which returns Run's error.
func run(t *testing.T, o Options, handle Handler) func() error {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, o, handle) }()
	return sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
}

// collect receives n messages from a channel.
func collect(t *testing.T, messages <-chan Message, n int) []Message {
	t.Helper()
	var got []Message
	for len(got) < n {
		select {
		case m := <-messages:
			got = append(got, m)
		case <-time.After(20 * time.Second):
			t.Fatalf("received %d messages, want %d", len(got), n)
		}
	}
	return got
}

func into(messages chan<- Message) Handler {
	return func(_ context.Context, m Message) error {
		messages <- m
		return nil
	}
}

func wantHeadlines(t *testing.T, got []Message, from, to int) {
	t.Helper()
	if len(got) != to-from+1 {
		t.Errorf("%d messages, want %d", len(got), to-from+1)
		return
	}
	for i, m := range got {
		if want := fmt.Sprintf("Story %d", from+i); m.Article.Headline != want {
			t.Errorf("message %d is %q, want %q", i, m.Article.Headline, want)
		}
	}
}

func TestADurableGoesOnWhereItWas(t *testing.T) {
	w := newWire(t)
	w.publish(5, english)
	o := Options{URL: w.url, Durable: "archive", Logger: quiet()}
	messages := make(chan Message, 100)
	stop := run(t, o, into(messages))
	got := collect(t, messages, 5)
	wantHeadlines(t, got, 1, 5)
	if m := got[0]; m.Subject != english || m.Sequence != 1 || m.Delivered != 1 || m.ID != m.Article.ID+":1" || m.Time.IsZero() {
		t.Errorf("message %+v", m)
	}
	if err := stop(); !errors.Is(err, context.Canceled) {
		t.Errorf("Run returned %v", err)
	}
	w.publish(5, english)
	stop = run(t, o, into(messages))
	defer func() { _ = stop() }() // the context's error, as above
	wantHeadlines(t, collect(t, messages, 5), 6, 10)
}

func TestWhatTheHandlerRefusesComesAgain(t *testing.T) {
	for _, durable := range []string{"desk", ""} {
		t.Run("durable="+durable, func(t *testing.T) {
			w := newWire(t)
			w.publish(2, english)
			messages := make(chan Message, 100)
			stop := run(t, Options{URL: w.url, Durable: durable, Logger: quiet()}, func(_ context.Context, m Message) error {
				messages <- m
				if m.Sequence == 1 && m.Delivered == 1 {
					return errors.New("disk full")
				}
				return nil
			})
			defer func() { _ = stop() }()
			deliveries := map[uint64]int{}
			for _, m := range collect(t, messages, 3) {
				deliveries[m.Sequence]++
			}
			if deliveries[1] != 2 || deliveries[2] != 1 {
				t.Errorf("deliveries by sequence %v", deliveries)
			}
		})
	}
}

func TestStoppingGivesBackWhatWasFetchedAhead(t *testing.T) {
	w := newWire(t)
	w.publish(8, english)
	o := Options{URL: w.url, Durable: "desk", Logger: quiet(), Prefetch: 8}
	at, proceed := make(chan struct{}), make(chan struct{})
	stop := run(t, o, func(ctx context.Context, m Message) error {
		close(at)
		<-proceed
		return nil
	})
	<-at
	go func() {
		time.Sleep(50 * time.Millisecond) // let the stop come first; either order must do
		close(proceed)
	}()
	_ = stop()
	messages := make(chan Message, 100)
	stop = run(t, o, into(messages))
	defer func() { _ = stop() }()
	wantHeadlines(t, collect(t, messages, 7), 2, 8) // at once, not after AckWait
}

func TestWithoutADurableEveryRunBeginsWhereToldTo(t *testing.T) {
	w := newWire(t)
	w.publish(10, english)
	stream, err := w.js.Stream(t.Context(), "ARTICLES")
	if err != nil {
		t.Fatal(err)
	}
	sixth, err := stream.GetMsg(t.Context(), 6)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		o     Options
		first int
	}{
		"all":                  {Options{}, 1},
		"from":                 {Options{From: 4}, 4},
		"last":                 {Options{Last: 3}, 8},
		"last, more than all":  {Options{Last: 30}, 1},
		"since":                {Options{Since: sixth.Time}, 6},
		"from wins over since": {Options{From: 9, Since: sixth.Time}, 9},
	} {
		for _, durable := range []string{"", "d" + fmt.Sprint(tt.first, len(name))} {
			t.Run(name+durable, func(t *testing.T) {
				o := tt.o
				o.URL, o.Durable, o.Logger = w.url, strings.ReplaceAll(durable, " ", "-"), quiet()
				messages := make(chan Message, 100)
				stop := run(t, o, into(messages))
				defer func() { _ = stop() }()
				wantHeadlines(t, collect(t, messages, 11-tt.first), tt.first, 10)
			})
		}
	}
}

func TestASubscriberSurvivesARestartOfTheServer(t *testing.T) {
	for _, durable := range []string{"archive", ""} {
		t.Run("durable="+durable, func(t *testing.T) {
			w := newWire(t)
			w.publish(3, english)
			messages := make(chan Message, 100)
			stop := run(t, Options{URL: w.url, Durable: durable, Logger: quiet()}, into(messages))
			defer func() { _ = stop() }()
			collect(t, messages, 3)
			w.restart()
			w.publish(3, english)
			wantHeadlines(t, collect(t, messages, 3), 4, 6)
		})
	}
}

func TestFiltersChooseBySubject(t *testing.T) {
	for _, tt := range []struct {
		filter Filter
		want   string
	}{
		{Filter{}, "articles.v1.*.*.*"},
		{Filter{Languages: []string{"en-GB"}}, "articles.v1.en.*.*"},
		{Filter{Languages: []string{"en-GB", "de", "en"}}, "articles.v1.de.*.* articles.v1.en.*.*"},
		{Filter{Sites: []string{"www.TheMoscowTimes.com"}}, "articles.v1.*.themoscowtimes_com.*"},
		{Filter{Events: []article.Event{article.Withdrawn, article.Corrected}}, "articles.v1.*.*.corrected articles.v1.*.*.withdrawn"},
		{
			Filter{Prefix: "wire", Languages: []string{"de"}, Sites: []string{"a_b.example", "c.example"}, Events: []article.Event{article.Updated}},
			"wire.de.a__b_example.updated wire.de.c_example.updated",
		},
	} {
		if got := strings.Join(tt.filter.Subjects(), " "); got != tt.want {
			t.Errorf("%+v: %s, want %s", tt.filter, got, tt.want)
		}
	}
	w := newWire(t)
	w.publish(2, english)
	w.publish(2, "articles.v1.de.news_example.published")
	w.publish(2, "articles.v1.de.other_example.corrected")
	nc := anonymous(t, w.url)
	count := func(o Options) int {
		n := 0
		for _, err := range Read(t.Context(), nc, o) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		return n
	}
	for name, tt := range map[string]struct {
		o    Options
		want int
	}{
		"language": {Options{Filter: Filter{Languages: []string{"de"}}}, 4},
		"site":     {Options{Filter: Filter{Sites: []string{"news.example"}}}, 4},
		"event":    {Options{Filter: Filter{Events: []article.Event{article.Corrected}}}, 2},
		"all three": {Options{Filter: Filter{
			Languages: []string{"de"}, Sites: []string{"other.example"}, Events: []article.Event{article.Corrected},
		}}, 2},
		"several values": {Options{Filter: Filter{
			Languages: []string{"en", "de"}, Events: []article.Event{article.Corrected, article.Withdrawn},
		}}, 2},
		"several sites":    {Options{Filter: Filter{Sites: []string{"news.example", "other.example"}}}, 6},
		"subjects":         {Options{Subjects: []string{"articles.v1.en.>", "articles.v1.*.other_example.>"}}, 4},
		"last of a filter": {Options{Filter: Filter{Languages: []string{"de"}}, Last: 3}, 3},
		"last of few":      {Options{Filter: Filter{Languages: []string{"en"}}, Last: 1}, 1},
		"no match":         {Options{Filter: Filter{Languages: []string{"fr"}}}, 0},
	} {
		if got := count(tt.o); got != tt.want {
			t.Errorf("%s: %d messages, want %d", name, got, tt.want)
		}
	}
}

func anonymous(t *testing.T, url string) *nats.Conn {
	t.Helper()
	nc, err := nats.Connect(url, nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
		t.Error("connection:", err)
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}

func TestReadEndsAtTheEndOrFollows(t *testing.T) {
	w := newWire(t)
	nc := anonymous(t, w.url)
	for m, err := range Read(t.Context(), nc, Options{}) {
		t.Errorf("an empty stream yields %+v, %v", m, err)
	}
	w.publish(100, english)
	var got []Message
	for m, err := range Read(t.Context(), nc, Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, m)
	}
	wantHeadlines(t, got, 1, 100)

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	got = nil
	for m, err := range Read(ctx, nc, Options{Follow: true, Last: 2}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, m)
		switch len(got) {
		case 2:
			w.publish(2, english)
		case 4:
			cancel()
		}
	}
	wantHeadlines(t, got, 99, 102)
}

func TestAMessageThatIsNoArticleIsSkipped(t *testing.T) {
	w := newWire(t)
	w.publish(1, english)
	if _, err := w.js.Publish(t.Context(), english, []byte("hello")); err != nil {
		t.Fatal(err)
	}
	w.publish(1, english)
	for _, durable := range []string{"desk", ""} {
		messages := make(chan Message, 100)
		stop := run(t, Options{URL: w.url, Durable: durable, Logger: quiet()}, into(messages))
		wantHeadlines(t, collect(t, messages, 2), 1, 2)
		_ = stop()
	}
	var sequences, errs []uint64
	for m, err := range Read(t.Context(), anonymous(t, w.url), Options{}) {
		if err != nil {
			errs = append(errs, m.Sequence)
			continue
		}
		sequences = append(sequences, m.Sequence)
	}
	if len(sequences) != 2 || len(errs) != 1 || errs[0] != 2 {
		t.Errorf("articles at %v, errors at %v", sequences, errs)
	}
}

func TestRunSaysWhyItCannotBegin(t *testing.T) {
	w := newWire(t)
	handle := func(context.Context, Message) error { return nil }
	german := jetstream.ConsumerConfig{Durable: "german", FilterSubject: "articles.v1.de.>", AckPolicy: jetstream.AckExplicitPolicy}
	careless := jetstream.ConsumerConfig{Durable: "careless", FilterSubject: "articles.v1.*.*.*", AckPolicy: jetstream.AckAllPolicy}
	bare := jetstream.ConsumerConfig{Durable: "bare", AckPolicy: jetstream.AckExplicitPolicy, HeadersOnly: true}
	once := jetstream.ConsumerConfig{Durable: "once", AckPolicy: jetstream.AckExplicitPolicy, MaxDeliver: 1}
	hasty := jetstream.ConsumerConfig{Durable: "hasty", AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Millisecond}
	later := time.Now().Add(time.Hour)
	paused := jetstream.ConsumerConfig{
		Durable: "paused", AckPolicy: jetstream.AckExplicitPolicy, PauseUntil: &later, Metadata: map[string]string{"wiredesk.owner": "nameless"},
	}
	never := jetstream.ConsumerConfig{
		Durable: "never", AckPolicy: jetstream.AckExplicitPolicy, DeliverPolicy: jetstream.DeliverByStartTimePolicy, OptStartTime: &later,
	}
	maker, err := jetstream.New(anonymous(t, w.url))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []jetstream.ConsumerConfig{german, careless, bare, once, hasty, never} {
		if _, err := maker.CreateConsumer(t.Context(), "ARTICLES", c); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.js.CreateConsumer(t.Context(), "ARTICLES", paused); err != nil { // which only the operator may
		t.Fatal(err)
	}
	maker.Conn().Close() // what it has made is for the next one
	for name, tt := range map[string]struct {
		o    Options
		want string
	}{
		"no server":            {Options{URL: "nats://127.0.0.1:1"}, "connect"},
		"no stream":            {Options{URL: w.url, Stream: "NEWS", Subjects: []string{">"}}, "NEWS"},
		"no stream, durable":   {Options{URL: w.url, Stream: "NEWS", Durable: "d"}, "NEWS"},
		"other subjects":       {Options{URL: w.url, Durable: "german"}, "articles.v1.de.>"},
		"headers only":         {Options{URL: w.url, Durable: "bare"}, "headers_only"},
		"delivered once":       {Options{URL: w.url, Durable: "once"}, "max_deliver"},
		"no time to handle it": {Options{URL: w.url, Durable: "hasty"}, "ack_wait"},
		"paused":               {Options{URL: w.url, Durable: "paused"}, "pause_until"},
		"begins in the future": {Options{URL: w.url, Durable: "never"}, "opt_start_time"},
		"other acknowledgment": {Options{URL: w.url, Durable: "careless"}, "explicit"},
		"no credentials file":  {Options{URL: w.url, Creds: "/nowhere/x.creds"}, "/nowhere/x.creds"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.o.Logger = quiet()
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			if err := Run(ctx, tt.o, handle); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestADurableThatIsDeletedEndsRun(t *testing.T) {
	w := newWire(t)
	w.publish(1, english)
	messages := make(chan Message, 1)
	ended := make(chan error, 1)
	go func() {
		ended <- Run(t.Context(), Options{URL: w.url, Durable: "desk", Logger: quiet()}, into(messages))
	}()
	collect(t, messages, 1)
	if err := w.js.DeleteConsumer(t.Context(), "ARTICLES", "desk"); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err == nil || !strings.Contains(err.Error(), "desk") {
			t.Errorf("error %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("Run goes on without its durable")
	}
}

func TestRetryWaitDoublesToItsBound(t *testing.T) {
	for delivered, want := range map[int]time.Duration{
		0: time.Second, 1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 10: maxRetryWait, 1000: maxRetryWait,
	} {
		if got := retryWait(delivered); got != want {
			t.Errorf("delivery %d waits %v, want %v", delivered, got, want)
		}
	}
}

func TestOnceAsksAgainWhenItsRequestIsLost(t *testing.T) {
	w := strictServer(t, []string{">"}, ">", nil)
	w.publish(3, english)
	d := &lossy.Dialer{}
	d.Lose(lossy.MoreMessages, 0)
	messages := make(chan Message, 3)
	o := Options{URL: w.url, Durable: "ana", Once: true, Logger: quiet(), Connect: []nats.Option{nats.SetCustomDialer(d)}}
	if err := Run(t.Context(), o, into(messages)); err != nil {
		t.Fatal(err)
	}
	if len(messages) != 3 || !d.Lost() {
		t.Errorf("%d messages, want 3", len(messages))
	}
}

func TestOnceEndsWhenAllIsAcknowledged(t *testing.T) {
	w := newWire(t)
	w.publish(20, "articles.v1.en.news-example.published")
	o := Options{URL: w.url, Durable: "once", Once: true, Logger: quiet()}
	refused := false
	var got []string
	err := Run(t.Context(), o, func(_ context.Context, m Message) error {
		if m.Article.Headline == "Story 5" && !refused {
			refused = true
			return errors.New("not now")
		}
		got = append(got, m.Article.Headline)
		return nil
	})
	if err != nil || len(got) != 20 || got[19] != "Story 5" {
		t.Errorf("%v, %d articles: %v", err, len(got), got)
	}
	if err := Run(t.Context(), o, func(context.Context, Message) error { t.Error("an article comes again"); return nil }); err != nil {
		t.Error(err)
	}
}
