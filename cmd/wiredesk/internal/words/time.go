package words

import (
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// Clock is a time in the zone of this machine: the time of day today, else the
// date as well; "-" for the zero time.
func Clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	t = t.Local()
	if now := time.Now(); now.YearDay() == t.YearDay() && now.Year() == t.Year() {
		return t.Format("15:04:05")
	}
	return t.Format("2006-01-02 15:04")
}

// Date is a date as exact as its source, at the offset at which it was told; empty
// for the zero time.
func Date(t time.Time, p article.Precision) string {
	switch {
	case t.IsZero():
		return ""
	case p == article.Day:
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04 MST")
}
