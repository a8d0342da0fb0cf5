package sink

import (
	"sync"

	"github.com/nats-io/nats.go"
)

// link knows whether a connection is up and how often it was made anew. The
// connection has that itself, but behind the lock that it holds while it writes: who
// asks before each message waits for the one before to be sent. It tells listeners of
// each change while it holds the lock, so as long as there is no news, all is as it was.
type link struct {
	nc *nats.Conn

	mu    sync.Mutex
	news  chan nats.Status // nil after unwatch
	up    bool
	epoch uint64
}

// newLink watches a connection until unwatch.
func newLink(nc *nats.Conn) *link {
	l := &link{nc: nc, news: nc.StatusChanged(
		nats.CONNECTED, nats.DISCONNECTED, nats.RECONNECTING, nats.CONNECTING, nats.DRAINING_SUBS, nats.DRAINING_PUBS, nats.CLOSED)}
	l.look()
	return l
}

func (l *link) unwatch() {
	l.mu.Lock()
	news := l.news
	l.news = nil
	l.mu.Unlock()
	if news != nil {
		l.nc.RemoveStatusListener(news)
	}
}

// state is whether the connection is up, and how many reconnects it has seen; after
// unwatch, what was last known.
func (l *link) state() (up bool, epoch uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for fresh := false; ; fresh = true {
		select {
		case <-l.news:
			continue
		default:
		}
		if fresh {
			l.look()
		}
		return l.up, l.epoch
	}
}

// look asks the connection.
func (l *link) look() { l.up, l.epoch = l.nc.IsConnected(), l.nc.Stats().Reconnects }
