package crawler

import (
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/normalize"
)

// chooseEntries returns the entries to be published, and notes in p.seen those that
// stand in the feed now. Where an entry may share its address or its guid with one that
// was passed over, because that has not changed by a byte, the feed is read whole.
func (c *Crawler) chooseEntries(p *polled) []Sighting {
	fresh, shares := c.selectEntries(p)
	if !shares || len(p.body.Unchanged) == 0 {
		return fresh
	}
	source := p.source()
	source.Known = nil
	body, err := feed.Parse(p.resp.Body, source)
	if err != nil { // it was read a moment ago
		return fresh
	}
	p.body, p.arrived, p.hidden = body, 0, false
	fresh, _ = c.selectEntries(p)
	return fresh
}

// selectEntries chooses among the entries that were read. shares reports that one of
// them may share its address or its guid with one that was not.
func (c *Crawler) selectEntries(p *polled) (fresh []Sighting, shares bool) {
	p.seen = make(calendar.Fingerprints, p.event.Entries)
	p.keepUnchanged()
	passedOver := len(p.seen)
	homes := []string{p.feed.URL, p.resp.URL, p.body.Link, p.body.FeedURL}
	ids, odd := feed.Identify(p.body.Items, homes)
	for i, id := range ids {
		e := &p.body.Items[i]
		if _, twice := p.seen.Of(id.Key); twice {
			shares = shares || passedOver > 0
			continue // it says the same once more
		}
		was, before := p.before(id)
		now := p.remembered(i, id, odd)
		p.seen.Keep(uint32(id.Key), now.At(id.Address, was))
		deferred, changed := was.Deferred()
		known := before && !deferred && was.Says == now.Says && !was.Moved(id.Address)
		if p.feed.Known && !known && !deferred {
			p.noticed(e, before)
		}
		if !p.wants(e, i, known) {
			continue
		}
		s := sightingIn(p.feed.ID, p.hints(), e)
		s.Ref, s.Also, s.Apart, s.Fingerprint, s.OldFingerprint = id.Ref, id.Also, id.Apart, id.Says, id.OldSays
		s.key, s.Changed = uint32(id.Key), before && !known && (changed || !deferred)
		shares = shares || !before && passedOver > 0 && c.handler.Shares(s)
		if !c.handler.Known(s) {
			fresh = append(fresh, s)
		}
	}
	return fresh, shares
}

// remembered is what to remember of an entry. Of an odd feed no entry is passed over at
// the next poll: it has no mark.
func (p *polled) remembered(i int, id feed.Identity, odd bool) calendar.Fingerprint {
	if odd {
		return calendar.Saying(id.Says, 0)
	}
	return calendar.Saying(id.Says, p.body.Mark(i))
}

// keepUnchanged notes the entries that have not changed by a byte.
func (p *polled) keepUnchanged() {
	for _, mark := range p.body.Unchanged {
		if key, ok := p.marks.Key(mark); ok {
			p.seen.Keep(key, p.feed.Seen[key])
		}
	}
}

// before is what is remembered of an entry, also under the key that a version before
// 1.0 gave it; it then says the same if it said so by the rule of that version.
func (p *polled) before(id feed.Identity) (calendar.Fingerprint, bool) {
	if f, ok := p.feed.Seen.Of(id.Key); ok && f.Address != 0 {
		return f, true
	}
	f, ok := p.feed.Seen.Of(id.OldKey)
	if !ok || f.Address != 0 { // no record of that version
		return calendar.Fingerprint{}, false
	}
	if f.Says == uint32(id.OldSays) {
		f.Says = calendar.Saying(id.Says, 0).Says
	}
	return f, true
}

// noticed counts an entry that is new or says something else.
func (p *polled) noticed(e *normalize.Entry, before bool) {
	if !before {
		p.arrived++
	}
	// What is dated after the last 304 has come since; all else it hid.
	if at := latest(e.Published, e.Updated); at.IsZero() || !at.After(p.feed.Answered) {
		p.hidden = true
	}
}
