package textdiff

import (
	"slices"
	"strings"
	"unicode"
)

// Paragraph is what became of one paragraph, or of several that were kept.
type Paragraph struct {
	Op Op `json:"op"` // Equal, Delete, Insert or Change
	// Count is how many paragraphs were kept; 1 unless Op is Equal.
	Count int `json:"count,omitempty"`
	// Text is of a deleted or inserted paragraph.
	Text string `json:"text,omitempty"`
	// Edits are of a rewritten paragraph.
	Edits []Edit `json:"edits,omitempty"`
}

// Change says that a paragraph was rewritten.
const Change Op = "change"

const (
	// reachOver is how many new paragraphs a deleted one is compared with.
	reachOver = 12
	// alike is the share of words that a paragraph and its rewriting have in common.
	alike = 0.5
	// successor is the share that is enough where there is only one of each.
	successor = 0.2
)

// Paragraphs compares two bodies, whose paragraphs are separated by line breaks.
func Paragraphs(before, after string) []Paragraph {
	x, y := paragraphs(before), paragraphs(after)
	var out []Paragraph
	i, j := 0, 0
	for _, m := range append(match(x, y), run{len(x), len(y), 0}) {
		out = append(out, rewritten(x[i:m.x], y[j:m.y])...)
		if m.n > 0 {
			out = append(out, Paragraph{Op: Equal, Count: m.n})
		}
		i, j = m.x+m.n, m.y+m.n
	}
	return out
}

func paragraphs(s string) []string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// rewritten compares paragraphs of which none was kept. In order, each deleted
// one is matched with the likest of the next new ones.
func rewritten(old, fresh []string) []Paragraph {
	bags := make([][]string, len(fresh))
	for j, p := range fresh {
		bags[j] = bag(p)
	}
	var out []Paragraph
	next := 0
	for _, p := range old {
		words, best, at := bag(p), alike, -1
		for j := next; j < min(next+reachOver, len(fresh)); j++ {
			if s := likeness(words, bags[j]); s >= best && (at < 0 || s > best) {
				best, at = s, j
			}
		}
		if at < 0 && len(old) == 1 && len(fresh) == 1 && likeness(words, bags[0]) >= successor {
			at = 0 // one paragraph between kept ones is the other's successor
		}
		if at < 0 {
			out = append(out, Paragraph{Op: Delete, Count: 1, Text: p})
			continue
		}
		for _, q := range fresh[next:at] {
			out = append(out, Paragraph{Op: Insert, Count: 1, Text: q})
		}
		out = append(out, Paragraph{Op: Change, Count: 1, Edits: Words(p, fresh[at])})
		next = at + 1
	}
	for _, q := range fresh[next:] {
		out = append(out, Paragraph{Op: Insert, Count: 1, Text: q})
	}
	return out
}

// bag is a paragraph's words, sorted.
func bag(p string) []string {
	words := slices.DeleteFunc(tokens(p), func(t string) bool { return !strings.ContainsFunc(t, isWordRune) })
	slices.Sort(words)
	return words
}

// likeness is the share of words that two bags have in common, 0 to 1 (Dice).
func likeness(a, b []string) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			common++
			i, j = i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return 2 * float64(common) / float64(len(a)+len(b))
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
