package feedindex

import (
	"sync"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// Index is all feeds. The zero Index is empty and ready.
type Index struct {
	mu     sync.RWMutex
	at     map[string]int // where a feed stands in feeds, by its id
	feeds  []packed
	states [16]int // feeds in each state
	needy  int     // feeds that need attention
	loaded bool
}

// See is for calendar.WatchFeeds: it sets a feed, removes it if f is nil, or is
// told that all are in.
func (r *Index) See(id string, f *calendar.Feed) {
	switch {
	case id == "":
		r.mu.Lock()
		r.loaded = true
		r.mu.Unlock()
	case f == nil:
		r.Remove(id)
	default:
		r.Set(f)
	}
}

// Set adds a feed or takes over what has changed of it.
func (r *Index) Set(f *calendar.Feed) {
	p := pack(f)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.at == nil {
		r.at = map[string]int{}
	}
	i, known := r.at[p.id]
	if known {
		r.count(&r.feeds[i], -1)
		r.feeds[i] = p
	} else {
		i = len(r.feeds)
		r.feeds = append(r.feeds, p)
		r.at[p.id] = i
	}
	r.count(&r.feeds[i], 1)
}

// Remove forgets a feed.
func (r *Index) Remove(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i, known := r.at[id]
	if !known {
		return
	}
	r.count(&r.feeds[i], -1)
	delete(r.at, id)
	last := len(r.feeds) - 1
	if i != last { // the order means nothing
		r.feeds[i] = r.feeds[last]
		r.at[r.feeds[i].id] = i
	}
	r.feeds[last] = packed{}
	r.feeds = r.feeds[:last]
}

func (r *Index) count(p *packed, n int) {
	r.states[p.state] += n
	if p.attention > 0 {
		r.needy += n
	}
}

// Counts are how many feeds there are, in which states, and how many of them need
// attention. Loaded says that all feeds were read.
type Counts struct {
	All       int            `json:"all"`
	States    map[string]int `json:"states"`
	Attention int            `json:"attention"`
	Loaded    bool           `json:"loaded"`
}

// Counts counts the feeds.
func (r *Index) Counts() Counts {
	r.mu.RLock()
	defer r.mu.RUnlock()
	c := Counts{All: len(r.feeds), States: map[string]int{}, Attention: r.needy, Loaded: r.loaded}
	for i, s := range States {
		if r.states[i] > 0 {
			c.States[s] = r.states[i]
		}
	}
	return c
}
