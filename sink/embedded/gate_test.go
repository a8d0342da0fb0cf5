package embedded

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// newsdesk is a listening server with five articles and an anonymous reader
// whose permission errors arrive on violations.
type newsdesk struct {
	operator   *nats.Conn
	opJS       jetstream.JetStream
	reader     *nats.Conn
	readerJS   jetstream.JetStream
	violations chan error
}

func newNewsdesk(t *testing.T) *newsdesk {
	t.Helper()
	s := open(t, Options{Listen: "127.0.0.1:0"})
	d := &newsdesk{operator: connect(t, s), violations: make(chan error, 16)}
	d.opJS = articles(t, d.operator, 5)
	var err error
	d.reader, err = nats.Connect(s.URL(), nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { d.violations <- err }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.reader.Close)
	if d.readerJS, err = jetstream.New(d.reader); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *newsdesk) stored(t *testing.T, stream string) uint64 {
	t.Helper()
	s, err := d.opJS.Stream(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	return s.CachedInfo().State.Msgs
}

func TestAReaderReads(t *testing.T) {
	d := newNewsdesk(t)
	stream, err := d.readerJS.Stream(t.Context(), "ARTICLES")
	if err != nil {
		t.Fatal("stream info:", err)
	}
	consumer, err := stream.CreateOrUpdateConsumer(t.Context(), jetstream.ConsumerConfig{
		Durable: "desk", AckPolicy: jetstream.AckExplicitPolicy, FilterSubject: "articles.v1.en.>",
	})
	if err != nil {
		t.Fatal("create durable:", err)
	}
	batch, err := consumer.Fetch(5, jetstream.FetchMaxWait(5*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for m := range batch.Messages() {
		n++
		if m.Subject() != "articles.v1.en.example_org.published" {
			t.Errorf("subject %q", m.Subject())
		}
		md, err := m.Metadata()
		if err != nil || md.Sequence.Stream != uint64(n) {
			t.Errorf("metadata %+v, %v; want sequence %d", md, err, n)
		}
		if err := m.DoubleAck(t.Context()); err != nil {
			t.Errorf("ack %d: %v", n, err)
		}
	}
	if n != 5 || batch.Error() != nil {
		t.Fatalf("fetched %d of 5: %v", n, batch.Error())
	}
	info, err := consumer.Info(t.Context())
	if err != nil || info.AckFloor.Stream != 5 {
		t.Errorf("consumer info %+v, %v; want all acknowledged", info, err)
	}
	m, err := stream.GetMsg(t.Context(), 2)
	if err != nil || string(m.Data) != `{"n":1}` {
		t.Errorf("direct get: %v, %v", m, err)
	}
	if _, err := stream.CreateOrUpdateConsumer(t.Context(), jetstream.ConsumerConfig{AckPolicy: jetstream.AckNonePolicy}); err != nil {
		t.Error("create ephemeral:", err)
	}
	var names []string
	for name := range stream.ConsumerNames(t.Context()).Name() {
		names = append(names, name)
	}
	if len(names) != 2 {
		t.Errorf("consumer names %v, want 2", names)
	}
	select {
	case err := <-d.violations:
		t.Error("reading caused", err)
	default:
	}
}

func TestAReaderFollowsLongPulls(t *testing.T) {
	d := newNewsdesk(t)
	consumer, err := d.readerJS.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy})
	if err != nil {
		t.Fatal(err)
	}
	it, err := consumer.Messages(jetstream.PullHeartbeat(500*time.Millisecond), jetstream.PullExpiry(2*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	defer it.Stop()
	const total = 2000
	sent := make(chan error, 1)
	go func() {
		for range total - 5 {
			if _, err := d.opJS.Publish(t.Context(), "articles.v1.de.example_net.published", []byte("{}")); err != nil {
				sent <- err
				return
			}
		}
		sent <- nil
	}()
	for i := range total {
		m, err := it.Next()
		if err != nil {
			t.Fatalf("message %d: %v", i, err)
		}
		if err := m.Ack(); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
}

func TestAReaderSubscribesToArticlesAndEventsOnly(t *testing.T) {
	d := newNewsdesk(t)
	for _, subject := range []string{"articles.v1.>", "articles.>", "wiredesk.events.>"} {
		sub, err := d.reader.SubscribeSync(subject)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.reader.Flush(); err != nil {
			t.Fatal(err)
		}
		published := strings.TrimSuffix(subject, ">") + "x.y.z"
		if err := d.operator.Publish(published, []byte("hello")); err != nil {
			t.Fatal(err)
		}
		m, err := sub.NextMsg(5 * time.Second)
		if err != nil || m.Subject != published {
			t.Errorf("%s: %v, %v", subject, m, err)
		}
		if err := sub.Unsubscribe(); err != nil {
			t.Fatal(err)
		}
	}
	for _, subject := range []string{
		">", "*", "jobs.>", "$JS.API.>", "$JS.EVENT.ADVISORY.>", "$KV.FEEDS.>", "$SYS.>", "_R_.>", gatePrefix + ">",
	} {
		t.Run(subject, func(t *testing.T) {
			if _, err := d.reader.SubscribeSync(subject); err != nil {
				t.Fatal(err)
			}
			d.wantViolation(t)
		})
	}
}

// wantViolation waits for the server's word that the last action was forbidden.
func (d *newsdesk) wantViolation(t *testing.T) {
	t.Helper()
	select {
	case err := <-d.violations:
		if !errors.Is(err, nats.ErrPermissionViolation) {
			t.Errorf("error %v, want a permission violation", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("no permission violation")
	}
}

func TestAReaderMayPublishNothingElse(t *testing.T) {
	d := newNewsdesk(t)
	if _, err := d.opJS.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{Durable: "theirs"}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.opJS.CreateKeyValue(t.Context(), jetstream.KeyValueConfig{Bucket: "FEEDS"}); err != nil {
		t.Fatal(err)
	}
	for _, subject := range []string{
		"articles.v1.en.example_org.published",
		"jobs.due.poll",
		"$KV.FEEDS.example",
		"$KV.SCHEMAS.article.v1",
		"$JS.API.STREAM.PURGE.KV_SCHEMAS",
		"$JS.API.STREAM.UPDATE.KV_SCHEMAS",
		"$JS.API.STREAM.MSG.DELETE.KV_SCHEMAS",
		"$JS.API.CONSUMER.CREATE.KV_SCHEMAS.x",
		"wiredesk.events.feed.example",
		gatePrefix + "CREATE.ARTICLES.x",
		gatePrefix + "CREATE.JOBS.x",
		"_INBOX.somebody",
		"$JS.API.STREAM.CREATE.MINE",
		"$JS.API.STREAM.UPDATE.ARTICLES",
		"$JS.API.STREAM.DELETE.ARTICLES",
		"$JS.API.STREAM.PURGE.ARTICLES",
		"$JS.API.STREAM.MSG.DELETE.ARTICLES",
		"$JS.API.STREAM.MSG.GET.JOBS",
		"$JS.API.STREAM.INFO.JOBS",
		"$JS.API.STREAM.INFO.KV_FEEDS",
		"$JS.API.STREAM.SNAPSHOT.ARTICLES",
		"$JS.API.STREAM.LIST",
		"$JS.API.DIRECT.GET.KV_FEEDS.$KV.FEEDS.example",
		"$JS.API.CONSUMER.CREATE.JOBS.x",
		"$JS.API.CONSUMER.CREATE.KV_FEEDS",
		"$JS.API.CONSUMER.DURABLE.CREATE.JOBS.x",
		"$JS.API.CONSUMER.MSG.NEXT.JOBS.workers",
		"$JS.API.CONSUMER.DELETE.JOBS.theirs",
		"$JS.API.CONSUMER.PAUSE.ARTICLES.theirs",
		"$JS.API.CONSUMER.RESET.ARTICLES.theirs",
		"$JS.API.CONSUMER.UNPIN.ARTICLES.theirs",
		"$JS.ACK.JOBS.workers.1.1.1.1.0",
		"$SYS.REQ.SERVER.PING",
	} {
		t.Run(subject, func(t *testing.T) {
			if err := d.reader.PublishRequest(subject, d.reader.NewInbox(), []byte("{}")); err != nil {
				t.Fatal(err)
			}
			d.wantViolation(t)
		})
	}
	if a, j := d.stored(t, "ARTICLES"), d.stored(t, "JOBS"); a != 5 || j != 0 {
		t.Errorf("streams hold %d articles and %d jobs, want 5 and 0", a, j)
	}
}

// A request's answer goes wherever its reply subject says; that must not be a
// way to write into streams.
func TestAReaderCannotWriteThroughReplySubjects(t *testing.T) {
	d := newNewsdesk(t)
	if _, err := d.readerJS.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{Durable: "desk"}); err != nil {
		t.Fatal(err)
	}
	eavesdrop, err := d.operator.SubscribeSync("ctl.>")
	if err != nil {
		t.Fatal(err)
	}
	for _, request := range []string{
		"$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.INFO.ARTICLES", "$JS.API.CONSUMER.MSG.NEXT.ARTICLES.desk",
	} {
		for _, reply := range []string{"articles.v1.en.forged.published", "jobs.due.page", "$JS.API.STREAM.PURGE.ARTICLES", "ctl.x"} {
			if err := d.reader.PublishRequest(request, reply, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := d.reader.Flush(); err != nil {
		t.Fatal(err)
	}
	// The server works through a reader's requests in order: when this one is
	// answered, the answers to those above have been sent.
	if _, err := d.readerJS.Stream(t.Context(), "ARTICLES"); err != nil {
		t.Fatal(err)
	}
	if a, j := d.stored(t, "ARTICLES"), d.stored(t, "JOBS"); a != 5 || j != 0 {
		t.Errorf("streams hold %d articles and %d jobs, want 5 and 0", a, j)
	}
	if m, err := eavesdrop.NextMsg(200 * time.Millisecond); !errors.Is(err, nats.ErrTimeout) {
		t.Errorf("the operator's account received %v, %v", m, err)
	}
}

func TestTheGateRefusesPushConsumersAndChanges(t *testing.T) {
	d := newNewsdesk(t)
	theirs := jetstream.ConsumerConfig{Durable: "theirs", AckPolicy: jetstream.AckExplicitPolicy}
	if _, err := d.readerJS.CreateConsumer(t.Context(), "ARTICLES", theirs); err != nil {
		t.Fatal(err)
	}
	eavesdrop, err := d.operator.SubscribeSync("ctl.>")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct{ subject, body, want string }{
		"push": {
			"CREATE.ARTICLES.p",
			`{"stream_name":"ARTICLES","config":{"name":"p","deliver_subject":"ctl.x","ack_policy":"none"}}`, "pull consumers",
		},
		"push, other letters": {
			"CREATE.ARTICLES.p",
			`{"stream_name":"ARTICLES","config":{"name":"p","Deliver_SUBJECT":"ctl.x","ack_policy":"none"}}`, "pull consumers",
		},
		"push, named twice": {
			"CREATE.ARTICLES.p",
			`{"stream_name":"ARTICLES","config":{"name":"p","deliver_subject":"ctl.x","deliver_subject":"","Deliver_subject":"ctl.x"}}`,
			"pull consumers",
		},
		"push, old ephemeral": {"CREATE.ARTICLES", `{"stream_name":"ARTICLES","config":{"deliver_subject":"ctl.x"}}`, "pull consumers"},
		"push, old durable": {
			"DURABLE.CREATE.ARTICLES.p",
			`{"stream_name":"ARTICLES","config":{"durable_name":"p","deliver_subject":"ctl.x"}}`, "pull consumers",
		},
		"push group": {"CREATE.ARTICLES.p", `{"stream_name":"ARTICLES","config":{"name":"p","deliver_group":"g"}}`, "pull consumers"},
		"update": {
			"CREATE.ARTICLES.theirs",
			`{"stream_name":"ARTICLES","action":"update","config":{"durable_name":"theirs"}}`, "change",
		},
		"another config": {
			"CREATE.ARTICLES.theirs",
			`{"stream_name":"ARTICLES","config":{"name":"theirs","durable_name":"theirs","ack_policy":"none"}}`, "exist",
		},
		"another stream": {"CREATE.ARTICLES.x", `{"stream_name":"JOBS","config":{"name":"x","durable_name":"x"}}`, "stream"},
		"not JSON":       {"CREATE.ARTICLES.x", `nonsense`, "request"},
		"empty":          {"CREATE.ARTICLES.x", ``, "request"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m, err := d.reader.Request("$JS.API.CONSUMER."+tt.subject, []byte(tt.body), 5*time.Second)
			if err != nil {
				t.Fatal(err)
			}
			var resp server.JSApiConsumerCreateResponse
			if err := json.Unmarshal(m.Data, &resp); err != nil {
				t.Fatalf("%v: %s", err, m.Data)
			}
			if resp.Error == nil || !strings.Contains(resp.Error.Description, tt.want) {
				t.Errorf("answer %s, want an error with %q", m.Data, tt.want)
			}
		})
	}
	if m, err := eavesdrop.NextMsg(100 * time.Millisecond); !errors.Is(err, nats.ErrTimeout) {
		t.Errorf("the operator's account received %v, %v", m, err)
	}
	if _, err := d.readerJS.CreateOrUpdateConsumer(t.Context(), "ARTICLES", theirs); err != nil {
		t.Error("creating the same consumer again:", err)
	}
}

func FuzzInspectNeverLetsAPushConsumerThrough(f *testing.F) {
	f.Add([]byte(`{"stream_name":"ARTICLES","config":{"deliver_subject":"x"}}`))
	f.Add([]byte(`{"stream_name":"ARTICLES","config":{"durable_name":"d"},"action":"create"}`))
	f.Add([]byte(`{"config":{"DELIVER_SUBJECT":"x"},"Config":{"deliver_subject":""}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		req, refusal := inspect(data)
		if refusal != nil {
			return
		}
		if req.Config.DeliverSubject != "" || req.Config.DeliverGroup != "" || req.Action != server.ActionCreate {
			t.Fatalf("passes on %+v", req)
		}
		sign(&req.Config, namelessOwner)
		if req.Config.Metadata[OwnerKey] != namelessOwner || req.Config.Durable != "" && req.Config.InactiveThreshold <= 0 {
			t.Fatalf("signs %+v", req.Config)
		}
	})
}
