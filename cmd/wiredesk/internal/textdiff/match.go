package textdiff

import (
	"slices"
	"sort"
)

const (
	// maxEdits is the longest edit script that is searched for: its trace takes
	// maxEdits² numbers of memory.
	maxEdits = 700
	// maxSteps bounds what all searches of one comparison may do.
	maxSteps = 20_000_000
	// maxDepth bounds how often a text is cut at words that occur once.
	maxDepth = 12
)

// run is n tokens at x of the one text that are the same at y of the other.
type run struct{ x, y, n int }

// matcher compares two sequences of tokens, which are numbers here.
type matcher struct {
	steps int // left
	runs  []run
}

// match returns what two sequences have in common, in order.
func match(before, after []string) []run {
	numbers := make(map[string]int32, len(before))
	intern := func(list []string) []int32 {
		out := make([]int32, len(list))
		for i, s := range list {
			n, ok := numbers[s]
			if !ok {
				n = int32(len(numbers))
				numbers[s] = n
			}
			out[i] = n
		}
		return out
	}
	m := &matcher{steps: maxSteps}
	m.compare(intern(before), intern(after), 0, 0, 0)
	return m.runs
}

// add notes that n tokens are the same.
func (m *matcher) add(x, y, n int) {
	if n == 0 {
		return
	}
	if last := len(m.runs) - 1; last >= 0 {
		if l := &m.runs[last]; l.x+l.n == x && l.y+l.n == y {
			l.n += n
			return
		}
	}
	m.runs = append(m.runs, run{x, y, n})
}

// compare matches a, which begins at x, with b, which begins at y.
func (m *matcher) compare(a, b []int32, x, y, depth int) {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	m.add(x, y, head)
	a, b, x, y = a[head:], b[head:], x+head, y+head
	tail := 0
	for tail < len(a) && tail < len(b) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	a, b = a[:len(a)-tail], b[:len(b)-tail]
	if len(a) > 0 && len(b) > 0 && !m.myers(a, b, x, y) && depth < maxDepth {
		m.anchored(a, b, x, y, depth)
	}
	m.add(x+len(a), y+len(b), tail)
}

// anchored cuts both at the tokens that occur once in each, and compares what
// lies between them.
func (m *matcher) anchored(a, b []int32, x, y, depth int) {
	pairs := ascending(once(a, b))
	if len(pairs) == 0 {
		return
	}
	i, j := 0, 0
	for _, p := range pairs {
		m.compare(a[i:p[0]], b[j:p[1]], x+i, y+j, depth+1)
		m.add(x+p[0], y+p[1], 1)
		i, j = p[0]+1, p[1]+1
	}
	m.compare(a[i:], b[j:], x+i, y+j, depth+1)
}

// once lists where the tokens are that occur once in a and once in b, in a's order.
func once(a, b []int32) [][2]int {
	type place struct{ inA, inB, atB int }
	places := map[int32]*place{}
	for _, t := range a {
		if p := places[t]; p != nil {
			p.inA++
		} else {
			places[t] = &place{inA: 1}
		}
	}
	for j, t := range b {
		if p := places[t]; p != nil {
			p.inB++
			p.atB = j
		}
	}
	var pairs [][2]int
	for i, t := range a {
		if p := places[t]; p.inA == 1 && p.inB == 1 {
			pairs = append(pairs, [2]int{i, p.atB})
		}
	}
	return pairs
}

// ascending is a longest list of pairs that ascend in both (patience sorting).
func ascending(pairs [][2]int) [][2]int {
	var ends []int // of the best list of each length, the index of its last pair
	before := make([]int, len(pairs))
	for i, p := range pairs {
		n := sort.Search(len(ends), func(k int) bool { return pairs[ends[k]][1] >= p[1] })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	if len(ends) == 0 {
		return nil
	}
	var out [][2]int
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		out = append(out, pairs[i])
	}
	slices.Reverse(out)
	return out
}

// myers finds a shortest edit script of at most maxEdits edits (Myers 1986,
// algorithm 1). It is false if there is none, or the steps are used up.
func (m *matcher) myers(a, b []int32, x, y int) bool {
	limit := min(len(a)+len(b), maxEdits)
	reach := make([]int32, 2*limit+2) // furthest x on each diagonal
	var trace [][]int32
	for d := 0; d <= limit; d++ {
		for k := -d; k <= d; k += 2 {
			i := 0
			switch {
			case d == 0:
			case k == -d || k != d && reach[limit+k-1] < reach[limit+k+1]:
				i = int(reach[limit+k+1])
			default:
				i = int(reach[limit+k-1]) + 1
			}
			j := i - k
			for i < len(a) && j >= 0 && j < len(b) && a[i] == b[j] {
				i, j = i+1, j+1
				m.steps--
			}
			reach[limit+k] = int32(i)
			if i >= len(a) && j >= len(b) {
				m.walkBack(a, b, x, y, append(trace, slices.Clone(reach[limit-d:limit+d+1])))
				return true
			}
		}
		if m.steps -= d; m.steps < 0 {
			return false
		}
		trace = append(trace, slices.Clone(reach[limit-d:limit+d+1]))
	}
	return false
}

// walkBack reads the matches off the trace of a search: trace[d] has the reach
// on the diagonals -d to d after d edits.
func (m *matcher) walkBack(a, b []int32, x, y int, trace [][]int32) {
	var runs []run
	i, j := len(a), len(b)
	for d := len(trace) - 1; d > 0; d-- {
		at := func(k int) int { // reach after d-1 edits; -1 where that cannot be
			if k < -(d-1) || k > d-1 {
				return -1
			}
			return int(trace[d-1][k+d-1])
		}
		k := i - j
		from := k - 1 // by a deletion
		if k == -d || k != d && at(k-1) < at(k+1) {
			from = k + 1 // by an insertion
		}
		pi := at(from)
		pj := pi - from
		si, sj := pi+1, pj
		if from == k+1 {
			si, sj = pi, pj+1
		}
		runs = append(runs, run{si, sj, i - si})
		i, j = pi, pj
	}
	runs = append(runs, run{0, 0, i})
	for _, r := range slices.Backward(runs) {
		m.add(x+r.x, y+r.y, r.n)
	}
}
