package normalize

import (
	"time"

	"github.com/wiredesk/wiredesk/normalize/date"
)

// localTime is an instant as the page's readers read it. Many pages give their
// data in UTC and show people the day and the hour of where they live: the
// difference is their offset.
//
// A clock without a zone is one of those readers: it has the offset that another
// date of the page has.
func localTime(d dated, known []dated) time.Time {
	if !d.Zoned && d.Precision > date.Day {
		return atOffset(d.Time, known)
	}
	if _, offset := d.Time.Zone(); offset != 0 || d.Precision == date.Day || !d.Zoned {
		return d.Time
	}
	for _, other := range known {
		if offset, ok := offsetBy(d.Time, other); ok {
			return d.Time.In(time.FixedZone("", offset))
		}
	}
	for _, other := range known { // one of another instant counts if it leads to a day that the page shows
		if _, offset := other.Time.Zone(); offset != 0 {
			if local := d.Time.In(time.FixedZone("", offset)); local.Day() != d.Time.Day() && showsDay(local, known) {
				return local
			}
		}
	}
	return d.Time
}

// atOffset is a clock at the offset of the page's other dates, in UTC if they have
// none.
func atOffset(clock time.Time, known []dated) time.Time {
	for _, other := range known {
		if _, offset := other.Time.Zone(); offset != 0 && other.Zoned && other.Precision > date.Day {
			y, m, d := clock.Date()
			return time.Date(y, m, d, clock.Hour(), clock.Minute(), clock.Second(), clock.Nanosecond(), time.FixedZone("", offset))
		}
	}
	return clock
}

// Offsets from UTC that places of this world have, in seconds.
const (
	leastOffset = -12 * 3600
	mostOffset  = 14 * 3600
	halfHour    = 30 * 60
)

// offsetBy is the offset, in seconds, at which another date of the page tells the
// same instant. A clock without a zone must differ by half hours, but for the
// seconds that it does not show: few clocks that tell something else do.
func offsetBy(at time.Time, other dated) (offset int, ok bool) {
	if other.Precision == date.Day {
		return 0, false
	}
	if other.Zoned {
		_, offset = other.Time.Zone()
		return offset, offset != 0 && at.Sub(other.Time).Abs() < time.Minute
	}
	ahead := int(other.Time.Sub(at) / time.Second)
	hidden := ((-ahead)%halfHour + halfHour) % halfHour // seconds up to the next half hour
	offset = ahead + hidden
	return offset, offset != 0 && hidden < 60 && offset >= leastOffset && offset <= mostOffset
}

// showsDay reports whether a page shows the day of an instant, at its offset.
func showsDay(t time.Time, known []dated) bool {
	for _, d := range known {
		if (d.Precision == date.Day || !d.Zoned) && d.Time.Format(time.DateOnly) == t.Format(time.DateOnly) {
			return true
		}
	}
	return false
}
