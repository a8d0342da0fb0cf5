package embedded

import (
	"encoding/json"
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
	"golang.org/x/crypto/bcrypt"
)

// hall is a server whose readers are nameless, show tokens of their own, or have names.
type hall struct {
	*Server
	operator *nats.Conn
	js       jetstream.JetStream
}

const (
	annsToken = "ann's own secret token"
	bobsToken = "bob's own secret token"
)

func newHall(t *testing.T, o Options) *hall {
	t.Helper()
	o.Listen = "127.0.0.1:0"
	h := &hall{Server: open(t, o)}
	h.operator = connect(t, h.Server)
	h.js = articles(t, h.operator, 20)
	if _, err := h.js.CreateKeyValue(t.Context(), jetstream.KeyValueConfig{Bucket: "FEEDS"}); err != nil {
		t.Fatal(err)
	}
	return h
}

// visitor is a client of some role.
func (h *hall) visitor(t *testing.T, opts ...nats.Option) (*nats.Conn, jetstream.JetStream) {
	t.Helper()
	nc, err := nats.Connect(h.URL(), append(opts, nats.Timeout(10*time.Second), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))...)
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

// people are users whose passwords are hashed so cheaply that tests do not wait for it.
func people(t *testing.T) []User {
	t.Helper()
	users := []User{{"ann", Reader, "password-of-ann"}, {"bob", Reader, "password-of-bob"}, {"desk", Writer, "password-of-desk"}}
	for i, u := range users {
		hash, err := bcrypt.GenerateFromPassword([]byte(u.Password), bcrypt.MinCost)
		if err != nil {
			t.Fatal(err)
		}
		users[i].Password = string(hash)
	}
	return users
}

// roles are pairs of readers of each kind.
func roles(t *testing.T, each func(t *testing.T, h *hall, ann, bob []nats.Option)) {
	users := people(t)
	for name, r := range map[string]struct {
		users    []User
		ann, bob []nats.Option
	}{
		"nameless":                          {},
		"a token":                           {ann: []nats.Option{nats.Token(annsToken)}, bob: []nats.Option{nats.Token(bobsToken)}},
		"a token, robbed by a nameless one": {ann: []nats.Option{nats.Token(annsToken)}},
		"named": {
			users: users, ann: []nats.Option{nats.UserInfo("ann", "password-of-ann")}, bob: []nats.Option{nats.UserInfo("bob", "password-of-bob")},
		},
	} {
		t.Run(name, func(t *testing.T) { each(t, newHall(t, Options{Users: r.users}), r.ann, r.bob) })
	}
}

func TestNobodyTakesWhatIsAnothers(t *testing.T) {
	roles(t, func(t *testing.T, h *hall, ann, bob []nats.Option) {
		_, annJS := h.visitor(t, ann...)
		bobNC, bobJS := h.visitor(t, bob...)
		config := jetstream.ConsumerConfig{Durable: "archive", AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Minute}
		hers, err := annJS.CreateConsumer(t.Context(), "ARTICLES", config)
		if err != nil {
			t.Fatal(err)
		}
		batch, err := hers.Fetch(3, jetstream.FetchMaxWait(2*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		var ack string
		for m := range batch.Messages() {
			ack = m.Reply()
		}
		if ack == "" {
			t.Fatal("its maker cannot fetch from it")
		}
		// Bob tries all there is.
		if _, err := bobJS.Consumer(t.Context(), "ARTICLES", "archive"); !errors.Is(err, jetstream.ErrConsumerNotFound) {
			t.Errorf("another is told of it: %v", err)
		}
		for _, c := range []jetstream.ConsumerConfig{config, {Durable: "archive", FilterSubject: "articles.v1.none.>"}} {
			if _, err := bobJS.CreateOrUpdateConsumer(t.Context(), "ARTICLES", c); err == nil || !strings.Contains(err.Error(), "another") {
				t.Errorf("another makes it again: %v", err)
			}
		}
		if err := bobJS.DeleteConsumer(t.Context(), "ARTICLES", "archive"); !errors.Is(err, jetstream.ErrConsumerNotFound) {
			t.Errorf("another deletes it: %v", err)
		}
		if stream, err := bobJS.Stream(t.Context(), "ARTICLES"); err != nil {
			t.Error(err)
		} else {
			for name := range stream.ConsumerNames(t.Context()).Name() {
				t.Errorf("another is told of the name %s", name)
			}
			for info := range stream.ListConsumers(t.Context()).Info() {
				t.Errorf("another is told about %s", info.Name)
			}
		}
		inbox, err := bobNC.SubscribeSync(bobNC.NewInbox())
		if err != nil {
			t.Fatal(err)
		}
		for range 3 { // the first has the gate look whether it may
			for _, subject := range []string{"$JS.API.CONSUMER.MSG.NEXT.ARTICLES.archive", ack} {
				for _, body := range []string{"", "+ACK", "+TERM", `{"batch":5}`} {
					if err := bobNC.PublishRequest(subject, inbox.Subject, []byte(body)); err != nil {
						t.Fatal(err)
					}
				}
			}
			if m, err := inbox.NextMsg(200 * time.Millisecond); err == nil {
				t.Fatalf("another gets %s %q", m.Header, m.Data)
			}
		}
		info, err := hers.Info(t.Context())
		if err != nil || info.NumAckPending != 3 || info.AckFloor.Stream != 0 || info.NumPending != 17 {
			t.Errorf("%+v, %v: want 3 fetched and none acknowledged", info, err)
		}
		// Ann deletes it and is done.
		if err := annJS.DeleteConsumer(t.Context(), "ARTICLES", "archive"); err != nil {
			t.Error("its maker cannot delete it:", err)
		}
		// What bob makes under that name then is bob's.
		if _, err := bobJS.CreateConsumer(t.Context(), "ARTICLES", config); err != nil {
			t.Error("a name that is free again:", err)
		}
		if _, err := hers.Fetch(1, jetstream.FetchMaxWait(300*time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		if info, err := h.consumer(t, "archive"); err != nil || info.Delivered.Consumer != 0 {
			t.Errorf("who had the name before still fetches: %+v, %v", info, err)
		}
	})
}

func (h *hall) consumer(t *testing.T, name string) (*jetstream.ConsumerInfo, error) {
	t.Helper()
	c, err := h.js.Consumer(t.Context(), "ARTICLES", name)
	if err != nil {
		return nil, err
	}
	return c.Info(t.Context())
}

// dangerous are subjects at which an answer would do harm.
var dangerous = []string{
	"articles.v1.en.forged.published", "wiredesk.events.feed.gone", "jobs.due.page", "jobs.at.poll.x", "$KV.FEEDS.example",
	"$KV.SCHEMAS.article.v1", "$JS.API.STREAM.PURGE.ARTICLES", "$JS.API.STREAM.DELETE.JOBS",
	"wiredesk.gate.n1.CONSUMER.DELETE.ARTICLES.archive",
}

// The server answers to whatever subject a request names. Nobody but the asker may get
// that answer, wherever it goes.
func TestAnswersReachNobodyButTheAsker(t *testing.T) {
	roles(t, func(t *testing.T, h *hall, ann, bob []nats.Option) {
		annNC, annJS := h.visitor(t, ann...)
		bobNC, bobJS := h.visitor(t, bob...)
		c, err := bobJS.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{
			Durable: "drained", AckPolicy: jetstream.AckExplicitPolicy, FilterSubject: "articles.v1.none.>",
		})
		if err != nil {
			t.Fatal(err)
		}
		full, err := bobJS.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy})
		if err != nil {
			t.Fatal(err)
		}
		heard := make(chan string, 1000)
		for _, subject := range []string{"articles.v1.>", "wiredesk.events.>"} {
			if _, err := annNC.Subscribe(subject, func(m *nats.Msg) { heard <- "ann: " + m.Subject }); err != nil {
				t.Fatal(err)
			}
		}
		for _, subject := range dangerous {
			if _, err := h.operator.Subscribe(subject, func(m *nats.Msg) { heard <- "operator: " + m.Subject }); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(annNC.Flush(), h.operator.Flush()); err != nil {
			t.Fatal(err)
		}
		before := h.stock(t)
		next := "$JS.API.CONSUMER.MSG.NEXT.ARTICLES."
		for _, r := range []struct{ subject, body string }{
			{"$JS.API.INFO", ""}, {"$JS.API.STREAM.NAMES", ""}, {"$JS.API.STREAM.INFO.ARTICLES", ""},
			{"$JS.API.STREAM.MSG.GET.ARTICLES", `{"seq":1}`}, {"$JS.API.DIRECT.GET.ARTICLES", `{"seq":1,"batch":3}`},
			{"$JS.API.DIRECT.GET.ARTICLES.articles.v1.en.example_org.published", ""},
			{"$JS.API.CONSUMER.INFO.ARTICLES.drained", ""}, {"$JS.API.CONSUMER.INFO.ARTICLES.none", ""},
			{"$JS.API.CONSUMER.NAMES.ARTICLES", ""}, {"$JS.API.CONSUMER.LIST.ARTICLES", ""},
			{"$JS.API.CONSUMER.CREATE.ARTICLES.new", `{"stream_name":"ARTICLES","config":{"name":"new"}}`},
			{"$JS.API.CONSUMER.CREATE.ARTICLES.push", `{"stream_name":"ARTICLES","config":{"name":"push","deliver_subject":"jobs.due.page"}}`},
			{next + "drained", `{"batch":1,"no_wait":true}`}, {next + "drained", `{"batch":1,"expires":1000000}`},
			{next + full.CachedInfo().Name, `{"batch":2}`}, {"$JS.ACK.ARTICLES.drained.1.1.1.1.0", "+NXT"},
		} {
			for _, reply := range dangerous {
				if err := bobNC.PublishRequest(r.subject, reply, []byte(r.body)); err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(20 * time.Millisecond) // slower than what is refused for being fast
		}
		if _, err := c.Info(t.Context()); err != nil { // answered after the rest
			t.Fatal(err)
		}
		if _, err := annJS.Stream(t.Context(), "ARTICLES"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(200 * time.Millisecond)
		close(heard)
		for what := range heard {
			t.Error("an answer went to", what)
		}
		if after := h.stock(t); after != before {
			t.Errorf("the streams went from %s to %s", before, after)
		}
	})
}

// stock is what the streams hold.
func (h *hall) stock(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for info := range h.js.ListStreams(t.Context()).Info() {
		fmt.Fprintf(&b, "%s %d/%d ", info.Config.Name, info.State.Msgs, info.State.LastSeq)
	}
	return b.String()
}

func TestReadersHaveAFewConsumersAndTheOperatorAsManyAsItLikes(t *testing.T) {
	roles(t, func(t *testing.T, h *hall, ann, bob []nats.Option) {
		_, annJS := h.visitor(t, ann...)
		made := 0
		var refusal error
		for i := range 200 {
			_, err := annJS.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{Durable: fmt.Sprintf("d%d", i)})
			if err != nil {
				refusal = err
				break
			}
			made++
		}
		if made < 16 || made > 64 || refusal == nil || !strings.Contains(refusal.Error(), "as many") {
			t.Errorf("%d durables of one reader, then %v", made, refusal)
		}
		_, bobJS := h.visitor(t, bob...)
		if _, err := bobJS.OrderedConsumer(t.Context(), "ARTICLES", jetstream.OrderedConsumerConfig{}); err != nil {
			t.Error("another reader cannot read any more:", err)
		}
		for i := range 50 {
			if _, err := h.js.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{Durable: fmt.Sprintf("o%d", i)}); err != nil {
				t.Fatal("the operator:", err)
			}
		}
	})
}

// More consumers than the server's own limit for a stream, from before there were any here.
func TestConsumersOfOthersKeepNobodyFromStarting(t *testing.T) {
	h := newHall(t, Options{})
	for i := range 1200 {
		_, err := h.js.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{
			Name: fmt.Sprintf("squatter%d", i), MemoryStorage: true, InactiveThreshold: time.Hour,
		})
		if err != nil {
			t.Fatal(i, err)
		}
	}
	if _, err := h.js.OrderedConsumer(t.Context(), "ARTICLES", jetstream.OrderedConsumerConfig{}); err != nil {
		t.Error(err)
	}
}

func TestWhatTheOperatorHasMadeIsTheOperators(t *testing.T) {
	roles(t, func(t *testing.T, h *hall, ann, _ []nats.Option) {
		if _, err := h.js.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{Durable: "export"}); err != nil {
			t.Fatal(err)
		}
		_, annJS := h.visitor(t, ann...)
		if _, err := annJS.Consumer(t.Context(), "ARTICLES", "export"); !errors.Is(err, jetstream.ErrConsumerNotFound) {
			t.Errorf("a reader is told of it: %v", err)
		}
		if err := annJS.DeleteConsumer(t.Context(), "ARTICLES", "export"); err == nil {
			t.Error("a reader deletes it")
		}
		if _, err := h.consumer(t, "export"); err != nil {
			t.Error(err)
		}
	})
}

// A durable goes on after its reader, and the server, were away.
func TestADurableGoesOnForWhoMadeIt(t *testing.T) {
	users := people(t)
	for name, r := range map[string]struct {
		users []User
		ann   []nats.Option
	}{
		"nameless": {}, "a token": {ann: []nats.Option{nats.Token(annsToken)}},
		"named": {users, []nats.Option{nats.UserInfo("ann", "password-of-ann")}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			h := newHall(t, Options{Dir: dir, Users: r.users})
			nc, js := h.visitor(t, r.ann...)
			config := jetstream.ConsumerConfig{Durable: "archive", AckPolicy: jetstream.AckExplicitPolicy}
			if _, err := js.CreateConsumer(t.Context(), "ARTICLES", config); err != nil {
				t.Fatal(err)
			}
			nc.Close()
			h.operator.Close()
			if err := h.Close(); err != nil {
				t.Fatal(err)
			}
			h = &hall{Server: open(t, Options{Dir: dir, Users: r.users, Listen: "127.0.0.1:0"})}
			_, js = h.visitor(t, r.ann...)
			// Some clients fetch at once, without asking for the durable.
			nc, _ = h.visitor(t, r.ann...)
			got := 0
			for range 5 {
				m, err := nc.Request("$JS.API.CONSUMER.MSG.NEXT.ARTICLES.archive", []byte(`{"batch":1,"no_wait":true}`), 500*time.Millisecond)
				if err == nil && len(m.Data) > 0 {
					got++
				}
			}
			if got == 0 {
				t.Error("nothing comes without asking for the durable first")
			}
			nc.Close()
			time.Sleep(50 * time.Millisecond)
			if _, err := js.CreateConsumer(t.Context(), "ARTICLES", config); err != nil {
				t.Error("making it again:", err)
			}
		})
	}
}

// What was made by the version before names no owner.
func TestDurablesOfBeforeGoToWhoAsksFirst(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	js := articles(t, connect(t, s), 3)
	for _, name := range []string{"old", "older"} {
		if _, err := js.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{
			Durable: name, AckPolicy: jetstream.AckExplicitPolicy},
		); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.Close(), os.Remove(filepath.Join(dir, sinceFile))); err != nil {
		t.Fatal(err)
	}
	users := people(t)
	for round := range 2 { // the second: after another restart
		s := open(t, Options{Dir: dir, Users: users, Listen: "127.0.0.1:0"})
		h := &hall{Server: s}
		_, annJS := h.visitor(t, nats.UserInfo("ann", "password-of-ann"))
		_, bobJS := h.visitor(t, nats.UserInfo("bob", "password-of-bob"))
		if round == 1 {
			if _, err := bobJS.Consumer(t.Context(), "ARTICLES", "old"); !errors.Is(err, jetstream.ErrConsumerNotFound) {
				t.Errorf("round %d: the second gets it: %v", round, err)
			}
		}
		c, err := annJS.Consumer(t.Context(), "ARTICLES", "old")
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if owner := c.CachedInfo().Config.Metadata[OwnerKey]; round == 1 && owner != "user ann" {
			t.Errorf("owner %q", owner)
		}
		if _, err := annJS.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{
			Durable: "older", AckPolicy: jetstream.AckExplicitPolicy},
		); err != nil && round == 0 {
			t.Errorf("making one of before again, as it was: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRequestsAreSmallAndCountedOut(t *testing.T) {
	h := newHall(t, Options{})
	nc, js := h.visitor(t)
	many := make([]string, 65)
	for i := range many {
		many[i] = fmt.Sprintf("articles.v1.en.site%d.*", i)
	}
	for name, c := range map[string]jetstream.ConsumerConfig{
		"filter subjects": {FilterSubjects: many}, "max_ack_pending": {MaxAckPending: 1001}, "max_waiting": {MaxWaiting: 513},
		"no end of them": {MaxAckPending: -1},
	} {
		if _, err := js.CreateConsumer(t.Context(), "ARTICLES", c); err == nil || !strings.Contains(err.Error(), "at most") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := js.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{FilterSubjects: many[:64]}); err != nil {
		t.Error("64 filter subjects:", err)
	}
	answers := map[int]int{}
	sub, err := nc.SubscribeSync(nc.NewInbox())
	if err != nil {
		t.Fatal(err)
	}
	const asked = 500
	for range asked {
		if err := nc.PublishRequest("$JS.API.STREAM.INFO.ARTICLES", sub.Subject, nil); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	for range asked {
		m, err := sub.NextMsg(5 * time.Second)
		if err != nil {
			break
		}
		var answer struct{ Error *server.ApiError }
		if err := json.Unmarshal(m.Data, &answer); err != nil {
			t.Fatal(err)
		}
		if answer.Error != nil {
			answers[answer.Error.Code]++
		} else {
			answers[0]++
		}
	}
	if most := 200 + 50*(int(time.Since(began).Seconds())+3); answers[0] < 200 || answers[0] > most {
		t.Errorf("answers by code %v of %d, want at most %d", answers, asked, most)
	}
	if _, err := nc.Request("$JS.API.STREAM.INFO.ARTICLES", make([]byte, 17<<10), time.Second); err == nil {
		t.Error("17 KiB are let through")
	}
}

// What a connection has asked for is not done with the rights of the one that sits in
// its place when the gate comes to it.
func TestWhatWasLeftBehindIsNotDoneForTheNext(t *testing.T) {
	h := newHall(t, Options{Limits: Limits{Nameless: 1, Requests: 20}})
	nc, _ := h.visitor(t, nats.Token(bobsToken))
	for range 300 { // the burst, and then what waits
		if err := nc.PublishRequest("$JS.API.CONSUMER.DELETE.ARTICLES.archive", nc.NewInbox(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	nc.Close()
	var ann *nats.Conn
	until(t, "the next gets the seat", func() bool {
		var err error
		ann, err = nats.Connect(h.URL(), nats.Token(annsToken))
		return err == nil
	})
	defer ann.Close()
	if _, err := h.js.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{
		Durable: "archive", Metadata: map[string]string{OwnerKey: tokenOwner(annsToken)},
	}); err != nil {
		t.Fatal(err)
	}
	until(t, "the gate has come to all", func() bool { return h.counts.dropped.Load() > 0 })
	if _, err := ann.Request("$JS.API.CONSUMER.INFO.ARTICLES.archive", nil, 10*time.Second); err != nil { // answered after the rest
		t.Fatal(err)
	}
	if _, err := h.consumer(t, "archive"); err != nil {
		t.Error("what another had asked for before was done:", err)
	}
}
