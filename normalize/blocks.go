package normalize

import (
	"html"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// maxBlocks bounds the blocks of one body.
const maxBlocks = 5000

// blocks are a body in the making.
type blocks struct {
	blocks  []article.Block
	related []article.Link
	removed []article.Removed
}

func (b *blocks) add(block article.Block) {
	if len(b.blocks) < maxBlocks {
		b.blocks = append(b.blocks, block)
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
		b.blocks = b.blocks[:n-1]
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

// html is the body as HTML. It is written anew from the blocks, so nothing of
// the page's markup is in it.
func (b *blocks) html() string {
	var out strings.Builder
	element := func(name, text string) {
		out.WriteString("<" + name + ">" + html.EscapeString(text) + "</" + name + ">\n")
	}
	for _, x := range b.blocks {
		switch x.Type {
		case "heading":
			element("h"+string(rune('0'+min(max(x.Level, 2), 6))), x.Text)
		case "quote":
			out.WriteString("<blockquote><p>" + html.EscapeString(x.Text) + "</p></blockquote>\n")
		case "list":
			out.WriteString("<ul>\n")
			for _, i := range x.Items {
				element("li", i)
			}
			out.WriteString("</ul>\n")
		case "table":
			out.WriteString("<table>\n")
			for _, row := range x.Items {
				out.WriteString("<tr>")
				for _, cell := range strings.Split(row, "\t") {
					out.WriteString("<td>" + html.EscapeString(cell) + "</td>")
				}
				out.WriteString("</tr>\n")
			}
			out.WriteString("</table>\n")
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
			element("p", x.Text)
		}
	}
	return strings.TrimSuffix(out.String(), "\n")
}
