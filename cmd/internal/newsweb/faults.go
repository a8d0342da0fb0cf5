package newsweb

import (
	"hash/fnv"
	"math/rand/v2"
	"sync"
	"time"
)

// Faults are the shares, 0 to 1, of answers that go wrong. Whether one does
// depends on the seed, the address and how often it was asked for: a second try
// may succeed, and the same course of requests meets the same faults.
type Faults struct {
	Errors    float64 // 500
	Stalls    float64 // half a body, and then nothing
	Truncated float64 // half a body, and the connection is closed
	// StallFor is how long a stalled answer stays open: 30 s.
	StallFor time.Duration
}

type fault int

const (
	noFault fault = iota
	serverError
	stall
	truncated
)

// faulter chooses the fault of each answer.
type faulter struct {
	Faults
	seed  uint64
	mu    sync.Mutex
	asked map[uint64]uint64 // how often each address was
}

func (f *faulter) choose(host, path string) fault {
	if f.Errors+f.Stalls+f.Truncated == 0 {
		return noFault
	}
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(host + path))
	id := sum.Sum64()
	f.mu.Lock()
	if f.asked == nil {
		f.asked = map[uint64]uint64{}
	}
	f.asked[id]++
	n := f.asked[id]
	f.mu.Unlock()
	switch p := rand.New(rand.NewPCG(f.seed^n<<48, id)).Float64(); {
	case p < f.Errors:
		return serverError
	case p < f.Errors+f.Stalls:
		return stall
	case p < f.Errors+f.Stalls+f.Truncated:
		return truncated
	}
	return noFault
}
