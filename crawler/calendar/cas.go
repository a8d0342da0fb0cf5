package calendar

import (
	"context"
	"time"
)

// casTries bounds the repeats of a compare-and-set; with jittered pauses it is
// far more than contention between real processes needs.
const casTries = 100

// pauseCAS waits a moment that grows with the try, so that processes that
// compete for one record do not stay in step.
func pauseCAS(ctx context.Context, try int) error {
	if try < 3 {
		return ctx.Err()
	}
	wait := time.Duration(1+time.Now().UnixNano()%int64(min(try, 20))) * time.Millisecond
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}
