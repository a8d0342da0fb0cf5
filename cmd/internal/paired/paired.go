// Package paired compares what ways of doing the same work cost in CPU time, side
// by side in one process: whatever else the machine does falls on all of them
// alike, so that their ratios can be trusted where their figures cannot.
package paired

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// Contender is one way to do the work.
type Contender struct {
	Name string
	Do   func(n int) error // does it n times
}

// Cost is what a contender's work took.
type Cost struct {
	Name string
	Each time.Duration // user and system time of one piece of work, the median of the rounds

	// Ratio is this cost over that of the last contender: the median of the
	// ratios within the rounds, and the least and the most of them.
	Ratio, Least, Most float64
}

// Compare lets the contenders take turns, rounds times, with n pieces of work
// each. Every round begins with another; the first does not count.
func Compare(rounds, n int, contenders ...Contender) ([]Cost, error) {
	spent := make([][]float64, len(contenders))
	for round := range rounds + 1 {
		for i := range contenders {
			i = (i + round) % len(contenders) // nobody is always first
			runtime.GC()
			before := cpu()
			if err := contenders[i].Do(n); err != nil {
				return nil, fmt.Errorf("%s: %w", contenders[i].Name, err)
			}
			if round > 0 {
				spent[i] = append(spent[i], float64(cpu()-before)/float64(n))
			}
		}
	}
	own := spent[len(spent)-1]
	costs := make([]Cost, len(contenders))
	for i, c := range contenders {
		ratios := make([]float64, rounds)
		for r := range ratios {
			ratios[r] = spent[i][r] / own[r]
		}
		costs[i] = Cost{c.Name, time.Duration(Median(spent[i])), Median(ratios), slices.Min(ratios), slices.Max(ratios)}
	}
	return costs, nil
}

// Print writes the costs as rows of a Markdown table: the work, the contender,
// microseconds each, a rate, and the ratio.
func Print(out io.Writer, what string, costs []Cost, rate func(each time.Duration) string) {
	for i, c := range costs {
		ratio := "–"
		if i < len(costs)-1 {
			ratio = fmt.Sprintf("**%.2f** (%.2f–%.2f)", c.Ratio, c.Least, c.Most)
		}
		fmt.Fprintf(out, "| %s | %s | %.0f | %s | %s |\n", what, c.Name, float64(c.Each)/1e3, rate(c.Each), ratio)
	}
}

// Median is the middle of a list, which is not empty.
func Median(list []float64) float64 {
	s := slices.Sorted(slices.Values(list))
	return s[len(s)/2]
}

func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
