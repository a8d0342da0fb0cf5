package page

import (
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/feedindex"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// markOf is the shape of a state, so that colour is never all that tells it.
func markOf(state string) string {
	switch state {
	case calendar.StateOK, "fresh":
		return "●"
	case calendar.StateFailing, "failed", "not_a_feed", "refused":
		return "✕"
	case calendar.StateGone:
		return "■"
	case calendar.StateWaiting, "throttled":
		return "◐"
	case calendar.StatePaused:
		return "‖"
	case calendar.StateParked:
		return "◇"
	case feedindex.NeedAttention:
		return "▲"
	}
	return "○"
}

// stateWords say a state to people.
func stateWords(state string) string {
	switch state {
	case feedindex.NeedAttention:
		return "needs attention"
	case calendar.StateNew:
		return "not polled yet"
	}
	return state
}

// eventWords say what happened to a story.
func eventWords(e article.Event) string {
	if e == "" {
		return "extracted"
	}
	return string(e)
}

// direction is how a text runs, auto if nobody says.
func direction(a *article.Article) string {
	switch a.Direction {
	case "ltr", "rtl":
		return a.Direction
	}
	return "auto"
}
