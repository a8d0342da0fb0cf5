package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// stage is how one forest is trained: gradient boosting on histograms, the leaf
// with the most to gain first.
type stage struct {
	trees int
	seed  uint64
	wide  int
}

const (
	leaves   = 24
	bins     = 48
	rate     = .06
	smooth   = 3.0  // added to a leaf's weight; a page has about a hundred
	least    = 10.0 // weight of a leaf
	rowPart  = .6
	partOfFt = .4
)

// fit trains a forest.
func (s stage) fit(rows [][]float32, labels, weights []float32) *boilerplate.Forest {
	rng := rand.New(rand.NewPCG(s.seed, 7))
	g := &grower{rows: rows, wide: s.wide, grad: make([]float32, len(rows)), hess: make([]float32, len(rows))}
	g.bin(rng)
	pos, all := 0.0, 1e-9
	for i, w := range weights {
		pos, all = pos+float64(w*labels[i]), all+float64(w)
	}
	prior := min(max(pos/all, .001), .999)
	f := &boilerplate.Forest{Bias: float32(math.Log(prior / (1 - prior)))}
	sums := make([]float64, len(rows))
	for range s.trees {
		var in []int32
		for i := range rows {
			p := 1 / (1 + math.Exp(-float64(f.Bias)-sums[i]))
			g.grad[i] = weights[i] * (labels[i] - float32(p))
			g.hess[i] = weights[i] * float32(p*(1-p))
			if rng.Float64() < rowPart {
				in = append(in, int32(i))
			}
		}
		g.pick(rng)
		t := g.grow(in)
		for i, row := range rows {
			n := 0
			for t[n].Feature != boilerplate.Leaf {
				if row[t[n].Feature] <= t[n].Value {
					n = int(t[n].Left)
				} else {
					n = int(t[n].Right)
				}
			}
			sums[i] += float64(t[n].Value)
		}
		f.Trees = append(f.Trees, t)
	}
	return f
}

// grower grows one tree after the other over binned rows.
type grower struct {
	rows       [][]float32
	wide       int
	edges      [][]float32 // by feature: upper edge of each bin but the last
	binned     []uint8
	grad, hess []float32
	features   []int
}

// bin sorts every feature's values into bins of about the same size.
func (g *grower) bin(rng *rand.Rand) {
	g.edges = make([][]float32, g.wide)
	var sample []int
	for range min(20000, len(g.rows)) {
		sample = append(sample, rng.IntN(len(g.rows)))
	}
	for f := range g.wide {
		values := make([]float32, 0, len(sample))
		for _, i := range sample {
			values = append(values, g.rows[i][f])
		}
		slices.Sort(values)
		for b := 1; b < bins; b++ {
			e := values[b*(len(values)-1)/bins]
			if n := len(g.edges[f]); n == 0 || e > g.edges[f][n-1] {
				g.edges[f] = append(g.edges[f], e)
			}
		}
	}
	g.binned = make([]uint8, len(g.rows)*g.wide)
	for i, row := range g.rows {
		for f, v := range row[:g.wide] {
			b, _ := slices.BinarySearch(g.edges[f], v)
			g.binned[i*g.wide+f] = uint8(b)
		}
	}
}

// pick picks the features of the next tree.
func (g *grower) pick(rng *rand.Rand) {
	g.features = rng.Perm(g.wide)[:max(int(float64(g.wide)*partOfFt), 1)]
	slices.Sort(g.features)
}

// open is a leaf that may be split.
type open struct {
	node       int
	in         []int32
	hist       []float64
	grad, hess float64
	gain       float64
	feature    int
	bin        int
}

func (g *grower) grow(in []int32) boilerplate.Tree {
	t := boilerplate.Tree{{Feature: boilerplate.Leaf}}
	root := &open{in: in, hist: g.histogram(in)}
	for _, i := range in {
		root.grad, root.hess = root.grad+float64(g.grad[i]), root.hess+float64(g.hess[i])
	}
	g.best(root)
	list := []*open{root}
	for len(list) < leaves {
		at := 0
		for i, o := range list {
			if o.gain > list[at].gain {
				at = i
			}
		}
		o := list[at]
		if o.gain <= 1e-6 {
			break
		}
		l, r := g.split(o)
		l.node, r.node = len(t), len(t)+1
		t[o.node] = boilerplate.Node{Feature: uint8(o.feature), Left: uint8(l.node), Right: uint8(r.node), Value: g.edges[o.feature][o.bin]}
		t = append(t, boilerplate.Node{Feature: boilerplate.Leaf}, boilerplate.Node{Feature: boilerplate.Leaf})
		list[at] = l
		list = append(list, r)
	}
	for _, o := range list {
		t[o.node].Value = float32(rate * o.grad / (o.hess + smooth))
	}
	return t
}

func (g *grower) histogram(in []int32) []float64 {
	h := make([]float64, len(g.features)*bins*2)
	for _, i := range in {
		row := g.binned[int(i)*g.wide : (int(i)+1)*g.wide]
		gr, he := float64(g.grad[i]), float64(g.hess[i])
		for k, f := range g.features {
			at := (k*bins + int(row[f])) * 2
			h[at] += gr
			h[at+1] += he
		}
	}
	return h
}

// best finds the split with the most to gain.
func (g *grower) best(o *open) {
	base := o.grad * o.grad / (o.hess + smooth)
	for k, f := range g.features {
		a, b := 0.0, 0.0
		for bin := range g.edges[f] {
			at := (k*bins + bin) * 2
			a, b = a+o.hist[at], b+o.hist[at+1]
			if b < least || o.hess-b < least {
				continue
			}
			c := o.grad - a
			if gain := a*a/(b+smooth) + c*c/(o.hess-b+smooth) - base; gain > o.gain {
				o.gain, o.feature, o.bin = gain, f, bin
			}
		}
	}
}

func (g *grower) split(o *open) (l, r *open) {
	l, r = &open{}, &open{}
	for _, i := range o.in {
		side := l
		if int(g.binned[int(i)*g.wide+o.feature]) > o.bin {
			side = r
		}
		side.in = append(side.in, i)
		side.grad, side.hess = side.grad+float64(g.grad[i]), side.hess+float64(g.hess[i])
	}
	small, large := l, r
	if len(l.in) > len(r.in) {
		small, large = r, l
	}
	small.hist = g.histogram(small.in)
	large.hist = o.hist
	for i, v := range small.hist {
		large.hist[i] -= v
	}
	g.best(l)
	g.best(r)
	return l, r
}
