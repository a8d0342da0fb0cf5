package daemon

import (
	"context"
	"os"
	"sync/atomic"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/notify"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/page"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// service is a daemon or a worker at work.
type service struct {
	Options
	cfg      *config.Config  // as it is since the last reload
	listed   []calendar.Feed // the feeds that it lists
	stats    *ingest.Stats
	pipeline *ingest.Pipeline
	beside   []func(context.Context) // what else runs as long as it does
	health   *health
	systemd  *notify.Systemd
	remark   atomic.Pointer[string] // what systemd's status says beside the counts
}

func newService(o Options) *service {
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	if o.Journal == nil {
		o.Journal = page.NewJournal(o.Config.External())
	}
	return &service{
		Options: o, cfg: o.Config, stats: ingest.NewStats(),
		systemd: notify.New(o.Getenv),
	}
}

// feeds are those to work on: a keeper's agree with its configuration, a worker
// takes what there is.
func (s *service) feeds(ctx context.Context, cfg *config.Config) ([]*calendar.Feed, error) {
	if s.Role != Worker {
		if s.listed == nil { // else they stand since a reload, or since the store was opened before
			var err error
			if s.listed, err = desk.ConfiguredFeeds(ctx, cfg); err != nil {
				return nil, err
			}
		}
		return s.pipeline.SyncTo(ctx, cfg, s.listed)
	}
	if len(cfg.Feeds)+len(cfg.OPML) > 0 {
		s.Log.Warn("a worker adds no feeds: those of the configuration are left to daemons")
	}
	return s.pipeline.Calendar.Feeds(ctx)
}
