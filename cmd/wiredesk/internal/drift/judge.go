package drift

import (
	"math"
	"time"
)

// What the judgement asks for; doc.go says it in words. The figures were chosen
// with the simulation of simulation_test.go.
const (
	leastRecent   = 20
	leastBaseline = 50
	leastDays     = 10

	// A site whose days differ much can hardly be judged by its last pages: it is
	// judged by three days as well, if they are worse than any before.
	lastDays      = 3
	leastOfDay    = 8  // pages; days with fewer are passed over
	leastDaysThen = 14 // so that there are two of each day of the week

	lostBelow    = .6 // of the rate before
	foundAbove   = .8
	leastScore   = 18 // natural logarithm of the odds against chance, roughly
	lengthShift  = 2. // times longer or shorter
	lengthBack   = 1.5
	lengthErrors = 6 // standard errors
)

// measure is what a field was before, and is now.
type measure struct {
	field    string
	from, to float64 // rates, or geometric means of letters
	recent   bool    // there is enough of what is now
	judged   bool    // and of what was before
	lost     bool
	since    time.Time // the likeliest time of the change
}

// fallen reports whether a rate is far below what it was, chance or not.
func (m measure) fallen() bool { return m.to < lostBelow*m.from }

// measures compares the recent pages with the days before.
func (r *record) measures(now time.Time) []measure {
	list := make([]measure, 0, len(fields)+1)
	for i, field := range fields {
		m := r.rate(i, field)
		if m.judged && !m.lost && m.fallen() {
			before, last := r.wholeDays(now)
			m.lost = worse(before, last, i)
		}
		list = append(list, m)
	}
	return append(list, r.length())
}

// rate compares how many pages gave a field.
func (r *record) rate(bit int, field string) measure {
	before := cluster{}
	for _, d := range r.Days {
		before.add(float64(d.pages), float64(d.given[bit]), float64(d.given[bit]))
	}
	xs := make([]float64, len(r.Recent))
	now := 0.0
	for i, g := range r.Recent {
		if g.gave(bit) {
			xs[i] = 1
			now++
		}
	}
	n := float64(len(r.Recent))
	m := measure{field: field, from: before.mean(), recent: n >= leastRecent}
	m.judged = m.recent && before.enough()
	if n > 0 {
		m.to = now / n
	}
	if !m.judged {
		return m
	}
	score := gTest(before.n, before.sum, n, now) / 2 / before.effect(r.clustering())
	m.lost = m.fallen() && score >= leastScore
	m.since = r.change(xs, (m.from+m.to)/2, m.from > m.to)
	return m
}

// length compares how long the texts are.
func (r *record) length() measure {
	before := cluster{}
	for _, d := range r.Days {
		before.add(float64(d.bodies), d.sum, d.sumSquare)
	}
	xs := make([]float64, len(r.Recent))
	n, sum := 0.0, 0.0
	for i, g := range r.Recent {
		xs[i] = before.mean() // a page without text says nothing here
		if g.length > 0 {
			xs[i] = math.Log(float64(g.length))
			n, sum = n+1, sum+xs[i]
		}
	}
	m := measure{field: Length, from: math.Exp(before.mean()), recent: n >= leastRecent}
	m.judged = m.recent && before.enough()
	if n > 0 {
		m.to = math.Exp(sum / n)
	}
	if !m.judged {
		return m
	}
	shift := math.Abs(sum/n - before.mean())
	spread := math.Sqrt(before.variance() * before.effect(r.clustering()) * (1/n + 1/before.n))
	m.lost = shift >= math.Log(lengthShift) && shift >= lengthErrors*spread
	m.since = r.change(xs, (sum/n+before.mean())/2, m.from > m.to)
	return m
}

// clustering is how many of the recent pages are of the same day, for a page of
// them.
func (r *record) clustering() float64 {
	counts := map[int]float64{}
	for _, g := range r.Recent {
		counts[g.day()]++
	}
	squares := 0.0
	for _, n := range counts {
		squares += n * n
	}
	return squares / float64(len(r.Recent))
}

// change is the likeliest time since when the recent pages are lower, or higher,
// than a middle (the extreme of a cumulative sum).
func (r *record) change(xs []float64, middle float64, lower bool) time.Time {
	best, sum, at := 0.0, 0.0, time.Time{}
	for i := len(xs) - 1; i >= 0; i-- {
		d := xs[i] - middle
		if lower {
			d = -d
		}
		if sum += d; sum > best {
			best, at = sum, r.Recent[i].time()
		}
	}
	return at
}

// cluster is a sample of days, whose pages are more alike than those of different
// days.
type cluster struct {
	n, sum, sumSquare float64
	days              float64
	squares           float64 // of the numbers of pages
	between           float64 // of sum²/n of each day
}

func (c *cluster) add(n, sum, sumSquare float64) {
	if n == 0 {
		return
	}
	c.n, c.sum, c.sumSquare = c.n+n, c.sum+sum, c.sumSquare+sumSquare
	c.days++
	c.squares += n * n
	c.between += sum * sum / n
}

func (c *cluster) enough() bool { return c.n >= leastBaseline && c.days >= leastDays }

func (c *cluster) mean() float64 {
	if c.n == 0 {
		return 0
	}
	return c.sum / c.n
}

// variance is that of single pages. It is never quite nothing: a field that was
// on all pages so far will be missing some day.
func (c *cluster) variance() float64 {
	return max(1e-3, c.sumSquare/c.n-c.mean()*c.mean())
}

// effect is the design effect for a sample in which a page has that many of its
// own day: by what factor the variance of its mean is larger than if the days were
// all alike (Kish).
func (c *cluster) effect(clustering float64) float64 {
	size := c.squares / c.n
	if size <= 1 || c.days < 2 {
		return 1
	}
	// How much more the days differ than chance would have it.
	ratio := (c.between - c.n*c.mean()*c.mean()) / (c.days - 1) / c.variance()
	alike := min(1, max(0, (ratio-1)/(size-1))) // correlation within a day
	return 1 + (clustering-1)*alike
}

// gTest is the likelihood-ratio statistic of two proportions.
func gTest(n0, k0, n1, k1 float64) float64 {
	p := (k0 + k1) / (n0 + n1)
	g := 0.0
	for _, c := range [][2]float64{{k0, n0 * p}, {n0 - k0, n0 * (1 - p)}, {k1, n1 * p}, {n1 - k1, n1 * (1 - p)}} {
		if c[0] > 0 {
			g += 2 * c[0] * math.Log(c[0]/c[1])
		}
	}
	return g
}
