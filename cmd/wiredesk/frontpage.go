package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/page"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// tokenFile in the state directory holds what opens /try, readable by its owner
// only. It stays between runs, and with it the cookies made of it.
const tokenFile = "token"

// openPage makes the page of a pipeline, and of those that take its place: current
// is the one that is at work.
func openPage(current func() *pipeline, journal *page.Journal) (*page.Page, error) {
	p := current() // its desk, index and brake stay
	o := page.Options{
		Version: version.String(), JS: p.js, Stream: streamConfig(p.cfg), Calendar: p.calendar, Journal: journal, Log: p.log,
		Known: func(id string) bool {
			_, ok := p.index.ByID(id)
			return ok
		},
		FeedHash: feedHash,
		Why: func(ctx context.Context, f *calendar.Feed) ([][2]string, error) {
			around, err := current().feedSurroundings(ctx, f)
			return reasons(f, around), err
		},
		Paused: p.brake.paused,
		Drift:  p.pageDrift,
	}
	// The token travels in the clear: it is only asked for on this machine.
	if host, _, err := net.SplitHostPort(p.cfg.HTTP.Listen); err == nil && isLocal(host) {
		if o.Token, err = readToken(p.cfg.StateDir()); err != nil {
			return nil, err
		}
		o.TokenFile = filepath.Join(p.cfg.StateDir(), tokenFile)
		o.Extract = func(ctx context.Context, url string) (*article.Article, error) { return current().extract(ctx, url) }
	}
	return page.New(o), nil
}

// readToken returns the token of a state directory, and makes one at first.
func readToken(dir string) (string, error) {
	path := filepath.Join(dir, tokenFile)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("state directory: %w", err)
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeToken(path); err != nil {
			return "", fmt.Errorf("token of the page: %w", err)
		}
		b, err = os.ReadFile(path)
	}
	token := strings.TrimSpace(string(b))
	if err == nil && len(token) < 20 {
		err = errors.New("it is too short to be a token; remove it, and the next start makes one")
	}
	if err != nil {
		return "", fmt.Errorf("token of the page: %s: %w", path, err)
	}
	return token, nil
}

// makeToken writes a token in one step, unless another process was faster: one that
// starts at the same moment never reads half of it.
func makeToken(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+tokenFile+"-*") // its owner's alone
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // it may have been renamed
	_, err = f.WriteString(rand.Text() + "\n")
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err = os.Link(f.Name(), path); err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	return os.Rename(f.Name(), path) // a file system without links
}

// extract makes an article of a page that the operator wants to try. It takes its
// turn at the host like any request of the crawl.
func (p *pipeline) extract(ctx context.Context, url string) (*article.Article, error) {
	url, err := webAddress(url)
	if err != nil {
		return nil, err
	}
	doc, err := crawler.NewVisitor(p.fetcher, p.calendar, p.cfg.Crawl.PerHost.Delay.Duration()).Page(ctx, url)
	if err != nil {
		return nil, err
	}
	return normalize.Article(doc)
}
