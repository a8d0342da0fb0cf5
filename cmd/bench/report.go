package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// figure is one line of the table.
type figure struct {
	name   string
	format string
	// of computes it from the medians of a program; ok is false if there is none.
	of func(m medians) (v float64, ok bool)
	// perSecond says that more is better.
	more bool
}

// medians are the middles of a program's rounds, by kind of run.
type medians map[string]struct{ seconds, cpu, peak, inFlight, articles, polls float64 }

var figures = []figure{
	{"first crawl: articles/s", "%.0f", func(m medians) (float64, bool) {
		return m[crawlRun].articles / m[crawlRun].seconds, true
	}, true},
	{"first crawl: CPU-s per 1,000 articles", "%.2f", func(m medians) (float64, bool) {
		return 1000 * m[crawlRun].cpu / m[crawlRun].articles, true
	}, false},
	{"first crawl: peak memory, MB", "%.0f", func(m medians) (float64, bool) {
		return m[crawlRun].peak / 1e6, m[crawlRun].peak > 0
	}, false},
	{"first crawl: most requests at once at one site", "%.0f", func(m medians) (float64, bool) {
		return m[crawlRun].inFlight, true
	}, false},
	{"304 polls/s", "%.0f", func(m medians) (float64, bool) {
		s := m[pollRun].seconds - m[startRun].seconds
		return m[pollRun].polls / s, s > 0
	}, true},
	{"CPU ms per 304 poll", "%.3f", func(m medians) (float64, bool) {
		s := m[pollRun].cpu - m[startRun].cpu
		return 1000 * s / m[pollRun].polls, s > 0
	}, false},
	{"304 run: peak memory, MB", "%.0f", func(m medians) (float64, bool) {
		return m[pollRun].peak / 1e6, m[pollRun].peak > 0
	}, false},
	{"start with nothing to do, ms", "%.0f", func(m medians) (float64, bool) {
		return 1000 * m[startRun].seconds, true
	}, false},
	{"start with nothing to do, CPU ms", "%.0f", func(m medians) (float64, bool) {
		return 1000 * m[startRun].cpu, true
	}, false},
}

// medians leaves the warm-up out.
func (r *results) medians(program string) medians {
	m := medians{}
	for _, kind := range []string{crawlRun, pollRun, startRun} {
		middle := func(value func(round) float64) float64 {
			var values []float64
			for _, x := range r.Rounds {
				if x.Kind == kind && x.Program == program && x.Round > 0 {
					values = append(values, value(x))
				}
			}
			return median(values)
		}
		e := m[kind]
		e.seconds = middle(func(x round) float64 { return x.Seconds })
		e.cpu = middle(func(x round) float64 { return x.CPU })
		e.peak = middle(func(x round) float64 { return float64(x.Peak) })
		e.inFlight = middle(func(x round) float64 { return float64(x.Web.PeakPerSite) })
		e.articles = middle(func(x round) float64 { return float64(x.Articles) })
		e.polls = middle(func(x round) float64 { return float64(x.Polls) })
		m[kind] = e
	}
	return m
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

// table prints the medians, and how wiredesk compares.
func (r *results) table(w io.Writer) error {
	o := r.Options
	fmt.Fprintf(w, "%s; %s.\n", r.Date, r.Machine)
	fmt.Fprintf(w, "First crawl: %d feeds with %d stories each; 304 polls: %d feeds; %d workers; medians of %d rounds.\n\n", o.Sites, o.Items, o.Feeds, o.Workers, o.Rounds)
	all := map[string]medians{}
	head := slices.Clone(o.Programs)
	for _, p := range o.Programs {
		all[p] = r.medians(p)
	}
	others := []string{}
	if all[wiredesk] != nil {
		others = slices.DeleteFunc(slices.Clone(o.Programs), func(p string) bool { return p == wiredesk })
	}
	for _, p := range others {
		head = append(head, wiredesk+" : "+p)
	}
	t := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	row := func(cells []string) { fmt.Fprintln(t, "| "+strings.Join(cells, "\t| ")+"\t|") }
	row(append([]string{""}, head...))
	row(append([]string{"---"}, slices.Repeat([]string{"---:"}, len(head))...))
	for _, f := range figures {
		cells := []string{f.name}
		for _, p := range o.Programs {
			cells = append(cells, f.cell(all[p]))
		}
		for _, p := range others {
			cells = append(cells, f.ratio(all[wiredesk], all[p]))
		}
		row(cells)
	}
	return t.Flush()
}

func (f figure) cell(m medians) string {
	v, ok := f.of(m)
	if !ok {
		return "–"
	}
	return fmt.Sprintf(f.format, v)
}

// ratio marks what wiredesk is better at, since for some figures that is more
// and for others less.
func (f figure) ratio(mine, other medians) string {
	a, okA := f.of(mine)
	b, okB := f.of(other)
	if !okA || !okB || b == 0 {
		return "–"
	}
	s := fmt.Sprintf("%.2f", a/b)
	if f.more && a > b || !f.more && a < b {
		s = "**" + s + "**"
	}
	return s
}
