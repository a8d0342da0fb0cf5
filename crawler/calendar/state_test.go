package calendar

import (
	"fmt"
	"time"
)

func ExampleFeed_State() {
	polled := time.Now()
	for _, f := range []*Feed{{}, {Polled: polled}, {Polled: polled, Failures: 1}, {Polled: polled, Failures: 1, Paused: true}} {
		fmt.Println(f.State(), f.Resting())
	}
	// Output:
	// new false
	// ok false
	// failing false
	// paused true
}
