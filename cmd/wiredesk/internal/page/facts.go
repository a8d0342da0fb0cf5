package page

import (
	"html/template"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/daystats"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/feedindex"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// facts are what the overview shows, and what its JSON says.
type facts struct {
	At          time.Time         `json:"at"`
	Since       time.Time         `json:"since"` // when the counting of requests began
	Paused      string            `json:"paused,omitempty"`
	Missing     string            `json:"missing,omitempty"` // of what was stored
	Feeds       feedindex.Counts  `json:"feeds"`
	Day         daystats.Day      `json:"day"`
	Queue       calendar.Queue    `json:"queue"`
	Silent      string            `json:"silent,omitempty"` // what NATS did not answer
	Attention   []feedindex.Entry `json:"attention"`
	Articles    []glimpse         `json:"articles"`
	Subscribers []subscriber      `json:"subscribers"`
	Drift       []Drift           `json:"extractor_rot,omitempty"`
}

// overview is a rendering of the facts: the parts that follow what happens, by
// the id of their element.
type overview struct {
	facts
	parts map[string]template.HTML
}
