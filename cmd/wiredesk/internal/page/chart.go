package page

import (
	"math"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/daystats"
)

// chart is the articles of a span of time as bars, drawn here.
type chart struct {
	Span         time.Duration
	Bars         []bar
	Top          int // of the scale, in articles a minute
	Each         time.Duration
	New, Changed int
	Peak         int // most articles in a minute
	PeakAt       time.Time
	Hours        []hour
}

// bar has heights and a place in a box of 720 by 100.
type bar struct {
	X, NewY, NewH, ChangedY, ChangedH float64
}

// hour is a row of the chart's table.
type hour struct {
	Start        time.Time
	New, Changed int
}

// chart looks back an hour, six or a day: as far as there is something to see.
func (j *Journal) chart() chart {
	day := j.Stats.Minutes(24 * 60)
	first := len(day)
	for i, m := range day {
		if m.New+m.Changed > 0 {
			first = i
			break
		}
	}
	minutes, each := 24*60, 15
	for _, n := range [][2]int{{6 * 60, 5}, {60, 1}} {
		if len(day)-first <= n[0] {
			minutes, each = n[0], n[1]
		}
	}
	c := chart{Span: time.Duration(minutes) * time.Minute}
	list := day[len(day)-minutes:]
	c.Each = time.Duration(each) * time.Minute
	var sums []daystats.Minute
	for i, m := range list {
		if n := m.New + m.Changed; n > c.Peak {
			c.Peak, c.PeakAt = n, m.Start
		}
		c.New, c.Changed = c.New+m.New, c.Changed+m.Changed
		if i%each == 0 {
			sums = append(sums, daystats.Minute{})
		}
		s := &sums[len(sums)-1]
		s.New, s.Changed = s.New+m.New, s.Changed+m.Changed
		c.Top = max(c.Top, (s.New+s.Changed+each-1)/each)
		if start := m.Start.Local().Truncate(time.Hour); len(c.Hours) == 0 || !c.Hours[len(c.Hours)-1].Start.Equal(start) {
			c.Hours = append(c.Hours, hour{Start: start})
		}
		h := &c.Hours[len(c.Hours)-1]
		h.New, h.Changed = h.New+m.New, h.Changed+m.Changed
	}
	c.Top = niceTop(c.Top)
	width := 720 / float64(len(sums))
	for i, s := range sums {
		if s.New+s.Changed == 0 {
			continue
		}
		b := bar{
			X: float64(i) * width, NewH: 100 * float64(s.New) / float64(c.Top*each), ChangedH: 100 * float64(s.Changed) / float64(c.Top*each),
		}
		b.NewY = 100 - b.NewH
		b.ChangedY = b.NewY - b.ChangedH
		c.Bars = append(c.Bars, b)
	}
	return c
}

// Width of a bar, with a gap after it.
func (c chart) Width() float64 { return 720/(c.Span.Minutes()/c.Each.Minutes()) - 1.5 }

// Begin and Middle name the axis of time, which ends now.
func (c chart) Begin() time.Time  { return time.Now().Add(-c.Span) }
func (c chart) Middle() time.Time { return time.Now().Add(-c.Span / 2) }

// niceTop is the least 1, 2, 5, 10, 20 … that is not below n.
func niceTop(n int) int {
	for top := 1; ; top *= 10 {
		for _, k := range []int{1, 2, 5} {
			if top*k >= n {
				return top * k
			}
		}
	}
}

// logPlace is where a duration stands on a logarithmic scale from 0.1 ms to an
// hour, 0 to 100.
func logPlace(d time.Duration) float64 {
	const low, high = float64(100 * time.Microsecond), float64(time.Hour)
	at := math.Log(max(float64(d), low)/low) / math.Log(high/low)
	return math.Round(1000*min(at, 1)) / 10
}
