package ingest

import (
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/drift"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/sink"
)

// What subscribers of wiredesk.events.> are told: news for people at work now, not a
// log. Nobody waits for them.

// announce tells those who listen.
func (p *Pipeline) announce(e sink.Event) {
	if err := sink.Announce(p.NC, e); err != nil {
		p.Log.Warn("could not announce", "type", e.Type(), "error", err)
	}
}

// announceFeed tells of a turn in a feed's life.
func (p *Pipeline) announceFeed(e crawler.Event) {
	if e.Notice == "" {
		return
	}
	p.announce(sink.FeedEvent{Notice: sink.FeedNotice(e.Notice), URL: e.URL, ID: e.FeedID, Text: e.Text, Time: time.Now()})
}

// paused logs and announces that the crawl pauses or goes on.
func (p *Pipeline) paused(paused bool, why string) {
	state := sink.CrawlResumed
	if paused {
		state = sink.CrawlPaused
		p.Log.Warn("the crawl pauses", "reason", why)
	} else {
		p.Log.Info("the crawl goes on")
	}
	p.announce(sink.CrawlEvent{State: state, Text: why, Time: time.Now()})
}

// GoneAway logs and announces that the process ends because its state is not where it was,
// and leaves alone what is there now.
func (p *Pipeline) GoneAway(why error) {
	p.Index.KeepNoSnapshot()
	p.Ledger.Leave()
	p.Log.Error("wiredesk ends: what it stores is not where it was", "reason", why)
	p.announce(sink.CrawlEvent{State: sink.CrawlEnded, Text: why.Error(), Time: time.Now()})
	// The connection is closed next: what it still holds back would be lost.
	if err := p.NC.FlushTimeout(time.Second); err != nil {
		p.Log.Debug("the end of the crawl may not have been heard", "error", err)
	}
}

// Lost logs and announces that something that was stored is missing.
func (p *Pipeline) Lost(what string) {
	p.Log.Error("something is missing of what was stored; what can be made again is", "what", what)
	p.announce(sink.CrawlEvent{State: sink.CrawlLost, Text: what, Time: time.Now()})
}

// sayFound announces what was missing when the desk was opened.
func (p *Pipeline) sayFound() {
	if p.Ledger == nil {
		return
	}
	if found := p.Ledger.Found(); len(found) > 0 {
		p.announce(sink.CrawlEvent{State: sink.CrawlLost, Text: ledger.Text(found), Time: time.Now()})
	}
}

// driftTurned logs and announces that a site has lost fields, or has them again.
func (p *Pipeline) driftTurned(turn drift.Turn, r drift.Row) {
	if turn == drift.Began {
		p.Log.Warn("a site's pages have stopped giving what they used to", "site", r.Site, "text", r.Text(), "since", words.Clock(r.Since))
	} else {
		p.Log.Info("a site's pages give again what they used to, or have become usual", "site", r.Site)
	}
	e := sink.SiteEvent{Turn: sink.SiteTurn(turn), Text: r.Text(), Site: r.Site, Began: r.Began, Since: r.Since, Time: time.Now()}
	for _, l := range r.Losses {
		e.Losses = append(e.Losses, sink.SiteLoss(l))
	}
	p.announce(e)
}
