// Command feed measures what reading a feed costs: the CPU time of crawler/feed,
// from bytes to sanitised entries, beside gofeed as it comes, which decodes less,
// repairs nothing and sanitises nothing. Each document is read whole, and again as
// polls mostly find it: with one new entry among fifty.
//
//	go run ./cmd/bench/feed
package main

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/wiredesk/wiredesk/cmd/internal/paired"
	"github.com/wiredesk/wiredesk/crawler/feed"
)

func main() {
	rounds := flag.Int("rounds", 15, "interleaved `rounds` of each")
	times := flag.Int("times", 40, "`times` that a round reads each document")
	flag.Parse()
	if err := measure(*rounds, *times); err != nil {
		fmt.Fprintln(os.Stderr, "feed:", err)
		os.Exit(1)
	}
}

func measure(rounds, times int) error {
	runtime.GOMAXPROCS(1) // the collector's share counts as well
	debug.SetGCPercent(100)
	fmt.Printf("%s %s/%s, %d rounds of %d readings each, interleaved\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, rounds, times)
	fmt.Println("| document | reader | CPU µs each | MB/s | it : wiredesk, whole |\n| --- | --- | --- | --- | --- |")
	var whole, poll []float64
	for _, d := range documents() {
		costs, err := compare(d, rounds, times)
		if err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
		alone, old := costs[0], costs[1]
		whole, poll = append(whole, alone.Ratio), append(poll, alone.Ratio/old.Ratio)
		paired.Print(os.Stdout, fmt.Sprintf("%s, %d KB", d.name, len(d.body)>>10), costs, func(each time.Duration) string {
			return fmt.Sprintf("%.0f", float64(len(d.body))/float64(each.Microseconds()))
		})
	}
	fmt.Printf("\nIn the geometric mean wiredesk is %.2f times as fast as gofeed alone over whole documents, and %.2f times where one entry "+
		"of fifty is new.\n", mean(whole), mean(poll))
	return nil
}

// compare lets gofeed and both ways of wiredesk take turns at a document.
func compare(d document, rounds, times int) ([]paired.Cost, error) {
	src := feed.Source{URL: "https://example.org/feed"}
	f, err := feed.Parse(d.body, src)
	if err != nil {
		return nil, err
	}
	if len(f.Items) != entries {
		return nil, fmt.Errorf("%d entries were read of %d", len(f.Items), entries)
	}
	known := map[uint64]bool{}
	for i := range entries - 1 {
		known[f.Mark(i+1)] = true
	}
	poll := src
	poll.Known = func(mark uint64) bool { return known[mark] }
	other := gofeed.NewParser()
	return paired.Compare(rounds, times,
		paired.Contender{Name: "gofeed alone", Do: repeat(func() (int, error) {
			f, err := other.Parse(bytes.NewReader(d.body))
			if err != nil {
				return 0, err
			}
			return len(f.Items), nil
		}, entries)},
		paired.Contender{Name: "wiredesk, one entry new", Do: repeat(count(d.body, poll), 1)},
		paired.Contender{Name: "wiredesk, whole", Do: repeat(count(d.body, src), entries)},
	)
}

func count(body []byte, src feed.Source) func() (int, error) {
	return func() (int, error) {
		f, err := feed.Parse(body, src)
		if err != nil {
			return 0, err
		}
		return len(f.Items), nil
	}
}

// repeat makes a contender of what reads so many entries.
func repeat(read func() (int, error), want int) func(int) error {
	return func(n int) error {
		for range n {
			got, err := read()
			if err != nil {
				return err
			}
			if got != want {
				return fmt.Errorf("%d entries were read of %d", got, want)
			}
		}
		return nil
	}
}

func mean(ratios []float64) float64 {
	sum := 0.0
	for _, r := range ratios {
		sum += math.Log(r)
	}
	return math.Exp(sum / float64(len(ratios)))
}
