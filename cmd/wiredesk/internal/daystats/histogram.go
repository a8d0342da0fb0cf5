package daystats

import (
	"math"
	"time"
)

// buckets of a histogram: the first ends at 0.1 ms, each further one at the
// square root of two times that, the last holds all that is longer than a day.
const (
	firstBucket = 100 * time.Microsecond
	buckets     = 62
)

// histogram counts durations in buckets.
type histogram [buckets]uint32

func (h *histogram) add(d time.Duration) { h[bucketOf(d)]++ }

func bucketOf(d time.Duration) int {
	if d <= firstBucket {
		return 0
	}
	return min(buckets-1, int(math.Ceil(2*math.Log2(float64(d)/float64(firstBucket)))))
}

// end is the longest duration of a bucket.
func end(bucket int) float64 { return float64(firstBucket) * math.Pow(2, float64(bucket)/2) }

// Spread is how long something took: half of all at most Median, 95 of 100 at
// most P95. They are zero if N is.
type Spread struct {
	N      int           `json:"n"`
	Median time.Duration `json:"p50"`
	P95    time.Duration `json:"p95"`
}

func (h *histogram) spread() Spread {
	s := Spread{}
	for _, n := range h {
		s.N += int(n)
	}
	if s.N > 0 {
		s.Median, s.P95 = h.quantile(0.5, s.N), h.quantile(0.95, s.N)
	}
	return s
}

// quantile looks for the bucket that holds a quantile, and for its place in it as
// if the durations lay evenly on the logarithmic scale.
func (h *histogram) quantile(q float64, total int) time.Duration {
	rank := q * float64(total)
	below := 0.0
	for i, n := range h {
		if n == 0 || below+float64(n) < rank {
			below += float64(n)
			continue
		}
		from := end(i) / math.Sqrt2
		return time.Duration(from * math.Pow(math.Sqrt2, (rank-below)/float64(n)))
	}
	return time.Duration(end(buckets - 1))
}

func (h *histogram) merge(other *histogram) {
	for i, n := range other {
		h[i] += n
	}
}
