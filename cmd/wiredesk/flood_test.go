package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/internal/newsweb"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

var floodFor = flag.Duration("flood", 0, "flood the doors for this long each, and hold the crawl, memory and log against their bounds")

// besieged is a daemon that crawls the bench's web, with few files, under attack.
type besieged struct {
	cmd   *exec.Cmd
	out   *lockedBuffer
	nats  string // host and port
	http  string
	js    jetstream.JetStream
	state string
	users string      // file of readers with passwords; empty: none are needed
	as    nats.Option // how a reader gets in, or nil
}

// besiege starts a daemon for which the web has work for a while, at a pace that
// courtesy sets, not the machine.
func besiege(t *testing.T, lasts time.Duration, names bool) *besieged {
	t.Helper()
	const sites = 40 // a page each second
	web, err := newsweb.Start(newsweb.Options{Sites: sites, Items: 20 + int(lasts/time.Second)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = web.Close() })
	dir := t.TempDir()
	b := &besieged{out: &lockedBuffer{}, state: filepath.Join(dir, "state")}
	var config strings.Builder
	fmt.Fprintf(&config, "state: {dir: %q, pause_below: 0}\nbackfill: all\nnats: {listen: '127.0.0.1:0'}\nhttp: {listen: '127.0.0.1:0'}\n"+
		"crawl: {allow_private: [127.0.0.0/8], per_host: {delay: 1s}}\nfeeds:\n", b.state)
	for _, feed := range web.Feeds() {
		fmt.Fprintf(&config, "  - %s\n", feed)
	}
	file, users := filepath.Join(dir, "wiredesk.yaml"), filepath.Join(dir, "users")
	if err := os.WriteFile(file, []byte(config.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if names {
		b.users, b.as = users, nats.UserInfo("ann", "password-of-ann")
		if err := os.WriteFile(users, []byte("ann reader password-of-ann\nbob reader password-of-bob\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.cmd = exec.Command("sh", "-c", `ulimit -n 4096; exec "$0" "$@"`, os.Args[0], "daemon", "--config", file)
	b.cmd.Env = append(os.Environ(), beMain+"=1", "WIREDESK_LOG_FORMAT=json", "WIREDESK_HTTP_LISTEN=127.0.0.1:0", "WIREDESK_NATS_USERS="+b.users)
	b.cmd.Stderr = b.out
	if err := b.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = b.cmd.Process.Signal(syscall.SIGTERM)
		_ = b.cmd.Wait() // it was stopped: that is its error
	})
	up := regexp.MustCompile(`"nats":"nats://([^"]+)","http":"(http://[^"]+)"`)
	eventually(t, func() bool { return up.MatchString(b.out.String()) }, b.out)
	m := up.FindStringSubmatch(b.out.String())
	b.nats, b.http = m[1], m[2]
	nc, err := nats.Connect("nats://"+b.nats, embedded.Operator(b.state), nats.MaxReconnects(-1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	if b.js, err = jetstream.New(nc, jetstream.WithDefaultTimeout(10*time.Second)); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool { return b.published(t) > sites }, b.out)
	return b
}

// published is how many articles the stream has had.
func (b *besieged) published(t *testing.T) uint64 {
	t.Helper()
	s, err := b.js.Stream(t.Context(), "ARTICLES")
	if err != nil {
		t.Error("the operator:", err)
		return 0
	}
	return s.CachedInfo().State.LastSeq
}

// rss is the memory of the daemon in MiB, files how many it has open.
func (b *besieged) rss(t *testing.T) (mib int, files int) {
	t.Helper()
	proc := fmt.Sprintf("/proc/%d/", b.cmd.Process.Pid)
	status, err := os.ReadFile(proc + "status")
	if err != nil {
		t.Skip("needs /proc: ", err)
	}
	if m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(status); m != nil {
		kb, _ := strconv.Atoi(string(m[1]))
		mib = kb >> 10
	}
	list, err := os.ReadDir(proc + "fd")
	if err != nil {
		t.Fatal(err)
	}
	return mib, len(list)
}

// ready asks /readyz on a connection of its own.
func (b *besieged) ready(ctx context.Context) error {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.http+"/readyz", nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", res.Status, body)
	}
	_ = res.Body.Close()
	return err
}

// watched is what was seen during a while.
type watched struct {
	published    uint64
	lasted       time.Duration
	cpu          time.Duration
	peak, files  int
	logged       int
	asked, wrong int
	why          error
}

func (b *besieged) watch(t *testing.T, lasts time.Duration) (w watched) {
	t.Helper()
	before, logged, began := b.published(t), len(b.out.String()), time.Now()
	w.cpu = -b.cpu(t)
	for end := time.Now().Add(lasts); time.Now().Before(end); time.Sleep(250 * time.Millisecond) {
		mib, files := b.rss(t)
		w.peak, w.files = max(w.peak, mib), max(w.files, files)
		w.asked++
		if err := b.ready(t.Context()); err != nil {
			w.wrong, w.why = w.wrong+1, err
		}
	}
	w.cpu += b.cpu(t)
	w.published, w.logged, w.lasted = b.published(t)-before, len(b.out.String())-logged, time.Since(began)
	return w
}

// cpu is how long the daemon has kept processors busy.
func (b *besieged) cpu(t *testing.T) time.Duration {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", b.cmd.Process.Pid))
	if err != nil {
		t.Skip("needs /proc: ", err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	const tick = 10 * time.Millisecond
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * tick
}

// busy is how much of one processor was used, in percent.
func (w watched) busy() float64 { return 100 * w.cpu.Seconds() / w.lasted.Seconds() }

// rate is how many articles were published a second.
func (w watched) rate() float64 { return float64(w.published) / w.lasted.Seconds() }

// flood is what strangers do at the doors until ctx ends, many at a time.
type flood struct {
	name  string
	short bool // it stands for the others where there is no time
	names bool // at a daemon with users
	do    func(ctx context.Context, b *besieged)
}

const hello = "CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true}\r\n"

// chorus are clients that say the same in a loop and read nothing.
func chorus(lines, again string) func(context.Context, *besieged) {
	return func(ctx context.Context, b *besieged) {
		many(ctx, 50, func() { shout(ctx, b.nats, hello+lines, again, 0) })
	}
}

// crowd are connections that say something and wait.
func crowd(n int, page bool, says string) func(context.Context, *besieged) {
	return func(ctx context.Context, b *besieged) {
		address := b.nats
		if page {
			address = strings.TrimPrefix(b.http, "http://")
		}
		many(ctx, n, func() { shout(ctx, address, says, "", 0) })
	}
}

func floods() []flood {
	return []flood{
		{name: "5,000 connections to NATS", do: crowd(5000, false, "")},
		{name: "500 connections to NATS that begin to speak", short: true, do: crowd(500, false, hello[:20])},
		{name: "5,000 connections to the page", do: crowd(5000, true, "GET /feeds HT")},
		{name: "50 who pull and do not read", short: true, do: gluttons(false, `{"batch":1000}`)},
		{name: "50 who acknowledge to get more and do not read", do: gluttons(true, `+NXT {"batch":1000}`)},
		{name: "50 who pull and read all", do: readers},
		{name: "50 who get messages and do not read them", do: chorus("SUB _INBOX.x 1\r\n",
			"PUB $JS.API.DIRECT.GET.ARTICLES _INBOX.x 22\r\n{\"seq\":1,\"batch\":1000}\r\nPUB $JS.API.DIRECT.GET.ARTICLES _INBOX.x 9\r\n{\"seq\":1}\r\n")},
		{name: "consumers", short: true, do: consumers(func(i int) string { return fmt.Sprintf(`"name":"c%d","mem_storage":true`, i) })},
		{name: "durables", do: consumers(func(i int) string { return fmt.Sprintf(`"name":"c%d","durable_name":"c%d"`, i, i) })},
		{name: "many filter subjects", do: consumers(func(i int) string {
			filters := fmt.Sprintf(`"articles.v1.en.site%d.*"`, i)
			for j := range []int{63, 28_000}[i%8/7] {
				filters += fmt.Sprintf(`,"articles.v1.en.a%d.*"`, j)
			}
			return fmt.Sprintf(`"name":"c%d","filter_subjects":[%s]`, i, filters)
		})},
		{name: "forbidden publishes", do: chorus("", "PUB jobs.due.page 2\r\n{}\r\nPUB articles.v1.x\x1b[2J.y.z 2\r\n{}\r\n")},
		{name: "requests without reply", do: chorus("", "PUB $JS.API.CONSUMER.CREATE.ARTICLES.x 2\r\n{}\r\nPUB $JS.API.STREAM.INFO.ARTICLES 0\r\n\r\n")},
		{name: "subscriptions", do: func(ctx context.Context, b *besieged) {
			var n atomic.Int64
			many(ctx, 50, func() {
				var lines strings.Builder
				for range 6000 { // 300,000
					fmt.Fprintf(&lines, "SUB _INBOX.x.%d %d\r\n", n.Add(1), n.Load())
				}
				shout(ctx, b.nats, hello, lines.String(), 0)
			})
		}},
		{name: "wrong passwords", names: true, do: func(ctx context.Context, b *besieged) {
			var n atomic.Int64
			many(ctx, 50, func() {
				shout(ctx, b.nats, fmt.Sprintf("CONNECT {\"user\":%q,\"pass\":\"guess-%d\"}\r\nPING\r\n", []string{"ann", "zoe", "operator"}[n.Add(1)%3], n.Load()), "", 0)
			})
		}},
	}
}

// gluttons are clients with consumers of their own that ask for a thousand articles
// again and again and read nothing; acknowledging asks as well.
func gluttons(acknowledge bool, ask string) func(context.Context, *besieged) {
	return func(ctx context.Context, b *besieged) {
		var names atomic.Int64
		many(ctx, 50, func() {
			name := fmt.Sprintf("c%d", names.Add(1))
			create := fmt.Sprintf(`{"stream_name":"ARTICLES","config":{"name":%q,"ack_policy":"none","mem_storage":true}}`, name)
			subject := "$JS.API.CONSUMER.MSG.NEXT.ARTICLES." + name
			if acknowledge {
				subject = "$JS.ACK.ARTICLES." + name + ".1.1.1.1700000000000000000.0"
			}
			shout(ctx, b.nats, hello+fmt.Sprintf("SUB _INBOX.x 1\r\nPUB $JS.API.CONSUMER.CREATE.ARTICLES.%s _INBOX.x %d\r\n%s\r\n", name, len(create), create),
				fmt.Sprintf("PUB %s _INBOX.x %d\r\n%s\r\n", subject, len(ask), ask), 300*time.Millisecond)
		})
	}
}

// readers read all there is as fast as they can, again and again.
func readers(ctx context.Context, b *besieged) {
	many(ctx, 50, func() {
		nc, err := nats.Connect("nats://"+b.nats, nats.NoReconnect(), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
		if err != nil {
			return
		}
		defer nc.Close()
		js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(5*time.Second))
		if err != nil {
			return
		}
		c, err := js.CreateConsumer(ctx, "ARTICLES", jetstream.ConsumerConfig{AckPolicy: jetstream.AckNonePolicy, MemoryStorage: true})
		for err == nil && ctx.Err() == nil {
			var batch jetstream.MessageBatch
			if batch, err = c.FetchNoWait(1000); err != nil {
				return
			}
			n := 0
			for range batch.Messages() {
				n++
			}
			if n < 1000 {
				return // from the beginning
			}
		}
	})
}

// consumers are made by eight clients, each as fast as it is answered.
func consumers(config func(i int) string) func(context.Context, *besieged) {
	return func(ctx context.Context, b *besieged) {
		var n atomic.Int64
		many(ctx, 8, func() {
			nc, err := nats.Connect("nats://"+b.nats, nats.NoReconnect(), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
			if err != nil {
				return
			}
			defer nc.Close()
			for ctx.Err() == nil && nc.IsConnected() {
				i := int(n.Add(1))
				body := fmt.Sprintf(`{"stream_name":"ARTICLES","config":{"ack_policy":"explicit",%s}}`, config(i))
				_, _ = nc.Request(fmt.Sprintf("$JS.API.CONSUMER.CREATE.ARTICLES.c%d", i), []byte(body), time.Second)
			}
		})
	}
}

// many does something side by side, again and again.
func many(ctx context.Context, n int, do func()) {
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			for ctx.Err() == nil {
				do()
				select {
				case <-time.After(20 * time.Millisecond):
				case <-ctx.Done():
				}
			}
		})
	}
	all.Wait()
}

// shout connects, says something, and then the same until it is cut off, or nothing. It
// reads nothing.
func shout(ctx context.Context, address, first, again string, then time.Duration) {
	c, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", address)
	if err != nil {
		return
	}
	defer func() { _ = c.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	if _, err := io.WriteString(c, first); err != nil {
		return
	}
	time.Sleep(then)
	for again != "" {
		if _, err := io.WriteString(c, again); err != nil {
			return
		}
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(c, 1<<12)) // until it is cut off
}

// A flood at a door costs the crawl little, and nothing of it stays.
func TestFloodsAtTheDoors(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	if *floodFor > 0 {
		for _, f := range floods() {
			t.Run(f.name, func(t *testing.T) { besiege(t, 3**floodFor, f.names).withstand(t, f, *floodFor) })
		}
		return
	}
	b := besiege(t, 20*time.Second, false) // one after the other at the same daemon
	for _, f := range floods() {
		if !f.short {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			during := b.flood(t, f, time.Second)
			after := b.watch(t, 500*time.Millisecond)
			if after.wrong > 0 || during.published == 0 || after.published == 0 || during.files > 3000 { // a busy machine is no fault of ours
				t.Errorf("during %+v, after %+v\n%.4000s", during, after, b.out.String())
			}
		})
	}
}

// flood watches what a flood does, and wants peace after it.
func (b *besieged) flood(t *testing.T, f flood, lasts time.Duration) watched {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), lasts)
	defer stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f.do(ctx, b)
	}()
	during := b.watch(t, lasts)
	stop()
	<-done
	b.wantPeace(t)
	return during
}

// withstand holds the bounds against what is measured before, during and after a flood.
func (b *besieged) withstand(t *testing.T, f flood, lasts time.Duration) {
	t.Helper()
	before := b.watch(t, lasts/6)
	during := b.flood(t, f, lasts)
	time.Sleep(lasts / 4)
	after := b.watch(t, lasts/6)
	t.Logf("| %s | %.0f %% | %.0f, %.0f, %.0f %% | %+d MiB | %d KB | %d of %d | %.0f %% | %+d MiB | %+d |", f.name, 100*during.rate()/before.rate(),
		before.busy(), during.busy(), after.busy(), during.peak-before.peak,
		during.logged>>10, during.wrong, during.asked, 100*after.rate()/before.rate(), after.peak-before.peak, after.files-before.files)
	switch {
	case during.rate() < .8*before.rate():
		t.Error("the crawl suffers")
	case during.peak > before.peak+256:
		t.Error("it takes too much memory")
	case during.wrong > 0 || after.wrong > 0:
		t.Errorf("it does not say that it is ready: %v, %v", during.why, after.why)
	case float64(during.logged) > (1<<20)*max(1, lasts.Minutes()):
		t.Errorf("it logs %d bytes:\n%.4000s", during.logged, b.out.String())
	case during.files > 3000 || after.files > before.files+20:
		t.Errorf("%d files are open during the flood, %d after it, %d before", during.files, after.files, before.files)
	case after.rate() < .9*before.rate():
		t.Error("afterwards it is not as before")
	}
}

// wantPeace wants a reader to be served again.
func (b *besieged) wantPeace(t *testing.T) {
	t.Helper()
	eventually(t, func() bool {
		opts := []nats.Option{nats.NoReconnect()}
		if b.as != nil {
			opts = append(opts, b.as)
		}
		nc, err := nats.Connect("nats://"+b.nats, opts...)
		if err != nil {
			return false
		}
		defer nc.Close()
		js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(2*time.Second))
		if err != nil {
			return false
		}
		c, err := js.OrderedConsumer(t.Context(), "ARTICLES", jetstream.OrderedConsumerConfig{})
		if err != nil {
			return false
		}
		m, err := c.Next(jetstream.FetchMaxWait(2 * time.Second))
		return err == nil && m != nil
	}, b.out)
}
