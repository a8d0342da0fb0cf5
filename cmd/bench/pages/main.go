// Command pages measures what making an article of a page costs: the CPU time of
// package normalize, from bytes to article, beside the parser alone on the same
// bytes, and beside the two extractors that people use from Go: go-trafilatura
// with its fallback, and go-readability as Readeck keeps it. They find the text,
// a title and a date; wiredesk also blocks, tags, captions, and where each came
// from.
//
// It is a module of its own, so that what it needs stays out of wiredesk's.
//
//	go run -C cmd/bench/pages .
//	go run -C cmd/bench/pages . -pages DIR   # real ones: DIR/pages/*.html.gz, addresses in DIR/truth.jsonl
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/wiredesk/wiredesk/cmd/internal/paired"
)

func main() {
	dir := flag.String("pages", "", "measure over the pages in this `folder`, not over made-up ones")
	rounds := flag.Int("rounds", 7, "interleaved `rounds` of each")
	flag.Parse()
	if err := run(*dir, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1)
	}
}

func run(dir string, rounds int) error {
	pages, err := madeUp(), error(nil)
	if dir != "" {
		if pages, err = load(dir); err != nil {
			return err
		}
	}
	runtime.GOMAXPROCS(1) // the collector's share counts as well
	debug.SetGCPercent(100)
	size := 0
	for _, p := range pages {
		size += len(p.body)
	}
	fmt.Printf("%s %s/%s, %d pages of %d KB in the mean, %d rounds, interleaved\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, len(pages), size/len(pages)>>10, rounds)
	costs, err := compare(pages, rounds)
	if err != nil {
		return err
	}
	print(costs)
	return start()
}

// cost is what a reader took for a page, in the mean of the pages.
type cost struct {
	paired.Cost
	allocated uint64 // bytes
	found     int    // pages of which it made a text
}

// compare lets the readers take turns at all pages.
func compare(pages []page, rounds int) ([]cost, error) {
	var contenders []paired.Contender
	costs := make([]cost, len(readers))
	for i, r := range readers {
		costs[i].allocated, costs[i].found = survey(r, pages)
		contenders = append(contenders, paired.Contender{Name: r.name, Do: func(n int) error {
			for k := range n {
				_, _ = r.read(pages[k%len(pages)]) // one that fails has cost what it cost
			}
			return nil
		}})
	}
	spent, err := paired.Compare(rounds, len(pages), contenders...)
	for i := range spent {
		costs[i].Cost = spent[i]
	}
	return costs, err
}

// survey lets a reader read each page once.
func survey(r reader, pages []page) (allocated uint64, found int) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, p := range pages {
		if text, err := r.read(p); err == nil && text > 0 {
			found++
		}
	}
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) / uint64(len(pages)), found
}

func print(costs []cost) {
	fmt.Println("| reader | CPU ms a page | pages a CPU-second | MB allocated a page | pages with text | wiredesk : it |\n| --- | --- | --- | --- | --- | --- |")
	for i, c := range costs {
		ratio := "–"
		if i < len(costs)-1 {
			ratio = fmt.Sprintf("**%.2f** (%.2f–%.2f)", 1/c.Ratio, 1/c.Most, 1/c.Least)
		}
		fmt.Printf("| %s | %.1f | %d | %.1f | %d | %s |\n", c.Name, c.Each.Seconds()*1e3, time.Second/c.Each, float64(c.allocated)/1e6, c.found, ratio)
	}
}
