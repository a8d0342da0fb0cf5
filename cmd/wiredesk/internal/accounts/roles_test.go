package accounts

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

var soak = flag.Bool("soak", false, "try every request with every reply, body and header")

// house is a server of either kind with what a desk keeps on it, a victim who reads and
// an attacker who may read as well.
type house struct {
	url      string
	operator *nats.Conn
	js       jetstream.JetStream
	victim   *nats.Conn
	attacker []nats.Option // with whose credentials
	// makes says that readers make consumers of their own.
	makes bool
	owner string // whose the consumers are that the attacker makes
	leaks atomic.Int32
	cuts  int // how often the attacker was thrown out
	nc    *nats.Conn
}

const hidden = "what no reader may see"

// houses are both kinds of server, with each role that may attack another.
func houses(t *testing.T, each func(*testing.T, *house)) {
	token := func(name string) nats.Option { return nats.Token(name + "'s own secret token") }
	users := []embedded.User{{Name: "ann", Role: embedded.Reader, Password: "ann-s-password"}, {Name: "bob", Role: embedded.Reader, Password: "bob-s-password"}}
	for name, r := range map[string]struct {
		users       []embedded.User
		victim, bob []nats.Option
		owner       string
	}{
		"built-in, nameless":              {owner: "nameless"},
		"built-in, a token":               {victim: []nats.Option{token("ann")}, bob: []nats.Option{token("bob")}},
		"built-in, nameless on a token":   {victim: []nats.Option{token("ann")}, owner: "nameless"},
		"built-in, a token on a nameless": {bob: []nats.Option{token("bob")}},
		"built-in, named":                 {users: users, victim: []nats.Option{password("ann")}, bob: []nats.Option{password("bob")}, owner: "user bob"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := embedded.Open(embedded.Options{
				Dir: t.TempDir(), Listen: "127.0.0.1:0", Users: r.users, Logger: slog.New(slog.DiscardHandler),
				Limits: embedded.Limits{Requests: 1 << 20}, // here nothing is refused for being much
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			h := &house{url: s.URL(), attacker: r.bob, makes: true, owner: r.owner}
			if h.operator, err = s.Connect(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(h.operator.Close)
			h.furnish(t)
			h.victim = h.connect(t, r.victim...)
			h.consumers(t, h.victim)
			each(t, h)
		})
	}
	t.Run("one's own, reader", func(t *testing.T) {
		t.Setenv("NATS_WRITER_PASSWORD", "writer-s-password")
		t.Setenv("NATS_ANN_PASSWORD", "ann-s-password")
		t.Setenv("NATS_BOB_PASSWORD", "bob-s-password")
		config, err := Plan{
			Writers: []User{{Name: "writer"}}, Readers: []User{{Name: "ann", Durables: []string{"theirs"}}, {Name: "bob", Durables: []string{"mine", "drained"}}},
		}.Config()
		if err != nil {
			t.Fatal(err)
		}
		h := &house{url: startServer(t, config).ClientURL(), attacker: []nats.Option{password("bob")}}
		h.operator = h.connect(t, password("writer"))
		h.furnish(t)
		h.consumers(t, h.operator)
		h.victim = h.connect(t, password("ann"))
		each(t, h)
	})
}

func (h *house) connect(t *testing.T, opts ...nats.Option) *nats.Conn {
	t.Helper()
	opts = append(opts, nats.NoReconnect(), nats.Timeout(10*time.Second), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
	var err error
	for range 200 { // who was thrown out comes in more slowly
		var nc *nats.Conn
		if nc, err = nats.Connect(h.url, opts...); err == nil {
			t.Cleanup(nc.Close)
			return nc
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal(err)
	return nil
}

// furnish makes what a desk keeps: articles, jobs, records, a schema.
func (h *house) furnish(t *testing.T) {
	t.Helper()
	var err error
	if h.js, err = jetstream.New(h.operator, jetstream.WithDefaultTimeout(5*time.Second)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []jetstream.StreamConfig{
		{Name: "ARTICLES", Subjects: []string{"articles.v1.>"}, AllowDirect: true, AllowRollup: true, AllowAtomicPublish: true, AllowMsgTTL: true},
		{Name: "JOBS", Subjects: []string{"jobs.>"}, AllowDirect: true, AllowMsgSchedules: true, AllowMsgTTL: true, AllowRollup: true},
	} {
		if _, err := h.js.CreateStream(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	for _, bucket := range []string{"FEEDS", "HOSTS", "SCHEMAS"} {
		kv, err := h.js.CreateKeyValue(t.Context(), jetstream.KeyValueConfig{Bucket: bucket})
		if err == nil {
			text := hidden
			if bucket == "SCHEMAS" {
				text = "schema"
			}
			_, err = kv.Put(t.Context(), "article.v1", []byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range 20 {
		if _, err := h.js.Publish(t.Context(), "articles.v1.en.example_org.published", fmt.Appendf(nil, `{"batch":%d,"n":%d}`, i, i)); err != nil {
			t.Fatal(err)
		}
		if _, err := h.js.Publish(t.Context(), "jobs.due.page.a", []byte(hidden)); err != nil {
			t.Fatal(err)
		}
	}
	h.durable(t, h.js, "JOBS", "workers", "")
	h.durable(t, h.js, "ARTICLES", "export", "")
}

func (h *house) durable(t *testing.T, js jetstream.JetStream, stream, name, filter string) {
	t.Helper()
	c, err := js.CreateConsumer(t.Context(), stream, jetstream.ConsumerConfig{
		Durable: name, AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Hour, FilterSubject: filter,
	})
	if err != nil {
		t.Fatal(name, err)
	}
	if name == "mine" || name == "drained" {
		return
	}
	batch, err := c.Fetch(3, jetstream.FetchMaxWait(5*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	for range batch.Messages() { // in nobody's hands yet: not acknowledged
	}
}

// consumers makes the victim's durable and the attacker's.
func (h *house) consumers(t *testing.T, maker *nats.Conn) {
	t.Helper()
	js, err := jetstream.New(maker)
	if err != nil {
		t.Fatal(err)
	}
	h.durable(t, js, "ARTICLES", "theirs", "")
	if h.makes {
		maker = h.attack(t)
		if js, err = jetstream.New(maker); err != nil {
			t.Fatal(err)
		}
	}
	h.durable(t, js, "ARTICLES", "mine", "")
	h.durable(t, js, "ARTICLES", "drained", "articles.v1.none.>")
}

// attack is a connection of the attacker, which hears what answers it may.
func (h *house) attack(t *testing.T) *nats.Conn {
	t.Helper()
	if h.nc != nil && h.nc.IsConnected() {
		return h.nc
	}
	if h.nc != nil {
		h.cuts++
	}
	h.nc = h.connect(t, h.attacker...)
	for _, subject := range []string{"_INBOX.>", "articles.>", "wiredesk.events.>", "replay.>"} {
		if _, err := h.nc.Subscribe(subject, func(m *nats.Msg) {
			if bytes.Contains(m.Data, []byte(hidden)) {
				h.leaks.Add(1)
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	return h.nc
}

// state is all there is, but for what the attacker may change: its own consumers.
func (h *house) state(t *testing.T) string {
	t.Helper()
	var lines []string
	for info := range h.js.ListStreams(t.Context()).Info() {
		config, err := json.Marshal(info.Config)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("stream %s: %d messages from %d to %d, %d deleted, %s",
			info.Config.Name, info.State.Msgs, info.State.FirstSeq, info.State.LastSeq, info.State.NumDeleted, config))
		stream, err := h.js.Stream(t.Context(), info.Config.Name)
		if err != nil {
			t.Fatal(err)
		}
		for c := range stream.ListConsumers(t.Context()).Info() {
			if c.Name == "mine" || c.Name == "drained" || h.makes && h.owner == "" && strings.HasPrefix(c.Config.Metadata[embedded.OwnerKey], "token") && c.Name != "theirs" ||
				h.makes && h.owner != "" && c.Config.Metadata[embedded.OwnerKey] == h.owner && c.Name != "theirs" {
				continue
			}
			config, err := json.Marshal(c.Config)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, fmt.Sprintf("consumer %s %s: delivered %d, acknowledged %d, %d pending, %d redelivered, paused %v, push %v, %s", info.Config.Name,
				c.Name, c.Delivered.Consumer, c.AckFloor.Consumer, c.NumAckPending, c.NumRedelivered, c.Paused, c.PushBound, config))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// requests are all the verbs of JetStream's interface, and what else a server obeys.
func requests() (forbidden, open []string) {
	for _, template := range []string{
		"STREAM.CREATE.S", "STREAM.UPDATE.S", "STREAM.DELETE.S", "STREAM.PURGE.S", "STREAM.SNAPSHOT.S", "STREAM.RESTORE.S", "STREAM.MSG.DELETE.S",
		"STREAM.PEER.REMOVE.S", "STREAM.PEER.EVACUATE.S", "STREAM.CANCEL_MOVE.S", "STREAM.LEADER.STEPDOWN.S", "CONSUMER.LEADER.STEPDOWN.S.C",
		"CONSUMER.PEER.REMOVE.S.C", "CONSUMER.PEER.EVACUATE.S.C", "CONSUMER.PAUSE.S.C", "CONSUMER.RESET.S.C", "CONSUMER.UNPIN.S.C", "META.LEADER.STEPDOWN",
		"SERVER.REMOVE", "SERVER.EVACUATE", "META.RESCUE", "ACCOUNT.PURGE.WIREDESK", "ACCOUNT.STREAM.MOVE.WIREDESK.S", "STREAM.LIST", "STREAM.TEMPLATE.CREATE.x",
		"STREAM.INFO.S", "STREAM.MSG.GET.S", "DIRECT.GET.S", "DIRECT.GET.S.$KV.FEEDS.article.v1", "DIRECT.GET.S.jobs.due.page.a",
		"CONSUMER.NAMES.S", "CONSUMER.LIST.S", "CONSUMER.INFO.S.C", "CONSUMER.CREATE.S", "CONSUMER.CREATE.S.C", "CONSUMER.CREATE.S.C.articles.v1.>",
		"CONSUMER.CREATE.S.C.jobs.>", "CONSUMER.DURABLE.CREATE.S.C", "CONSUMER.DELETE.S.C", "CONSUMER.MSG.NEXT.S.C",
	} {
		for _, stream := range []string{"ARTICLES", "JOBS", "KV_FEEDS", "KV_SCHEMAS", "*"} {
			if !strings.Contains(template, "S") && stream != "ARTICLES" {
				continue
			}
			for _, consumer := range []string{"theirs", "export", "workers", "*", ">"} {
				subject := "$JS.API." + template
				named := strings.HasSuffix(template, ".C") || strings.Contains(template, ".C.")
				if !named && consumer != "theirs" {
					continue
				}
				subject = strings.ReplaceAll(strings.ReplaceAll(subject, ".S.", "."+stream+"."), ".C.", "."+consumer+".")
				subject = swap(swap(subject, ".S", stream), ".C", consumer)
				forbidden = append(forbidden, subject, strings.Replace(subject, "$JS.API.", "$JS.hub.API.", 1))
			}
		}
	}
	for _, consumer := range []string{"theirs", "export"} {
		for _, stream := range []string{"ARTICLES", "JOBS"} {
			forbidden = append(forbidden, "$JS.ACK."+stream+"."+consumer+".1.1.1.1700000000000000000.0", "$JS.ACK._.x."+stream+"."+consumer+".1.1.1.1.0",
				"$JS.ACK.ARTICLES.mine."+stream+"."+consumer+".1.1.1.1.0", "$JS.FC."+stream+"."+consumer+".x")
		}
	}
	forbidden = append(forbidden, "articles.v1.en.forged.published", "articles.v1.en.example_org.published", "wiredesk.events.feed.gone", "replay.x.en.forged.published", "jobs.due.page.a",
		"jobs.at.poll.x", "$KV.FEEDS.article.v1", "$KV.HOSTS.a", "$KV.SCHEMAS.article.v1", "_INBOX.victim.x", "_R_.x.y", "_GR_.x.y.z", "$GR.x.y", "$NRG.x",
		"$MQTT.x", "$JS.SNAPSHOT.ACK.ARTICLES.x", "$JS.SNAPSHOT.RESTORE.ARTICLES.x", "$JS.EVENT.ADVISORY.CONSUMER.DELETED.ARTICLES.theirs",
		"$SYS.REQ.SERVER.PING", "$SYS.REQ.SERVER.PING.CONNZ", "$SYS.REQ.ACCOUNT.PING.CONNZ", "$SYS.REQ.USER.INFO", "$SYS.REQ.CLAIMS.UPDATE",
		"$SYS.REQ.ACCOUNT.WIREDESK.JSZ", "$SYS.ACCOUNT.WIREDESK.CONNECT", "$SYS.DEBUG.SUBSCRIBERS", "wiredesk.gate.n0.CONSUMER.DELETE.ARTICLES.theirs",
		"wiredesk.gate.u0.CONSUMER.DELETE.ARTICLES.theirs", "$LDS.x", "$SRV.PING")
	next, ack := "$JS.API.CONSUMER.MSG.NEXT.ARTICLES.", "$JS.ACK.ARTICLES."
	open = []string{
		"$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.INFO.ARTICLES", "$JS.API.STREAM.INFO.KV_SCHEMAS", "$JS.API.STREAM.MSG.GET.ARTICLES",
		"$JS.API.STREAM.MSG.GET.KV_SCHEMAS", "$JS.API.DIRECT.GET.ARTICLES", "$JS.API.DIRECT.GET.ARTICLES.articles.v1.en.example_org.published",
		"$JS.API.DIRECT.GET.KV_SCHEMAS", "$JS.API.DIRECT.GET.KV_SCHEMAS.$KV.SCHEMAS.article.v1", "$JS.API.CONSUMER.NAMES.ARTICLES", "$JS.API.CONSUMER.LIST.ARTICLES",
		"$JS.API.CONSUMER.INFO.ARTICLES.mine", "$JS.API.CONSUMER.INFO.ARTICLES.theirs", next + "mine", next + "drained",
		ack + "mine.1.1.1.1700000000000000000.0", ack + "drained.1.9.9.1700000000000000000.0", "$JS.API.CONSUMER.CREATE.ARTICLES", "$JS.API.CONSUMER.CREATE.ARTICLES.mine2",
	}
	return forbidden, open
}

// swap replaces the last token of a subject.
func swap(subject, end, by string) string {
	if rest, ok := strings.CutSuffix(subject, end); ok {
		return rest + "." + by
	}
	return subject
}

// replies are where an answer would do harm.
var replies = []string{
	"articles.v1.en.forged.published", "wiredesk.events.feed.gone", "jobs.due.page.a", "jobs.at.poll.x", "$KV.FEEDS.article.v1", "$KV.SCHEMAS.article.v1",
	"$JS.API.STREAM.PURGE.ARTICLES", "$JS.API.STREAM.DELETE.JOBS", "$JS.API.CONSUMER.MSG.NEXT.ARTICLES.theirs", "$JS.API.CONSUMER.MSG.NEXT.ARTICLES.export",
	"$JS.API.CONSUMER.MSG.NEXT.JOBS.workers", "$JS.API.CONSUMER.DELETE.ARTICLES.theirs", "$JS.API.CONSUMER.RESET.ARTICLES.theirs",
	"$JS.ACK.ARTICLES.theirs.1.1.1.1700000000000000000.0", "$JS.ACK.ARTICLES.export.1.2.2.1700000000000000000.0", "$JS.ACK.JOBS.workers.1.1.1.1700000000000000000.0",
	"$JS.ACK.ARTICLES.mine.1.1.1.1700000000000000000.0@articles.v1.en.forged.published", "_INBOX.victim.x", "_INBOX.*.x", "articles.v1.*.x.published", "_R_.a.b",
	"$SYS.REQ.SERVER.PING.CONNZ", "$JS.API.STREAM.NAMES", "$JS.API.DIRECT.GET.ARTICLES", "$JS.API.CONSUMER.CREATE.ARTICLES",
	"wiredesk.gate.n0.CONSUMER.DELETE.ARTICLES.theirs", "wiredesk.gate.u0.CONSUMER.DELETE.ARTICLES.theirs", "$MQTT.x", "_GR_.x.y.z",
}

var bodies = []string{
	"", "{}", `{"batch":3,"no_wait":true}`, `{"batch":1,"expires":1000000,"group":"g","priority":9,"min_pending":1,"id":"x"}`, `{"seq":1}`, `{"seq":2,"batch":5}`,
	`{"last_by_subj":"jobs.due.page.a"}`, `{"next_by_subj":"$KV.>","seq":1}`, `{"multi_last":[">"],"batch":9}`, "+ACK", "+TERM", "+NXT {\"batch\":2}", "-NAK", "+WPI",
	`{"pause_until":"2099-01-01T00:00:00Z"}`, `{"filter":"jobs.>","keep":0}`, `{"seq":1,"no_erase":true}`, `{"name":"ARTICLES","subjects":["jobs.>"]}`,
	`{"deliver_subject":"articles.v1.en.forged.published"}`, `{"offset":0,"subject":"jobs.>"}`, `{"subjects_filter":">","deleted_details":true}`,
}

// configs are consumers that a reader asks for and would not do good.
func configs() []string {
	var list []string
	for _, name := range []string{"theirs", "export", "mine2", "new", "a.b", "*"} {
		for _, config := range []string{
			`"durable_name":"theirs"`, `"durable_name":"export","ack_policy":"explicit"`, `"name":"theirs"`, `"name":"new","durable_name":"theirs"`,
			`"deliver_subject":"articles.v1.en.forged.published"`, `"Deliver_Subject":"jobs.due.page.a","flow_control":true,"idle_heartbeat":1000000000`,
			`"durable_name":"p","deliver_subject":"$JS.API.STREAM.PURGE.ARTICLES","deliver_group":"q"`, `"name":"d","direct":true,"deliver_subject":"$KV.FEEDS.x"`,
			`"metadata":{"wiredesk.owner":""}`, `"durable_name":"m","metadata":{"wiredesk.owner":"user ann"}`, `"durable_name":"s","sample_freq":"100%"`,
			`"durable_name":"g","priority_groups":["g"],"priority_policy":"pinned_client","priority_timeout":1000000000`, `"filter_subject":"jobs.>"`,
			`"durable_name":"n","num_replicas":3`, `"pause_until":"2099-01-01T00:00:00Z","durable_name":"theirs"`, `"sourcing":true,"durable_name":"w"`,
		} {
			for _, action := range []string{"", "create", "update", "overwrite"} {
				for _, stream := range []string{"ARTICLES", "JOBS"} {
					list = append(list, fmt.Sprintf(`{"stream_name":%q,"action":%q,"config":{%s,"name":%q},"pedantic":true}`, stream, action, config, name),
						fmt.Sprintf(`{"stream_name":%q,"action":%q,"config":{%s}}`, stream, action, config))
				}
			}
		}
	}
	return list
}

// headers are those by which a server is told to do more than to deliver.
var headers = []nats.Header{
	nil,
	{"Nats-Rollup": {"all"}, "Nats-TTL": {"1s"}, "Nats-Expected-Stream": {"ARTICLES"}},
	{"Nats-Batch-Id": {"b"}, "Nats-Batch-Sequence": {"1"}, "Nats-Batch-Commit": {"1"}},
	{"Nats-Schedule": {"@every 1s"}, "Nats-Schedule-Target": {"jobs.due.page.a"}, "Nats-Scheduler": {"jobs.at.x"}, "Nats-Schedule-Next": {"purge"}},
	{"Nats-Trace-Dest": {"articles.v1.en.forged.published"}, "Accept-Encoding": {"identity"}},
	{"Nats-Trace-Dest": {"$JS.API.STREAM.PURGE.ARTICLES"}, "Nats-Trace-Only": {"true"}},
	{"Nats-Request-Info": {`{"acc":"WIREDESK","id":1,"user":"operator","reply":"jobs.due.page.a"}`}, "Nats-Msg-Id": {"x"}},
	{"Nats-Subject": {"jobs.due.page.a"}, "Nats-Sequence": {"1"}, "Nats-Required-Api-Level": {"0"}, "Nats-Pin-Id": {"x"}, "Status": {"100"}, "Nats-Incr": {"1"}},
}

// Whatever a reader of either server asks, wherever it wants the answer, with whatever
// headers: nothing is written, no consumer of others moves, nobody hears a message that
// is forged, and nothing is read that it may not.
func TestNoReaderHurtsAnybody(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		var mu sync.Mutex
		heard := map[string]int{}
		listen := func(nc *nats.Conn, who string, subjects ...string) {
			for _, subject := range subjects {
				if _, err := nc.Subscribe(subject, func(m *nats.Msg) {
					mu.Lock()
					defer mu.Unlock()
					heard[fmt.Sprintf("%s: %s %s", who, m.Subject, m.Header)]++
				}); err != nil {
					t.Fatal(err)
				}
			}
			if err := nc.Flush(); err != nil {
				t.Fatal(err)
			}
		}
		listen(h.victim, "victim", "articles.>", "wiredesk.events.>", "replay.>", "_INBOX.>")
		listen(h.operator, "operator", "wiredesk.events.>", "_INBOX.victim.>")
		if h.makes {
			listen(h.operator, "operator", "articles.>", "jobs.>", "$KV.>", "$MQTT.>", "$JS.API.STREAM.PURGE.>", "$JS.API.STREAM.DELETE.>",
				"$JS.API.CONSUMER.MSG.NEXT.JOBS.>", "$JS.ACK.ARTICLES.theirs.>", "$JS.ACK.ARTICLES.export.>", "$JS.ACK.JOBS.>")
		}
		before := h.state(t)
		tried := h.tryAll(t)
		if h.makes {
			tried += h.tryConsumers(t)
		}
		h.settle(t)
		t.Logf("%d requests, thrown out %d times", tried, h.cuts)
		if after := h.state(t); after != before {
			t.Errorf("what there is was\n%s\nand is\n%s", before, after)
		}
		mu.Lock()
		defer mu.Unlock()
		for what, n := range heard {
			t.Errorf("%d times heard by the %s", n, what)
		}
		if n := h.leaks.Load(); n > 0 {
			t.Errorf("%d answers hold what no reader may see", n)
		}
	})
}

// send publishes as the attacker, with a new connection when the last was cut off.
func (h *house) send(t *testing.T, m *nats.Msg) {
	t.Helper()
	for range 3 {
		err := h.attack(t).PublishMsg(m)
		if err == nil {
			return
		}
		if errors.Is(err, nats.ErrBadSubject) || errors.Is(err, nats.ErrMaxPayload) {
			t.Fatal(m.Subject, err)
		}
		h.nc.Close() // it was thrown out
	}
}

// tryAll asks all there is to ask, and what is allowed with every reply, body and header.
func (h *house) tryAll(t *testing.T) (tried int) {
	forbidden, open := requests()
	for i, subject := range forbidden {
		for j := range 2 {
			h.send(t, &nats.Msg{Subject: subject, Reply: replies[(i+j)%len(replies)], Data: []byte(bodies[(i*2+j)%len(bodies)]), Header: headers[(i+j)%len(headers)]})
			tried++
		}
		if i%80 == 79 { // sooner than it is thrown out for trying
			_ = h.attack(t).Flush()
			h.nc.Close()
		}
	}
	for _, subject := range open {
		for i, reply := range replies {
			for j, body := range bodies {
				if !*soak && (i+j)%3 != 0 {
					continue
				}
				h.send(t, &nats.Msg{Subject: subject, Reply: reply, Data: []byte(body), Header: headers[(i+j)%len(headers)]})
				tried++
			}
			_ = h.attack(t).Flush()
			if i%9 == 8 { // replies that are forbidden count as well
				h.nc.Close()
			}
		}
		h.nc.Close()
	}
	return tried
}

// tryConsumers asks for consumers that would write, or are another's.
func (h *house) tryConsumers(t *testing.T) (tried int) {
	for i, config := range configs() {
		if !*soak && i%7 != 0 {
			continue
		}
		for _, end := range []string{"CREATE.ARTICLES", "CREATE.ARTICLES.theirs", "CREATE.ARTICLES.new", "CREATE.ARTICLES.new.jobs.due.page.a", "DURABLE.CREATE.ARTICLES.theirs", "DURABLE.CREATE.ARTICLES.new"} {
			h.send(t, &nats.Msg{Subject: "$JS.API.CONSUMER." + end, Reply: h.nc.NewInbox(), Data: []byte(config), Header: headers[i%len(headers)]})
			tried++
		}
		if i%50 == 0 {
			_ = h.attack(t).Flush()
		}
	}
	return tried
}

// settle waits until what was asked has been answered.
func (h *house) settle(t *testing.T) {
	t.Helper()
	for range 5 {
		h.nc.Close() // it may be about to be thrown out
		_, err := h.attack(t).Request("$JS.API.CONSUMER.INFO.ARTICLES.drained", nil, 30*time.Second)
		if err == nil {
			time.Sleep(300 * time.Millisecond)
			return
		}
	}
	t.Fatal("the attacker is not answered any more")
}
