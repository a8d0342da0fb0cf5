package normalize

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// apartWords are parts of the names of elements that are set apart from the text,
// most of them to repeat a part of it in large letters.
var apartWords = partsOf("quote", "pull", "zitat", "citat", "citaat", "cita", "exergue", "destac", "highlight", "callout", "tweetable",
	"blikfang", "sitat", "lainaus", "alinti", "virgolettato")

// isSetApart reports whether an element that begins a line stands apart from the
// text around it.
func isSetApart(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Aside:
		return true
	case atom.Div, atom.P, atom.Section, atom.Table, atom.Center:
		return apartWords.heldBy(attr(n, "class"))
	}
	return false
}

// Bounds of what is looked for in the text a second time.
const (
	maxQuotes      = 50
	maxPulled      = 600 // bytes of a pulled quote
	minPulled      = 16  // letters and digits of one, in bytes
	maxAttribution = 60  // bytes of the name below one
)

// withoutPulledQuotes drops what an element set apart from the text only repeats
// of it, with the name of who said it.
func (b *blocks) withoutPulledQuotes() *blocks {
	pulled := b.pulledQuotes()
	if len(pulled) == 0 {
		return b
	}
	kept, traits := b.blocks[:0], b.traits[:0]
	for i, x := range b.blocks {
		t := b.traits[i]
		if t.apart > 0 && pulled[t.apart] && x.Text != "" && (x.Type == "p" || x.Type == "quote" || x.Type == "heading") {
			b.remove(x.Text, "a quote that the text holds")
			continue
		}
		kept, traits = append(kept, x), append(traits, t)
	}
	b.blocks, b.traits = kept, traits
	return b
}

// pulledQuotes are the numbers of the elements set apart that hold nothing but
// what the text around them holds, and a name.
func (b *blocks) pulledQuotes() map[int]bool {
	if !slices.ContainsFunc(b.traits, func(t trait) bool { return t.apart > 0 }) {
		return nil
	}
	var around strings.Builder
	elements := map[int][]string{}
	for i, x := range b.blocks {
		switch apart := b.traits[i].apart; {
		case x.Type == "figure" || x.Type == "embed":
		case apart == 0:
			around.WriteString(squeeze(x.Text) + "\n")
		case x.Type == "list" || x.Type == "table":
			elements[apart] = append(elements[apart], strings.Repeat("x", maxPulled+1)) // it is no quote
		case len(elements) < maxQuotes || elements[apart] != nil:
			elements[apart] = append(elements[apart], x.Text)
		}
	}
	text := ""
	pulled := map[int]bool{}
	for apart, texts := range elements {
		if text == "" {
			text = around.String()
		}
		if repeats(text, texts) {
			pulled[apart] = true
		}
	}
	return pulled
}

// repeats reports whether the texts of an element stand in the squeezed text of a
// story, but for a short one that names who said it.
func repeats(story string, texts []string) bool {
	said := false
	for _, t := range texts {
		if len(t) > maxPulled {
			return false
		}
		switch {
		case holdsQuote(story, t):
			said = true
		case len(t) > maxAttribution:
			return false
		}
	}
	return said
}

// holdsQuote reports whether a text stands in a squeezed one: all of it, without
// what follows a dash at its end, or all parts of it between dots of omission.
func holdsQuote(story, text string) bool {
	if at := lastDash(text); at > 0 && len(text)-at < maxAttribution && holdsQuote(story, text[:at]) {
		return true
	}
	long := false
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(text, "...", "…"), func(c rune) bool { return c == '…' || c == '\n' }) {
		key := squeeze(part)
		if !strings.Contains(story, key) {
			return false
		}
		long = long || len(key) >= minPulled
	}
	return long
}

// lastDash is where the last dash of a text stands that may come before a name; -1
// if there is none.
func lastDash(text string) int {
	at := strings.LastIndexAny(text, "—–―-|(")
	if c, size := utf8.DecodeRuneInString(text[max(at, 0):]); at > 0 && c == '-' && size < len(text)-at && text[at-1] != ' ' {
		return -1
	}
	return at
}
