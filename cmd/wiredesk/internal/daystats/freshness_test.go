package daystats

import (
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// The page counts as fresh what the dashboard does: both ask the event.
func TestTheDayCountsFreshnessAsEventsTellIt(t *testing.T) {
	for name, tt := range map[string]struct {
		event crawler.Event
		ago   time.Duration
		want  bool
	}{
		"a story":                      {crawler.Event{}, time.Minute, true},
		"one that is dated ahead":      {crawler.Event{}, -time.Hour, false},
		"one that the feed held":       {crawler.Event{Backfill: true}, time.Minute, false},
		"a page that was looked again": {crawler.Event{Recheck: true}, time.Minute, false},
	} {
		e := tt.event
		e.Kind, e.Outcome = crawler.Page, crawler.Fresh
		e.Article = &crawler.Result{Event: crawler.StoryPublished, Article: &article.Article{
			Event: article.Published, PublishedAt: time.Now().Add(-tt.ago), PublishedPrecision: article.Second,
		}}
		s := New()
		s.Observe(e)
		if got := s.Day().Freshness.N > 0; got != tt.want {
			t.Errorf("%s: counted %v", name, got)
		}
	}
}
