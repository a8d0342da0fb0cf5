//go:build !linux

package desk

import "time"

// slept is nothing where the monotonic clock goes on, or nobody can tell.
func slept() time.Duration { return 0 }
