package feedindex

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Order is an order of feeds.
type Order string

// The orders.
const (
	ByAttention Order = "attention" // the most urgent first, longest first
	ByName      Order = "name"      // of the site's address
	ByNext      Order = "next"      // the next poll first
	ByPolled    Order = "polled"    // the last poll first
	ByRate      Order = "rate"      // the busiest first
)

// Query chooses feeds. The zero Query is all of them, the most urgent first.
type Query struct {
	Text  string // in the address or the name, in any case
	State string // one of States, or "attention"; empty: all
	Order Order
	// Offset and Limit are the part that is wanted.
	Offset, Limit int
}

// NeedAttention is a State of a Query: all feeds that need it, whatever their state.
const NeedAttention = "attention"

// Find returns the part that is wanted of the feeds that fit, and how many fit.
func (r *Index) Find(q Query) (part []Entry, total int) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	fit := r.fitting(q)
	total = len(fit)
	begin := min(max(q.Offset, 0), total)
	stop := min(begin+max(q.Limit, 0), total)
	// Only the part that is shown needs to be in order.
	compare := func(a, b match) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		x, y := &r.feeds[a.at], &r.feeds[b.at]
		if x.prefix != y.prefix {
			return cmp.Compare(x.prefix, y.prefix)
		}
		return cmp.Or(strings.Compare(x.folded, y.folded), strings.Compare(x.id, y.id))
	}
	partition(fit, begin, compare)
	partition(fit[begin:], stop-begin, compare)
	slices.SortFunc(fit[begin:stop], compare)
	part = make([]Entry, 0, stop-begin)
	for _, m := range fit[begin:stop] {
		part = append(part, r.feeds[m.at].entry())
	}
	return part, total
}

// match is where a feed stands that fits, and what it is sorted by first.
type match struct {
	key uint64
	at  int32
}

// fitting are the feeds that a query chooses.
func (r *Index) fitting(q Query) []match {
	text := strings.ToLower(site(strings.TrimSpace(q.Text)))
	state := slices.Index(States, q.State)
	fit := make([]match, 0, len(r.feeds))
	for i := range r.feeds {
		p := &r.feeds[i]
		switch {
		case q.State == NeedAttention && p.attention == 0:
		case state >= 0 && int(p.state) != state:
		case text != "" && !strings.Contains(p.folded, text) && p.id != text:
		default:
			fit = append(fit, match{q.Order.key(p), int32(i)})
		}
	}
	return fit
}

// key is what feeds are sorted by, before their address.
func (o Order) key(p *packed) uint64 {
	switch o {
	case ByName:
		return 0
	case ByNext:
		return uint64(p.next - 1) // 0, none, is last
	case ByPolled:
		return math.MaxInt64 - uint64(p.polled)
	case ByRate:
		return uint64(math.MaxUint32 - math.Float32bits(p.perDay)) // of positive numbers, in their order
	}
	return uint64(p.attention-1)<<56 | uint64(p.since) // 0, none, is last
}

// partition puts the n least of a list at its beginning, in any order, in time
// that grows with the length alone (quickselect).
func partition(list []match, n int, compare func(a, b match) int) {
	for low, high := 0, len(list); n > low && n < high; {
		pivot := list[low+(high-low)/2]
		i, j := low, high-1
		for i <= j {
			for compare(list[i], pivot) < 0 {
				i++
			}
			for compare(list[j], pivot) > 0 {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n <= j:
			high = j + 1
		case n > i:
			low = i
		default:
			return
		}
	}
}
