package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Asks is what a feed itself says of when it may be polled. It is remembered,
// because a 304 says nothing of it.
type Asks struct {
	TTL    time.Duration `json:"ttl,omitempty"`    // <ttl> of RSS
	Update time.Duration `json:"update,omitempty"` // sy:updatePeriod over sy:updateFrequency
	Hours  uint32        `json:"hours,omitempty"`  // skipHours: bit h is the hour from h:00 GMT
	Days   uint8         `json:"days,omitempty"`   // skipDays: bit d is a time.Weekday
}

const day = 24 * time.Hour

// periods are those of the RSS syndication module.
var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": day, "weekly": 7 * day, "monthly": 30 * day, "yearly": 365 * day,
}

// NewAsks reads what a feed says, in its own words. What cannot be meant (a
// feed that forbids every hour of the day) is left out, with a warning.
func NewAsks(ttl time.Duration, period, frequency string, skipHours, skipDays []string) (Asks, []string) {
	a := Asks{TTL: max(ttl, 0)}
	var warnings []string
	if p, ok := periods[strings.ToLower(strings.TrimSpace(period))]; ok {
		n, err := strconv.Atoi(strings.TrimSpace(frequency))
		if err != nil || n < 1 {
			n = 1 // the module's default
		}
		a.Update = p / time.Duration(n)
	}
	for _, h := range skipHours {
		if n, err := strconv.Atoi(strings.TrimSpace(h)); err == nil && n >= 0 && n <= 24 {
			a.Hours |= 1 << (n % 24) // RSS 0.91 counted from 1 to 24
		}
	}
	for _, name := range skipDays {
		for d := time.Sunday; d <= time.Saturday; d++ {
			if strings.EqualFold(strings.TrimSpace(name), d.String()) {
				a.Days |= 1 << d
			}
		}
	}
	if a.Hours == 1<<24-1 {
		a.Hours = 0
		warnings = append(warnings, "skipHours lists all 24 hours; ignored")
	}
	if a.Days == 1<<7-1 {
		a.Days = 0
		warnings = append(warnings, "skipDays lists all 7 days; ignored")
	}
	return a, warnings
}

// Allowed returns the first time from at on that lies outside of skipHours and
// skipDays, which are in GMT.
func (a Asks) Allowed(at time.Time) time.Time {
	// Some hour of some day is allowed, so a week and a day finds it.
	for range 8*24 + 1 {
		u := at.UTC()
		if a.Hours&(1<<u.Hour()) == 0 && a.Days&(1<<u.Weekday()) == 0 {
			return at
		}
		at = u.Truncate(time.Hour).Add(time.Hour)
	}
	return at
}

// Silent says in words when the feed does not want to be asked; it is empty if it
// may be asked at any time.
func (a Asks) Silent() string {
	var hours, days []string
	for h := 0; h < 24; h++ {
		if a.Hours&(1<<h) == 0 || h > 0 && a.Hours&(1<<(h-1)) != 0 {
			continue // not one, or in the middle of a span
		}
		end := h
		for end < 24 && a.Hours&(1<<end) != 0 {
			end++
		}
		hours = append(hours, fmt.Sprintf("%02d:00 to %02d:00", h, end))
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if a.Days&(1<<d) != 0 {
			days = append(days, d.String())
		}
	}
	switch {
	case len(hours)+len(days) == 0:
		return ""
	case len(hours) == 0:
		return "on " + strings.Join(days, ", ") + " (GMT)"
	case len(days) == 0:
		return "from " + strings.Join(hours, ", ") + " (GMT)"
	}
	return "from " + strings.Join(hours, ", ") + ", and on " + strings.Join(days, ", ") + " (GMT)"
}
