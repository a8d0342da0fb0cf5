package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Dates before earliest or later than a month from now are wrong rather than
// old or planned.
var earliest = time.Date(1990, 1, 2, 0, 0, 0, 0, time.UTC)

const horizon = 31 * 24 * time.Hour

// fast are the layouts of nearly all dates.
var fast = []string{"Mon, 2 Jan 2006 15:04:05 -0700", time.RFC3339, "Mon, 2 Jan 2006 15:04:05 GMT", "20060102T150405Z0700", "20060102T150405", time.DateOnly, "2006-01-02T15:04Z07:00"}

// parseDate reads a date as feeds write them, in UTC. ok is false for what is
// not understood, for what may mean two days (03/04/2020), and for what cannot
// be. A date without a zone is taken for UTC.
func parseDate(s string) (t time.Time, ok bool) { return parseDateAt(s, time.Now()) }

// parseDateAt is parseDate for a reader whose clock shows now.
func parseDateAt(s string, now time.Time) (t time.Time, ok bool) {
	if t, ok = readDate(s); !ok || t.Before(earliest) || t.Sub(now) > horizon {
		return time.Time{}, false
	}
	return t.UTC(), true
}

// readDate reads a date, also one that no entry can have.
func readDate(s string) (t time.Time, ok bool) {
	if s = strings.Join(strings.Fields(s), " "); s == "" || len(s) > 120 {
		return time.Time{}, false
	}
	for _, layout := range fast {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) >= 9 { // seconds of Unix, or milliseconds
		switch {
		case len(s) <= 10:
			return time.Unix(n, 0), true
		case len(s) == 13:
			return time.UnixMilli(n), true
		}
		return time.Time{}, false
	}
	d := dateReader{korean: strings.ContainsRune(s, '년')}
	day, clock, zone := split(comment.ReplaceAllString(s, ""))
	if !d.readClock(clock) || !d.readZone(zone) || !d.readDay(day) {
		return time.Time{}, false
	}
	return d.time()
}

var (
	comment = regexp.MustCompile(`\s*\([^)]*\)`)
	isoT    = regexp.MustCompile(`(\d)[Tt](\d)`)
	clockRE = regexp.MustCompile(`(?i)\b(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d*)?)?(?:\s*([ap])\.?m\b\.?)?`)
	zoneRE  = regexp.MustCompile(`^\s*(?:(?:GMT|UTC|UT)?\s*([+-])(\d{1,2}):?(\d{2})?\b|([A-Z][A-Za-z]+/[A-Za-z_/]+(?:[+-]\d+)?)|([A-Z]{1,5})\b)`)
	zoneEnd = regexp.MustCompile(`\s(?:GMT|UTC|Z)$`)
	partRE  = regexp.MustCompile(`\d+|[\p{L}\p{M}]+|[./-]`)
)

// split takes a date apart: what names the day, the clock and the zone, which
// follows the clock. The day may stand on both sides of them.
func split(s string) (day string, clock, zone []string) {
	s = isoT.ReplaceAllString(s, "$1 $2")
	at := clockRE.FindStringSubmatchIndex(s)
	if at == nil {
		return zoneEnd.ReplaceAllString(s, ""), nil, nil
	}
	clock = clockRE.FindStringSubmatch(s)
	rest := s[at[1]:]
	if zone = zoneRE.FindStringSubmatch(rest); zone != nil {
		rest = rest[len(zone[0]):]
	}
	return s[:at[0]] + " " + rest, clock, zone
}

// dateReader holds what was read of a date.
type dateReader struct {
	year, month, day   int
	hour, min, sec, ns int
	offset             time.Duration
	place              *time.Location
	korean             bool // and so of Korea's zone, if it names none
}

func (d *dateReader) readClock(m []string) bool {
	if m == nil {
		return true
	}
	d.hour, _ = strconv.Atoi(m[1])
	d.min, _ = strconv.Atoi(m[2])
	d.sec, _ = strconv.Atoi(m[3])
	d.ns, _ = strconv.Atoi((m[4] + "000000000")[:9])
	if half := strings.ToLower(m[5]); half != "" {
		if d.hour < 1 || d.hour > 12 {
			return half == "p" && d.hour < 24 && d.min < 60 && d.sec < 60 // 15:04 PM
		}
		d.hour %= 12
		if half == "p" {
			d.hour += 12
		}
	}
	midnight := d.hour == 24 && d.min == 0 && d.sec == 0 // at the end of the day (ISO 8601)
	return (d.hour < 24 || midnight) && d.min < 60 && d.sec < 60
}

func (d *dateReader) readZone(m []string) bool {
	switch {
	case m == nil && d.korean:
		d.offset = 9 * time.Hour
	case m == nil:
	case m[1] != "":
		hours, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi(m[3])
		d.offset = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
		if m[1] == "-" {
			d.offset = -d.offset
		}
		return hours <= 14 && minutes < 60
	case m[4] != "": // a place; without the zone database it is unknown
		place, err := time.LoadLocation(m[4])
		d.place = place
		return err == nil
	default:
		hours, ok := zones[m[5]]
		d.offset = time.Duration(hours * float64(time.Hour))
		return ok
	}
	return true
}

// readDay reads the day from its numbers and the name of the month. The first
// word may be anything: the day of the week, in whatever language.
func (d *dateReader) readDay(s string) bool {
	var numbers, seps []string
	named := 0 // how many numbers stand before the month's name
	words := 0
	for _, part := range partRE.FindAllString(s, 12) {
		switch c := part[0]; {
		case c >= '0' && c <= '9':
			numbers = append(numbers, part)
			continue
		case c == '.' || c == '/' || c == '-':
			if len(numbers) > 0 {
				seps = append(seps, part)
			}
			continue
		}
		word := strings.ToLower(part)
		words++
		switch month := months[word]; {
		case month > 0 && (d.month == 0 || words == 2): // "mar" may have been a Tuesday
			d.month, named = month, len(numbers)
		case noise[word] || words == 1 && len(numbers) == 0 && len(word) > 1:
		default:
			return false
		}
	}
	if d.month > 0 {
		return d.readNamed(numbers, named)
	}
	return d.readNumbers(numbers, strings.Join(seps, ""), words)
}

// readNamed reads "2 Jan 2006", "Jan 2 2006" and "2006 Jan 2".
func (d *dateReader) readNamed(numbers []string, before int) bool {
	if len(numbers) != 2 {
		return false
	}
	day, year := numbers[0], numbers[1]
	if len(day) == 4 && before == 1 {
		day, year = year, day
	}
	d.day, _ = strconv.Atoi(day)
	return len(day) <= 2 && d.setYear(year)
}

// setYear takes years of four digits, and of two as RFC 2822 (section 4.3) reads them.
func (d *dateReader) setYear(s string) bool {
	d.year, _ = strconv.Atoi(s)
	if len(s) == 2 {
		if d.year += 1900; d.year < 1950 {
			d.year += 100
		}
	}
	return len(s) == 4 || len(s) == 2
}

// readNumbers reads days that are numbers only. Of 03/04 nobody knows which is
// the month; with dots it is the second.
func (d *dateReader) readNumbers(numbers []string, seps string, words int) bool {
	var n [3]int
	if len(numbers) == 0 || len(numbers) > 3 {
		return false
	}
	for i, s := range numbers {
		n[i], _ = strconv.Atoi(s)
	}
	first, last := numbers[0], numbers[len(numbers)-1]
	switch {
	case len(numbers) == 3 && len(first) == 4:
		d.year, d.month, d.day = n[0], n[1], n[2]
	case len(numbers) == 3 && (seps == ".." || n[0] > 12 && n[1] <= 12 && len(last) == 4 || n[0] == n[1]):
		d.day, d.month = n[0], n[1]
		return d.setYear(last)
	case len(numbers) == 3 && n[0] <= 12 && n[1] > 12:
		d.month, d.day = n[0], n[1]
		return d.setYear(last)
	case words > 0: // "version 2020" is no date
		return false
	case len(numbers) == 2 && len(first) == 4 && len(last) == 3: // the day of the year
		t := time.Date(n[0], 1, n[1], 0, 0, 0, 0, time.UTC)
		d.year, d.month, d.day = t.Year(), int(t.Month()), t.Day()
		return t.Year() == n[0]
	case len(numbers) == 2 && len(first) == 4:
		d.year, d.month, d.day = n[0], n[1], 1
	case len(numbers) == 1 && len(first) == 4:
		d.year, d.month, d.day = n[0], 1, 1
	case len(numbers) == 1 && len(first) == 8:
		d.year, d.month, d.day = n[0]/10000, n[0]/100%100, n[0]%100
	default:
		return false
	}
	return true
}

// time puts the parts together. There is no 30th of February.
func (d *dateReader) time() (time.Time, bool) {
	place := d.place
	if place == nil {
		place = time.FixedZone("", int(d.offset/time.Second))
	}
	t := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
	if t.Month() != time.Month(d.month) || t.Day() != d.day {
		return time.Time{}, false
	}
	return time.Date(d.year, time.Month(d.month), d.day, d.hour, d.min, d.sec, d.ns, place), true
}
