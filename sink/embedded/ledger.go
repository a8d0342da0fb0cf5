package embedded

import (
	"sync"
	"time"
)

const (
	// OwnerKey names in a consumer's metadata whose it is: "user NAME", "token HASH" or
	// "nameless"; the operator's have none.
	OwnerKey = "wiredesk.owner"
	// ofBefore owns the consumers that were made before owners were written down.
	ofBefore = "before"
	// operatorOwner owns what readers have not made.
	operatorOwner = ""
)

// record is what is known of a consumer.
type record struct {
	owner   string
	durable bool
	holder  uint64 // the connection of the nameless one that uses it
}

// ledger says whose consumers there are. The truth is in their metadata; this is what
// was read of it. It may be used concurrently.
type ledger struct {
	since time.Time // what is older and names no owner was made before there were any
	alive func(cid uint64) bool

	mu      sync.Mutex
	records map[string]*record
}

func newLedger(since time.Time, alive func(uint64) bool) *ledger {
	return &ledger{since: since, alive: alive, records: map[string]*record{}}
}

// put notes a consumer as the server describes it.
func (l *ledger) put(name string, metadata map[string]string, created time.Time, durable bool) {
	owner := metadata[OwnerKey]
	if owner == "" && created.Before(l.since) {
		owner = ofBefore
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	r := &record{owner: owner, durable: durable}
	if old := l.records[name]; old != nil && old.owner == owner {
		r.holder = old.holder
	}
	l.records[name] = r
}

func (l *ledger) known(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.records[name] != nil
}

func (l *ledger) forget(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.records, name)
}

// keep forgets all consumers but those named, and returns their names.
func (l *ledger) keep(names map[string]bool) (gone []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for name := range l.records {
		if !names[name] {
			delete(l.records, name)
			gone = append(gone, name)
		}
	}
	return gone
}

// use says whether a reader may use a consumer, and has it hold that from then on if
// it is nameless.
func (l *ledger) use(name string, by reader) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.records[name]
	if r == nil || r.owner == operatorOwner {
		return false
	}
	if r.owner == ofBefore && by.owner != namelessOwner {
		r.owner = by.owner // of several who ask, the first
	}
	switch {
	case r.owner != by.owner && r.owner != ofBefore:
		return false
	case by.cid == 0 || r.holder == by.cid:
		return true
	case r.holder != 0 && l.alive(r.holder):
		return false
	}
	r.holder = by.cid
	return true
}

// owned are the names of a reader's consumers. Those of the nameless are told to
// nobody but to the connection that uses them.
func (l *ledger) owned(by reader) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var names []string
	for name, r := range l.records {
		if r.owner == by.owner && r.holder == by.cid {
			names = append(names, name)
		}
	}
	return names
}

// open are the names of the consumers that a reader may use when it has connected: its
// own, and of the nameless those that nobody holds. Who uses one first, holds it.
func (l *ledger) open(by reader) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var names []string
	for name, r := range l.records {
		own := r.owner == by.owner || r.owner == ofBefore && by.owner == namelessOwner
		if own && (by.cid == 0 || r.holder == 0 || !l.alive(r.holder)) {
			names = append(names, name)
		}
	}
	return names
}

// held says whether another connection holds a consumer that is as good as this reader's.
func (l *ledger) held(name string, by reader) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.records[name]
	return r != nil && by.cid != 0 && (r.owner == by.owner || r.owner == ofBefore) && r.holder != 0 && r.holder != by.cid && l.alive(r.holder)
}

// holds says whether a reader is known to hold a consumer.
func (l *ledger) holds(name string, by reader) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.records[name]
	return r != nil && r.holder == by.cid
}

// owner is whose a consumer is.
func (l *ledger) owner(name string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r := l.records[name]; r != nil {
		return r.owner
	}
	return operatorOwner
}

// durables is how many all the nameless have.
func (l *ledger) durables() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, r := range l.records {
		if r.durable && isNameless(r.owner) {
			n++
		}
	}
	return n
}

// old says whether nobody is known to have made a consumer.
func (l *ledger) old(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.records[name]
	return r != nil && r.owner == ofBefore
}

// ofNameless is how many consumers all the nameless have.
func (l *ledger) ofNameless() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, r := range l.records {
		if isNameless(r.owner) {
			n++
		}
	}
	return n
}
