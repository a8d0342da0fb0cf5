package normalize

import (
	"strings"

	"golang.org/x/net/html"
)

// wordsBefore is the short text before an element on its line, which may stand
// in an element beside it or around it.
func wordsBefore(n *html.Node) string {
	left := 20 // siblings to look at
	for range 3 {
		for before := n.PrevSibling; before != nil && left > 0; before, left = before.PrevSibling, left-1 {
			if t, ok := shortText(before, 60); !ok || t != "" {
				return t
			}
		}
		if n = n.Parent; n == nil {
			break
		}
	}
	return ""
}

// classWords are the words in the name of a class, in small letters.
func classWords(token string) []string {
	var words []string
	start := 0
	for i := range len(token) {
		c := token[i]
		switch {
		case c == '-' || c == '_' || c == ':':
			words, start = append(words, token[start:i]), i+1
		case c >= 'A' && c <= 'Z' && i > start && token[i-1] >= 'a' && token[i-1] <= 'z':
			words, start = append(words, token[start:i]), i
		}
	}
	words = append(words, token[start:])
	out := words[:0]
	for _, w := range words {
		if w != "" {
			out = append(out, strings.ToLower(w))
		}
	}
	return out
}
