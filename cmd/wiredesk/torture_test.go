package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	tortureFor   = flag.Duration("torture", 0, "hurt the crawl for this long instead of once in each way")
	tortureReps  = flag.Int("torture-reps", 0, "hurt it this many times in each way, and print the table of docs/delivery.md")
	tortureTable = flag.String("torture-table", "", "write the table to this `file` instead of the log")
)

// fault is a way to hurt a run.
type fault struct {
	name string
	most int // how often its moment comes in a round, at least
	hurt func(ctx context.Context, n int) (hit bool, err error)
}

// campaign is a rig and the faults it goes through.
type campaign struct {
	name   string
	begin  func(t *testing.T) (*rig, []fault)
	remark func() string // at the end, about all of it; may be nil

	faults []fault
	rows   []row // as faults
}

// TestTorture kills and starves real processes at every step of their work: the
// crawler, the server, the network between them and the disk. After each fault
// one run finishes the work, and what a subscriber got is compared with what the
// site served: nothing is lost, nothing comes twice, versions come in order.
func TestTorture(t *testing.T) {
	t.Parallel()
	all := campaigns()
	var running sync.WaitGroup
	for _, c := range all {
		running.Go(func() { t.Run(c.name, c.run) }) // they mostly wait
	}
	running.Wait()
	if *tortureReps == 0 && *tortureFor == 0 {
		return
	}
	if *tortureTable == "" {
		t.Log("\n" + table(all))
		return
	}
	if err := os.WriteFile(*tortureTable, []byte(table(all)), 0o644); err != nil {
		t.Error(err)
	}
}

// rigRounds is after how many rounds of each fault a campaign starts afresh: an
// audit reads everything since the start.
const rigRounds = 10

func (c *campaign) run(t *testing.T) {
	start := time.Now()
	more := func(round int) bool {
		switch {
		case *tortureReps > 0:
			return round < *tortureReps
		case *tortureFor > 0:
			return time.Since(start) < *tortureFor
		}
		return round == 0
	}
	for round := 0; more(round); {
		if !t.Run(fmt.Sprintf("from round %d", round+1), func(t *testing.T) {
			var r *rig
			r, c.faults = c.begin(t)
			if c.rows == nil {
				c.rows = make([]row, len(c.faults))
			}
			for i := 0; i < rigRounds && more(round) && !t.Failed(); i++ {
				for _, k := range rand.Perm(len(c.faults)) {
					c.hurt(t, r, &c.faults[k], &c.rows[k])
				}
				round++
			}
		}) {
			return
		}
		if c.rows == nil {
			t.Skip("it says why")
		}
	}
}

// hurt makes one round of a fault. Its moment may not come as often as it was
// thrown for; then it is thrown again.
func (c *campaign) hurt(t *testing.T, r *rig, f *fault, outcome *row) {
	n := 1 + rand.IntN(max(f.most, 1))
	for range 5 {
		hit, v, err := r.round(t.Context(), func(ctx context.Context) (bool, error) { return f.hurt(ctx, n) })
		outcome.add(v)
		if err != nil {
			t.Fatalf("%s, time %d: %v", f.name, n, err)
		}
		if err := v.err(); err != nil {
			t.Errorf("%s, time %d:\n%v", f.name, n, err)
		}
		if hit {
			outcome.rounds++
			return
		}
		n = 1
	}
	t.Errorf("%s: it never came to that", f.name)
}

// row is the outcome of a fault.
type row struct {
	verdict
	rounds int
}

// table writes the outcome in Markdown.
func table(all []*campaign) string {
	var b strings.Builder
	b.WriteString("| fault | repetitions | lost | doubled | out of order | never served |\n|---|---|---|---|---|---|\n")
	remarks := ""
	for _, c := range all {
		for i, w := range c.rows {
			fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d |\n", c.faults[i].name, w.rounds, w.lost, w.doubled, w.disordered, w.invented)
		}
		if c.remark != nil && c.rows != nil {
			remarks += "\n" + c.remark() + "\n"
		}
	}
	return b.String() + remarks
}
