package main

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/drift"
)

// commands are those of one user, run in this process on an outer server.
type commands struct {
	t      *testing.T
	config string
	js     jetstream.JetStream
}

// run runs a command and returns what it prints.
func (c *commands) run(args ...string) string {
	c.t.Helper()
	var out, log bytes.Buffer
	if code := execute(c.t.Context(), append(args, "-c", c.config), stdio{out: &out, err: &log}); code != 0 {
		c.t.Fatalf("wiredesk %s: exit code %d\n%s", strings.Join(args, " "), code, &log)
	}
	return out.String()
}

// passDay moves the records of all sites a day into the past, as if one had passed.
func (c *commands) passDay() {
	c.t.Helper()
	kv, err := c.js.KeyValue(c.t.Context(), "SITES")
	if err != nil {
		c.t.Fatal(err)
	}
	keys, err := kv.Keys(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	for _, key := range keys {
		entry, err := kv.Get(c.t.Context(), key)
		if err != nil {
			c.t.Fatal(err)
		}
		var r map[string]any
		if len(entry.Value()) == 0 {
			continue
		}
		if err := json.Unmarshal(entry.Value(), &r); err != nil {
			c.t.Fatal(err)
		}
		for list, day := range map[string]float64{"days": 1, "recent": 86400} {
			entries, _ := r[list].([]any)
			for _, e := range entries {
				numbers := e.([]any)
				numbers[0] = numbers[0].(float64) - day
			}
		}
		value, err := json.Marshal(r)
		if err != nil {
			c.t.Fatal(err)
		}
		if _, err := kv.Update(c.t.Context(), key, value, entry.Revision()); err != nil {
			c.t.Fatal(err)
		}
	}
}

// A site is well for a fortnight, then changes its template so that authors and bodies
// vanish: subscribers are told once, doctor tells what and since when, and all is told
// to be well when the old template is back.
func TestASiteThatChangesItsTemplateIsFoundOut(t *testing.T) {
	t.Parallel()
	o := &server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoLog: true, NoSigs: true}
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server is not ready")
	}
	url := "nats://" + s.Addr().(*net.TCPAddr).String()
	nc, err := nats.Connect(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	events, err := nc.SubscribeSync("wiredesk.events.site.>")
	if err != nil {
		t.Fatal(err)
	}
	crawl := newCrawl(t, 1, 1, "log: {level: error}\nnats: {url: "+url+"}")
	crawl.grid.Signed = true
	c := &commands{t: t, config: crawl.config()}
	if c.js, err = jetstream.New(nc); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "wiredesk.prom")
	c.run("run") // what stands in the feed at first is a backfill
	day := func(stories int) {
		t.Helper()
		for range stories {
			crawl.grid.Publish(0)
		}
		c.run("feeds", "retry", "http")
		c.run("run", "--metrics-file", file)
		c.passDay()
	}
	drifted := func(want string) {
		t.Helper()
		b, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(b), "\nwiredesk_extraction_rot_sites "+want+"\n") {
			t.Errorf("not %s sites in the metrics, %v", want, err)
		}
	}
	for range 13 {
		day(10)
	}
	if m, err := events.NextMsg(50 * time.Millisecond); err == nil {
		t.Fatalf("while all is well: %s", m.Data)
	}
	if out := c.run("doctor"); strings.Contains(out, "extraction") {
		t.Errorf("while all is well: %s", out)
	}
	drifted("0")

	crawl.grid.Redesign(true)
	for range 3 {
		day(10)
	}
	m, err := events.NextMsg(5 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	var told struct {
		Type, Site, Text string
		Losses           []struct {
			Field    string
			From, To float64
			Article  string
		}
	}
	if err := json.Unmarshal(m.Data, &told); err != nil {
		t.Fatal(err)
	}
	if m.Subject != "wiredesk.events.site.rot" || told.Type != "site.rot" || told.Site != "127.0.0.1" || len(told.Losses) == 0 || told.Losses[0].Field != "authors" || told.Losses[0].From != 1 {
		t.Errorf("%s: %s", m.Subject, m.Data)
	}
	if again, err := events.NextMsg(50 * time.Millisecond); err == nil {
		t.Errorf("it is told of twice: %s", again.Data)
	}
	out := c.run("doctor")
	for _, want := range []string{"! extraction 127.0.0.1 gives less since ", "authors on ", "the whole text on ", "(were 100 %)", "`wiredesk extract --explain http://127.0.0.1"} {
		if !strings.Contains(out, want) {
			t.Errorf("doctor does not say %q:\n%s", want, out)
		}
	}
	drifted("1")
	rows, err := drift.Rows(t.Context(), c.js)
	if err != nil || len(rows) != 1 || rows[0].Site != "127.0.0.1" || !strings.Contains(rows[0].Text(), "authors on ") || rows[0].Since.IsZero() {
		t.Errorf("the page shows %+v, %v", rows, err)
	}
	if out := c.run("show", told.Losses[0].Article); !strings.Contains(out, "Report ") {
		t.Errorf("the example: %s", out)
	}

	crawl.grid.Redesign(false)
	for range 4 {
		day(12)
	}
	if m, err = events.NextMsg(5 * time.Second); err != nil || m.Subject != "wiredesk.events.site.recovered" {
		t.Errorf("%+v, %v", m, err)
	}
	if out := c.run("doctor"); strings.Contains(out, "extraction") {
		t.Errorf("when all is well again: %s", out)
	}
	drifted("0")
}
