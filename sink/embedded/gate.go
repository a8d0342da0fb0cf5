package embedded

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

const (
	// gateTimeout is how long the server may take to answer the gate.
	gateTimeout = 5 * time.Second
	// gatePatience is how long a request may wait for its turn.
	gatePatience = 2 * time.Second
	// gateQueue is how many requests of one reader may wait; more are dropped.
	gateQueue = 1024
	// dearCall is what a request counts for that makes the server look long.
	dearCall = 10
)

// gate stands between readers and the server. It hears from the subject who asks,
// refuses what would let a reader write or touch another's consumer, has those wait who
// ask too fast, and passes on the rest with the reply subject that the server made for
// it: the answer reaches the asker's account and nobody else.
type gate struct {
	nc     *nats.Conn
	log    *slog.Logger
	stream string
	limits Limits
	seats  *seats
	books  *ledger
	grants *grants
	calls  *pace // of all readers together
	counts *counts
	// flooded has a connection disconnected. It does not block.
	flooded func(cid uint64)
	weigh   func(size int64) // of an article on the average, in bytes

	wants       chan want
	done, ended chan struct{}
}

// want is a consumer that a connection has used without having asked for it on this
// connection: a client that has connected again goes on where it was.
type want struct {
	cid  uint64
	name string
}

// counts are what happened at the door since the start.
type counts struct {
	refused, dropped, delayed, foreign atomic.Uint64 // requests
	turnedAway, failed                 atomic.Uint64 // connections, logins
	slow, floods                       atomic.Uint64 // disconnected
}

// charge has a reader wait for what a request costs.
func (g *gate) charge(by reader, now time.Time, cost float64) bool {
	own, ok := by.seat.calls.take(now, cost, gatePatience)
	if !ok {
		return false
	}
	all, ok := g.calls.take(now, cost, gatePatience)
	return ok && g.pause(max(own, all))
}

// pause waits; false says that the gate has closed meanwhile.
func (g *gate) pause(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	g.counts.delayed.Add(1)
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-g.done:
		return false
	}
}

// ask has the server answer the gate.
func (g *gate) ask(call string, request, answer any) *server.ApiError {
	body, err := json.Marshal(request)
	if err != nil {
		return refuse(http.StatusBadRequest, "%v", err)
	}
	m, err := g.nc.Request(jsPrefix+call, body, gateTimeout)
	if err == nil {
		err = json.Unmarshal(m.Data, answer)
	}
	if err != nil {
		return refuse(http.StatusServiceUnavailable, "the server does not answer: %v", err)
	}
	return nil
}

func (g *gate) respond(m *nats.Msg, answer any) *server.ApiError {
	b, err := json.Marshal(answer)
	if err == nil {
		err = m.Respond(b)
	}
	if err != nil {
		g.log.Warn("gate for readers: answer", "error", err)
	}
	return nil
}
