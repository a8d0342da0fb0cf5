package formula

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// scripts is an element with what stands above, below or before it.
func (w *writer) scripts(n *html.Node, depth int) string {
	base := w.part(n, 0, depth)
	switch n.Data {
	case "msup":
		return w.counted(based(base) + inPower(w.part(n, 1, depth)))
	case "msub", "munder":
		return w.counted(based(base) + inIndex(w.part(n, 1, depth)))
	case "mover":
		over := w.part(n, 1, depth)
		if mark := accents[over]; mark != "" && utf8.RuneCountInString(base) == 1 {
			return w.counted(base + mark)
		}
		if accents[over] != "" || over == "⏞" || over == "⏟" {
			return base
		}
		return w.counted(based(base) + inPower(over))
	case "msubsup", "munderover":
		return w.counted(based(base) + inIndex(w.part(n, 1, depth)) + inPower(w.part(n, 2, depth)))
	}
	return w.counted(w.around(n, base, depth))
}

// accents are signs that stand over a letter, as the characters that follow it.
var accents = map[string]string{
	"¯": "\u0304", "‾": "\u0304", "_": "\u0304", "―": "\u0304", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "→": "\u20d7", "⃗": "\u20d7",
	"˙": "\u0307", ".": "\u0307", "¨": "\u0308", "ˇ": "\u030c", "´": "\u0301",
}

// around are the scripts of mmultiscripts, in pairs: behind the base, and before it
// those that follow mprescripts (MathML 3, 3.4.7).
func (w *writer) around(n *html.Node, base string, depth int) string {
	var before, after, out strings.Builder
	to := &after
	place := 0 // of the next element: 0 is the base, then below and above by turns
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		switch {
		case c.Data == "mprescripts":
			to, place = &before, 1
			continue
		case place == 0:
		case place%2 == 1:
			to.WriteString(inIndex(strings.TrimSpace(w.text(c, depth+1))))
		default:
			to.WriteString(inPower(strings.TrimSpace(w.text(c, depth+1))))
		}
		place++
	}
	out.WriteString(before.String())
	out.WriteString(base)
	out.WriteString(after.String())
	return out.String()
}

// based is what scripts stand at: a group is between brackets.
func based(text string) string {
	if text == "" || isOne(text) || strings.ContainsAny(text[len(text)-1:], ")]}|") || utf8.RuneCountInString(text) < 2 {
		return text
	}
	return "(" + text + ")"
}

func inPower(text string) string {
	switch text {
	case "":
		return ""
	case "′", "″", "‴", "'", "''", "*", "∗", "†", "°", "∘":
		if text == "∘" {
			return "°"
		}
		return text
	}
	return Raised(text)
}

func inIndex(text string) string {
	if text == "" {
		return ""
	}
	return Lowered(text)
}
