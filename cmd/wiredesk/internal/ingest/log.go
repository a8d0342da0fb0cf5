package ingest

import (
	"log/slog"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
)

// Log writes what happens into a log: what an operator must know as warnings and
// errors, the rest at debug.
type Log struct{ *slog.Logger }

// Observe implements [Observer].
func (l Log) Observe(e crawler.Event) {
	attrs := []any{"outcome", string(e.Outcome), "url", e.URL}
	if e.Took > 0 {
		attrs = append(attrs, "took", e.Took.Round(time.Millisecond).String())
	}
	if e.Err != nil {
		attrs = append(attrs, "error", e.Err.Error())
	}
	if !e.Next.IsZero() {
		attrs = append(attrs, "next", words.Clock(e.Next))
	}
	if e.Notice != "" {
		l.Warn("feed", append(attrs, "notice", string(e.Notice), "text", e.Text)...)
		return
	}
	switch {
	case e.Kind == crawler.Storage:
		l.Error("NATS did not store; the job will come again", attrs...)
	case e.Kind == crawler.Poll && e.Err != nil:
		l.Warn("poll", attrs...)
	case e.Kind == crawler.Poll:
		l.Debug("poll", append(attrs, "entries", e.Entries, "new", e.New, "why", e.Note)...)
	case e.Article != nil && e.Article.Event.Stored():
		l.Debug("article", append(attrs, "event", string(e.Article.Event), "id", e.Article.ID,
			"version", e.Article.Version, "headline", e.Article.Headline)...)
	case e.Err != nil:
		l.Info(string(e.Kind), attrs...)
	default:
		l.Debug(string(e.Kind), attrs...)
	}
}
