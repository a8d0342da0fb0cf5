package accounts

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The shipped file is what the command that it names prints.
func TestTheShippedFileIsTheOutput(t *testing.T) {
	shipped, err := os.ReadFile("../../../../deploy/nats/accounts.conf")
	if err != nil {
		t.Fatal(err)
	}
	made, err := Plan{
		Writers: []User{{Name: "writer"}}, Workers: []User{{Name: "worker"}}, Readers: []User{{Name: "archive"}, {Name: "reader"}},
		Command: "wiredesk nats accounts --writer writer --worker worker --reader archive --reader reader",
	}.Config()
	if err != nil {
		t.Fatal(err)
	}
	if made != string(shipped) {
		t.Errorf("deploy/nats/accounts.conf is not what the command prints:\n%s", made)
	}
}

// desk is a server with a configuration, on which a writer has made what there is.
type desk struct {
	server *server.Server
	writer *nats.Conn
	js     jetstream.JetStream
}

// startServer is a server with a configuration.
func startServer(t *testing.T, config string) *server.Server {
	t.Helper()
	file := filepath.Join(t.TempDir(), "nats.conf")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	o, err := server.ProcessConfigFile(file)
	if err != nil {
		t.Fatalf("%v\n%s", err, config)
	}
	o.Host, o.Port, o.JetStream, o.StoreDir, o.NoLog, o.NoSigs = "127.0.0.1", server.RANDOM_PORT, true, t.TempDir(), true, true
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server is not ready")
	}
	return s
}

func newDesk(t *testing.T, config string, writer nats.Option) *desk {
	t.Helper()
	d := &desk{server: startServer(t, config)}
	d.writer, d.js = d.connect(t, writer)
	for _, c := range []jetstream.StreamConfig{
		{Name: "ARTICLES", Subjects: []string{"articles.v1.>"}, AllowDirect: true}, {Name: "JOBS", Subjects: []string{"jobs.>"}},
	} {
		if _, err := d.js.CreateStream(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	for _, bucket := range []string{"FEEDS", "SCHEMAS"} {
		kv, err := d.js.CreateKeyValue(t.Context(), jetstream.KeyValueConfig{Bucket: bucket})
		if err == nil {
			_, err = kv.Put(t.Context(), "article.v1", []byte("schema"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 6 {
		if _, err := d.js.Publish(t.Context(), "articles.v1.en.example_org.published", []byte("{}")); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func (d *desk) connect(t *testing.T, who nats.Option) (*nats.Conn, jetstream.JetStream) {
	t.Helper()
	var nc *nats.Conn
	var err error
	for range 20 { // a busy machine takes longer over a password than clients wait
		nc, err = nats.Connect(d.server.ClientURL(), who, nats.Timeout(20*time.Second), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
		if err == nil {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(2*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	return nc, js
}

func (d *desk) durable(t *testing.T, name string) {
	t.Helper()
	_, err := d.js.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{Durable: name, AckPolicy: jetstream.AckExplicitPolicy})
	if err != nil {
		t.Fatal(err)
	}
}

// stock is what the streams hold.
func (d *desk) stock(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for info := range d.js.ListStreams(t.Context()).Info() {
		fmt.Fprintf(&b, "%s %d/%d ", info.Config.Name, info.State.Msgs, info.State.LastSeq)
	}
	return b.String()
}

func password(name string) nats.Option { return nats.UserInfo(name, name+"-s-password") }

// passwords is a desk whose users have passwords from the environment.
func passwords(t *testing.T, p Plan) *desk {
	t.Helper()
	for _, users := range [][]User{p.Writers, p.Workers, p.Readers} {
		for _, u := range users {
			t.Setenv(u.Variable(), u.Name+"-s-password")
		}
	}
	config, err := p.Config()
	if err != nil {
		t.Fatal(err)
	}
	return newDesk(t, config, password("writer"))
}

var plan = Plan{
	Writers: []User{{Name: "writer"}}, Workers: []User{{Name: "worker"}},
	Readers: []User{{Name: "ann"}, {Name: "bob-2", Durables: []string{"bobs", "more"}}},
}

func TestAReaderReadsThroughItsOwnDurables(t *testing.T) {
	d := passwords(t, plan)
	for _, name := range []string{"ann", "bobs", "more"} {
		d.durable(t, name)
	}
	for user, durables := range map[string][]string{"ann": {"ann"}, "bob-2": {"bobs", "more"}} {
		_, js := d.connect(t, password(user))
		for _, name := range durables {
			c, err := js.Consumer(t.Context(), "ARTICLES", name)
			if err != nil {
				t.Fatalf("%s: %s: %v", user, name, err)
			}
			batch, err := c.Fetch(6, jetstream.FetchMaxWait(2*time.Second))
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for m := range batch.Messages() {
				if err := m.DoubleAck(t.Context()); err != nil {
					t.Error(err)
				}
				n++
			}
			if n != 6 {
				t.Errorf("%s gets %d of 6 through %s: %v", user, n, name, batch.Error())
			}
		}
		kv, err := js.KeyValue(t.Context(), "SCHEMAS")
		if err != nil {
			t.Fatal(err)
		}
		if e, err := kv.Get(t.Context(), "article.v1"); err != nil || string(e.Value()) != "schema" {
			t.Errorf("the schema: %v, %v", e, err)
		}
	}
	annNC, ann := d.connect(t, password("ann"))
	if _, err := ann.Consumer(t.Context(), "ARTICLES", "bobs"); err == nil {
		t.Error("a reader looks at another's durable")
	}
	if _, err := ann.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{Durable: "ann"}); err == nil {
		t.Error("a reader makes consumers")
	}
	for _, subject := range []string{"articles.v1.>", "wiredesk.events.>", "replay.>"} {
		sub, err := annNC.SubscribeSync(subject)
		if err == nil {
			err = annNC.Flush()
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := d.writer.Publish(strings.TrimSuffix(subject, ">")+"x.y.z", nil); err != nil {
			t.Fatal(err)
		}
		if _, err := sub.NextMsg(2 * time.Second); err != nil {
			t.Errorf("%s: %v", subject, err)
		}
	}
}

// Whatever a reader asks, wherever it wants the answer: nothing is written, nobody else
// hears it, and no durable but its own moves.
func TestNothingThatAReaderAsksReachesOthers(t *testing.T) {
	d := passwords(t, plan)
	for _, name := range []string{"ann", "bobs", "more"} {
		d.durable(t, name)
	}
	heard := make(chan string, 1000)
	listen := func(nc *nats.Conn, who string, subjects ...string) {
		for _, subject := range subjects {
			if _, err := nc.Subscribe(subject, func(m *nats.Msg) { heard <- who + ": " + m.Subject }); err != nil {
				t.Fatal(err)
			}
		}
		if err := nc.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	annNC, annJS := d.connect(t, password("ann"))
	listen(annNC, "ann", "articles.v1.>", "wiredesk.events.>", "_INBOX.>")
	listen(d.writer, "writer", "wiredesk.events.>")
	before := d.stock(t)
	bob, js := d.connect(t, password("bob-2"))
	next := "$JS.API.CONSUMER.MSG.NEXT.ARTICLES."
	for _, subject := range []string{
		"$JS.API.CONSUMER.INFO.ARTICLES.bobs", next + "bobs", next + "more", next + "ann", "$JS.API.CONSUMER.INFO.ARTICLES.ann",
		"$JS.API.STREAM.INFO.KV_SCHEMAS", "$JS.API.STREAM.MSG.GET.KV_SCHEMAS", "$JS.API.DIRECT.GET.KV_SCHEMAS.$KV.SCHEMAS.article.v1",
		"$JS.ACK.ARTICLES.bobs.1.1.1.1.0", "$JS.ACK.ARTICLES.ann.1.1.1.1.0", "$JS.API.STREAM.PURGE.ARTICLES", "$JS.API.INFO",
	} {
		for _, reply := range []string{
			"articles.v1.en.forged.published", "wiredesk.events.feed.gone", "jobs.due.page", "jobs.at.poll.x", "$KV.FEEDS.example",
			"$KV.SCHEMAS.article.v1", "$JS.API.STREAM.PURGE.ARTICLES", "$JS.API.STREAM.DELETE.JOBS", next + "ann", "_INBOX.ann.x",
		} {
			for _, body := range []string{"", `{"batch":1,"no_wait":true}`, `{"seq":1}`, "+TERM"} {
				if err := bob.PublishRequest(subject, reply, []byte(body)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if _, err := js.Consumer(t.Context(), "ARTICLES", "bobs"); err != nil { // answered after the rest
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond)
	for len(heard) > 0 {
		t.Error("an answer went to", <-heard)
	}
	if after := d.stock(t); after != before {
		t.Errorf("the streams went from %s to %s", before, after)
	}
	c, err := annJS.Consumer(t.Context(), "ARTICLES", "ann")
	if err != nil {
		t.Fatal(err)
	}
	if info := c.CachedInfo(); info.Delivered.Consumer != 0 || info.AckFloor.Consumer != 0 {
		t.Errorf("another's durable has moved: %+v", info)
	}
}

func TestKeysAndPasswordsAreMadeOnce(t *testing.T) {
	for kind, with := range map[string]func(string, []User) error{"nk": WithKeys, "password": WithPasswords} {
		dir := filepath.Join(t.TempDir(), "secrets")
		p := Plan{Writers: []User{{Name: "writer"}}, Readers: []User{{Name: "ann"}}}
		for _, users := range [][]User{p.Writers, p.Readers} {
			if err := with(dir, users); err != nil {
				t.Fatal(err)
			}
		}
		config, err := p.Config()
		if err != nil {
			t.Fatal(err)
		}
		as := func(name string) nats.Option {
			file := filepath.Join(dir, name+"."+kind)
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Fatalf("%v, %v", info, err)
			}
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(config, strings.TrimSpace(string(b))) {
				t.Error("the configuration holds a secret")
			}
			if kind == "password" {
				return nats.UserInfo(name, strings.TrimSpace(string(b)))
			}
			key, err := nats.NkeyOptionFromSeed(file)
			if err != nil {
				t.Fatal(err)
			}
			return key
		}
		d := newDesk(t, config, as("writer"))
		d.durable(t, "ann")
		_, js := d.connect(t, as("ann"))
		if _, err := js.Consumer(t.Context(), "ARTICLES", "ann"); err != nil {
			t.Error(err)
		}
		again := []User{{Name: "ann"}}
		if err := with(dir, again); err != nil || kind == "nk" && again[0].Key != p.Readers[0].Key {
			t.Errorf("made again: %v, %+v", err, again)
		}
	}
}

func TestAPlanThatIsWrongIsRefused(t *testing.T) {
	w := []User{{Name: "writer"}}
	for want, p := range map[string]Plan{
		"name a writer":     {},
		"no name of a user": {Writers: []User{{Name: `x", permissions: {publish: ">"} } { user: "y`}}},
		"too alike":         {Writers: w, Readers: []User{{Name: "a-b"}, {Name: "a_b"}}},
		"the same":          {Writers: w, Workers: w},
		"cannot belong":     {Writers: w, Readers: []User{{Name: "a", Durables: []string{"x"}}, {Name: "x"}}},
		"of a durable":      {Writers: w, Readers: []User{{Name: "a", Durables: []string{"*"}}}},
	} {
		if _, err := p.Config(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", p, err, want)
		}
	}
	for _, text := range []string{"", "a b", "a=", "a=x,,y", "a=>", "a.b"} {
		if u, err := ParseReader(text); err == nil {
			t.Errorf("%q is %+v", text, u)
		}
	}
	if u, err := ParseReader("paper=print,web"); err != nil || u.Name != "paper" || len(u.Durables) != 2 {
		t.Errorf("%+v, %v", u, errors.Unwrap(err))
	}
}
