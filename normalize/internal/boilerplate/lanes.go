package boilerplate

import "math"

// lanes is a forest laid out for many rows at once. Which way a row takes at a
// node cannot be predicted, and a processor that predicts wrongly waits: so there
// is no branch to predict, and four rows go down a tree together. The scores are
// those of Forest.Score to the last bit.
type lanes struct {
	nodes []laneNode
	trees []laneTree
	bias  float32
}

// laneNode is a question or an answer, in one word: 32 bits of a value, a byte
// each for flip and left, and the place of the feature in lanes of rows. The next
// node is left, with the bits of flip turned if the feature is above the value, a
// threshold as ordered makes it. An answer leads to itself, and its value is the
// bits of its addition.
type laneNode uint64

func packNode(value int32, feature, left, flip uint8) laneNode {
	return laneNode(uint32(value))<<32 | laneNode(flip)<<24 | laneNode(left)<<16 | laneNode(feature)*laneWidth
}

// laneTree says where a tree's nodes stand: the node i at window+i. The questions
// are numbered below firstAnswer and the answers from there on.
type laneTree struct {
	window int32
	root   uint8
}

const firstAnswer = 128

// laneWidth is how many rows go down a tree together.
const laneWidth = 4

// laneRows are the features of so many rows, in the order of integers: the same
// feature of all rows, then the next.
type laneRows [256 * laneWidth]int32

// set lays n rows out that stand in a table. Lanes without a row repeat the last.
func (x *laneRows) set(rows []float32, features, n int) {
	row := func(k int) []float32 { return rows[min(k, n-1)*Wide:][:features] }
	a, b, c, d := row(0), row(1), row(2), row(3)
	for j, v := range a {
		lanes := x[j*laneWidth:][:laneWidth]
		lanes[0], lanes[1], lanes[2], lanes[3] = ordered(v), ordered(b[j]), ordered(c[j]), ordered(d[j])
	}
}

// ordered maps numbers to integers of the same order.
func ordered(f float32) int32 {
	bits := int32(math.Float32bits(f + 0)) // there is no zero below zero
	return bits ^ bits>>31&math.MaxInt32
}

// lay lays a forest out. Its trees have at most maxNodes nodes, each but the root
// the child of one other.
func lay(f *Forest) *lanes {
	l := &lanes{nodes: make([]laneNode, firstAnswer), trees: make([]laneTree, 0, len(f.Trees)), bias: f.Bias}
	for _, t := range f.Trees {
		l.add(t)
	}
	l.nodes = append(l.nodes, make([]laneNode, firstAnswer)...)
	return l
}

func (l *lanes) add(t Tree) {
	questions := len(t) / 2
	root := firstAnswer - questions
	number := make([]uint8, len(t))
	question, answer := root, firstAnswer
	for i, n := range t {
		if n.Feature == Leaf {
			number[i] = uint8(answer)
			answer++
		} else {
			number[i] = uint8(question)
			question++
		}
	}
	window := len(l.nodes) - root
	l.trees = append(l.trees, laneTree{int32(window), uint8(root)})
	l.nodes = append(l.nodes, make([]laneNode, len(t))...)
	for i, n := range t {
		x := packNode(int32(math.Float32bits(n.Value)), 0, number[i], 0)
		if n.Feature != Leaf {
			x = packNode(ordered(n.Value), n.Feature, number[n.Left], number[n.Left]^number[n.Right])
		}
		l.nodes[window+int(number[i])] = x
	}
}

// scores sets the chances that the forest gives to rows, which stand in a table,
// Wide numbers a row. The rows of a batch meet each tree while it is near.
func (l *lanes) scores(rows []float32, features int, out []float32) {
	var b batch
	for i := 0; i < len(out); i += batchSize {
		n := min(batchSize, len(out)-i)
		for k := 0; k < n; k += laneWidth {
			b.rows[k/laneWidth].set(rows[(i+k)*Wide:], features, min(laneWidth, n-k))
		}
		for k := range n {
			b.sums[k] = l.bias
		}
		for _, t := range l.trees {
			b.add(t.root, (*[256]laneNode)(l.nodes[t.window:]), n)
		}
		for k := range n {
			out[i+k] = chance(b.sums[k])
		}
	}
}

// batch are rows that are scored together, and their sums so far.
type batch struct {
	rows [batchSize / laneWidth]laneRows
	sums [batchSize]float32
}

const batchSize = 4 * laneWidth

// add adds what a tree says of the first n rows.
func (x *batch) add(root uint8, nodes *[256]laneNode, n int) {
	for k := 0; k < n; k += laneWidth {
		rows, sums := &x.rows[k/laneWidth], (*[laneWidth]float32)(x.sums[k:])
		a, b, c, d := root, root, root, root
		for a&b&c&d < firstAnswer {
			p, q, r, s := nodes[a], nodes[b], nodes[c], nodes[d]
			a = p.next(rows[p&featureMask])
			b = q.next(rows[q&featureMask+1])
			c = r.next(rows[r&featureMask+2])
			d = s.next(rows[s&featureMask+3])
		}
		sums[0] += nodes[a].answer()
		sums[1] += nodes[b].answer()
		sums[2] += nodes[c].answer()
		sums[3] += nodes[d].answer()
	}
}

// featureMask are the bits of a node that say where the feature is.
const featureMask = 255 * laneWidth

// next is the node that a row with this feature goes to. A shifted sign stands for
// the comparison.
func (n laneNode) next(feature int32) uint8 {
	above := (int64(n)>>32 - int64(feature)) >> 63
	return uint8(n>>16) ^ uint8(n>>24)&uint8(above)
}

func (n laneNode) answer() float32 { return math.Float32frombits(uint32(n >> 32)) }
