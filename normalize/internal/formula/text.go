package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Bounds of a formula that is written: elements, bytes, and how deep they stand in
// each other.
const (
	maxNodes = 3000
	maxText  = 4000
	maxDepth = 60
)

// Text is a math element as a line of text: what it draws, or what its page says
// for those who do not see it; "" if it is neither. What it draws is told from its
// presentation (MathML 3, chapter 3); annotations are the same said again.
func Text(math *html.Node) string {
	w := writer{nodes: maxNodes, bytes: maxText}
	text := strings.Join(strings.Fields(w.row(math, 0)), " ")
	if text != "" && w.nodes >= 0 && w.bytes >= 0 {
		return text
	}
	if text = attr(math, "alttext"); text == "" {
		text = annotation(math)
	}
	if len(text) > maxText {
		return ""
	}
	return strings.Join(strings.Fields(text), " ")
}

// annotation is the source of a formula, in TeX, as its annotation has it.
func annotation(math *html.Node) string {
	for semantics := math.FirstChild; semantics != nil; semantics = semantics.NextSibling {
		for c := semantics.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && c.Data == "annotation" && c.FirstChild != nil && c.FirstChild.Type == html.TextNode {
				return c.FirstChild.Data
			}
		}
	}
	return ""
}

// writer writes one formula.
type writer struct{ nodes, bytes int } // that may yet be read, and written

// text is what a node draws.
func (w *writer) text(n *html.Node, depth int) string {
	if w.nodes--; w.nodes < 0 || w.bytes < 0 || depth > maxDepth {
		w.nodes = -1
		return ""
	}
	if n.Type != html.ElementNode {
		return ""
	}
	switch n.Data {
	case "mi", "mn", "mo", "mtext", "ms":
		return w.token(n)
	case "mspace":
		return " "
	case "semantics", "maction":
		if c := child(n, 0); c != nil {
			return w.text(c, depth+1)
		}
		return ""
	case "annotation", "annotation-xml", "mphantom", "none", "mprescripts", "script", "style":
		return ""
	case "mfrac":
		return w.fraction(n, depth)
	case "msqrt":
		return "√" + grouped(w.row(n, depth))
	case "mroot":
		return w.root(n, depth)
	case "msup", "msub", "msubsup", "mover", "munder", "munderover", "mmultiscripts":
		return w.scripts(n, depth)
	case "mfenced":
		return w.fenced(n, depth)
	case "mtable":
		return w.joined(n, "; ", depth)
	case "mtr", "mlabeledtr":
		return w.joined(n, ", ", depth)
	}
	return w.row(n, depth)
}

// row is what the elements in another draw, one after the other.
func (w *writer) row(n *html.Node, depth int) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		text := w.text(c, depth+1)
		if c.Data == "mfrac" && endsInDigit(b.String()) && text != "" && text[0] >= '0' && text[0] <= '9' {
			b.WriteByte(' ') // 3 1/2
		}
		b.WriteString(text)
	}
	return w.counted(b.String())
}

// counted counts what an element draws against the bytes of the formula.
func (w *writer) counted(text string) string {
	if len(text) > w.bytes {
		w.bytes = -1
		return ""
	}
	return text
}

func (w *writer) joined(n *html.Node, mark string, depth int) string {
	var parts []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			parts = append(parts, w.text(c, depth+1))
		}
	}
	return w.counted(strings.Join(parts, mark))
}

// token is the text of an element that holds no others, without the operators that
// nobody sees.
func (w *writer) token(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil && b.Len() <= maxText; c = c.NextSibling {
		if w.nodes--; c.Type == html.TextNode && w.nodes >= 0 {
			b.WriteString(c.Data)
		}
	}
	text := strings.Map(func(c rune) rune {
		switch {
		case c >= '\u2061' && c <= '\u2064':
			return -1
		case unicode.IsSpace(c):
			return ' '
		}
		return c
	}, b.String())
	if n.Data != "mtext" {
		text = strings.TrimSpace(text)
	}
	if w.bytes -= len(text); w.bytes < 0 {
		return ""
	}
	return text
}

func (w *writer) fraction(n *html.Node, depth int) string {
	over, under := w.part(n, 0, depth), w.part(n, 1, depth)
	if over == "" || under == "" {
		return over + under
	}
	return w.counted(grouped(over) + "/" + grouped(under))
}

func (w *writer) root(n *html.Node, depth int) string {
	of, index := w.part(n, 0, depth), w.part(n, 1, depth)
	switch index {
	case "3":
		return w.counted("∛" + grouped(of))
	case "4":
		return w.counted("∜" + grouped(of))
	}
	return w.counted(Raised(index) + "√" + grouped(of))
}

func (w *writer) fenced(n *html.Node, depth int) string {
	begin, end, mark := "(", ")", ","
	for _, a := range n.Attr {
		switch a.Key {
		case "open":
			begin = a.Val
		case "close":
			end = a.Val
		case "separators":
			mark = strings.TrimSpace(a.Val)
		}
	}
	if _, size := utf8.DecodeRuneInString(mark); size < len(mark) {
		mark = mark[:size]
	}
	if len(begin) > 4 || len(end) > 4 {
		begin, end = "(", ")"
	}
	return w.counted(begin + w.joined(n, mark, depth) + end)
}

// part is what the element at a place in another draws.
func (w *writer) part(n *html.Node, at, depth int) string {
	if c := child(n, at); c != nil {
		return strings.TrimSpace(w.text(c, depth+1))
	}
	return ""
}

// child is the element at a place in another; nil if there are fewer.
func child(n *html.Node, at int) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if at == 0 {
			return c
		}
		at--
	}
	return nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// isOne reports whether text is a number, a word, one sign, or between brackets.
func isOne(text string) bool {
	if utf8.RuneCountInString(text) < 2 || strings.HasPrefix(text, "(") && strings.IndexByte(text, ')') == len(text)-1 {
		return true
	}
	digits, others := 0, 0
	for _, c := range text {
		switch {
		case unicode.IsDigit(c) || c == '.' || c == ',':
			digits++
		case unicode.IsLetter(c), unicode.Is(unicode.M, c), unicode.Is(unicode.No, c), unicode.Is(unicode.Lm, c):
			others++
		default:
			return false
		}
	}
	return digits == 0 || others == 0
}

func endsInDigit(s string) bool {
	return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9'
}
