// Package suggest finds the word that somebody meant who mistyped it: of a key, a
// command, a flag, a feed. Pure functions.
package suggest

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Nearest returns the known word that is nearest to a mistyped one, without regard to
// case, or "" if none is near: two letters, or one in a word of two, may be wrong,
// missing, too many, or have changed places. Of several that are as near the first
// wins.
func Nearest(word string, known []string) string {
	word = strings.ToLower(word)
	best, least := "", min(3, utf8.RuneCountInString(word)/3+2)
	for _, k := range known {
		if d := distance(word, strings.ToLower(k)); d < least && d < utf8.RuneCountInString(k) {
			best, least = k, d
		}
	}
	return best
}

// distance is Levenshtein's with neighbours that changed places as one mistake
// (optimal string alignment).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range y {
			wrong := 1
			if x[i] == y[j] {
				wrong = 0
			}
			row[j+1] = slices.Min([]int{last[j+1] + 1, row[j] + 1, last[j] + wrong})
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(y)]
}
