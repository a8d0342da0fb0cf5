package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

// minRate is the least that a body has to bring, in bytes a second.
const minRate = 1 << 10

// errSlow is the cause of a body that was given up.
var errSlow = errors.New("the body is too slow")

// meter counts what comes over the wire and keeps a body's two clocks: one for
// silence, one for a drip that never falls silent.
type meter struct {
	r    io.Reader
	n    atomic.Int64
	err  error // of the network, io.EOF aside
	wait time.Duration
	idle *time.Timer
	rate *time.Timer
}

func newMeter(r io.Reader, opts Options, giveUp context.CancelCauseFunc) *meter {
	m := &meter{r: r, wait: opts.IdleTimeout}
	m.idle = time.AfterFunc(opts.IdleTimeout, func() {
		giveUp(fmt.Errorf("%w: nothing for %s", errSlow, opts.IdleTimeout))
	})
	var before int64
	ready := make(chan struct{}) // m.rate is set once this is closed
	m.rate = time.AfterFunc(opts.RateWindow, func() {
		<-ready
		n := m.n.Load()
		if n-before < int64(minRate*opts.RateWindow.Seconds()) {
			giveUp(fmt.Errorf("%w: %d bytes in %s", errSlow, n-before, opts.RateWindow))
			return
		}
		before = n
		m.rate.Reset(opts.RateWindow)
	})
	close(ready)
	return m
}

// stop ends the clocks.
func (m *meter) stop() {
	m.idle.Stop()
	m.rate.Stop()
}

// Read implements io.Reader.
func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.n.Add(int64(n))
	if n > 0 {
		m.idle.Reset(m.wait)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		m.err = err
	}
	return n, err
}

// A body that unpacks to more than maxRatio times its size is a bomb; the test
// starts at ratioFrom, since short texts may be that repetitive.
const (
	maxRatio  = 200
	ratioFrom = 1 << 20
)

// isBomb reports whether what has come unpacks to too much.
func (m *meter) isBomb(unpacked int64) bool {
	return unpacked > ratioFrom && unpacked > maxRatio*m.n.Load()
}
