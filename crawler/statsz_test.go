package crawler

import (
	"time"
	_ "unsafe" // for go:linkname
)

// serverStats is how often a NATS server reads /proc to report how it is, to nobody
// here. It has no option for that; in simulated months it is a third of the work.
//
//go:linkname serverStats github.com/nats-io/nats-server/v2/server.statsHBInterval
var serverStats time.Duration
