package calendar

import (
	"slices"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Shown is the feed as it is shown: a copy without the secrets that its addresses may
// hold, and those of errors about them. Its id is the same.
func (f *Feed) Shown() *Feed {
	s := *f
	for _, text := range []*string{&s.URL, &s.Link, &s.From, &s.MovedFrom, &s.Proposed, &s.Validators.Of, &s.Home.Of} {
		*text = weburl.Masked(*text)
	}
	s.Error, s.Why = weburl.MaskedText(s.Error), weburl.MaskedText(s.Why)
	if s.Move != nil {
		move := *s.Move
		move.To = weburl.Masked(move.To)
		s.Move = &move
	}
	s.Warnings = slices.Clone(s.Warnings)
	for i := range s.Warnings {
		s.Warnings[i] = weburl.MaskedText(s.Warnings[i])
	}
	return &s
}

// Shown is the job as it is shown, without the secrets that its addresses may hold.
func (w Waiting) Shown() Waiting {
	w.Reason = weburl.MaskedText(w.Reason)
	if w.Recheck != nil {
		again := *w.Recheck
		for _, address := range []*string{&again.At, &again.MissingAt, &again.Validators.Of} {
			*address = weburl.Masked(*address)
		}
		w.Recheck = &again
	}
	w.URL, w.Ask, w.Feed.URL, w.Feed.Link = weburl.Masked(w.URL), weburl.Masked(w.Ask), weburl.Masked(w.Feed.URL), weburl.Masked(w.Feed.Link)
	w.Feed.From = weburl.Masked(w.Feed.From)
	w.Tries = slices.Clone(w.Tries)
	for i := range w.Tries {
		w.Tries[i].Error = weburl.MaskedText(w.Tries[i].Error)
	}
	w.Answer = nil // of a feed, in full
	w.Via = slices.Clone(w.Via)
	for i := range w.Via {
		w.Via[i].URL = weburl.Masked(w.Via[i].URL)
	}
	return w
}
