package metrics

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink"
)

const (
	// lookPatience bounds what a scrape asks of NATS, all in all.
	lookPatience = 2 * time.Second
	// lookFresh is how long the answers are used: two Prometheus servers, or a page
	// that shows them, cost one look.
	lookFresh = 5 * time.Second
	// maxConsumers bounds the subscribers that are shown.
	maxConsumers = 500
)

// Desk is where the gauges are asked for. Fields that are nil are not asked.
type Desk struct {
	Conn     *nats.Conn
	JS       jetstream.JetStream
	Calendar *calendar.Calendar
	// Articles is the stream whose subscribers are looked at; Streams are all whose
	// size is told.
	Articles string
	Streams  []string
	// Duplicates is how often the stream had already what was published.
	Duplicates func() uint64
	// Drift is how many sites have lost what used to be extracted from their pages.
	Drift func(context.Context) (int, error)
	// Free is the free space of the built-in server's disk, in bytes.
	Free func() (uint64, error)
	// Paused reports whether the crawl pauses for want of room.
	Paused func() bool
	// Offline reports whether it pauses because this machine cannot fetch.
	Offline func() bool
}

// Attach says where the gauges are to be asked for, once that is open.
func (m *Metrics) Attach(d Desk) {
	m.stock.mu.Lock()
	defer m.stock.mu.Unlock()
	m.stock.desk, m.stock.at, m.stock.last = d, time.Time{}, nil
}

// Detach looks for the last time: from then on nothing of the desk is used, and its
// parts may be closed.
func (m *Metrics) Detach() {
	s := m.stock
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = time.Time{}
	s.last = s.gather()
	s.desk = Desk{}
}

// stock collects what is asked for during a scrape.
type stock struct {
	tasks, oldest, dead                            asked
	connected, reconnects, bytes, consumer         asked
	duplicates, drift, free, paused, skew, offline asked

	mu   sync.Mutex // is held during a look: whoever scrapes meanwhile gets the same
	desk Desk
	seen look
	at   time.Time
	last []prometheus.Metric // what was there when the desk was left
}

func newStock(b *book) *stock {
	s := &stock{
		tasks: b.desc("queue_tasks", "gauge", "Jobs that are due, by state: waiting for a worker, or in a worker's hands.",
			label{"state", []string{"pending", "in_flight"}}),
		oldest:     b.desc("queue_oldest_task_age_seconds", "gauge", "Since when the oldest of the due jobs has been due.", label{}),
		dead:       b.desc("dead_letters", "gauge", "Jobs that were given up.", label{}),
		connected:  b.desc("nats_connected", "gauge", "1 while there is a connection to NATS.", label{}),
		reconnects: b.desc("nats_reconnects_total", "counter", "Connections to NATS that came back.", label{}),
		bytes:      b.desc("stream_bytes", "gauge", "Size of a stream, or of a bucket's stream, in bytes.", label{name: "stream"}),
		consumer: b.desc("consumer_pending_messages", "gauge", "Articles that a durable subscriber has not been sent yet.",
			label{name: "consumer"}, "stream"),
		duplicates: b.desc("publish_duplicates_total", "counter",
			"Versions that the stream had already when they were published, from another process or an earlier attempt.", label{}),
		drift:  b.desc("extraction_rot_sites", "gauge", "Sites whose new pages lack what used to be extracted from them.", label{}),
		free:   b.desc("disk_free_bytes", "gauge", "Free space of the disk of the built-in NATS server, in bytes.", label{}),
		paused: b.desc("crawl_paused", "gauge", "1 while the crawl pauses because there is no room for articles.", label{}),
		offline: b.desc("crawl_offline", "gauge", "1 while the crawl pauses because this machine cannot fetch: no network, no resolver, no descriptors.",
			label{}),
		skew: b.desc("clock_skew_seconds", "gauge", "By how much this machine's clock is ahead of that of NATS; negative if it is behind.",
			label{}),
	}
	b.registry.MustRegister(s)
	return s
}

// look is what NATS has said. What it did not say is nil.
type look struct {
	queue     *calendar.Queue
	streams   map[string]uint64
	consumers []*jetstream.ConsumerInfo
	drift     *int
}

// Describe implements prometheus.Collector.
func (s *stock) Describe(ch chan<- *prometheus.Desc) {
	for _, a := range []asked{s.tasks, s.oldest, s.dead, s.connected, s.reconnects, s.bytes, s.consumer, s.duplicates, s.drift, s.free,
		s.paused, s.skew, s.offline} {
		ch <- a.desc
	}
}

// Collect implements prometheus.Collector.
func (s *stock) Collect(ch chan<- prometheus.Metric) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.last
	if list == nil {
		list = s.gather()
	}
	for _, m := range list {
		ch <- m
	}
}

// gather makes the metrics, with a look that is not too old. The caller holds mu.
func (s *stock) gather() (list []prometheus.Metric) {
	send := func(a asked, value float64, labels ...string) { list = append(list, a.metric(value, labels...)) }
	connected := s.desk.Conn != nil && s.desk.Conn.IsConnected()
	if now := time.Now(); now.Sub(s.at) > lookFresh {
		s.seen = look{}
		if connected {
			s.seen = s.desk.look()
		}
		s.at = time.Now()
	}
	send(s.connected, number(connected))
	if s.desk.Conn != nil {
		send(s.reconnects, float64(s.desk.Conn.Stats().Reconnects))
	}
	if s.desk.Duplicates != nil {
		send(s.duplicates, float64(s.desk.Duplicates()))
	}
	if s.desk.Free != nil {
		if free, err := s.desk.Free(); err == nil {
			send(s.free, float64(free))
		}
	}
	if s.desk.Calendar != nil {
		send(s.skew, s.desk.Calendar.Skew().Seconds())
	}
	if s.desk.Paused != nil {
		send(s.paused, number(s.desk.Paused()))
	}
	if s.desk.Offline != nil {
		send(s.offline, number(s.desk.Offline()))
	}
	s.seen.send(s, send)
	return list
}

func (l look) send(s *stock, send func(asked, float64, ...string)) {
	if q := l.queue; q != nil {
		send(s.tasks, float64(q.Due), "pending")
		send(s.tasks, float64(q.InFlight), "in_flight")
		age := 0.0
		if !q.Oldest.IsZero() {
			age = max(0, s.desk.Calendar.Now().Sub(q.Oldest).Seconds())
		}
		send(s.oldest, age)
		send(s.dead, float64(q.Dead))
	}
	for name, n := range l.streams {
		send(s.bytes, float64(n), name)
	}
	for _, c := range l.consumers {
		send(s.consumer, float64(c.NumPending), c.Name, c.Stream)
	}
	if l.drift != nil {
		send(s.drift, float64(*l.drift))
	}
}

// look asks NATS. What it refuses to tell, as the roles of deploy/nats may have it,
// is not answered at all: the subscribers come last, since a process that crawls
// needs no right to list them.
func (d *Desk) look() look {
	ctx, cancel := context.WithTimeout(context.Background(), lookPatience)
	defer cancel()
	var l look
	if d.Calendar != nil {
		if q, err := d.Calendar.Queue(ctx); err == nil {
			l.queue = &q
		}
	}
	if d.Drift != nil {
		if n, err := d.Drift(ctx); err == nil {
			l.drift = &n
		}
	}
	l.streams = map[string]uint64{}
	for _, name := range d.Streams {
		if stream, err := d.JS.Stream(ctx, name); err == nil {
			l.streams[name] = stream.CachedInfo().State.Bytes
		} else if !errors.Is(err, jetstream.ErrStreamNotFound) {
			break
		}
	}
	if d.Articles != "" && ctx.Err() == nil {
		if durables, err := sink.Durables(ctx, d.JS, d.Articles); err == nil {
			l.consumers = durables[:min(len(durables), maxConsumers)]
		}
	}
	return l
}

func number(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
