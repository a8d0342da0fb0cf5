package textdiff

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// marked writes edits as people read them.
func marked(edits []Edit) string {
	var b strings.Builder
	for _, e := range edits {
		switch e.Op {
		case Delete:
			b.WriteString("[-" + e.Text + "-]")
		case Insert:
			b.WriteString("{+" + e.Text + "+}")
		default:
			b.WriteString(e.Text)
		}
	}
	return b.String()
}

// sides joins edits to the two texts they are made of.
func sides(edits []Edit) (before, after string) {
	var x, y strings.Builder
	for _, e := range edits {
		if e.Op != Insert {
			x.WriteString(e.Text)
		}
		if e.Op != Delete {
			y.WriteString(e.Text)
		}
	}
	return x.String(), y.String()
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ before, after, want string }{
		{"", "", ""},
		{"the same", "the same", "the same"},
		{"", "all new", "{+all new+}"},
		{"all gone", "", "[-all gone-]"},
		{"rises to 40 million", "rises to 14 million", "rises to [-40-]{+14+} million"},
		{"the old harbour opens", "a new harbour opens", "[-the old-]{+a new+} harbour opens"},
		{"on Tuesday.", "on Tuesday, officials said.", "on Tuesday{+, officials said+}."},
		{"the mayor's plan", "the mayors’ plan", "the [-mayor's-]{+mayors’+} plan"},
		{"港口重新开放", "港口今天开放", "港口[-重新-]{+今天+}开放"},
		{"Мост открыли в мае", "Мост открыли в июне", "Мост открыли в [-мае-]{+июне+}"},
	} {
		if got := marked(Words(tt.before, tt.after)); got != tt.want {
			t.Errorf("%q → %q: %s, want %s", tt.before, tt.after, got, tt.want)
		}
	}
}

func TestParagraphs(t *testing.T) {
	before := "The harbour opens on Tuesday.\nShips wait outside the wall.\nNobody was hurt.\nA last line."
	after := "The harbour opens on Monday.\nShips wait outside the wall.\n\nThe budget is settled.\nA last line."
	var got strings.Builder
	for _, p := range Paragraphs(before, after) {
		fmt.Fprintf(&got, "%s %d %s%s\n", p.Op, p.Count, p.Text, marked(p.Edits))
	}
	want := `change 1 The harbour opens on [-Tuesday-]{+Monday+}.
equal 1 
delete 1 Nobody was hurt.
insert 1 The budget is settled.
equal 1 
`
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
}

// The shortest script is found where it is short: compared with the table of the
// longest common subsequence.
func TestShortDifferencesAreShortest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		x, y := randomTokens(r, 40, 5), randomTokens(r, 40, 5)
		runs := match(x, y)
		n, i, j := 0, 0, 0
		for _, m := range runs {
			if m.x < i || m.y < j || m.n <= 0 {
				t.Fatalf("runs overlap: %v", runs)
			}
			for k := range m.n {
				if x[m.x+k] != y[m.y+k] {
					t.Fatalf("%v matches %q with %q", m, x[m.x+k], y[m.y+k])
				}
			}
			n, i, j = n+m.n, m.x+m.n, m.y+m.n
		}
		if want := lcs(x, y); n != want {
			t.Fatalf("%v and %v: %d in common, want %d", x, y, n, want)
		}
	}
}

func randomTokens(r *rand.Rand, most, kinds int) []string {
	out := make([]string, r.IntN(most))
	for i := range out {
		out[i] = string(rune('a' + r.IntN(kinds)))
	}
	return out
}

func lcs(x, y []string) int {
	row := make([]int, len(y)+1)
	for i := range x {
		diagonal := 0
		for j := range y {
			above := row[j+1]
			if x[i] == y[j] {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return row[len(y)]
}

// The largest bodies there are, in the worst order: time and memory stay bounded.
func TestHostileTextsAreComparedInBoundedTime(t *testing.T) {
	const size = 768 << 10
	r := rand.New(rand.NewPCG(3, 4))
	noise := func(words int) string {
		var b strings.Builder
		for b.Len() < size {
			fmt.Fprintf(&b, "%d ", r.IntN(words))
		}
		return b.String()
	}
	var ascending, descending strings.Builder
	for i := range size / 6 {
		fmt.Fprintf(&ascending, "w%d ", i)
		fmt.Fprintf(&descending, "w%d ", size/6-i)
	}
	for name, pair := range map[string][2]string{
		"nothing in common":     {strings.Repeat("a ", size/2), strings.Repeat("b ", size/2)},
		"few words":             {noise(3), noise(3)},
		"many words":            {noise(1e6), noise(1e6)},
		"each once, reversed":   {ascending.String(), descending.String()},
		"no spaces":             {strings.Repeat("港", size/3), strings.Repeat("口港", size/6)},
		"a paragraph a word":    {strings.ReplaceAll(noise(1000), " ", "\n"), strings.ReplaceAll(noise(1000), " ", "\n")},
		"every second replaced": {strings.Repeat("a b ", size/4), strings.Repeat("a c ", size/4)},
		"spaces":                {strings.Repeat(" ", size), strings.Repeat("\t", size)},
	} {
		t.Run(name, func(t *testing.T) {
			before, after := sides(Words(pair[0], pair[1]))
			if before != pair[0] || after != pair[1] {
				t.Error("the parts do not add up to the texts")
			}
			Paragraphs(pair[0], pair[1])
		})
	}
}

func FuzzWords(f *testing.F) {
	f.Add("the old harbour", "a new harbour")
	f.Add("港口 重新\xff", "ก ข ค")
	f.Fuzz(func(t *testing.T, before, after string) {
		x, y := sides(Words(before, after))
		if x != before || y != after {
			t.Errorf("%q and %q, want %q and %q", x, y, before, after)
		}
		for _, p := range Paragraphs(before, after) {
			if p.Op == Equal && p.Count == 0 {
				t.Error("nothing kept")
			}
		}
	})
}

func ExampleWords() {
	fmt.Println(Words("rises to 40 million", "rises to 14 million"))
	// Output: [{equal rises to } {delete 40} {insert 14} {equal  million}]
}
