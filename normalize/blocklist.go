package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// list is a list of the story, or of links to others.
func (w *blockWalk) list(n *html.Node) {
	var items []string
	var teasers []article.Link
	text, linked := 0, 0
	for li := n.FirstChild; li != nil; li = li.NextSibling {
		if li.Type != html.ElementNode {
			continue
		}
		t := storyText(li)
		if t == "" {
			continue
		}
		items = append(items, t)
		text += len(t)
		if a := find(li, atom.A); a != nil {
			title := storyText(a)
			linked += len(title)
			if u := w.page.url(attr(a, "href")); u != "" {
				teasers = append(teasers, article.Link{URL: u, Title: clip(title, 200)})
			}
		}
	}
	switch {
	case len(items) == 0:
	case linked*10 >= text*8 && len(teasers) > 0:
		w.out.related = append(w.out.related, teasers[:min(len(teasers), 20)]...)
		w.out.remove(strings.Join(items, " · "), "links to other stories")
	default:
		w.out.add(article.Block{Type: "list", Items: items})
	}
}

// storyText is the text below an element of a story on one line, without that of
// the elements that hold no text of stories, such as buttons.
func storyText(n *html.Node) string {
	var b strings.Builder
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(c.Data)
			case c.Type != html.ElementNode || boilerplate.Silent(c.DataAtom):
			case c.DataAtom == atom.Br || isBlock[c.DataAtom]:
				b.WriteByte('\n')
				visit(c)
				b.WriteByte('\n')
			default:
				visit(c)
			}
		}
	}
	visit(n)
	return fold(b.String())
}
