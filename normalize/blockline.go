package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// write adds text to the line. Where the line ends of the source count, they end
// it.
func (w *blockWalk) write(text string) {
	if w.spaced == 0 || !strings.Contains(text, "\n") {
		w.line.write(text)
		return
	}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			w.lineBreak()
		}
		w.line.write(line)
	}
}

// keepsLines reports whether the style of an element lets the line ends of its
// source count.
func keepsLines(n *html.Node) bool {
	if !isBlock[n.DataAtom] {
		return false
	}
	_, how, ok := strings.Cut(attr(n, "style"), "white-space")
	if !ok {
		return strings.Contains(attr(n, "class"), "whitespace-pre")
	}
	return strings.HasPrefix(strings.TrimLeft(how, " :"), "pre")
}

// lineBreak ends a line of a paragraph. Two of them end the paragraph.
func (w *blockWalk) lineBreak() {
	w.lines = append(w.lines, w.line.take())
}

// maxShortLine is the longest line, in characters, that stands in one paragraph
// with those before and after it, as lines of verse and of an address do. Longer
// ones are paragraphs.
const maxShortLine = 90

// flush ends the paragraph, and judges its lines.
func (w *blockWalk) flush() {
	w.line.leaveLink()
	if len(w.line.text) == 0 && len(w.lines) == 0 {
		return
	}
	w.lineBreak()
	if w.bare {
		return
	}
	lines := w.lines
	w.lines = w.lines[:0]
	from := 0
	for i, l := range lines {
		reason := w.judge(l, len(lines) > 1)
		if reason != "" {
			w.out.remove(l.text, reason)
		}
		long := utf8.RuneCountInString(l.text) > maxShortLine
		if l.text == "" || reason != "" || long {
			w.paragraph(lines[from:i])
			from = i + 1
			if long && reason == "" {
				w.paragraph(lines[i : i+1])
			}
		}
	}
	w.paragraph(lines[from:])
}

// paragraph adds lines as one block.
func (w *blockWalk) paragraph(lines []textLine) {
	if len(lines) == 0 {
		return
	}
	texts, markups := make([]string, len(lines)), make([]string, len(lines))
	for i, l := range lines {
		texts[i], markups[i] = l.text, l.markup
	}
	kind := "p"
	if w.quoted > 0 {
		kind = "quote"
	}
	w.out.add(article.Block{Type: kind, Text: strings.Join(texts, "\n")}, trait{strings.Join(markups, "<br>"), w.apart})
}

// judge says why a line is no text of the story; "" if it is. Within a paragraph of
// several lines there is more that is.
func (w *blockWalk) judge(l textLine, several bool) (reason string) {
	first := len(w.out.blocks) < 2 && w.quoted == 0
	switch {
	case l.text == "":
		return ""
	case len(l.text) < maxTagLine && tagLine.MatchString(l.text) && l.linked*3 > len(l.text):
		return "tags"
	case w.leadsAway(l, several):
		w.out.related = append(w.out.related, l.links...)
		return "a link to another story"
	case isFurnitureLine(l.text) || isButtons(l):
		return "boilerplate"
	case first && isBylineLine(l.text):
		return "the byline"
	case first && isDateLine(l.text):
		return "the date"
	case len(w.out.blocks) < 3 && squeeze(l.text) == squeeze(w.headline):
		return "the headline"
	}
	return ""
}

// textLines are the lines of one element.
type textLines []textLine

// joined are the lines that are not empty, with a mark between each two.
func (list textLines) joined(mark string) string {
	texts := make([]string, 0, len(list))
	for _, l := range list {
		if l.text != "" {
			texts = append(texts, l.text)
		}
	}
	return strings.Join(texts, mark)
}

// linesOf are the lines of text below an element, without those of lists in it.
func (w *blockWalk) linesOf(n *html.Node) textLines {
	in := &blockWalk{page: w.page, bare: true}
	in.walk(n)
	in.lineBreak()
	return in.lines
}

// preformatted is a text whose spaces and line ends count, such as code.
func (w *blockWalk) preformatted(n *html.Node) {
	var b strings.Builder
	appendRaw(&b, n)
	lines := strings.Split(strings.TrimRightFunc(withoutUnseen(b.String()), unicode.IsSpace), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRightFunc(l, unicode.IsSpace)
	}
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	if text := strings.Join(lines, "\n"); text != "" {
		w.out.add(article.Block{Type: "p", Text: text}, trait{preformattedTag + html.EscapeString(text) + "</pre>", w.apart})
	}
}

// appendRaw adds the text below a node as it stands in the source.
func appendRaw(b *strings.Builder, n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(strings.ReplaceAll(c.Data, "\r\n", "\n"))
		case c.Type != html.ElementNode || boilerplate.Silent(c.DataAtom):
		case c.DataAtom == atom.Br:
			b.WriteByte('\n')
		default:
			appendRaw(b, c)
		}
	}
}
