package sink

import (
	"context"
	"time"
)

// ackWait is how long one request waits for the server's answer.
const ackWait = 5 * time.Second

// pause waits for d or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
