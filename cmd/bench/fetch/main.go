// Command fetch measures what fetching costs: the CPU time of a page and of an
// unchanged feed through crawler/fetch, with every check on, beside net/http as
// it comes and beside net/http with the fastest decoder and pooled buffers, which
// check nothing. The server is a process of its own, and the rounds of the three
// are interleaved, so that a busy machine is busy for all of them.
//
//	go run ./cmd/bench/fetch
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/wiredesk/wiredesk/cmd/internal/paired"
	"github.com/wiredesk/wiredesk/crawler/fetch"
)

func main() {
	serve := flag.Bool("serve", false, "be the server (used by the command itself)")
	rounds := flag.Int("rounds", 15, "interleaved `rounds` of each")
	pages := flag.Int("pages", 1000, "`requests` a round")
	flag.Parse()
	run := func() error { return measure(*rounds, *pages) }
	if *serve {
		run = server
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "fetch:", err)
		os.Exit(1)
	}
}

// page is HTML of about n bytes, which compresses about as pages do.
func page(n int) []byte {
	words := strings.Fields("the of and to in a is that for it as was with be by on not he his but at are this have from or had an they " +
		"which one you were all her she there would their we him been has when who will no more if out so up said what its about than into " +
		"them can only other time new some could these two may first then do any like my now over such our man me even most made after also well")
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><head><title>A page</title></head><body>\n")
	for seed := uint32(1); b.Len() < n; {
		b.WriteString("<p class=\"story__paragraph\">")
		for range 40 {
			seed = seed*1664525 + 1013904223
			b.WriteString(words[seed>>16%uint32(len(words))])
			if seed>>28 == 0 { // names and numbers do not compress
				fmt.Fprintf(&b, " %x", seed)
			}
			b.WriteByte(' ')
		}
		b.WriteString("</p>\n")
	}
	b.WriteString("</body></html>\n")
	return []byte(b.String())
}

func server() error {
	bodies := map[string][]byte{}
	for path, n := range map[string]int{"/20": 20 << 10, "/100": 100 << 10} {
		var z strings.Builder
		w := gzip.NewWriter(&z)
		if _, err := w.Write(page(n)); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		bodies[path] = []byte(z.String())
	}
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	go func() { // ends with whoever started it
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	return http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bodies[r.URL.Path])
	}))
}

// client fetches a URL as often as told, in one of the ways compared.
type client struct {
	name string
	get  func(url string, n int) error
}

func measure(rounds, pages int) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	child := exec.CommandContext(context.Background(), self, "-serve")
	child.Stderr = os.Stderr
	hold, err := child.StdinPipe()
	if err != nil {
		return err
	}
	out, err := child.StdoutPipe()
	if err != nil {
		return err
	}
	if err := child.Start(); err != nil {
		return err
	}
	defer func() { _ = hold.Close(); _ = child.Wait() }()
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	base := "http://" + strings.TrimSpace(address)

	runtime.GOMAXPROCS(1) // the client's CPU is what counts
	debug.SetGCPercent(400)
	product, closeProduct, err := wiredesk()
	if err != nil {
		return err
	}
	defer closeProduct()
	clients := []client{{"net/http", plain()}, {"net/http, klauspost, pooled", pooled()}, {"wiredesk", product}}
	fmt.Printf("%s %s/%s, %d rounds of %d requests each, interleaved\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, rounds, pages)
	fmt.Println("| document | client | CPU µs each | per CPU-second | wiredesk : it |\n| --- | --- | --- | --- | --- |")
	for _, what := range []string{"20 KB page", "100 KB page"} {
		if err := compare(what, base+"/"+strings.TrimSuffix(what, " KB page"), clients, rounds, pages); err != nil {
			return err
		}
	}
	unchanged, closeUnchanged, err := conditional()
	if err != nil {
		return err
	}
	defer closeUnchanged()
	return compare("304", base+"/20", []client{{"wiredesk", unchanged}}, rounds, pages)
}

// compare lets the clients take turns at a URL.
func compare(what, url string, clients []client, rounds, n int) error {
	var contenders []paired.Contender
	for _, c := range clients {
		contenders = append(contenders, paired.Contender{Name: c.name, Do: func(n int) error { return c.get(url, n) }})
	}
	costs, err := paired.Compare(rounds, n, contenders...)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	paired.Print(os.Stdout, what, costs, func(each time.Duration) string { return strconv.Itoa(int(time.Second / each)) })
	return nil
}

const workers = 8

// spread runs f n times on the workers.
func spread(n int, worker func() func() error) error {
	var wg sync.WaitGroup
	failed := make(chan error, workers)
	for range workers {
		wg.Go(func() {
			f := worker()
			for range n / workers {
				if err := f(); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	wg.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

func plain() func(string, int) error {
	c := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: workers}}
	return func(url string, n int) error {
		return spread(n, func() func() error {
			return func() error {
				resp, err := c.Get(url) //nolint:noctx // as people write it
				if err != nil {
					return err
				}
				defer resp.Body.Close()
				_, err = io.ReadAll(resp.Body)
				return err
			}
		})
	}
}

func pooled() func(string, int) error {
	c := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: workers, DisableCompression: true}}
	return func(url string, n int) error {
		return spread(n, func() func() error {
			z, body := new(gzip.Reader), make([]byte, 0, 256<<10)
			return func() error {
				req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
				if err != nil {
					return err
				}
				req.Header.Set("Accept-Encoding", "gzip")
				resp, err := c.Do(req)
				if err != nil {
					return err
				}
				defer resp.Body.Close()
				if err := z.Reset(resp.Body); err != nil {
					return err
				}
				for body = body[:0]; ; {
					if len(body) == cap(body) {
						body = append(body, 0)[:len(body)]
					}
					k, err := z.Read(body[len(body):cap(body)])
					body = body[:len(body)+k]
					if errors.Is(err, io.EOF) {
						return nil
					}
					if err != nil {
						return err
					}
				}
			}
		})
	}
}

func newFetcher() (*fetch.Fetcher, error) {
	return fetch.New(fetch.Options{AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
}

func wiredesk() (func(string, int) error, func(), error) {
	f, err := newFetcher()
	if err != nil {
		return nil, nil, err
	}
	return product(f, fetch.Request{Kind: fetch.Page}), f.Close, nil
}

func conditional() (func(string, int) error, func(), error) {
	f, err := newFetcher()
	if err != nil {
		return nil, nil, err
	}
	return product(f, fetch.Request{Kind: fetch.Feed, ETag: `"1"`, LastModified: "Mon, 23 Nov 2026 12:00:00 GMT"}), f.Close, nil
}

func product(f *fetch.Fetcher, r fetch.Request) func(string, int) error {
	return func(url string, n int) error {
		r := r
		r.URL = url
		return spread(n, func() func() error {
			w := f.Worker()
			return func() error {
				resp, err := w.Get(context.Background(), r)
				if err != nil {
					return err
				}
				resp.Release()
				return nil
			}
		})
	}
}
