package boilerplate

import "golang.org/x/net/html/atom"

// around is what a page's elements and lines show together, each by box or by
// segment.
type around struct {
	level   []int16 // of a box: boxes around it
	article []int32 // of a box: the nearest box that is an article, or -1
	ordinal []int16 // of a box: articles that began before it
	meet    []int32 // of a box: the nearest box around it that holds the headline, or -1
	side    []int32 // of a box: the box within meet that it stands in
	heading []int32 // of a segment: the heading above it, or -1
	before  []int32 // of a segment: media before it
	linked  []int64 // bytes of links before each segment
	bytes   []int64
	words   []int64
}

// survey walks over boxes and segments once.
func (f *frame) survey() {
	p := f.p
	nb, n := len(p.boxes), len(p.Segments)
	a := &around{level: make([]int16, nb), article: make([]int32, nb), ordinal: make([]int16, nb), meet: make([]int32, nb),
		side:    make([]int32, nb),
		heading: make([]int32, n), before: make([]int32, n), linked: make([]int64, n+1), bytes: make([]int64, n+1), words: make([]int64, n+1)}
	articles := int16(0)
	for i, b := range p.boxes {
		a.article[i], a.meet[i], a.side[i] = -1, -1, int32(i)
		if b.parent >= 0 {
			a.level[i], a.article[i] = a.level[b.parent]+1, a.article[b.parent]
			a.meet[i], a.side[i] = a.meet[b.parent], a.side[b.parent]
		}
		if b.tag == atom.Article {
			a.article[i] = int32(i)
			articles++
		}
		a.ordinal[i] = articles
		if b.first <= int32(f.title) && int32(f.title) < b.last {
			a.meet[i], a.side[i] = int32(i), int32(i)
		} else if b.parent >= 0 && a.meet[i] == b.parent {
			a.side[i] = int32(i)
		}
	}
	heading, media := int32(-1), 0
	for i := range p.Segments {
		s := &p.Segments[i]
		a.heading[i] = heading
		if isHeading(s) {
			heading = int32(i)
		}
		for media < len(p.media) && p.media[media].at <= int32(i) {
			media++
		}
		a.before[i] = int32(media)
		a.linked[i+1], a.bytes[i+1], a.words[i+1] = a.linked[i]+int64(s.linked), a.bytes[i]+int64(s.to-s.from), a.words[i]+int64(s.s.words)
	}
	f.around = a
}

// isHeading reports whether a segment reads like a heading: what stands below it
// is what it says.
func isHeading(s *Segment) bool {
	switch s.tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return s.s.words > 0 && s.s.words <= 8 && (s.s.last == ':' || s.bold*10 > (s.to-s.from)*9)
}

// surroundings writes what a segment's elements and the lines above it show.
func (f *frame) surroundings(r *row, i int) {
	p, a, s := f.p, f.around, &f.p.Segments[i]
	r.add(log(float64(s.copies)), s.echo, s.heard)
	f.articleOf(r, i, s)
	if meet := a.meet[s.box]; meet < 0 {
		r.add(-1, -1, -1, -1)
	} else {
		side := p.boxes[a.side[s.box]]
		r.add(float32(a.level[s.box]-a.level[meet]), p.share(a.side[s.box], f.total), log(float64(side.last-side.first)),
			share(float64(int32(i)-side.first), float64(side.last-side.first)))
	}
	if h := a.heading[i]; h < 0 {
		r.add(-1, 0, 0, -1)
	} else {
		above := &p.Segments[h]
		r.add(log(float64(i-int(h))), above.s.odds.mean(), float32(above.s.pairs.low), tagOf(above.tag))
	}
	b := s.box
	for range 4 {
		if b < 0 {
			r.add(-1, -1)
			continue
		}
		x := p.boxes[b]
		r.add(share(float64(a.linked[x.last]-a.linked[x.first]), float64(a.bytes[x.last]-a.bytes[x.first])),
			share(float64(a.words[x.last]-a.words[x.first]), float64(x.last-x.first)))
		b = x.parent
	}
	f.pictures(r, i, s)
	r.add(s.s.odds.mean(), float32(s.s.odds.low), float32(s.s.odds.high), s.s.pairs.mean(), float32(s.s.pairs.low), float32(s.s.pairs.high),
		share(float64(s.s.odds.n), float64(min(s.s.words, maxOddsWords))))
	r.add(s.named.mean(), float32(s.named.low), float32(s.named.high), float32(s.named.sum), s.nearest.mean(), float32(s.nearest.low),
		float32(s.nearest.high))
}

// articleOf is which of the page's articles a segment stands in.
func (f *frame) articleOf(r *row, i int, s *Segment) {
	at := f.around.article[s.box]
	if at < 0 {
		r.add(-1, -1, -1, -1)
		return
	}
	b := f.p.boxes[at]
	same := float32(0)
	if f.title < 0 {
		same = -1
	} else if b.first <= int32(f.title) && int32(f.title) < b.last {
		same = 1
	}
	r.add(float32(min(f.around.ordinal[at], 20)), same, log(float64(int32(i)-b.first)), f.p.share(at, f.total))
}

// pictures is how near pictures and films are.
func (f *frame) pictures(r *row, i int, s *Segment) {
	p := f.p
	n := int(f.around.before[i])
	since, until := 10, 10
	if n > 0 {
		since = min(i-int(p.media[n-1].at), 10)
	}
	if n < len(p.media) {
		until = min(int(p.media[n].at)-i, 10)
	}
	r.add(float32(since), float32(until))
	b := s.box
	for range 3 {
		if b < 0 {
			r.add(-1)
			continue
		}
		r.add(float32(min(p.boxes[b].mediaLast-p.boxes[b].media, 5)))
		b = p.boxes[b].parent
	}
}

// listen says of each segment how often its text stands on the page, and how
// much of it stands elsewhere: teasers and texts for other screens repeat the
// story, notices repeat themselves.
func (p *Page) listen() {
	words := 0
	copies := make(map[uint32]int32, len(p.Segments))
	for i := range p.Segments {
		s := &p.Segments[i].s
		words += int(s.words)
		s.twin = copies[s.sum] > 0
		copies[s.sum]++
	}
	size := 1 << 10
	for size < 8*words && size < 1<<20 {
		size *= 2
	}
	seen := make([]uint8, size)
	mask := uint32(size - 1)
	for i := range p.Segments {
		s := &p.Segments[i]
		s.copies = copies[s.s.sum]
		heard, n := 0, 0
		for _, g := range p.view.grams[s.grams:s.gramsLast] {
			n++
			if seen[g&mask] > 0 {
				heard++
			}
			if seen[g&mask] < 2 {
				seen[g&mask]++
			}
		}
		s.heard = share(float64(heard), float64(n))
	}
	for i := range p.Segments {
		s := &p.Segments[i]
		twice := 0
		for _, g := range p.view.grams[s.grams:s.gramsLast] {
			if seen[g&mask] > 1 {
				twice++
			}
		}
		s.echo = share(float64(twice), float64(s.gramsLast-s.grams))
	}
}
