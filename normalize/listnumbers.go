package normalize

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// maxNumber is the largest number of an item, either way.
const maxNumber = 1_000_000

// place is where an item of a list stands in it, and the value that the page gives it.
type place struct {
	at    int
	value string
}

// numberItems notes how the items of an ordered list are numbered: from its start on, up
// or down, or as the items say themselves (HTML standard, 4.4.5).
func numberItems(b *article.Block, list *html.Node, places []place) {
	step, number := 1, 1
	if hasAttr(list, "reversed") {
		step, number = -1, itemsOf(list)
	}
	if start, ok := itemNumber(attr(list, "start")); ok {
		number = start
	}
	numbers, last := make([]int, len(places)), 0
	for i, p := range places {
		number += step * (p.at - last)
		last = p.at
		if value, ok := itemNumber(p.value); ok {
			number = value
		}
		numbers[i] = number
	}
	b.Ordered = true
	for i, n := range numbers {
		if n != numbers[0]+i || numbers[0] == 0 {
			b.Numbers = numbers
			return
		}
	}
	if len(numbers) > 0 && numbers[0] != 1 {
		b.Start = numbers[0]
	}
}

func itemsOf(list *html.Node) (count int) {
	for c := list.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Li {
			count++
		}
	}
	return count
}

func itemNumber(s string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return n, err == nil && n >= -maxNumber && n <= maxNumber
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// numberOf is the number of an item of an ordered list.
func numberOf(b article.Block, item int) int {
	switch {
	case item < len(b.Numbers):
		return b.Numbers[item]
	case b.Start != 0:
		return b.Start + item
	}
	return 1 + item
}
