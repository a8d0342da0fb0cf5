package desk

import (
	"time"

	"golang.org/x/sys/unix"
)

// slept is for how long this machine has been suspended since it was started, while the
// monotonic clock stood still.
func slept() time.Duration {
	var all, awake unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &all) != nil || unix.ClockGettime(unix.CLOCK_MONOTONIC, &awake) != nil {
		return 0
	}
	// The two readings are not of one moment: what that makes is no sleep.
	return time.Duration(all.Nano() - awake.Nano()).Round(time.Second)
}
