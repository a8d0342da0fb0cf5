package boilerplate

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Describe collects what a page says of its story outside the story: titles,
// descriptions, and the text in its data. It looks at no more than a few
// thousand nodes.
func Describe(root *html.Node) Known {
	d := &describer{left: 6000}
	d.visit(root)
	return d.Known
}

type describer struct {
	Known
	left int
}

func (d *describer) visit(n *html.Node) {
	for c := n.FirstChild; c != nil && d.left > 0; c = c.NextSibling {
		d.left--
		if c.Type != html.ElementNode {
			continue
		}
		switch c.DataAtom {
		case atom.Title:
			if c.FirstChild != nil && d.Title == "" {
				d.Title = c.FirstChild.Data
			}
		case atom.Meta:
			d.meta(c)
		case atom.Script:
			if c.FirstChild != nil && d.Data == "" {
				d.Data = articleBody(c.FirstChild.Data)
			}
		default:
			d.visit(c)
		}
	}
}

func (d *describer) meta(n *html.Node) {
	name, content := "", ""
	for i, a := range n.Attr {
		switch {
		case i >= maxAttr:
			return
		case a.Key == "name" || a.Key == "property":
			name = a.Val
		case a.Key == "content":
			content = a.Val
		}
	}
	switch name {
	case "og:title":
		d.Title = content
	case "description", "og:description", "twitter:description":
		if len(d.About) < 4000 {
			d.About += " " + content
		}
	}
}

// articleBody is the longest text of that name in a script of data, which need
// not be whole.
func articleBody(script string) (body string) {
	const key = `"articleBody"`
	for range 5 {
		i := strings.Index(script, key)
		if i < 0 {
			return body
		}
		script = script[i+len(key):]
		value := strings.TrimLeft(script, " \t\r\n:")
		if !strings.HasPrefix(value, `"`) {
			continue
		}
		if text := stringAt(value); len(text) > len(body) {
			body = text
		}
	}
	return body
}

// stringAt reads the JSON string at the beginning of a text.
func stringAt(s string) string {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			var text string
			if json.Unmarshal([]byte(s[:i+1]), &text) != nil {
				return s[1:i]
			}
			return text
		}
	}
	return ""
}
