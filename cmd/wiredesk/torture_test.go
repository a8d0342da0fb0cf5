package main

import (
	"context"
	"flag"
	"math/rand/v2"
	"testing"
	"time"
)

var (
	tortureFor  = flag.Duration("torture", 0, "spend this long on the faults, evenly, instead of one round of each")
	tortureReps = flag.Int("torture-reps", 0, "make this many rounds of each fault, and print the table of docs/delivery.md")
)

func TestX(t *testing.T) {
	start := time.Now()
	r := newRig(t, 3, "", "")
	r.begin(t)
	t.Log("begin", time.Since(start))
	for _, m := range moments() {
		start := time.Now()
		hit, v, err := r.round(t.Context(), func(ctx context.Context) (bool, error) { return r.torn(ctx, m, 1+rand.IntN(m.most), 0) })
		t.Log(m.name, hit, v, err, time.Since(start))
	}
}
