package embedded

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"golang.org/x/crypto/bcrypt"
)

const (
	// failedLogin is how long a login takes that is refused, whatever the reason.
	failedLogin = 400 * time.Millisecond
	// shortestToken is that of a token with which a nameless reader may own durables.
	shortestToken = 16
	// loginPatience is how long a login may be held up; clients wait for two seconds.
	loginPatience = time.Second
)

// door lets clients into their accounts. It may be used concurrently.
type door struct {
	operator [sha256.Size]byte // of the password
	limits   Limits
	seats    *seats
	people   map[string]person
	unknown  []byte // the hash that passwords of unknown names are compared with
	grants   *grants
	counts   *counts
	watch    *warden
	from     func(cid uint64) netip.Addr // where a client comes from
	release  func(cid uint64)            // lets a client say as much as it likes
	lookup   func(account string) (*server.Account, error)
	log      *slog.Logger

	costly   sync.Mutex // one password is hashed at a time
	arrivals *arrivals
}

// person is a named user.
type person struct {
	hash []byte
	seat *seat // nil: a writer
	// seen is the password that was right, hashed cheaply, so that who comes again need
	// not wait.
	seen *seenPassword
}

type seenPassword struct {
	mu  sync.Mutex
	sum [sha256.Size]byte
	set bool
}

func newDoor(o Options, s *seats, password string, c *counts) (*door, error) {
	d := &door{
		operator: sha256.Sum256([]byte(password)), limits: o.Limits, seats: s, people: map[string]person{},
		counts: c, arrivals: newArrivals(), log: o.Logger.With("component", "nats"),
	}
	cost := bcrypt.MinCost
	for _, u := range o.Users {
		hash, err := u.hash()
		if err != nil {
			return nil, err
		}
		if c, err := bcrypt.Cost(hash); err == nil {
			cost = max(cost, c)
		}
		d.people[u.Name] = person{hash: hash, seat: s.users[u.Name], seen: &seenPassword{}}
	}
	var err error
	if d.unknown, err = bcrypt.GenerateFromPassword([]byte(password), cost); err != nil {
		return nil, fmt.Errorf("hash password: %w", err)
	}
	return d, nil
}

// Check implements server.Authentication: it lets a client into the account that is its
// own, or refuses it. It is called by the goroutine that reads from the client.
func (d *door) Check(c server.ClientAuthentication) bool {
	opts, began := c.GetOpts(), time.Now()
	if opts.Username == operatorUser {
		sum := sha256.Sum256([]byte(opts.Password))
		if subtle.ConstantTimeCompare(sum[:], d.operator[:]) == 1 {
			return d.admit(c, operatorUser, operatorAccount, nil)
		}
	}
	address := d.from(c.GetID())
	if !address.IsValid() { // in-process: nobody but us, who knows the password
		return false
	}
	wait, ok := d.arrivals.come(address, began)
	if !ok || d.watch.connectedFrom(address) >= d.limits.PerAddress || d.watch.connected() >= d.limits.Connections-d.limits.Connections/8 {
		return d.turnAway(c)
	}
	time.Sleep(wait)
	if len(d.people) > 0 {
		return d.named(c, address, began)
	}
	if opts.Username != "" || opts.Password != "" {
		return d.refuse(address, began)
	}
	owner := namelessOwner
	if opts.Token != "" {
		if len(opts.Token) < shortestToken {
			return d.refuse(address, began)
		}
		owner = tokenOwner(opts.Token)
	}
	seat := d.seats.take(c.GetID(), owner, time.Now())
	if seat == nil {
		return d.turnAway(c)
	}
	return d.seat(c, reader{seat: seat, owner: owner, cid: holder(c.GetID(), owner)}, address)
}

// named lets a named user in who has the right password.
func (d *door) named(c server.ClientAuthentication, address netip.Addr, began time.Time) bool {
	opts := c.GetOpts()
	p, known := d.people[opts.Username]
	if !known {
		p = person{hash: d.unknown, seen: &seenPassword{}}
	}
	sum := sha256.Sum256([]byte(opts.Username + "\x00" + opts.Password))
	if !p.seen.is(sum) {
		if !d.arrivals.mayGuess(address, began) {
			return d.refused(began) // nothing was guessed: who has the password gets in when it is looked at again
		}
		d.costly.Lock()
		err := bcrypt.CompareHashAndPassword(p.hash, []byte(opts.Password))
		d.costly.Unlock()
		if err != nil || !known {
			return d.refuse(address, began)
		}
		p.seen.remember(sum)
	}
	if p.seat == nil {
		return d.admit(c, opts.Username, operatorAccount, nil)
	}
	return d.seat(c, reader{seat: p.seat, owner: userOwner(opts.Username)}, address)
}

// seat lets a reader into the account of its seat.
func (d *door) seat(c server.ClientAuthentication, r reader, address netip.Addr) bool {
	if err := r.seat.ready(); err != nil {
		d.log.Error("a reader is turned away", "error", err)
		return d.turnAway(c)
	}
	d.watch.add(c.GetID(), address)
	return d.admit(c, r.seat.user, r.seat.account, d.grants.begin(c, r))
}

func (s *seenPassword) is(sum [sha256.Size]byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.set && subtle.ConstantTimeCompare(s.sum[:], sum[:]) == 1
}

func (s *seenPassword) remember(sum [sha256.Size]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sum, s.set = sum, true
}

func (d *door) admit(c server.ClientAuthentication, name, account string, may *server.Permissions) bool {
	acc, err := d.lookup(account)
	if err != nil {
		return false
	}
	if account == operatorAccount {
		d.release(c.GetID())
	}
	c.RegisterUser(&server.User{Username: name, Account: acc, Permissions: may})
	return true
}

// turnAway tells a client that there is no room, which it may try again later. To be
// told that its credentials are wrong would end it.
func (d *door) turnAway(c server.ClientAuthentication) bool {
	d.counts.turnedAway.Add(1)
	if !d.watch.crowded(d.watch.total()) {
		time.Sleep(loginPatience) // who comes again at once would keep us busy with coming
	}
	if acc, err := d.lookup(fullAccount); err == nil {
		c.RegisterUser(&server.User{Account: acc}) // closes the connection
	}
	return true
}

// refuse takes the same time for a name that is unknown and a password that is wrong.
func (d *door) refuse(address netip.Addr, began time.Time) bool {
	d.arrivals.failed(address, began)
	return d.refused(began)
}

func (d *door) refused(began time.Time) bool {
	d.counts.failed.Add(1)
	time.Sleep(time.Until(began.Add(failedLogin)))
	return false
}

// addressOf is where a client comes from, without the lower half of an IPv6 address,
// which its network gives away for nothing; invalid if it is in this process.
func addressOf(a net.Addr) netip.Addr {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	address, ok := netip.AddrFromSlice(tcp.IP)
	if !ok {
		return netip.Addr{}
	}
	address = address.Unmap()
	if address.Is6() && !address.IsLoopback() {
		if prefix, err := address.WithZone("").Prefix(64); err == nil {
			return prefix.Addr()
		}
	}
	return address
}
