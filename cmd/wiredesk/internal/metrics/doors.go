package metrics

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// Door is where clients come in: to NATS, or to the page.
type Door struct {
	// Connections are how many clients are in.
	Connections func() int
	// Events are how often something has happened at the door, by what it was.
	Events func() map[string]uint64
}

// doorEvents are what happens at doors.
var doorEvents = []string{
	"http_full", "http_replaced",
	"nats_full", "nats_login", "nats_refused", "nats_foreign", "nats_unanswerable", "nats_delayed", "nats_slow", "nats_flood",
}

// doors collects what happens at them.
type doors struct {
	connections, events asked

	mu   sync.Mutex
	list map[string]Door
}

func newDoors(b *book) *doors {
	d := &doors{
		list: map[string]Door{},
		connections: b.desc("door_connections", "gauge", "Clients that are connected.",
			label{"door", []string{"http", "nats"}}),
		events: b.desc("door_events_total", "counter",
			"What clients were refused, or made to wait for: connections without room, or that made room for others (http_replaced); wrong "+
				"passwords; requests of readers that are forbidden or too many, about consumers of others, without a way to answer, or that "+
				"had to wait; readers that were disconnected, for they did not read, or sent too much.",
			label{"event", doorEvents}),
	}
	b.registry.MustRegister(d)
	return d
}

// SetDoor says where a door is to be asked, from now on: "http" or "nats".
func (m *Metrics) SetDoor(name string, door Door) {
	m.doors.mu.Lock()
	defer m.doors.mu.Unlock()
	m.doors.list[name] = door
}

// Describe implements prometheus.Collector.
func (d *doors) Describe(ch chan<- *prometheus.Desc) {
	ch <- d.connections.desc
	ch <- d.events.desc
}

// Collect implements prometheus.Collector.
func (d *doors) Collect(ch chan<- prometheus.Metric) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for name, door := range d.list {
		ch <- d.connections.metric(float64(door.Connections()), name)
		for event, n := range door.Events() {
			ch <- d.events.metric(float64(n), name+"_"+event)
		}
	}
}
