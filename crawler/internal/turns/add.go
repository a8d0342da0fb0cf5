package turns

import "time"

const (
	// roomEach is how many jobs may wait for each worker, and roomBytes how large all of
	// them may be.
	roomEach  = 32
	roomBytes = 16 << 20
	// few is how many of a feed find room where others have taken all of that: as much again
	// is kept for them.
	few = 4
)

// Add has a job wait for its turn. It reports false if there is no room for it, and for how
// long it is to be put off then; of reports whether that is for its feed's sake.
func (t *Turns[J]) Add(job J, w Want) (wait time.Duration, ofFeed, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	feed, site := t.party(t.feeds, w.Feed), t.party(t.sites, w.Site)
	room := roomEach * t.workers
	switch full := feed.over(room/4, w.Size); {
	case full && !w.Poll:
		return feed.putOff(quarter(t.workers)), true, false
	case site.over(room/4, w.Size), t.full(room, roomBytes, w.Size) && (feed.waiting >= few || t.full(2*room, 2*roomBytes, w.Size)):
		return site.putOff(1), false, false
	}
	t.count++
	t.enqueue(&entry[J]{Want: w, job: job, feed: feed, site: site, order: t.count})
	t.dispatch()
	return 0, false, true
}

// full reports whether no more jobs may wait.
func (t *Turns[J]) full(room, bytes, size int) bool {
	return len(t.waiting) >= room || len(t.waiting) > 0 && t.bytes+size > bytes
}

// over reports whether no more of a party's jobs may wait.
func (p *party) over(room, size int) bool {
	return p.waiting >= room || p.waiting > 0 && p.bytes+size > roomBytes/4
}

const (
	// leastPutOff and mostPutOff bound for how long a job is put off.
	leastPutOff = 5 * time.Second
	mostPutOff  = 6 * time.Hour
)

// putOff is for how long the next job of a party is put off that can do so many at a time:
// they come again at the pace at which they are done.
func (p *party) putOff(share int) time.Duration {
	now := time.Now()
	step := max(p.took, 50*time.Millisecond) / time.Duration(share)
	if first := now.Add(leastPutOff); p.deferred.Before(first) {
		p.deferred = first
	}
	if p.deferred = p.deferred.Add(step); p.deferred.Sub(now) > mostPutOff {
		p.deferred = now.Add(mostPutOff / 2)
	}
	return p.deferred.Sub(now)
}

// mostParties bounds how many feeds, and sites, are remembered.
const mostParties = 8192

func (t *Turns[J]) party(of map[string]*party, name string) *party {
	if p := of[name]; p != nil {
		return p
	}
	if len(of) >= mostParties {
		now := time.Now()
		for _, slowToo := range []bool{false, true} {
			for name, p := range of {
				if p.running+p.waiting == 0 && (slowToo || !p.isSlow && p.deferred.Before(now)) && len(of) >= mostParties/2 {
					delete(of, name)
				}
			}
		}
	}
	p := &party{}
	of[name] = p
	return p
}

// Drop ends the waiting of all jobs and returns them.
func (t *Turns[J]) Drop() (jobs []J) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range t.waiting {
		e.leaveQueue()
		jobs = append(jobs, e.job)
	}
	t.waiting, t.bytes = nil, 0
	return jobs
}
