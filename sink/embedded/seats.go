package embedded

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// seat is an account of the server in which one reader is confined: a named one for
// good, or a nameless one as long as it is connected. Answers go nowhere but there.
type seat struct {
	token   string // in the subjects of the gate
	account string
	user    string // empty: for the nameless

	calls *pace
	ready func() error // furnishes the account, once

	// Of the nameless one that has it; under the lock of seats.
	cid   uint64
	owner string
	left  time.Time // when somebody was found gone
}

func (s *seat) nameless() bool { return s.user == "" }

// reader is who asks for something.
type reader struct {
	seat  *seat
	conn  uint64 // the connection that has a nameless seat
	owner string // as it is written at consumers
	// cid is the connection of a nameless one, 0 of others: a consumer that nobody's
	// name protects is used from one connection at a time.
	cid uint64
}

// asked says whether a request comes from the one who has the seat now. One that its
// predecessor has left behind must not be answered with the successor's rights. The
// server writes who asks into each request, over whatever stood there.
func (r reader) asked(m *nats.Msg) bool {
	if !r.seat.nameless() {
		return true
	}
	var from server.ClientInfo
	return json.Unmarshal([]byte(m.Header.Get(server.ClientInfoHdr)), &from) == nil && from.ID == r.conn
}

// namelessOwner owns what was made without credentials.
const namelessOwner = "nameless"

func userOwner(name string) string { return "user " + name }

// tokenOwner is who shows a token of its own choice.
func tokenOwner(token string) string {
	sum := sha256.Sum256([]byte("wiredesk reader\x00" + token))
	return "token " + hex.EncodeToString(sum[:12])
}

// seats are all there are. They may be used concurrently.
type seats struct {
	all     []*seat
	alive   func(cid uint64) bool
	furnish func(*seat) error

	mu                    sync.Mutex
	token, account, users map[string]*seat
}

// newSeats makes one for each named reader, or as many for the nameless as may come.
func newSeats(o Options) *seats {
	s := &seats{token: map[string]*seat{}, account: map[string]*seat{}, users: map[string]*seat{}}
	add := func(token, account, user string) {
		rate := float64(o.Limits.Requests)
		seat := &seat{token: token, account: account, user: user, calls: newPace(rate, 4*rate)}
		seat.ready = sync.OnceValue(func() error { return s.furnish(seat) })
		s.all, s.token[token], s.account[account] = append(s.all, seat), seat, seat
		if user != "" {
			s.users[user] = seat
		}
	}
	for i, u := range o.Users {
		if u.Role != Writer {
			add(fmt.Sprintf("u%d", i), fmt.Sprintf("READER_%d", i), u.Name)
		}
	}
	if len(o.Users) == 0 {
		for i := range o.Limits.Nameless {
			add(fmt.Sprintf("n%d", i), fmt.Sprintf("NAMELESS_%d", i), "")
		}
	}
	return s
}

// take gives the seat that has been free for longest to a nameless connection, so that
// answers to its last owner have long been sent. It is nil if all are taken.
func (s *seats) take(cid uint64, owner string, now time.Time) *seat {
	s.mu.Lock()
	defer s.mu.Unlock()
	var best *seat
	for _, seat := range s.all {
		switch {
		case !seat.nameless():
			continue
		case seat.cid != 0 && s.alive(seat.cid):
			continue
		case seat.cid != 0:
			seat.cid, seat.left = 0, now
		}
		if best == nil || seat.left.Before(best.left) {
			best = seat
		}
	}
	if best != nil {
		best.cid, best.owner = cid, owner
	}
	return best
}

// who asks through the subjects of a seat; ok is false if nobody sits there.
func (s *seats) who(token string) (r reader, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sitting(s.token[token])
}

// of is the seat that a token stands for.
func (s *seats) of(token string) *seat {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.token[token]
}

// at is who is in an account.
func (s *seats) at(account string) (r reader, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sitting(s.account[account])
}

func (s *seats) sitting(seat *seat) (r reader, ok bool) {
	switch {
	case seat == nil || seat.nameless() && seat.cid == 0:
		return reader{}, false
	case !seat.nameless():
		return reader{seat: seat, owner: userOwner(seat.user)}, true
	}
	return reader{seat: seat, conn: seat.cid, owner: seat.owner, cid: holder(seat.cid, seat.owner)}, true
}

// holder is the connection that uses what its owner makes, 0 if any of that owner may.
func holder(cid uint64, owner string) uint64 {
	if owner == namelessOwner {
		return cid
	}
	return 0
}

// isNameless says whether an owner has no name that an operator gave.
func isNameless(owner string) bool {
	return owner == namelessOwner || strings.HasPrefix(owner, "token ")
}
