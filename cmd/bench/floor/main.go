// Floor moves the same bytes as wiredesk with the least work that Go's usual
// parts allow: what it costs is what no program of this kind can go below
// without parts of its own. It unpacks a page and builds its tree, because
// whoever wants the text must, and then publishes a constant of an article's
// size. It reads nothing of the page.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/net/html"
)

// articleSize is about what an article of wiredesk has as JSON.
const articleSize = 5 << 10

func main() {
	list := flag.String("feeds", "", "file with the address of a feed on each line")
	dir := flag.String("dir", "", "where the stream and the entity tags are kept")
	workers := flag.Int("workers", 16, "hosts at the same time")
	flag.Parse()
	if err := run(*list, *dir, *workers); err != nil {
		log.Fatal(err)
	}
}

func run(list, dir string, workers int) error {
	feeds, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	ns, js, err := openStream(dir)
	if err != nil {
		return err
	}
	defer func() { js.Conn().Close(); ns.Shutdown(); ns.WaitForShutdown() }()
	c := &crawl{js: js, etags: map[string]string{}, padding: strings.Repeat("x", articleSize)}
	tagFile := filepath.Join(dir, "etags.json")
	if b, err := os.ReadFile(tagFile); err == nil {
		if err := json.Unmarshal(b, &c.etags); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := c.all(strings.Fields(string(feeds)), workers); err != nil {
		return err
	}
	<-js.PublishAsyncComplete()
	b, err := json.Marshal(c.etags)
	if err != nil {
		return err
	}
	if err := os.WriteFile(tagFile, b, 0o600); err != nil {
		return err
	}
	fmt.Printf("{\"articles\":%d,\"polls\":%d,\"not_modified\":%d}\n", c.articles.Load(), c.polls.Load(), c.notModified.Load())
	return nil
}

func openStream(dir string) (*server.Server, jetstream.JetStream, error) {
	ns, err := server.NewServer(&server.Options{JetStream: true, StoreDir: dir, DontListen: true, NoSigs: true})
	if err != nil {
		return nil, nil, err
	}
	ns.Start()
	if !ns.ReadyForConnections(10 * time.Second) {
		return nil, nil, errors.New("NATS is not ready")
	}
	nc, err := nats.Connect("", nats.InProcessServer(ns))
	if err != nil {
		return nil, nil, err
	}
	js, err := jetstream.New(nc, jetstream.WithPublishAsyncErrHandler(func(_ jetstream.JetStream, _ *nats.Msg, err error) {
		log.Fatal(err)
	}))
	if err != nil {
		return nil, nil, err
	}
	_, err = js.CreateOrUpdateStream(context.Background(), jetstream.StreamConfig{Name: "ARTICLES", Subjects: []string{"articles"}})
	return ns, js, err
}

// crawl is one run over all feeds.
type crawl struct {
	js      jetstream.JetStream
	client  http.Client
	padding string

	mu                           sync.Mutex
	etags                        map[string]string
	articles, polls, notModified atomic.Int64
}

// all gives each host to one worker: one request is in flight at it.
func (c *crawl) all(feeds []string, workers int) error {
	c.client.Transport = &http.Transport{DisableCompression: true, MaxIdleConns: 16 * workers, MaxIdleConnsPerHost: 1}
	hosts := map[string][]string{}
	for _, feed := range feeds {
		u, err := url.Parse(feed)
		if err != nil {
			return err
		}
		hosts[u.Host] = append(hosts[u.Host], feed)
	}
	work := make(chan []string, len(hosts))
	for _, feeds := range hosts {
		work <- feeds
	}
	close(work)
	errs := make(chan error, workers)
	for range workers {
		go func() { errs <- c.worker(work) }()
	}
	var all []error
	for range workers {
		all = append(all, <-errs)
	}
	return errors.Join(all...)
}

func (c *crawl) worker(work <-chan []string) error {
	var body bytes.Buffer
	unpacker := new(gzip.Reader)
	for feeds := range work {
		for _, feed := range feeds {
			if err := c.feed(feed, &body, unpacker); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *crawl) feed(feed string, body *bytes.Buffer, unpacker *gzip.Reader) error {
	c.mu.Lock()
	etag := c.etags[feed]
	c.mu.Unlock()
	c.polls.Add(1)
	status, etag, err := c.get(feed, etag, body, unpacker)
	if err != nil {
		return err
	}
	if status == http.StatusNotModified {
		c.notModified.Add(1)
		return nil
	}
	for _, page := range links(body.Bytes()) {
		if err := c.page(page, body, unpacker); err != nil {
			return err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.etags[feed] = etag
	return nil
}

// links are the addresses of the items, found without reading the XML.
func links(feed []byte) []string {
	var links []string
	_, rest, _ := bytes.Cut(feed, []byte("<item>"))
	for {
		_, after, ok := bytes.Cut(rest, []byte("<link>"))
		if !ok {
			return links
		}
		link, after, _ := bytes.Cut(after, []byte("</link>"))
		links = append(links, string(link))
		rest = after
	}
}

func (c *crawl) page(address string, body *bytes.Buffer, unpacker *gzip.Reader) error {
	if _, _, err := c.get(address, "", body, unpacker); err != nil {
		return err
	}
	if _, err := html.Parse(body); err != nil {
		return err
	}
	if _, err := c.js.PublishAsync("articles", fmt.Appendf(nil, `{"url":%q,"text":%q}`, address, c.padding)); err != nil {
		return err
	}
	c.articles.Add(1)
	return nil
}

// get reads an unpacked body into a buffer that is used again and again.
func (c *crawl) get(address, etag string, body *bytes.Buffer, unpacker *gzip.Reader) (status int, newTag string, err error) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	body.Reset()
	switch {
	case resp.StatusCode == http.StatusNotModified:
		return resp.StatusCode, "", nil
	case resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Encoding") != "gzip":
		return 0, "", fmt.Errorf("%s: %s, %q", address, resp.Status, resp.Header.Get("Content-Encoding"))
	}
	if err := unpacker.Reset(resp.Body); err != nil {
		return 0, "", err
	}
	_, err = io.Copy(body, unpacker)
	return resp.StatusCode, resp.Header.Get("Etag"), err
}
