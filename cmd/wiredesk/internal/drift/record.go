package drift

import (
	"encoding/json"
	"math"
	"slices"
	"time"
)

const (
	baselineDays = 30
	maxRecent    = 40
	recentAge    = 14 * 24 * time.Hour
	// maxURL bounds the address of an example.
	maxURL = 200
)

// record is all that is kept of a site.
type record struct {
	Site string `json:"site"`
	// Days are what the pages gave that are not among the recent ones any more,
	// oldest first.
	Days []day `json:"days,omitempty"`
	// Recent are the last pages, newest last.
	Recent []glance `json:"recent,omitempty"`
	// Lacking are the last pages that lacked a field, or any, for the length.
	Lacking map[string]example `json:"lacking,omitempty"`
	// Drift is set while something is lost, and Meanwhile are the days since, as long
	// as it may yet be an episode.
	Drift     *Row  `json:"rot,omitempty"`
	Meanwhile []day `json:"meanwhile,omitempty"`
}

type example struct {
	ID  string `json:"id"`
	URL string `json:"url,omitempty"`
}

// day counts the pages of one day, in UTC. Its JSON is a list of numbers.
type day struct {
	number         int // since 1970
	pages          int
	given          [3]int // of them, by field
	bodies         int
	sum, sumSquare float64 // of the natural logarithms of their lengths
}

// glance is a page as it is kept among the recent ones: three numbers in JSON.
type glance struct {
	unix   int64
	given  int
	length int
}

func (g glance) day() int            { return int(g.unix / 86400) }
func (g glance) time() time.Time     { return time.Unix(g.unix, 0).UTC() }
func (g glance) gave(field int) bool { return g.given&(1<<field) != 0 }

// MarshalJSON implements json.Marshaler.
func (g glance) MarshalJSON() ([]byte, error) {
	return json.Marshal([]int64{g.unix, int64(g.given), int64(g.length)})
}

// UnmarshalJSON implements json.Unmarshaler.
func (g *glance) UnmarshalJSON(b []byte) error {
	var list [3]int64
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	*g = glance{list[0], int(list[1]), int(list[2])}
	return nil
}

// MarshalJSON implements json.Marshaler.
func (d day) MarshalJSON() ([]byte, error) {
	round := func(f float64) float64 { return math.Round(f*100) / 100 }
	return json.Marshal([]float64{
		float64(d.number), float64(d.pages), float64(d.given[0]), float64(d.given[1]), float64(d.given[2]), float64(d.bodies), round(d.sum),
		round(d.sumSquare),
	})
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *day) UnmarshalJSON(b []byte) error {
	var list [8]float64
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	*d = day{int(list[0]), int(list[1]), [3]int{int(list[2]), int(list[3]), int(list[4])}, int(list[5]), list[6], list[7]}
	return nil
}

// add counts a page.
func (d *day) add(g glance) {
	d.pages++
	for i := range d.given {
		if g.gave(i) {
			d.given[i]++
		}
	}
	if g.length > 0 {
		l := math.Log(float64(g.length))
		d.bodies, d.sum, d.sumSquare = d.bodies+1, d.sum+l, d.sumSquare+l*l
	}
}

// take adds pages, in the order of their times, and lets go of what is old.
func (r *record) take(pages []page, now time.Time) {
	for _, p := range pages {
		r.Recent = append(r.Recent, glance{p.at.Unix(), p.given, p.length})
		r.remember(p)
	}
	// Another process may have merged later ones already.
	slices.SortStableFunc(r.Recent, func(a, b glance) int { return int(a.unix - b.unix) })
	oldest := now.Add(-recentAge).Unix()
	for len(r.Recent) > maxRecent || len(r.Recent) > 0 && r.Recent[0].unix < oldest {
		switch g := r.Recent[0]; {
		case r.Drift == nil:
			r.Days = settle(r.Days, g)
		case r.Drift.episode(now):
			r.Meanwhile = settle(r.Meanwhile, g)
		default: // else it would become what the site is held against
			r.Meanwhile = nil
		}
		r.Recent = r.Recent[1:]
	}
	first := int(now.Unix()/86400) - baselineDays
	r.Days = slices.DeleteFunc(r.Days, func(d day) bool { return d.number < first })
}

// remember keeps a page as an example of what it lacks.
func (r *record) remember(p page) {
	if r.Lacking == nil {
		r.Lacking = map[string]example{}
	}
	e := example{ID: p.id, URL: p.url}
	if len(e.URL) > maxURL {
		e.URL = ""
	}
	for i, field := range fields {
		if !p.gave(i) {
			r.Lacking[field] = e
		}
	}
	r.Lacking[Length] = e
}

// settle counts a page among those of its day.
func settle(days []day, g glance) []day {
	one := day{number: g.day()}
	one.add(g)
	return merge(days, one)
}

// merge adds the pages of a day.
func merge(days []day, d day) []day {
	i, ok := slices.BinarySearchFunc(days, d.number, func(d day, n int) int { return d.number - n })
	if !ok {
		return slices.Insert(days, i, d)
	}
	have := &days[i]
	have.pages += d.pages
	for field := range have.given {
		have.given[field] += d.given[field]
	}
	have.bodies, have.sum, have.sumSquare = have.bodies+d.bodies, have.sum+d.sum, have.sumSquare+d.sumSquare
	return days
}
