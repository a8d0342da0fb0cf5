package embedded

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

var refusedUse = regexp.MustCompile(`^(?:\$JS\.API\.CONSUMER\.MSG\.NEXT|\$JS\.ACK)\.([^.]+)\.([^.]+)`)

// wanted hears from the server what it has refused. It does not block.
func (g *gate) wanted(cid uint64, subject string) {
	m := refusedUse.FindStringSubmatch(subject)
	if m == nil || m[1] != g.stream {
		return
	}
	select {
	case g.wants <- want{cid, m[2]}:
	default: // the client will try again
	}
}

// grantWants grants what is wanted by those it belongs to, until the gate closes. What
// was refused stays refused: the next time it is not.
func (g *gate) grantWants() {
	defer close(g.ended)
	scales := time.NewTicker(weighing)
	defer scales.Stop()
	for {
		select {
		case <-g.done:
			return
		case <-scales.C:
			g.measure()
		case w := <-g.wants:
			by, ok := g.grants.reader(w.cid)
			if !ok {
				continue
			}
			if _, ok := by.seat.calls.take(time.Now(), 1, 0); ok && g.may(by, w.name) {
				g.grants.take(w.name, by)
				g.grants.give(by, w.name)
			}
		}
	}
}

// weighing is how often the articles are measured.
const weighing = 10 * time.Second

// measure says how large an article is.
func (g *gate) measure() {
	var info server.JSApiStreamInfoResponse
	if g.ask("STREAM.INFO."+g.stream, struct{}{}, &info) == nil && info.StreamInfo != nil && info.State.Msgs > 0 {
		g.weigh(int64(info.State.Bytes / info.State.Msgs)) //nolint:gosec // far from the limits
	}
}

// observe hears of each request for messages what the server does, at the same time. A
// consumer that nobody held is held by the nameless one that fetches from it first, and
// taken from the others.
func (g *gate) observe(m *nats.Msg) {
	var from server.ClientInfo
	if json.Unmarshal([]byte(m.Header.Get(server.ClientInfoHdr)), &from) != nil {
		return
	}
	if !g.grants.mayPull(from.ID, time.Now()) {
		g.flooded(from.ID)
		return
	}
	by, ok := g.seats.at(from.Account)
	name := strings.TrimPrefix(m.Subject, nextPrefix+g.stream+".")
	if ok && by.cid != 0 && by.asked(m) && !g.books.holds(name, by) && g.may(by, name) {
		g.grants.take(name, by)
	}
}

// changed hears that a consumer was made or has ended, by whomever, and takes it from
// those to whom it does not belong any more.
func (g *gate) changed(m *nats.Msg) {
	name := m.Subject[strings.LastIndexByte(m.Subject, '.')+1:]
	if !g.books.known(name) {
		return
	}
	var info server.JSApiConsumerInfoResponse
	if g.ask("CONSUMER.INFO."+g.stream+"."+name, struct{}{}, &info) != nil {
		return
	}
	if info.ConsumerInfo == nil {
		g.forget(name)
		return
	}
	g.note(info.ConsumerInfo)
	g.grants.take(name, reader{owner: g.books.owner(name), cid: anyHolder})
}
