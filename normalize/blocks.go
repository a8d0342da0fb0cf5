package normalize

import (
	"html"
	"strconv"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// maxBlocks bounds the blocks of one body.
const maxBlocks = 5000

// blocks are a body in the making.
type blocks struct {
	blocks  []article.Block
	traits  []trait // of each block
	related []article.Link
	removed []article.Removed
	// corrections stand on the page and are no text of the story.
	corrections []string
}

// trait is what is known of a block beside what it says.
type trait struct {
	markup string // its text with links and emphasis, as HTML; or ""
	apart  int    // the number of the element set apart from the text, such as a quote, that it stands in; 0 for none
}

// preformattedTag begins the markup of a text that is written with its own spaces.
const preformattedTag = "<pre>"

func (b *blocks) add(block article.Block, t trait) {
	if len(b.blocks) < maxBlocks {
		b.blocks, b.traits = append(b.blocks, block), append(b.traits, t)
	}
}

func (b *blocks) remove(text, reason string) {
	if text = fold(text); text != "" && len(b.removed) < 30 {
		b.removed = append(b.removed, article.Removed{Text: clip(text, 120), Reason: reason})
	}
}

// trimmed drops headings that head nothing.
func (b *blocks) trimmed() *blocks {
	for n := len(b.blocks); n > 0 && b.blocks[n-1].Type == "heading"; n-- {
		b.remove(b.blocks[n-1].Text, "a heading without text")
		b.blocks, b.traits = b.blocks[:n-1], b.traits[:n-1]
	}
	return b
}

// text is the body as plain text, a blank line between blocks.
func (b *blocks) text() string {
	var parts []string
	for _, x := range b.blocks {
		switch x.Type {
		case "figure", "embed":
		case "list", "table":
			parts = append(parts, strings.Join(x.Items, "\n"))
		default:
			parts = append(parts, x.Text)
		}
	}
	return strings.Join(parts, "\n\n")
}

// size is the length of the text in bytes.
func (b *blocks) size() int {
	n, parts := 0, 0
	for _, x := range b.blocks {
		switch x.Type {
		case "figure", "embed":
			continue
		case "list", "table":
			for _, i := range x.Items {
				n += len(i)
			}
			n += max(len(x.Items)-1, 0)
		default:
			n += len(x.Text)
		}
		parts++
	}
	return n + 2*max(parts-1, 0)
}

// html is the body as HTML. It is written anew from the blocks and from the
// inline markup that an inline wrote, so nothing of the page's own is in it.
func (b *blocks) html() string {
	var out strings.Builder
	for i, x := range b.blocks {
		writeBlock(&out, x, b.traits[i].markup)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func writeBlock(out *strings.Builder, x article.Block, text string) {
	if text == "" {
		text = escapeLines(x.Text)
	}
	switch x.Type {
	case "heading":
		level := "h" + string(rune('0'+min(max(x.Level, 2), 6)))
		out.WriteString("<" + level + ">" + html.EscapeString(x.Text) + "</" + level + ">\n")
	case "quote":
		out.WriteString("<blockquote><p>" + text + "</p></blockquote>\n")
	case "list":
		writeList(out, x)
	case "table":
		writeTable(out, x.Items)
	case "figure":
		out.WriteString(`<figure><img src="` + html.EscapeString(x.URL) + `"`)
		if x.Text != "" {
			out.WriteString("><figcaption>" + html.EscapeString(x.Text) + "</figcaption></figure>\n")
		} else {
			out.WriteString("></figure>\n")
		}
	case "embed":
		out.WriteString(`<p><a href="` + html.EscapeString(x.URL) + `">` + html.EscapeString(x.URL) + "</a></p>\n")
	default:
		if strings.HasPrefix(text, preformattedTag) {
			out.WriteString(text + "\n")
			return
		}
		out.WriteString("<p>" + text + "</p>\n")
	}
}

func writeTable(out *strings.Builder, rows []string) {
	out.WriteString("<table>\n")
	for _, row := range rows {
		out.WriteString("<tr>")
		for _, cell := range strings.Split(row, "\t") {
			out.WriteString("<td>" + html.EscapeString(cell) + "</td>")
		}
		out.WriteString("</tr>\n")
	}
	out.WriteString("</table>\n")
}

// escapeLines is plain text as HTML.
func escapeLines(text string) string {
	return strings.ReplaceAll(html.EscapeString(text), "\n", "<br>")
}

// maxRelated bounds the links to other stories.
const maxRelated = 20

// writeList writes a list as HTML.
func writeList(out *strings.Builder, b article.Block) {
	name := "ul"
	if b.Ordered {
		name = "ol"
	}
	out.WriteString("<" + name)
	if b.Start != 0 {
		out.WriteString(` start="` + strconv.Itoa(b.Start) + `"`)
	}
	out.WriteString(">\n")
	for i, item := range b.Items {
		out.WriteString("<li")
		if i < len(b.Numbers) {
			out.WriteString(` value="` + strconv.Itoa(b.Numbers[i]) + `"`)
		}
		out.WriteString(">" + escapeLines(item) + "</li>\n")
	}
	out.WriteString("</" + name + ">\n")
}
