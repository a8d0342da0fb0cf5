package drift

import (
	"slices"
	"time"
)

// wholeDays are the last days that are over, and those before them, as far as they
// have pages enough. There are none if they do not suffice.
func (r *record) wholeDays(now time.Time) (before, last []day) {
	all := slices.Clone(r.Days)
	for _, g := range r.Recent {
		all = settle(all, g)
	}
	today := int(now.Unix() / 86400)
	all = slices.DeleteFunc(all, func(d day) bool { return d.number >= today || d.pages < leastOfDay })
	if len(all) < lastDays+leastDaysThen {
		return nil, nil
	}
	return all[:len(all)-lastDays], all[len(all)-lastDays:]
}

// worse reports whether each of the last days had a field on far fewer pages than
// any day before.
func worse(before, last []day, bit int) bool {
	if len(last) == 0 {
		return false
	}
	share := func(d day) float64 { return float64(d.given[bit]) / float64(d.pages) }
	least := 1.
	for _, d := range before {
		least = min(least, share(d))
	}
	for _, d := range last {
		if share(d) >= lostBelow*least {
			return false
		}
	}
	return true
}
