package boilerplate

// scores are sums over the first stage's scores of a page.
type scores struct {
	f    *frame
	sum  []float64 // of score times length before each segment
	size []float64 // of length before each segment
	path map[uint32][2]float64
	prev []int32 // distance to the last and the next segment that is surely text
	next []int32
}

// sure is a score that leaves little doubt.
const sure = .7

func (f *frame) scores() *scores {
	p := f.p
	n := len(p.Segments)
	c := &scores{f: f, sum: make([]float64, n+1), size: make([]float64, n+1), path: make(map[uint32][2]float64, 64), prev: make([]int32, n),
		next: make([]int32, n)}
	last := int32(60)
	for i := range p.Segments {
		s := &p.Segments[i]
		w := float64(s.s.words + 2)
		c.sum[i+1], c.size[i+1] = c.sum[i]+w*float64(s.score), c.size[i]+w
		x := c.path[p.boxes[s.box].path]
		x[0], x[1] = x[0]+w*float64(s.score), x[1]+w
		c.path[p.boxes[s.box].path] = x
		c.prev[i] = min(last, 60)
		if last++; s.score > sure && s.s.words > 5 {
			last = 1
		}
	}
	last = 60
	for i := n - 1; i >= 0; i-- {
		c.next[i] = min(last, 60)
		if last++; p.Segments[i].score > sure && p.Segments[i].s.words > 5 {
			last = 1
		}
	}
	return c
}

func (c *scores) mean(a, b int) float32 {
	a, b = max(a, 0), min(b, len(c.sum)-1)
	if b <= a {
		return -1
	}
	return share(c.sum[b]-c.sum[a], c.size[b]-c.size[a])
}

// features writes what the scores around a segment show.
func (c *scores) features(i int, out []float32) {
	r := &row{out: out}
	p := c.f.p
	n := len(p.Segments)
	at := func(j int) float32 {
		if j < 0 || j >= n {
			return -1
		}
		return p.Segments[j].score
	}
	for d := -4; d <= 4; d++ {
		r.add(at(i + d))
	}
	r.add(c.mean(i-3, i), c.mean(i+1, i+4), c.mean(i-10, i), c.mean(i+1, i+11))
	s := &p.Segments[i]
	b := s.box
	for range 4 {
		if b < 0 {
			r.add(-1)
			continue
		}
		r.add(c.mean(int(p.boxes[b].first), int(p.boxes[b].last)))
		b = p.boxes[b].parent
	}
	x := c.path[p.boxes[s.box].path]
	total := c.sum[n]
	r.add(share(x[0], x[1]), log(x[0]), share(c.sum[i], total), share(total-c.sum[i+1], total), log(total), share(total, c.size[n]),
		float32(c.prev[i]), float32(c.next[i]), share(float64(s.s.words+2)*float64(s.score), total))
}
