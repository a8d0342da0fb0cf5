package page

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
)

const (
	// askEvery is how often NATS is asked for what it alone knows, while somebody
	// looks, and askWait how long it may take to answer.
	askEvery = 2 * time.Second
	askWait  = 500 * time.Millisecond
	// maxSubscribers bounds the subscribers that are shown.
	maxSubscribers = 50
)

// subscriber is a durable consumer of the article stream.
type subscriber struct {
	Name        string    `json:"name"`
	Filters     []string  `json:"filters,omitempty"`
	Pending     int       `json:"pending"`  // not delivered yet
	InFlight    int       `json:"unacked"`  // delivered, not yet acknowledged
	Redelivered int       `json:"again"`    // delivered more than once, not yet acknowledged
	LastAck     time.Time `json:"last_ack"` // zero: none yet
}

// gathered are answers of NATS, kept for a moment.
type gathered struct {
	asked       time.Time
	queue       calendar.Queue
	subscribers []subscriber
	drift       []Drift
	silent      string
}

// refresh asks anew if that is due. What was known stays if no answer comes.
func (g *gathered) refresh(ctx context.Context, o *Options) {
	if time.Since(g.asked) < askEvery {
		return
	}
	// Whoever looks first may leave at once; the answer is for all.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askWait)
	defer cancel()
	queue, err := o.Calendar.Queue(ctx)
	if err == nil {
		g.queue = queue
		var list []subscriber
		if list, err = subscribers(ctx, o.JS, o.Stream.Name); err == nil {
			g.subscribers = list
		}
	}
	if err == nil {
		var drift []Drift
		if drift, err = o.Drift(ctx); err == nil {
			g.drift = drift
		}
	}
	g.asked, g.silent = time.Now(), ""
	if err != nil {
		g.silent = err.Error()
	}
}

// subscribers lists the durable consumers of a stream, those furthest behind first.
func subscribers(ctx context.Context, js jetstream.JetStream, name string) ([]subscriber, error) {
	durables, err := sink.Durables(ctx, js, name)
	if err != nil {
		return nil, err
	}
	list := []subscriber{}
	for _, c := range durables {
		s := subscriber{
			Name: c.Name, Filters: c.Config.FilterSubjects,
			Pending: int(c.NumPending), InFlight: c.NumAckPending, Redelivered: c.NumRedelivered,
		}
		if c.Config.FilterSubject != "" {
			s.Filters = []string{c.Config.FilterSubject}
		}
		if c.AckFloor.Last != nil {
			s.LastAck = *c.AckFloor.Last
		}
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b subscriber) int {
		return cmp.Or(cmp.Compare(b.Pending, a.Pending), cmp.Compare(a.Name, b.Name))
	})
	return list[:min(len(list), maxSubscribers)], nil
}
