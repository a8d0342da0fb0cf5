package main

import (
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink"
)

// articleFilter chooses articles by their subject; what is empty matches all.
type articleFilter struct {
	languages, sites, events []string
	subject                  string // wins over the others
}

// events are the values of --event.
var events = eventNames()

func eventNames() (names []string) {
	for _, e := range article.Events() {
		names = append(names, string(e))
	}
	return names
}

// register adds the flags to a command.
func (f *articleFilter) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.languages, "language", nil, "only articles in these `languages`, such as en,de; und: nobody knows which")
	flags.StringSliceVar(&f.sites, "site", nil, "only articles of these `sites`, such as example.org")
	flags.StringSliceVar(&f.events, "event", nil, "only these `events`: "+strings.Join(events, ", "))
	flags.StringVar(&f.subject, "subject", "", "only articles under this `subject`, such as articles.v1.ru.>, instead of the three")
}

// subjects are the NATS subjects that the filter stands for. The error is a
// *sink.FilterError.
func (f *articleFilter) subjects(prefix string) ([]string, error) {
	if f.subject != "" {
		return []string{f.subject}, nil
	}
	chosen, err := sink.ParseFilter(f.languages, f.sites, f.events)
	if err != nil {
		return nil, err
	}
	chosen.Prefix = prefix
	return chosen.Subjects(), nil
}

// moment is the value of a flag: a time, or how long ago it was.
type moment struct {
	text string
	ago  time.Duration
	at   time.Time
}

// layouts of a moment; without an offset it is local time.
var layouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly,
}

// Set implements pflag.Value.
func (m *moment) Set(s string) error {
	var ago config.Duration
	if err := ago.UnmarshalText([]byte(s)); err == nil {
		*m = moment{text: s, ago: ago.Duration()}
		return nil
	}
	for _, layout := range layouts {
		at, err := time.ParseInLocation(layout, s, time.Local)
		if err == nil && at.Year() >= 1970 && at.Year() <= 2200 { // what the server's nanoseconds can hold
			*m = moment{text: s, at: at}
			return nil
		}
	}
	return errors.New("want how long ago, such as 90m or 7d, or a time such as 2026-11-20, 2026-11-20T15:04 or 2026-11-20T15:04:05Z")
}

func (m *moment) String() string { return m.text }

// Type implements pflag.Value.
func (m *moment) Type() string { return "time" }

// time is the moment itself; zero if none was given.
func (m *moment) time(now time.Time) time.Time {
	if m.text != "" && m.at.IsZero() {
		return now.Add(-m.ago)
	}
	return m.at
}

// period are the flags that choose a part of the stream by time.
type period struct{ since, until moment }

func (p *period) register(cmd *cobra.Command) {
	cmd.Flags().Var(&p.since, "since", "only what was stored since this `time`: 90m or 7d ago, 2026-11-20, 2026-11-20T15:04:05Z")
	cmd.Flags().Var(&p.until, "until", "only what was stored until this `time`")
}

// span is the part of the stream.
func (p *period) span(now time.Time) (sink.Span, error) {
	s := sink.Span{Since: p.since.time(now), Until: p.until.time(now)}
	if !s.Until.IsZero() && s.Until.Before(s.Since) {
		return s, usage.Errorf("--until %s is before --since %s", p.until.text, p.since.text)
	}
	return s, nil
}
