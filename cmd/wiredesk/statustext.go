package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// feedCounts is how many feeds there are, and how many of them are how.
func feedCounts(s desk.Status) string {
	var states []string
	for state, n := range s.States {
		states = append(states, fmt.Sprintf("%d %s", n, state))
	}
	sort.Strings(states)
	counts := strconv.Itoa(s.Feeds)
	if len(states) > 0 {
		counts += ": " + strings.Join(states, ", ")
	}
	return counts
}

// storyCount is how many stories the versions in the stream are of.
func storyCount(s desk.Status) string {
	if s.Stories == 1 {
		return "1 story"
	}
	return fmt.Sprintf("%d stories", s.Stories)
}

// statusText is a status for people.
func statusText(s desk.Status) (string, error) {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	for _, row := range [][2]string{
		{"server", s.Server}, {"at work", s.Process}, {"paused", s.Paused}, {"trouble", s.Trouble}, {"missing", s.Missing},
		{"articles", fmt.Sprintf("%d in the stream (%s), %s, last %s, %s", s.Articles, storyCount(s), words.Size(s.Bytes), words.Clock(s.Last),
			words.Plural(s.Consumers, "subscriber"))},
		{"feeds", feedCounts(s)}, {"next poll", words.Clock(s.NextPoll)},
		{"jobs", fmt.Sprintf("%d due, %d in flight, %d dead", s.Jobs.Due, s.Jobs.InFlight, s.Jobs.Dead)},
		{"booked", fmt.Sprintf("%d for a turn at their host, %d of their feed, %d for another try, %d for another look", s.Jobs.Lanes,
			s.Jobs.Turns, s.Jobs.Retries, s.Jobs.Rechecks)},
	} {
		if row[1] != "" {
			fmt.Fprintf(table, "%s\t%s\n", row[0], row[1])
		}
	}
	for _, text := range s.Clocks {
		fmt.Fprintf(table, "clock\t%s\n", text)
	}
	for _, l := range s.Letters {
		fmt.Fprintf(table, "dead\t%s: %s (%s)\n", l.URL, words.OneLine(l.Reason), words.Clock(l.At))
	}
	if s.Jobs.Dead > 0 {
		fmt.Fprintf(table, "\t`wiredesk feeds retry --failed` tries them again\n")
	}
	err := table.Flush()
	return b.String(), err
}
