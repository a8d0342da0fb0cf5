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
}

// besiege starts a daemon for which the web has work for a while, at a pace that
// courtesy sets, not the machine.
func besiege(t *testing.T, lasts time.Duration) *besieged {
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
	file := filepath.Join(dir, "wiredesk.yaml")
	if err := os.WriteFile(file, []byte(config.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	b.cmd = exec.Command("sh", "-c", `ulimit -n 4096; exec "$0" "$@"`, os.Args[0], "daemon", "--config", file)
	b.cmd.Env = append(os.Environ(), beMain+"=1", "WIREDESK_LOG_FORMAT=json", "WIREDESK_HTTP_LISTEN=127.0.0.1:0")
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
	peak, files  int
	logged       int
	asked, wrong int
	why          error
}

func (b *besieged) watch(t *testing.T, lasts time.Duration) (w watched) {
	t.Helper()
	before, logged := b.published(t), len(b.out.String())
	for end := time.Now().Add(lasts); time.Now().Before(end); time.Sleep(250 * time.Millisecond) {
		mib, files := b.rss(t)
		w.peak, w.files = max(w.peak, mib), max(w.files, files)
		w.asked++
		if err := b.ready(t.Context()); err != nil {
			w.wrong, w.why = w.wrong+1, err
		}
	}
	w.published, w.logged = b.published(t)-before, len(b.out.String())-logged
	return w
}

// floods are what strangers do at the doors until ctx ends, many at a time.
func floods() map[string]func(ctx context.Context, b *besieged) {
	hello := "CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true}\r\n"
	pull := `{"batch":1000}`
	var names atomic.Int64
	raw := func(lines string, again string) func(context.Context, *besieged) {
		return func(ctx context.Context, b *besieged) {
			many(ctx, 50, func() { shout(ctx, b.nats, hello+lines, again, 0) })
		}
	}
	return map[string]func(context.Context, *besieged){
		"5,000 connections to NATS": func(ctx context.Context, b *besieged) { many(ctx, 5000, func() { shout(ctx, b.nats, "", "", 0) }) },
		"5,000 connections to the page": func(ctx context.Context, b *besieged) {
			many(ctx, 5000, func() { shout(ctx, strings.TrimPrefix(b.http, "http://"), "GET /feeds HT", "", 0) })
		},
		"50 who do not read": func(ctx context.Context, b *besieged) {
			many(ctx, 50, func() {
				name := fmt.Sprintf("c%d", names.Add(1))
				create := fmt.Sprintf(`{"stream_name":"ARTICLES","config":{"name":%q,"ack_policy":"none","mem_storage":true}}`, name)
				shout(ctx, b.nats, hello+fmt.Sprintf("SUB _INBOX.x 1\r\nPUB $JS.API.CONSUMER.CREATE.ARTICLES.%s _INBOX.x %d\r\n%s\r\n", name, len(create), create),
					fmt.Sprintf("PUB $JS.API.CONSUMER.MSG.NEXT.ARTICLES.%s _INBOX.x %d\r\n%s\r\n", name, len(pull), pull), 300*time.Millisecond)
			})
		},
		"50 who get messages and do not read them": raw("SUB _INBOX.x 1\r\n", "PUB $JS.API.DIRECT.GET.ARTICLES _INBOX.x 22\r\n{\"seq\":1,\"batch\":1000}\r\n"+
			"PUB $JS.API.DIRECT.GET.ARTICLES _INBOX.x 9\r\n{\"seq\":1}\r\n"),
		"forbidden publishes":    raw("", "PUB jobs.due.page 2\r\n{}\r\nPUB articles.v1.x\x1b[2J.y.z 2\r\n{}\r\n"),
		"requests without reply": raw("", "PUB $JS.API.CONSUMER.CREATE.ARTICLES.x 2\r\n{}\r\nPUB $JS.API.STREAM.INFO.ARTICLES 0\r\n\r\n"),
		"subscriptions":          raw("", "SUB _INBOX.x.y 1\r\nSUB articles.v1.> 2\r\nSUB _INBOX.z.* 3\r\n"),
		"consumers": func(ctx context.Context, b *besieged) {
			many(ctx, 8, func() {
				nc, err := nats.Connect("nats://"+b.nats, nats.NoReconnect(), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
				if err != nil {
					return
				}
				defer nc.Close()
				for i := 0; ctx.Err() == nil && nc.IsConnected(); i++ {
					body := fmt.Sprintf(`{"stream_name":"ARTICLES","config":{"name":"c%d","ack_policy":"explicit","mem_storage":true}}`, i)
					_, _ = nc.Request(fmt.Sprintf("$JS.API.CONSUMER.CREATE.ARTICLES.c%d", i), []byte(body), time.Second)
				}
			})
		},
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
	lasts := max(2*time.Second, *floodFor)
	var b *besieged
	if *floodFor == 0 { // one after the other at the same daemon
		b = besiege(t, 2*time.Minute)
	}
	for name, flood := range floods() {
		t.Run(name, func(t *testing.T) {
			if *floodFor > 0 {
				b = besiege(t, 3*lasts+20*time.Second)
			}
			before := b.watch(t, lasts)
			ctx, stop := context.WithTimeout(t.Context(), lasts)
			done := make(chan struct{})
			go func() {
				defer close(done)
				flood(ctx, b)
			}()
			during := b.watch(t, lasts)
			stop()
			<-done
			b.wantPeace(t)
			after := b.watch(t, lasts)
			t.Logf("articles %d, %d, %d; MiB %d, %d, %d; files %d, %d, %d; log %d, %d, %d bytes; not ready %d/%d (%v)",
				before.published, during.published, after.published, before.peak, during.peak, after.peak, before.files, during.files, after.files,
				before.logged, during.logged, after.logged, during.wrong, during.asked, during.why)
			if after.wrong > 0 || during.published == 0 || after.published == 0 {
				t.Errorf("before %+v, during %+v, after %+v\n%.4000s", before, during, after, b.out.String())
			}
			if during.files > 3000 {
				t.Errorf("%d files are open, of 4096", during.files)
			}
			if *floodFor == 0 {
				return // a busy machine is no fault of ours
			}
			if during.published*10 < before.published*8 || during.peak > before.peak+256 || during.wrong > 0 ||
				float64(during.logged-before.logged) > (1<<20)*max(1, lasts.Minutes()) || after.published*10 < before.published*8 {
				t.Error("that is more than a flood may cost")
			}
		})
	}
}

// wantPeace wants a reader to be served again.
func (b *besieged) wantPeace(t *testing.T) {
	t.Helper()
	eventually(t, func() bool {
		nc, err := nats.Connect("nats://"+b.nats, nats.NoReconnect())
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
