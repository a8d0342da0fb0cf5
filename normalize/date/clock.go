package date

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// Parts of a date, in a text of no more than MaxText bytes.
var (
	comment = pattern.Of(`\s*\([^)]*\)|\[[A-Za-z/_]+\]$`)
	isoT    = pattern.Of(`(\d)[Tt](\d)`)
	clockRE = pattern.Of(`(?i)\b(\d{1,2})[:h](\d{2})(?:[:](\d{2})(?:[.,](\d{1,9})\d*)?)?(?:\s*([ap])\.?\s?m\b\.?)?`)
	zoneRE  = pattern.Of(`^\s*(?:(?:GMT|UTC|UT)?\s*([+-])(\d{1,2}):?(\d{2})?\b|([A-Z][A-Za-z]+/[A-Za-z_/]+(?:[+-]\d+)?)|([A-Z]{1,5})\b)`)
	// zoneBehind is the name of the zone behind its offset, and the reading of a
	// program's own clock behind that.
	zoneBehind = pattern.Of(`^\s*[A-Z]{1,5}\b(?:\s*m=[+-][\d.]+)?`)

	zoneEnd = pattern.Of(`\s(?:GMT|UTC|Z)$`)
)

// split takes a date apart: what names the day, the clock and the zone, which
// follows the clock. The day may stand on both sides of them.
func split(s string) (day string, clock, zone []string) {
	s = isoT().ReplaceAllString(s, "$1 $2")
	at := clockRE().FindStringSubmatchIndex(s)
	if at == nil {
		return zoneEnd().ReplaceAllString(s, ""), nil, nil
	}
	clock = clockRE().FindStringSubmatch(s)
	rest := s[at[1]:]
	if zone = zoneRE().FindStringSubmatch(rest); zone != nil {
		rest = rest[len(zone[0]):]
		if zone[1] != "" { // +0100 CET, as Go writes it
			rest = zoneBehind().ReplaceAllString(rest, "")
		}
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

// clockForms are the clocks that people write, beside that of clockRE: 8時15分,
// 8.15, 8 Uhr 15, 20h, 0815 hrs, 8 pm. Their parts are hour, minute, second and
// half of the day, in this order; some have no minute.
var clockForms = []clockForm{
	{":", pattern.Of(`(?i)\b(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?\s?m\b\.?)?`)},
	{"時时點点시", pattern.Of(`(\d{1,2})\s?(?:時|时|點|点|시)(?:\s?(\d{1,2})\s?(?:分|분))?(?:\s?(\d{1,2})\s?(?:秒|초))?()`)},
	{"hH", pattern.Of(`(?i)\b(\d{1,2})\s?h(?:\s?(\d{2}))?(?:\s?min)?\b()()`)},
	{"uU", pattern.Of(`(?i)\b(\d{1,2})\s?Uhr(?:\s(\d{2}))?\b()()`)},
	{".", pattern.Of(`\b(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?i:\s*([ap])\.?\s?m\b\.?)?`)},
	{"hHgGuU", pattern.Of(`\b(\d{2})(\d{2})()()\s?(?i:hrs|hours|GMT|UTC)`)},
	{"mM", pattern.Of(`(?i)\b(\d{1,2})()()\s?([ap])\.?\s?m\b\.?`)},
}

// clockForm is a form of a clock, and marks of which each such clock has one.
type clockForm struct {
	marks  string
	clocks func() *regexp.Regexp
}

// clock is a clock in a line, and where it stands.
type clock struct {
	parts    []string // as of clockRE
	from, to int
}

// findClock finds the first clock in a text.
func findClock(s string) (c clock, ok bool) {
	if !hasDigit(s) {
		return clock{}, false
	}
	for _, form := range clockForms {
		if !strings.ContainsAny(s, form.marks) {
			continue
		}
		at := form.clocks().FindStringSubmatchIndex(s)
		if at == nil || ok && at[0] >= c.from || within(s, at[0], at[1]) {
			continue
		}
		part := func(i int) string {
			if at[2*i] < 0 {
				return ""
			}
			return s[at[2*i]:at[2*i+1]]
		}
		c, ok = clock{[]string{"", part(1), part(2), part(3), "", part(4)}, at[0], at[1]}, true
	}
	if ok && strings.HasSuffix(strings.ToUpper(s[:c.to]), "GMT") || ok && strings.HasSuffix(strings.ToUpper(s[:c.to]), "UTC") {
		c.to -= len("GMT") // it is the zone
	}
	return c, ok
}

// within reports whether what looks like a clock is a part of a longer number.
func within(s string, from, to int) bool {
	before, after := s[:from], strings.TrimPrefix(s[to:], " ")
	if after != s[to:] && after != "" && after[0] != '%' {
		after = ""
	}
	if n := len(before); n > 0 && (before[n-1] == '.' || before[n-1] == ',' || before[n-1] == ':' ||
		before[n-1] == '/') && n > 1 && before[n-2] >= '0' && before[n-2] <= '9' {
		return true
	}
	return len(after) > 1 && (after[0] == '.' || after[0] == ',' ||
		after[0] == '/') && after[1] >= '0' && after[1] <= '9' || len(after) > 0 && (after[0] == '%' || after[0] >= '0' && after[0] <= '9')
}

// beside is how many characters may stand between a day and its clock.
const beside = 20

// clockWithin is how many bytes behind a day a clock may end.
const clockWithin = 100

// clockBeside reads the clock behind a day that stands in a line, or before it but
// behind what was read already, and its zone. It returns where all of that begins
// and ends.
func (r *reader) clockBeside(s string, from, to, done int) (first, last int) {
	before, after := s[done:from], s[to:]
	c, behind := findClock(after[:min(len(after), clockWithin)])
	behind = behind && near(after[:c.from])
	if b, ok := lastClock(before); ok && near(before[b.to:]) && (!behind || len(before)-b.to < c.from) {
		if r.readClock(b.parts) && r.readHalf(before[:b.from], before[b.to:]) {
			r.zoneAfter(before[b.to:], before[:b.from])
			return done + b.from, to
		}
	}
	if behind && r.readClock(c.parts) && r.readHalf(after[:c.from], after[c.to:]) {
		return from, to + c.to + r.zoneAfter(after[c.to:], after[:c.from])
	}
	r.precision, r.hour, r.min, r.sec = 0, 0, 0, 0
	return from, to
}

// near reports whether a text that stands between a day and a clock lets them
// belong together.
func near(between string) bool {
	return utf8.RuneCountInString(between) <= beside && !hasDigit(between)
}

// lastClock finds the last clock in a text.
func lastClock(s string) (c clock, ok bool) {
	for from := 0; from < len(s); {
		next, found := findClock(s[from:])
		if !found {
			break
		}
		next.from, next.to = next.from+from, next.to+from
		c, ok, from = next, true, next.to
	}
	return c, ok
}

// Words for the halves of the day, before a clock or behind it.
var (
	morning   = pattern.Of(`上午|午前|오전|凌晨|早上|π\.?μ|صباحا|صباحًا|(?:^|\s)ص(?:\s|$)|ق\.ظ|קודם|(?:^|\s)(?:SA|ÖÖ|öö|de\.|f\.m\.|पूर्वाह्न)(?:\s|$)`)
	afternoon = pattern.Of(`下午|午後|晚上|晚间|오후|μ\.?μ|مساء|مساءً|(?:^|\s)م(?:\s|$)|ب\.ظ|(?:^|\s)(?:CH|ÖS|ös|du\.|e\.m\.|अपराह्न)(?:\s|$)`)
)

// nearClock is how many bytes beside a clock are looked at.
const nearClock = 14

// readHalf reads the half of the day that a word beside a clock of twelve hours
// names. It is false where the hour does not go with it.
func (r *reader) readHalf(before, after string) bool {
	near := strings.ToValidUTF8(before[max(len(before)-nearClock, 0):]+" "+after[:min(len(after), nearClock)], "")
	switch {
	case afternoon().MatchString(near):
		if r.hour < 12 {
			r.hour += 12
		}
	case morning().MatchString(near):
		if r.hour == 12 {
			r.hour = 0
		}
		return r.hour < 12
	}
	return true
}
