package drift

import (
	"fmt"
	"math"
	"strings"
	"time"
)

const (
	// acceptAfter is how long something is lost before that is how the site is.
	acceptAfter = 30 * 24 * time.Hour
	// episodes are over by themselves within this time: an evening of short pieces, an
	// edition without names. What they give is how the site is, too, so that the next
	// of them is no alarm.
	episodes = 36 * time.Hour
)

// Row is a site that has lost something.
type Row struct {
	Site string `json:"site"`
	// Began is when it was found out, Since when the first of the losses has begun,
	// as far as the recent pages tell.
	Began  time.Time `json:"began"`
	Since  time.Time `json:"since"`
	Losses []Loss    `json:"losses"`
}

// Loss is a field that a site's pages gave and do not give any more.
type Loss struct {
	Field string `json:"field"` // Authors, Date, Text or Length
	// From and To are shares of the pages, 0 to 1; for Length, letters.
	From  float64   `json:"from"`
	To    float64   `json:"to"`
	Since time.Time `json:"since"`
	// Article is the id of an example, URL its address; there may be none.
	Article string `json:"article,omitempty"`
	URL     string `json:"url,omitempty"`
}

// String is what was lost, in words: "authors on 0 % of the pages (were 96 %)".
func (l Loss) String() string {
	if l.Field == Length {
		return fmt.Sprintf("texts of %.0f letters (were %.0f)", l.To, l.From)
	}
	what := map[string]string{Authors: "authors", Date: "a date", Text: "the whole text"}[l.Field]
	return fmt.Sprintf("%s on %.0f %% of the pages (were %.0f %%)", what, 100*l.To, 100*l.From)
}

// episode reports whether what was lost may yet come back by itself.
func (r Row) episode(now time.Time) bool { return now.Sub(r.Began) < episodes }

// Text is all that was lost, in words.
func (r Row) Text() string {
	parts := make([]string, len(r.Losses))
	for i, l := range r.Losses {
		parts[i] = l.String()
	}
	return strings.Join(parts, ", ")
}

// Example is an article that shows it: its id, and its address if that is known.
func (r Row) Example() (id, url string) {
	for _, l := range r.Losses {
		if l.Article != "" {
			return l.Article, l.URL
		}
	}
	return "", ""
}

// Turn is a change in how a site is.
type Turn string

// Turns.
const (
	Began     Turn = "rot"       // it has lost something
	Recovered Turn = "recovered" // all of it is back, or what there is counts as usual by now
)

// judge decides anew what the site has lost. It returns the turn, if there was one,
// and the row that it is about.
func (r *record) judge(now time.Time) (Turn, *Row) {
	measured := r.measures(now)
	if r.Drift == nil {
		return r.begin(measured, now)
	}
	row := *r.Drift
	row.Losses = nil
	for _, m := range measured {
		i := r.Drift.loss(m.field)
		switch {
		case i >= 0: // what it was is what it was when that was lost
			l := r.Drift.Losses[i]
			l.To = m.to
			if !m.recent || !found(l) {
				row.Losses = append(row.Losses, r.exemplify(l))
			}
		case m.lost:
			row.Losses = append(row.Losses, r.lossOf(m))
		}
	}
	if now.Sub(row.Began) >= acceptAfter {
		r.Days, r.Recent, row.Losses = nil, nil, nil // what the site is held against begins anew
	}
	if len(row.Losses) == 0 {
		ended := *r.Drift
		if ended.episode(now) {
			for _, d := range r.Meanwhile {
				r.Days = merge(r.Days, d)
			}
		}
		r.Drift, r.Meanwhile = nil, nil
		return Recovered, &ended
	}
	r.Drift = &row
	return "", &row
}

func (r *record) begin(measured []measure, now time.Time) (Turn, *Row) {
	row := &Row{Site: r.Site, Began: now.UTC().Truncate(time.Second)}
	for _, m := range measured {
		if m.lost {
			l := r.lossOf(m)
			row.Losses = append(row.Losses, l)
			if l.Since.IsZero() {
				l.Since = row.Began
			}
			if row.Since.IsZero() || l.Since.Before(row.Since) {
				row.Since = l.Since
			}
		}
	}
	if len(row.Losses) == 0 {
		return "", nil
	}
	r.Drift = row
	return Began, row
}

func (r *record) lossOf(m measure) Loss {
	round := func(v float64) float64 { return math.Round(v*1000) / 1000 }
	return r.exemplify(Loss{Field: m.field, From: round(m.from), To: round(m.to), Since: m.since})
}

func (r *record) exemplify(l Loss) Loss {
	e := r.Lacking[l.Field]
	l.Article, l.URL = e.ID, e.URL
	return l
}

// loss is the place of a field among the losses, -1 if it is none of them.
func (r *Row) loss(field string) int {
	for i, l := range r.Losses {
		if l.Field == field {
			return i
		}
	}
	return -1
}

// found reports whether a field is back.
func found(l Loss) bool {
	if l.Field != Length {
		return l.To >= foundAbove*l.From
	}
	return l.To > l.From/lengthBack && l.To < l.From*lengthBack
}
