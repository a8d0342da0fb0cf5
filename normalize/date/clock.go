package date

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Parts of a date, in a text of no more than MaxText bytes.
var (
	comment = regexp.MustCompile(`\s*\([^)]*\)|\[[A-Za-z/_]+\]$`)
	isoT    = regexp.MustCompile(`(\d)[Tt](\d)`)
	clockRE = regexp.MustCompile(`(?i)\b(\d{1,2})[:h](\d{2})(?:[:](\d{2})(?:[.,](\d{1,9})\d*)?)?(?:\s*([ap])\.?m\b\.?)?`)
	zoneRE  = regexp.MustCompile(`^\s*(?:(?:GMT|UTC|UT)?\s*([+-])(\d{1,2}):?(\d{2})?\b|([A-Z][A-Za-z]+/[A-Za-z_/]+(?:[+-]\d+)?)|([A-Z]{1,5})\b)`)
	zoneEnd = regexp.MustCompile(`\s(?:GMT|UTC|Z)$`)
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

func (r *reader) readClock(m []string) bool {
	if m == nil {
		return true
	}
	r.hour, _ = strconv.Atoi(m[1])
	r.min, _ = strconv.Atoi(m[2])
	r.sec, _ = strconv.Atoi(m[3])
	r.ns, _ = strconv.Atoi((m[4] + "000000000")[:9])
	if r.precision = Minute; m[3] != "" {
		r.precision = Second
	}
	if half := strings.ToLower(m[5]); half != "" {
		if r.hour < 1 || r.hour > 12 {
			return half == "p" && r.hour < 24 && r.min < 60 && r.sec < 60 // 15:04 PM
		}
		r.hour %= 12
		if half == "p" {
			r.hour += 12
		}
	}
	midnight := r.hour == 24 && r.min == 0 && r.sec == 0 // at the end of the day (ISO 8601)
	return (r.hour < 24 || midnight) && r.min < 60 && r.sec < 60
}

func (r *reader) readZone(m []string) bool {
	switch {
	case m == nil && r.korean:
		r.offset, r.zoned = 9*time.Hour, true
	case m == nil:
	case m[1] != "":
		hours, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi(m[3])
		r.offset, r.zoned = time.Duration(hours)*time.Hour+time.Duration(minutes)*time.Minute, true
		if m[1] == "-" {
			r.offset = -r.offset
		}
		return hours <= 14 && minutes < 60
	case m[4] != "": // a place; without the zone database it is unknown
		place, err := time.LoadLocation(m[4])
		r.place, r.zoned = place, true
		return err == nil
	default:
		hours, ok := zoneOf(m[5], r.hints)
		r.offset, r.zoned = time.Duration(hours*float64(time.Hour)), true
		return ok
	}
	return true
}

// Words for the halves of the day, before a clock or behind it.
var (
	morning   = regexp.MustCompile(`上午|午前|오전|π\.?μ|صباحا`)
	afternoon = regexp.MustCompile(`下午|午後|晚上|오후|μ\.?μ|مساء`)
)

// nearClock is how many bytes beside a clock are looked at.
const nearClock = 14

// readHalf reads the half of the day that a word beside a clock of twelve hours
// names. It is false where the hour does not go with it.
func (r *reader) readHalf(before, after string) bool {
	near := before[max(len(before)-nearClock, 0):] + " " + after[:min(len(after), nearClock)]
	switch {
	case afternoon.MatchString(near):
		if r.hour < 12 {
			r.hour += 12
		}
	case morning.MatchString(near):
		if r.hour == 12 {
			r.hour = 0
		}
		return r.hour < 12
	}
	return true
}
