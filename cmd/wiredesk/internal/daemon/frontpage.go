package daemon

import (
	"context"
	"errors"
	"net"
	"path/filepath"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/page"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// serve opens the page and what else is served over HTTP, and tells commands beside
// this process where.
func (s *service) serve(ctx context.Context) (*web, error) {
	front, err := s.openPage()
	if err != nil {
		return nil, err
	}
	s.beside = append(s.beside, front.Run, s.pipeline.Drift.Run)
	w, err := s.openWeb(ctx, front.Handler())
	if err != nil {
		return nil, err
	}
	if w.server == nil {
		return w, nil
	}
	if err := s.pipeline.AnnounceHTTP(w.address()); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// openPage makes the page. It stays when a reload makes another crawl.
func (s *service) openPage() (*page.Page, error) {
	p := s.pipeline
	o := page.Options{
		Version: version.String(), JS: p.JS, Stream: desk.StreamConfig(p.Config), Calendar: p.Calendar, Journal: s.Journal, Log: s.doorLog(),
		Known: func(id string) bool {
			_, ok := p.Index.ByID(id)
			return ok
		},
		FeedHash: ingest.FeedHash,
		Why: func(ctx context.Context, f *calendar.Feed) ([][2]string, error) {
			around, err := p.AroundFeed(ctx, f, p.Paused())
			return desk.Reasons(f, around), err
		},
		Looks:  p.Looks,
		Paused: p.Paused, Missing: p.Missing,
		Drift: s.drifted,
	}
	// The token travels in the clear: it is only asked for on this machine.
	if host, _, err := net.SplitHostPort(p.Config.HTTP.Listen); err == nil && IsLocal(host) {
		if o.Token, err = readToken(p.Config.StateDir()); err != nil {
			return nil, err
		}
		o.TokenFile = filepath.Join(p.Config.StateDir(), tokenFile)
		o.Extract = s.extract
	}
	return page.New(o), nil
}

// drifted lists for the page the sites whose pages have stopped giving what they used
// to.
func (s *service) drifted(ctx context.Context) ([]page.Drift, error) {
	rows, err := s.pipeline.Drifted(ctx)
	list := make([]page.Drift, len(rows))
	for i, r := range rows {
		id, _ := r.Example()
		list[i] = page.Drift{Site: r.Site, Text: r.Text(), Since: r.Since, Example: id}
	}
	return list, err
}

// extract makes an article of a page that the operator wants to try, by the rules of
// now.
func (s *service) extract(ctx context.Context, url string) (*article.Article, error) {
	url, err := desk.WebAddress(url)
	if err != nil {
		return nil, err
	}
	return s.health.current().Extract(ctx, url)
}
