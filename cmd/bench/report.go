package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// figure is one line of the table: what one round of a kind says, given the
// median start of the program.
type figure struct {
	name   string
	kind   string
	format string
	of     func(r round, start round) float64
	more   bool // more is better
}

var figures = []figure{
	{"first crawl: articles/s", crawlRun, "%.0f", func(r, _ round) float64 { return float64(r.Articles) / r.Seconds }, true},
	{"first crawl: CPU-s per 1,000 articles", crawlRun, "%.2f", func(r, _ round) float64 { return 1000 * r.CPU / float64(r.Articles) }, false},
	{"first crawl: peak memory, MB", crawlRun, "%.0f", func(r, _ round) float64 { return float64(r.Peak) / 1e6 }, false},
	{"first crawl: most requests at once at one site", crawlRun, "%.0f",
		func(r, _ round) float64 { return float64(r.Web.PeakPerSite) }, false},
	{"304 polls/s", pollRun, "%.0f", func(r, start round) float64 { return float64(r.Polls) / (r.Seconds - start.Seconds) }, true},
	{"CPU ms per 304 poll", pollRun, "%.3f", func(r, start round) float64 { return 1000 * (r.CPU - start.CPU) / float64(r.Polls) }, false},
	{"304 run: peak memory, MB", pollRun, "%.0f", func(r, _ round) float64 { return float64(r.Peak) / 1e6 }, false},
	{"start with nothing to do, ms", startRun, "%.0f", func(r, _ round) float64 { return 1000 * r.Seconds }, false},
	{"start with nothing to do, CPU ms", startRun, "%.0f", func(r, _ round) float64 { return 1000 * r.CPU }, false},
}

// values are the figure of every round but the warm-up, in ascending order.
// They are none if it could not be told in some round: a run so short that its
// memory was not seen, or shorter than a start.
func (r *results) values(f figure, program string) []float64 {
	start := round{
		Seconds: median(r.measured(startRun, program, func(x round) float64 { return x.Seconds })),
		CPU:     median(r.measured(startRun, program, func(x round) float64 { return x.CPU })),
	}
	values := r.measured(f.kind, program, func(x round) float64 { return f.of(x, start) })
	if len(values) > 0 && values[0] <= 0 {
		return nil
	}
	return values
}

func (r *results) measured(kind, program string, value func(round) float64) (values []float64) {
	for _, x := range r.Rounds {
		if x.Kind == kind && x.Program == program && x.Round > 0 {
			values = append(values, value(x))
		}
	}
	slices.Sort(values)
	return values
}

// median is the middle of sorted values.
func median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return 0
	}
	return (values[(n-1)/2] + values[n/2]) / 2
}

// table prints the medians with their ranges, and how wiredesk compares.
func (r *results) table(w io.Writer) error {
	o := r.Options
	fmt.Fprintf(w, "%s; %s.\n", r.Date, r.Machine)
	fmt.Fprintf(w, "First crawl: %d feeds with %d stories each; 304 polls: %d feeds; %d workers", o.Sites, o.Items, o.Feeds, o.Workers)
	if o.Latency > 0 {
		fmt.Fprintf(w, "; every answer takes %s", o.Latency)
	}
	fmt.Fprintf(w, ". Medians of %d rounds (least–most).\n\n", o.Rounds)
	var others []string
	if slices.Contains(o.Programs, wiredesk) {
		others = slices.DeleteFunc(slices.Clone(o.Programs), func(p string) bool { return p == wiredesk })
	}
	head := append([]string{""}, o.Programs...)
	for _, p := range others {
		head = append(head, wiredesk+" : "+p)
	}
	t := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	row := func(cells []string) { fmt.Fprintln(t, "| "+strings.Join(cells, "\t| ")+"\t|") }
	row(head)
	row(append([]string{"---"}, slices.Repeat([]string{"---:"}, len(head)-1)...))
	for _, f := range figures {
		cells := []string{f.name}
		for _, p := range o.Programs {
			cells = append(cells, f.cell(r.values(f, p)))
		}
		for _, p := range others {
			cells = append(cells, f.ratio(r.values(f, wiredesk), r.values(f, p)))
		}
		row(cells)
	}
	return t.Flush()
}

func (f figure) cell(values []float64) string {
	if len(values) == 0 {
		return "–"
	}
	middle, least, most := fmt.Sprintf(f.format, median(values)), fmt.Sprintf(f.format, values[0]),
		fmt.Sprintf(f.format, values[len(values)-1])
	if least == most {
		return middle
	}
	return fmt.Sprintf("%s (%s–%s)", middle, least, most)
}

// ratio marks what wiredesk is better at, since for some figures that is more
// and for others less.
func (f figure) ratio(mine, other []float64) string {
	if len(mine) == 0 || len(other) == 0 {
		return "–"
	}
	ratio := median(mine) / median(other)
	s := fmt.Sprintf("%.2f", ratio)
	if f.more && ratio > 1 || !f.more && ratio < 1 {
		s = "**" + s + "**"
	}
	return s
}
