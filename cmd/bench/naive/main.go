// Naive is the program that somebody would write who has feeds, NATS and an
// afternoon: colly fetches, gofeed and readability read, JetStream keeps. It is
// what wiredesk is measured against, so it is written to be fast and correct on
// a good day, and to do nothing else: no pauses between requests, no retries, no
// guard against crashes.
//
// It is a module of its own, so that what it needs stays out of wiredesk's.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/gocolly/colly/v2"
	"github.com/mmcdole/gofeed"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// article is what is published.
type article struct {
	URL       string     `json:"url"`
	Title     string     `json:"title"`
	Byline    string     `json:"byline,omitempty"`
	Published *time.Time `json:"published,omitempty"`
	Language  string     `json:"language,omitempty"`
	Site      string     `json:"site,omitempty"`
	Text      string     `json:"text"`
	HTML      string     `json:"html"`
}

func main() {
	list := flag.String("feeds", "", "file with the address of a feed on each line")
	dir := flag.String("dir", "", "where the stream and the entity tags are kept")
	workers := flag.Int("workers", 16, "requests at the same time")
	flag.Parse()
	if err := run(*list, *dir, *workers); err != nil {
		log.Fatal(err)
	}
}

func run(list, dir string, workers int) error {
	b, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	js, closeNATS, err := openStream(dir)
	if err != nil {
		return err
	}
	defer closeNATS()
	etags := map[string]string{}
	tagFile := filepath.Join(dir, "etags.json")
	if b, err := os.ReadFile(tagFile); err == nil {
		if err := json.Unmarshal(b, &etags); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	c := &crawl{js: js, etags: etags}
	if err := c.run(strings.Fields(string(b)), workers); err != nil {
		return err
	}
	<-js.PublishAsyncComplete()
	if b, err = json.Marshal(etags); err != nil {
		return err
	}
	if err := os.WriteFile(tagFile, b, 0o600); err != nil {
		return err
	}
	fmt.Printf("{\"articles\":%d,\"polls\":%d,\"not_modified\":%d}\n", c.articles.Load(), c.polls.Load(), c.notModified.Load())
	return nil
}

// openStream starts a server inside the process and opens the stream.
func openStream(dir string) (jetstream.JetStream, func(), error) {
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
	_, err = js.CreateOrUpdateStream(context.Background(), jetstream.StreamConfig{Name: "ARTICLES", Subjects: []string{"articles.>"}})
	return js, func() { nc.Close(); ns.Shutdown(); ns.WaitForShutdown() }, err
}

// crawl is one run over all feeds.
type crawl struct {
	js                           jetstream.JetStream
	mu                           sync.Mutex
	etags                        map[string]string
	articles, polls, notModified atomic.Int64
}

func (c *crawl) run(feeds []string, workers int) error {
	pages := colly.NewCollector(colly.Async(true))
	polls := colly.NewCollector(colly.Async(true))
	for _, collector := range []*colly.Collector{pages, polls} {
		if err := collector.Limit(&colly.LimitRule{DomainGlob: "*", Parallelism: workers}); err != nil {
			return err
		}
		collector.OnError(func(r *colly.Response, err error) {
			if r.StatusCode == http.StatusNotModified {
				c.notModified.Add(1)
				return
			}
			log.Print(r.Request.URL, ": ", err)
		})
	}
	polls.OnResponse(func(r *colly.Response) {
		if err := c.feed(r, pages); err != nil {
			log.Print(r.Request.URL, ": ", err)
		}
	})
	pages.OnResponse(func(r *colly.Response) {
		if err := c.page(r); err != nil {
			log.Print(r.Request.URL, ": ", err)
		}
	})
	for _, feed := range feeds {
		c.polls.Add(1)
		header := http.Header{}
		c.mu.Lock()
		if etag := c.etags[feed]; etag != "" {
			header.Set("If-None-Match", etag)
		}
		c.mu.Unlock()
		if err := polls.Request(http.MethodGet, feed, nil, nil, header); err != nil {
			return err
		}
	}
	polls.Wait()
	pages.Wait()
	return nil
}

// feed asks for the page of every item. colly asks for no page twice.
func (c *crawl) feed(r *colly.Response, pages *colly.Collector) error {
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(r.Body))
	if err != nil {
		return err
	}
	for _, item := range feed.Items {
		if err := pages.Visit(item.Link); err != nil {
			log.Print(item.Link, ": ", err)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.etags[r.Request.URL.String()] = r.Headers.Get("Etag")
	return nil
}

func (c *crawl) page(r *colly.Response) error {
	found, err := readability.FromReader(bytes.NewReader(r.Body), r.Request.URL)
	if err != nil {
		return err
	}
	var text, html strings.Builder
	if err := errors.Join(found.RenderText(&text), found.RenderHTML(&html)); err != nil {
		return err
	}
	a := article{
		URL: r.Request.URL.String(), Title: found.Title(), Byline: found.Byline(), Language: found.Language(), Site: found.SiteName(),
		Text: text.String(), HTML: html.String(),
	}
	if t, err := found.PublishedTime(); err == nil {
		a.Published = &t
	}
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if _, err := c.js.PublishAsync("articles."+strings.ReplaceAll(r.Request.URL.Hostname(), ".", "-"), b, jetstream.WithMsgID(a.URL)); err != nil {
		return err
	}
	c.articles.Add(1)
	return nil
}
