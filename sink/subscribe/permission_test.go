package subscribe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// strictServer has an operator and a reader "ana" with these permissions, a
// stream of articles, and a durable "ana" that the operator has made.
func strictServer(t *testing.T, publish []string, subscribe string, tlsConfig *tls.Config) *wire {
	t.Helper()
	perms := &server.Permissions{
		Publish:   &server.SubjectPermission{Allow: publish},
		Subscribe: &server.SubjectPermission{Allow: []string{subscribe}},
	}
	s, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoLog: true, NoSigs: true,
		Users:     []*server.User{{Username: "operator", Password: "o"}, {Username: "ana", Password: "a", Permissions: perms}},
		TLSConfig: tlsConfig,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(5 * time.Second) {
		t.Fatal("the server does not start")
	}
	nc, err := nats.Connect("", nats.InProcessServer(s), nats.UserInfo("operator", "o"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	w := &wire{t: t, url: strings.Replace(s.ClientURL(), "//", "//ana:a@", 1)}
	if w.js, err = jetstream.New(nc); err != nil {
		t.Fatal(err)
	}
	if _, err = w.js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "ARTICLES", Subjects: []string{"articles.v1.>"}}); err != nil {
		t.Fatal(err)
	}
	_, err = w.js.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{
		Durable: "ana", AckPolicy: jetstream.AckExplicitPolicy, FilterSubject: "articles.v1.>", AckWait: 30 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// strict is all that a subscriber needs for a durable that was made for it.
func strict() []string {
	return []string{"$JS.API.CONSUMER.INFO.ARTICLES.ana", "$JS.API.CONSUMER.MSG.NEXT.ARTICLES.ana", "$JS.ACK.ARTICLES.ana.>"}
}

func TestAStrictReaderNeedsThreePermissionsForItsDurable(t *testing.T) {
	w := strictServer(t, strict(), "_INBOX_ana.>", nil)
	w.publish(4, english)
	o := Options{URL: w.url, Durable: "ana", Once: true, Logger: quiet(), Connect: []nats.Option{
		nats.CustomInboxPrefix("_INBOX_ana"),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { t.Error("connection:", err) }),
	}}
	seen := map[string]int{}
	err := Run(t.Context(), o, func(_ context.Context, m Message) error {
		seen[m.Article.Headline]++
		switch {
		case m.Sequence == 2 && m.Delivered == 1:
			return errors.New("not now")
		case m.Sequence == 3:
			return Skip(errors.New("never"))
		}
		return nil
	})
	if err != nil || len(seen) != 4 || seen["Story 2"] != 2 {
		t.Errorf("%v, %v", err, seen)
	}
	if err := Run(t.Context(), o, func(_ context.Context, m Message) error { t.Error(m.ID, "comes again"); return nil }); err != nil {
		t.Error(err)
	}
}

func TestAMissingPermissionIsNamed(t *testing.T) {
	without := func(i int) []string { return append(strict()[:i:i], strict()[i+1:]...) }
	inbox := nats.CustomInboxPrefix("_INBOX_ana")
	for name, tt := range map[string]struct {
		publish []string
		inbox   nats.Option
		o       Options
		want    string
	}{
		"to look at the durable": {without(0), inbox, Options{Durable: "ana"}, "publish to $JS.API.CONSUMER.INFO.ARTICLES.ana: ask"},
		"to fetch":               {without(1), inbox, Options{Durable: "ana"}, "publish to $JS.API.CONSUMER.MSG.NEXT.ARTICLES.ana: ask"},
		"to acknowledge":         {without(2), inbox, Options{Durable: "ana"}, "publish to $JS.ACK.ARTICLES.ana."},
		"to make a durable": {
			append(strict(), "$JS.API.CONSUMER.INFO.ARTICLES.mine"), inbox, Options{Durable: "mine"},
			"publish to $JS.API.CONSUMER.CREATE.ARTICLES.mine: ask for that permission, or for a durable",
		},
		"to read without a durable": {strict(), inbox, Options{}, "publish to $JS.API.CONSUMER.CREATE.ARTICLES."},
		"to look at the stream":     {strict(), inbox, Options{Last: 3}, "publish to $JS.API.STREAM.INFO.ARTICLES: ask"},
		"to hear answers":           {strict(), nats.Name("ana"), Options{Durable: "ana"}, "subscribe to _INBOX."},
	} {
		t.Run(name, func(t *testing.T) {
			w := strictServer(t, tt.publish, "_INBOX_ana.>", nil)
			w.publish(1, english)
			nc, err := nats.Connect(w.url, tt.inbox, nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
			if err != nil {
				t.Fatal(err)
			}
			defer nc.Close()
			tt.o.Logger = quiet()
			err = RunOn(t.Context(), nc, tt.o, func(context.Context, Message) error { return nil })
			if !errors.Is(err, nats.ErrPermissionViolation) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
			if tt.o.Durable != "" {
				return
			}
			for _, err := range Read(t.Context(), nc, tt.o) {
				if !errors.Is(err, nats.ErrPermissionViolation) {
					t.Errorf("Read: error %v", err)
				}
			}
		})
	}
}

func TestWhatOthersMayNotDoOnTheConnectionDoesNotMatter(t *testing.T) {
	w := strictServer(t, strict(), "_INBOX_ana.>", nil)
	nc, err := nats.Connect(w.url, nats.CustomInboxPrefix("_INBOX_ana"), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	messages := make(chan Message, 10)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- RunOn(ctx, nc, Options{Durable: "ana", Logger: quiet()}, into(messages)) }()
	for _, subject := range []string{
		"articles.v1.en.forged.published", "$JS.API.CONSUMER.INFO.ARTICLES.bob", "$JS.API.CONSUMER.INFO.JOBS.ana",
	} {
		if err := nc.Publish(subject, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * heedEvery) // the refusal is looked at
	w.publish(1, english)
	collect(t, messages, 1)
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("Run ended with %v", err)
	}
}

func TestRunConnectsWithTLS(t *testing.T) {
	certified := httptest.NewTLSServer(nil)
	defer certified.Close()
	w := strictServer(t, strict(), "_INBOX_ana.>", &tls.Config{Certificates: certified.TLS.Certificates})
	w.publish(1, english)
	pool := x509.NewCertPool()
	o := Options{URL: w.url, Durable: "ana", Once: true, Logger: quiet(), Connect: []nats.Option{
		nats.CustomInboxPrefix("_INBOX_ana"), nats.Secure(&tls.Config{RootCAs: pool}),
	}}
	handled := 0
	count := func(context.Context, Message) error { handled++; return nil }
	if err := Run(t.Context(), o, count); err == nil || handled != 0 {
		t.Errorf("a server nobody vouches for is trusted: %v", err)
	}
	pool.AddCert(certified.Certificate())
	if err := Run(t.Context(), o, count); err != nil || handled != 1 {
		t.Errorf("%v, %d articles", err, handled)
	}
}
