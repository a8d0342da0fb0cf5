package drift

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"testing"
	"time"
)

var years = flag.Int("years", 1, "how many years of each kind of site to simulate")

// newspaper is a made-up site: what its pages give, day by day.
type newspaper struct {
	name    string
	perDay  float64
	authors float64 // share of pages that name some
	sunday  float64 // the same on Sundays, if not 0
	alike   float64 // correlation of a day's pages
	letters float64 // the middle of the lengths
	spread  float64 // standard deviation of their logarithms
	live    bool    // once a week fifty short pieces without authors within two hours
	drift   bool    // its share of authors falls by half within 90 days, and rises again
	elusive bool    // too few pages for its changes: that authors are gone may need longer than a fortnight
}

// newspapers are kinds of sites that a careless judgement would cry about.
var newspapers = []newspaper{
	{name: "large, nearly all with authors", perDay: 200, authors: .96, letters: 3500, spread: .6},
	{name: "large, four of five", perDay: 200, authors: .8, letters: 2500, spread: .8},
	{name: "large, half", perDay: 150, authors: .5, letters: 2500, spread: .8},
	{name: "middle, with a Sunday edition", perDay: 25, authors: .9, sunday: .35, letters: 3000, spread: .7},
	{name: "large, Sundays without a name", perDay: 80, authors: .9, sunday: .03, letters: 2000, spread: .7, elusive: true},
	{name: "middle, agency days", perDay: 40, authors: .75, alike: .15, letters: 2000, spread: .7},
	{name: "middle, with live blogs", perDay: 60, authors: .9, letters: 3000, spread: .7, live: true},
	{name: "middle, drifting", perDay: 40, authors: .9, letters: 3000, spread: .7, drift: true},
	{name: "small", perDay: 5, authors: .9, letters: 4000, spread: .7},
	{name: "small, with a Sunday edition", perDay: 6, authors: .9, sunday: .2, letters: 4000, spread: .9, elusive: true},
	{name: "tiny", perDay: 1.5, authors: .8, letters: 5000, spread: .8},
}

// template is what a site's pages are made by.
type template struct{ noAuthors, leadOnly bool }

// day makes the pages of a day, in order.
func (n newspaper) day(r *rand.Rand, start time.Time, number int, broken template) []page {
	share := n.authors
	sunday := start.Weekday() == time.Sunday
	letters := n.letters
	if sunday && n.sunday > 0 {
		share, letters = n.sunday, 2*letters
	}
	if n.drift {
		share *= .75 + .25*math.Cos(2*math.Pi*float64(number)/180)
	}
	if n.alike > 0 { // a day's own share, of a Beta distribution by two Gammas
		nu := 1/n.alike - 1
		a, b := gamma(r, share*nu), gamma(r, (1-share)*nu)
		share = a / (a + b)
	}
	var pages []page
	add := func(at time.Time, authors, letters float64) {
		p := page{at: at, id: "an-id", given: 1 << 1}
		if r.Float64() < authors && !broken.noAuthors {
			p.given |= 1
		}
		if r.Float64() < .97 && !broken.leadOnly {
			p.given |= 1 << 2
		}
		p.length = int(letters * math.Exp(n.spread*r.NormFloat64()))
		if broken.leadOnly {
			p.length = min(p.length, 300)
		}
		pages = append(pages, p)
	}
	for range poisson(r, n.perDay) {
		add(start.Add(6*time.Hour+time.Duration(r.Int64N(int64(16*time.Hour)))), share, letters)
	}
	if n.live && start.Weekday() == time.Wednesday {
		for range 50 {
			add(start.Add(19*time.Hour+time.Duration(r.Int64N(int64(2*time.Hour)))), 0, 600)
		}
	}
	sort.Slice(pages, func(i, j int) bool { return pages[i].at.Before(pages[j].at) })
	return pages
}

func poisson(r *rand.Rand, mean float64) int {
	n, left := 0, mean
	for {
		if left -= r.ExpFloat64(); left < 0 {
			return n
		}
		n++
	}
}

// gamma draws from a Gamma distribution (Marsaglia and Tsang).
func gamma(r *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(r, shape+1) * math.Pow(r.Float64(), 1/shape)
	}
	d := shape - 1./3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := (1 + c*x) * (1 + c*x) * (1 + c*x)
		if v > 0 && math.Log(r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// begin is a Monday.
var begin = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

// lives lets days pass, in which each page is judged as it comes.
func (n newspaper) lives(r *rand.Rand, rec *record, from, to int, made template, see func(Turn, *Row, page)) {
	for d := from; d < to; d++ {
		for _, p := range n.day(r, begin.AddDate(0, 0, d), d, made) {
			rec.take([]page{p}, p.at)
			turn, row := rec.judge(p.at)
			see(turn, row, p)
		}
	}
}

func unseen(Turn, *Row, page) {}

// Sites that are as they always were raise no alarm.
func TestFalseAlarms(t *testing.T) {
	total, simulated := 0, 0
	for i, n := range newspapers {
		t.Run(n.name, func(t *testing.T) {
			for y := range *years {
				r := rand.New(rand.NewPCG(uint64(i), uint64(y)))
				n.lives(r, &record{Site: "news.example"}, 0, 365, template{}, func(turn Turn, row *Row, p page) {
					if turn == Began {
						total++
						t.Logf("year %d: %s on %s", y, row.Text(), p.at.Format(time.RFC1123))
					}
				})
				simulated++
			}
		})
	}
	if t.Logf("%d false alarms in %d years of a site", total, simulated); total > simulated/100 {
		t.Error("too many")
	}
}

// A template that does not give authors, or texts, any more is found out within a
// fortnight, on sites large enough to be judged.
func TestDriftIsFound(t *testing.T) {
	for what, made := range map[string]template{Authors: {noAuthors: true}, Text: {leadOnly: true}} {
		for i, n := range newspapers {
			t.Run(what+" of "+n.name, func(t *testing.T) {
				var pages []int
				var hours []float64
				missed := 0
				for y := range 5 * *years {
					r := rand.New(rand.NewPCG(uint64(i), 1000+uint64(y)))
					rec := &record{Site: "news.example"}
					n.lives(r, rec, 0, 45, template{}, unseen)
					seen, first, found := 0, time.Time{}, false
					n.lives(r, rec, 45, 60, made, func(_ Turn, row *Row, p page) {
						if found {
							return
						}
						if seen++; seen == 1 {
							first = p.at
						}
						if found = row != nil && row.loss(what) >= 0; found {
							pages, hours = append(pages, seen), append(hours, p.at.Sub(first).Hours())
						}
					})
					if !found {
						missed++
					}
				}
				if n.perDay < 3 {
					if missed != 5**years {
						t.Error("a site is judged that is too small for it")
					}
					return
				}
				sort.Ints(pages)
				sort.Float64s(hours)
				if missed > len(pages)/20 && (what != Authors || !n.elusive) {
					t.Errorf("missed %d of %d", missed, missed+len(pages))
				}
				if len(pages) > 0 {
					t.Logf("missed %d of %d; half of them found after %d pages, %.0f hours, the last after %d pages, %.0f hours",
						missed, missed+len(pages), pages[len(pages)/2], hours[len(hours)/2], pages[len(pages)-1], hours[len(hours)-1])
				}
			})
		}
	}
}

func ExampleLoss_String() {
	fmt.Println(Loss{Field: Authors, From: .964, To: .025})
	fmt.Println(Loss{Field: Length, From: 3402.7, To: 210.2})
	// Output:
	// authors on 2 % of the pages (were 96 %)
	// texts of 210 letters (were 3403)
}
