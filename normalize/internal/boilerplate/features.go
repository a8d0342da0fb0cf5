package boilerplate

import (
	"math"

	"golang.org/x/net/html/atom"
)

// Numbers of features: of a segment and its surroundings, and with those that
// the first stage's scores add.
const (
	Own  = 183
	Wide = Own + 26
)

// row collects features in order.
type row struct {
	out []float32
	n   int
}

func (r *row) add(values ...float32) {
	for _, v := range values {
		r.out[r.n] = v
		r.n++
	}
}

func (r *row) flag(b bool) {
	if b {
		r.add(1)
	} else {
		r.add(0)
	}
}

func share(a, b float64) float32 {
	if b <= 0 {
		return 0
	}
	return float32(a / b)
}

// log is the logarithm of a number above -1, and one.
func log(n float64) float32 {
	if i := int(n); i >= 0 && i < len(logs) && float64(i) == n {
		return logs[i]
	}
	return float32(math.Log1p(n))
}

// logs are those of the whole numbers that most counts are.
var logs = func() (table [1024]float32) {
	for i := range table {
		table[i] = float32(math.Log1p(float64(i)))
	}
	return table
}()

// measure gathers what the features of all segments rest on.
func (p *Page) measure() {
	p.mass = make([]float64, len(p.Segments)+1)
	p.view.grams = make([]uint32, 0, len(p.text)/bytesOfAWord)
	for i := range p.Segments {
		s := &p.Segments[i]
		s.grams = int32(len(p.view.grams))
		s.s = p.view.measure(p.text[s.from:s.to])
		s.gramsLast = int32(len(p.view.grams))
		p.mass[i+1] = p.mass[i] + p.prose(s)
	}
	p.listen()
}

// bytesOfAWord is what a word takes with what stands around it, or less.
const bytesOfAWord = 5

// prose is how much of a segment is sentences, in runes.
func (p *Page) prose(s *Segment) float64 {
	if s.s.words < 8 || s.s.sentences == 0 || s.linked*2 > s.to-s.from {
		return 0
	}
	return float64(s.s.runes)
}

// frame is what features share within one page.
type frame struct {
	p         *Page
	total     float64
	title     int // the segment that is the headline, or -1
	half      int32
	most      int32 // deepest boxes with half and four fifths of the prose
	paths     map[uint32]float64
	pathMost  float64
	wide      float32
	articles  int
	linkShare float32
	inP       float32
	around    *around
}

func (p *Page) frame() *frame {
	f := &frame{p: p, total: p.mass[len(p.Segments)], title: -1, paths: make(map[uint32]float64, 64)}
	best, linked, all, inP, wide := float32(.5), 0.0, 1.0, 0.0, 0
	for i := range p.Segments {
		s := &p.Segments[i]
		m := p.prose(s)
		f.paths[p.boxes[s.box].path] += m
		f.pathMost = max(f.pathMost, f.paths[p.boxes[s.box].path])
		linked, all = linked+float64(s.linked), all+float64(s.to-s.from)
		if s.tag == atom.P {
			inP += m
		}
		if s.s.script == 2 {
			wide++
		}
		if s.s.words > 2 && s.s.title > best && (s.tag == atom.H1 || s.tag == atom.H2 || f.title < 0) && int(s.s.words)*2 >= p.view.title.size() {
			best, f.title = s.s.title, i
			if s.tag == atom.H1 {
				best += .3
			}
		}
	}
	f.linkShare, f.inP, f.wide = share(linked, all), share(inP, f.total), share(float64(wide), float64(len(p.Segments)))
	for i, b := range p.boxes {
		if b.tag == atom.Article {
			f.articles++
		}
		m := p.mass[b.last] - p.mass[b.first]
		if m > f.total*.5 {
			f.half = int32(i) // boxes are in document order, the deeper later
		}
		if m > f.total*.8 {
			f.most = int32(i)
		}
	}
	f.survey()
	return f
}

// features writes the Own features of a segment.
func (f *frame) features(i int, out []float32) {
	r := &row{out: out}
	p, s := f.p, &f.p.Segments[i]
	f.text(r, s)
	for k := range kinds {
		d := float32(12)
		if at := s.seen[k]; at > 0 {
			d = float32(min(uint16(s.depth)-at, 10))
		}
		r.add(d)
	}
	f.near(r, i)
	f.place(r, i, s)
	f.surroundings(r, i)
	r.add(log(float64(len(p.Segments))), log(f.total), f.linkShare, f.inP, f.wide, float32(min(f.articles, 20)), p.share(f.half, f.total),
		p.share(f.most, f.total))
	r.flag(p.view.data.size() > 0)
	r.flag(p.view.hint.size() > 0)
}

func (p *Page) share(box int32, total float64) float32 {
	b := p.boxes[box]
	return share(p.mass[b.last]-p.mass[b.first], total)
}

// text is what a segment's own text shows.
func (f *frame) text(r *row, s *Segment) {
	t := &s.s
	n := float64(max(t.runes, 1))
	r.add(log(float64(t.runes)), float32(min(t.words, 400)), float32(n)/float32(max(t.words, 1)), float32(min(t.sentences, 30)),
		share(float64(t.commas), float64(t.words)),
		share(float64(t.digits), n), share(float64(t.upper), float64(t.letters)), share(float64(t.marks), float64(t.words)),
		share(float64(t.letters), n),
		share(float64(s.linked), float64(s.to-s.from)), float32(min(s.links, 20)), share(float64(s.bold), float64(s.to-s.from)),
		endOf(t.last), endOf(t.first), tagOf(s.tag), float32(s.last-s.first), t.title, t.about, t.data, t.hint)
	r.flag(t.twin)
	for c := range nCues {
		r.flag(t.cues&(1<<c) != 0)
	}
}

func endOf(c rune) float32 {
	switch c {
	case '.', '!', '?', '。', '।', '؟', '！', '？':
		return 1
	case '"', '”', '»', '’', '\'', '“', '„', '«', ')', '」':
		return 2
	case ':', '：':
		return 3
	case '…':
		return 4
	case ',', ';', '-', '–', '—':
		return 5
	case '|', '/', '>', '›', '→', '#', '@', '©', '•', '*', '(', '[', '+':
		return 6
	}
	switch {
	case c >= '0' && c <= '9':
		return 7
	case c >= 'a' && c <= 'z':
		return 8
	case c >= 'A' && c <= 'Z':
		return 9
	}
	return 10
}

func tagOf(a atom.Atom) float32 {
	for i, t := range [...]atom.Atom{atom.P, atom.Blockquote, atom.H2, atom.H3, atom.H4, atom.H1, atom.H5, atom.H6, atom.Li, atom.Dd, atom.Dt,
		atom.Pre, atom.Td, atom.Th, atom.Div, atom.Section, atom.Article, atom.Main, atom.Figcaption, atom.Span} {
		if a == t {
			return float32(i)
		}
	}
	return 20
}

// near is what stands around a segment.
func (f *frame) near(r *row, i int) {
	p := f.p
	for _, d := range [...]int{-3, -2, -1, 1, 2, 3} {
		j := i + d
		if j < 0 || j >= len(p.Segments) {
			r.add(-1, -1, -1, -1)
			continue
		}
		s := &p.Segments[j]
		same := float32(0)
		switch here := &p.Segments[i]; {
		case s.box == here.box:
			same = 3
		case p.boxes[s.box].parent == p.boxes[here.box].parent && s.tag == here.tag:
			same = 2
		case p.boxes[s.box].path == p.boxes[here.box].path:
			same = 1
		}
		r.add(log(float64(s.s.runes)), share(float64(s.linked), float64(s.to-s.from)), tagOf(s.tag), same)
	}
	for _, d := range [...]int{3, 8, 20} {
		a, b := max(i-d, 0), min(i+d+1, len(p.Segments))
		r.add(log(p.mass[i]-p.mass[a]), log(p.mass[b]-p.mass[i+1]))
	}
}

// place is where a segment stands: in the page, below the headline, and in the
// elements that hold the page's prose.
func (f *frame) place(r *row, i int, s *Segment) {
	p := f.p
	own := p.prose(s)
	r.add(share(float64(i), float64(len(p.Segments))), share(p.mass[i], f.total), share(f.total-p.mass[i+1], f.total), share(own, f.total),
		float32(s.depth))
	if f.title < 0 {
		r.add(-999, -1)
	} else {
		r.add(float32(max(min(i-f.title, 400), -400)), share(p.mass[i]-p.mass[min(f.title, i)], f.total))
	}
	b := s.box
	for range 4 {
		if b < 0 {
			r.add(1, 12)
			continue
		}
		x := p.boxes[b]
		r.add(p.share(b, f.total), log(float64(x.last-x.first)))
		b = x.parent
	}
	path := p.boxes[s.box].path
	r.add(share(f.paths[path], f.total), share(f.paths[path], f.pathMost))
	for _, box := range [...]int32{f.half, f.most} {
		x := p.boxes[box]
		switch {
		case int32(i) < x.first:
			r.add(float32(max(int32(i)-x.first, -50)))
		case int32(i) >= x.last:
			r.add(2 + float32(min(int32(i)-x.last, 50)))
		default:
			r.add(float32(int32(i)-x.first) / float32(max(x.last-x.first, 1)))
		}
	}
}
