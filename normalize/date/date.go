package date

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Precision is how exactly a date was written.
type Precision int

// From the vaguest to the most exact.
const (
	Year Precision = iota
	Month
	Day
	Minute
	Second
)

// Date is a date as it was written.
type Date struct {
	// Time is at the offset that was written, and in UTC where none was. Of a
	// Precision of Day and less it is the beginning, in UTC.
	Time      time.Time
	Precision Precision
	// Zoned says that the zone was written. A day needs none.
	Zoned bool
}

// Hints are what else is known of a text.
type Hints struct {
	// Language is the tag (BCP 47) of the page or feed around it, or empty.
	Language string
}

// MaxText is the longest text, in bytes, that is read.
const MaxText = 200

// What a text is that is no date.
var (
	ErrNone      = errors.New("not a date")
	ErrAmbiguous = errors.New("may mean two days")
)

// layouts are those of nearly all dates.
var layouts = []struct {
	layout    string
	precision Precision
	zoned     bool
}{
	{"Mon, 2 Jan 2006 15:04:05 -0700", Second, true}, {time.RFC3339, Second, true}, {"Mon, 2 Jan 2006 15:04:05 GMT", Second, true},
	{"20060102T150405Z0700", Second, true},
	{"20060102T150405", Second, false}, {time.DateOnly, Day, true}, {"2006-01-02T15:04Z07:00", Minute, true},
}

// ofDigits reads a date that is digits and nothing else, as databases write it:
// 20261130180500, 202611301805, 20261130.
func ofDigits(s string) (Date, bool) {
	const seconds, minutes = "20060102150405", "200601021504"
	layout, precision := seconds, Second
	if len(s) == len(minutes) {
		layout, precision = minutes, Minute
	}
	if len(s) != len(layout) {
		return Date{}, false
	}
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() < 1990 || t.Year() > 2100 { // a number of something else
		return Date{}, false
	}
	return Date{fixed(t), precision, false}, true
}

// Parse reads a text that is a date. Its error wraps ErrNone or ErrAmbiguous.
func Parse(text string, h Hints) (Date, error) {
	if len(text) > 2*MaxText {
		return Date{}, fmt.Errorf("%.40q…: %w", text, ErrNone)
	}
	s := fold(text)
	if s == "" || len(s) > MaxText {
		return Date{}, fmt.Errorf("%.40q: %w", s, ErrNone)
	}
	if d, ok := ofDigits(s); ok {
		return d, nil
	}
	for _, l := range layouts {
		if t, err := time.Parse(l.layout, s); err == nil {
			return Date{fixed(t), l.precision, l.zoned}, nil
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) >= 9 { // seconds of Unix, or milliseconds
		switch {
		case len(s) <= 10:
			return Date{time.Unix(n, 0).UTC(), Second, true}, nil
		case len(s) == 13:
			return Date{time.UnixMilli(n).UTC(), Second, true}, nil
		}
		return Date{}, fmt.Errorf("%q: %w", s, ErrNone)
	}
	r := reader{hints: h, persian: persianDigits(text)}
	day, clock, zone := split(comment().ReplaceAllString(s, ""))
	if zone == nil && clock != nil {
		zone = zoneInComment(s)
	}
	r.korean = strings.ContainsRune(s, '년')
	if !r.readClock(clock) || !r.readZone(zone) {
		return Date{}, fmt.Errorf("%q: %w", s, ErrNone)
	}
	if zone == nil && clock != nil {
		r.wordsInComment(s)
	}
	if err := r.readDay(day); err != nil {
		return Date{}, fmt.Errorf("%q: %w", s, err)
	}
	return r.date(s)
}

// fixed is an instant at its offset, and no matter of the machine's own zone.
func fixed(t time.Time) time.Time {
	if _, offset := t.Zone(); offset != 0 {
		return t.In(time.FixedZone("", offset))
	}
	return t.UTC()
}

// reader holds what was read of a date.
type reader struct {
	hints              Hints
	year, month, day   int
	hour, min, sec, ns int
	precision          Precision // of the clock: Minute or Second, or 0 for none
	vague              Precision // Year or Month, where no more was written
	partial            bool      // vague is set
	offset             time.Duration
	place              *time.Location
	zoned              bool
	korean             bool // and so of Korea's zone, if it names none
	persian            bool // digits or names of the Solar Hijri calendar
	weekday            time.Weekday
	hasWeekday         bool
}

// date puts the parts together. There is no 30th of February.
func (r *reader) date(text string) (Date, error) {
	if !r.exists(r.month, r.day) {
		return Date{}, fmt.Errorf("%q: there is no such day: %w", text, ErrNone)
	}
	if r.partial && r.precision > 0 { // 2013 00:28
		return Date{}, fmt.Errorf("%q: a clock without a day: %w", text, ErrNone)
	}
	if r.precision == 0 {
		d := Date{time.Date(r.year, time.Month(r.month), r.day, 0, 0, 0, 0, time.UTC), Day, true}
		if r.partial {
			d.Precision = r.vague
		}
		return d, nil
	}
	place := r.place
	if place == nil {
		place = time.FixedZone("", int(r.offset/time.Second))
	}
	t := time.Date(r.year, time.Month(r.month), r.day, r.hour, r.min, r.sec, r.ns, place)
	return Date{fixed(t), r.precision, r.zoned}, nil
}

func (r *reader) exists(month, day int) bool {
	t := time.Date(r.year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return month >= 1 && month <= 12 && day >= 1 && t.Month() == time.Month(month) && t.Day() == day
}
