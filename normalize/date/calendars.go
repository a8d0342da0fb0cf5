package date

import "time"

// buddhist is by how much the years of Thailand are ahead.
const buddhist = 543

// western turns the year of another calendar into that of the Gregorian one, and
// with it month and day, where they differ.
func (r *reader) western() {
	switch {
	case r.year > 2400 && r.year < 2700: // Thai solar calendar: days and months are the same
		r.year -= buddhist
	case r.year >= 1300 && r.year < 1500 && (r.persian || r.languageIs("fa")):
		r.year, r.month, r.day = solarHijri(r.year, r.month, r.day)
	}
}

func (r *reader) languageIs(want string) bool {
	language, _ := parts(r.hints.Language)
	return language == want
}

// leaps are the years of the Solar Hijri calendar at which the pattern of leap
// years changes (A. K. Borkowski, The Persian calendar for 3000 years, 1996).
var leaps = [...]int{-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178}

// solarHijri is the Gregorian day of a day of the Solar Hijri calendar. What is
// no such day comes back with a month of 0.
func solarHijri(year, month, day int) (int, int, int) {
	long := month >= 1 && month <= 6 && day <= 31 || month >= 7 && month <= 12 && day <= 30
	if !long || day < 1 {
		return year, 0, 0
	}
	spring := newYear(year)
	days := (month-1)*31 - max(month-7, 0) + day - 1
	t := time.Date(year+621, time.March, spring+days, 0, 0, 0, 0, time.UTC)
	return t.Year(), int(t.Month()), t.Day()
}

// newYear is the day of March on which a year of the Solar Hijri calendar begins.
func newYear(year int) int {
	leap, last := -14, leaps[0]
	for _, next := range leaps[1:] {
		span := next - last
		if year < next {
			n := year - last
			leap += n/33*8 + (n%33+3)/4
			if span%33 == 4 && span-n == 4 {
				leap++
			}
			break
		}
		leap += span/33*8 + span%33/4
		last = next
	}
	g := year + 621
	return 20 + leap - (g/4 - (g/100+1)*3/4 - 150)
}
