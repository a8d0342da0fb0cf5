package ledger

import (
	"fmt"
	"slices"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// nearFull is the share of a limit of space from which on it explains that a stream has
// dropped its first messages.
const nearFull = 0.9

// compare says what is missing of streams as they were. articles is the stream of
// articles; a stream that is not in now is missing.
func compare(was, now Positions, articles string, at time.Time) []Loss {
	var list []Loss
	names := make([]string, 0, len(was))
	for name := range was {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p, there := now[name]
		for _, text := range compareStream(name, was[name], p, there, name == articles, at) {
			list = append(list, Loss{Stream: name, Text: text})
		}
	}
	return list
}

// compareStream says what is missing of one stream. What a stream is for decides what may
// go from it: articles by their age and by the limit of space, jobs when they are done,
// records of feeds and hosts never.
func compareStream(name string, was, now Position, there, articles bool, at time.Time) []string {
	had := words.Plural(int(was.Messages), "message")
	switch {
	case !there && was.Messages == 0 && name != calendar.StreamName:
		return nil
	case !there:
		return []string{"is not there any more; it had " + had}
	case !was.Created.Equal(now.Created):
		return []string{fmt.Sprintf("was made anew %s; it had %s", words.Clock(now.Created), had)}
	case now.Last < was.Last:
		return []string{fmt.Sprintf("ends at %d, and had ended at %d: it lacks what came last", now.Last, was.Last)}
	case articles:
		if !now.asked.IsZero() {
			at = now.asked
		}
		return compareArticles(was, now, at)
	case name == calendar.StreamName:
		return nil
	case now.Messages == 0 && was.Messages > 0:
		return []string{"is empty; it had " + had}
	case name == feedsStream && now.Messages < was.Messages:
		return []string{fmt.Sprintf("has %s, and had %d", words.Plural(int(now.Messages), "record"), was.Messages)}
	}
	return nil
}

// compareArticles says what is missing of the articles before the last.
func compareArticles(was, now Position, at time.Time) (texts []string) {
	if was.LastID != "" && now.Last == was.Last && now.LastID != "" && now.LastID != was.LastID {
		return []string{fmt.Sprintf("has another article at its end, %d: it is an older one that went on", was.Last)}
	}
	full := now.maxBytes > 0 && float64(was.Bytes) > nearFull*float64(now.maxBytes)
	expired := func(t time.Time) bool { return now.maxAge > 0 && at.Sub(t) >= now.maxAge }
	switch {
	case was.Messages == 0, full:
	case now.Messages == 0 && !expired(was.LastAt):
		return []string{"is empty; it had " + words.Plural(int(was.Messages), "article")}
	case now.First > was.First && !expired(was.FirstAt):
		texts = append(texts, fmt.Sprintf("begins at %d, and had begun at %d: it lacks its first articles", now.First, was.First))
	}
	if more := now.Deleted - was.Deleted; more > 0 {
		texts = append(texts, words.Plural(more, "article")+" are missing from its middle")
	}
	return texts
}
