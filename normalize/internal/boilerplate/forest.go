package boilerplate

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Forest is a sum of decision trees.
type Forest struct {
	Trees []Tree
	Bias  float32
	lanes *lanes // of a forest that was read from a table
}

// Tree is a decision tree; its root is its first node.
type Tree []Node

// Node is a question, or, with Feature Leaf, an answer. A child stands after
// its parent, so that every walk ends.
type Node struct {
	Feature     uint8
	Left, Right uint8   // where to go if the feature is at most Value, or above
	Value       float32 // the threshold, or the leaf's addition
}

// Leaf is the Feature of a node without children.
const Leaf = 255

// Score is the chance that the forest gives a row.
func (f *Forest) Score(row []float32) float32 {
	sum := f.Bias
	for _, t := range f.Trees {
		i := 0
		for t[i].Feature != Leaf {
			if row[t[i].Feature] <= t[i].Value {
				i = int(t[i].Left)
			} else {
				i = int(t[i].Right)
			}
		}
		sum += t[i].Value
	}
	return chance(sum)
}

func chance(sum float32) float32 { return float32(1 / (1 + math.Exp(-float64(sum)))) }

// scores are the scores of rows that stand in a table, Wide numbers a row, of
// which the first so many are the features.
func (f *Forest) scores(rows []float32, features int, out []float32) {
	l := f.lanes
	if l == nil {
		l = lay(f)
	}
	l.scores(rows, features, out)
}

// Bounds of a table, so that a broken one does not take memory.
const (
	maxTrees = 1000
	maxNodes = 255
)

var errShort = errors.New("the table ends early")

// Append writes a forest as a table: counts, then nodes of seven bytes.
func (f *Forest) Append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint16(b, uint16(len(f.Trees)))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f.Bias))
	for _, t := range f.Trees {
		b = append(b, uint8(len(t)))
		for _, n := range t {
			b = append(b, n.Feature, n.Left, n.Right)
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(n.Value))
		}
	}
	return b
}

// readForest reads what Append wrote, of a forest over so many features.
func readForest(b []byte, features int) (*Forest, []byte, error) {
	if len(b) < 6 {
		return nil, nil, errShort
	}
	f := &Forest{Bias: math.Float32frombits(binary.LittleEndian.Uint32(b[2:]))}
	n := int(binary.LittleEndian.Uint16(b))
	if n > maxTrees {
		return nil, nil, fmt.Errorf("%d trees, more than %d", n, maxTrees)
	}
	b = b[6:]
	f.Trees = make([]Tree, n)
	for i := range f.Trees {
		var err error
		if f.Trees[i], b, err = readTree(b, features); err != nil {
			return nil, nil, fmt.Errorf("tree %d: %w", i, err)
		}
	}
	f.lanes = lay(f)
	return f, b, nil
}

func readTree(b []byte, features int) (Tree, []byte, error) {
	if len(b) < 1 || len(b) < 1+7*int(b[0]) {
		return nil, nil, errShort
	}
	n := int(b[0])
	if n == 0 {
		return nil, nil, errors.New("no nodes")
	}
	t := make(Tree, n)
	var parents [maxNodes]uint8
	for i := range t {
		x := b[1+7*i:]
		t[i] = Node{x[0], x[1], x[2], math.Float32frombits(binary.LittleEndian.Uint32(x[3:]))}
		if t[i].Feature == Leaf {
			continue
		}
		if int(t[i].Feature) >= features || int(t[i].Left) <= i || int(t[i].Right) <= i || int(t[i].Left) >= n || int(t[i].Right) >= n {
			return nil, nil, fmt.Errorf("node %d leads nowhere", i)
		}
		parents[t[i].Left]++
		parents[t[i].Right]++
	}
	for i := range t[1:] {
		if parents[i+1] != 1 {
			return nil, nil, fmt.Errorf("node %d has %d parents", i+1, parents[i+1])
		}
	}
	return t, b[1+7*n:], nil
}
