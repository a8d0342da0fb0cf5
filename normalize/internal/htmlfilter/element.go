package htmlfilter

import (
	"bytes"
	"strings"
)

// drawn are the elements of drawings.
var drawn = setOf(drawnNames()...)

func drawnNames() []string {
	return []string{
		"g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text", "tspan", "textpath", "use", "defs", "symbol", "marker", "mask", "pattern",
		"clippath", "lineargradient", "radialgradient", "stop", "filter", "fegaussianblur", "feoffset", "feblend", "fecolormatrix", "feflood", "fecomposite",
		"femerge", "femergenode", "animate", "animatetransform", "animatemotion", "set", "switch", "view", "desc", "metadata", "title", "style",
	}
}

// names are the elements that are treated in a way of their own; others have no
// name here.
var names = setOf(append(drawnNames(),
	"script", "textarea", "iframe", "noembed", "noframes", "noscript", "xmp", "plaintext", "frameset", "select", "template", "svg", "math",
	"html", "head", "body", "frame", "caption", "col", "colgroup", "table", "tbody", "tfoot", "thead", "tr", "td", "th", "option", "optgroup", "form", "input", "keygen",
	"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
	"address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5",
	"h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "ul",
	"del", "q", "ruby",
	"area", "base", "br", "embed", "img", "link", "meta", "param", "source", "track", "wbr",
)...)

// startTag reads a start tag and, of elements whose content is no markup, that.
func (r *Reader) startTag(i int) {
	t, ok := r.tagAt(i)
	if !ok {
		r.stop(i) // as the tokenizer does
		return
	}
	r.budget.begins(t.name, t.attributes, r.selected)
	if r.depth != nil && !r.depth.begins(t) {
		r.flatten(i, t)
		return
	}
	switch t.name {
	case "script", "style":
		r.program(i, t)
	case "title", "textarea", "iframe", "noembed", "noframes", "xmp":
		r.rawText(i, t)
	case "plaintext", "frameset":
		r.doubted(i, t.end)
	case "noscript", "template":
		if r.selected {
			r.doubted(i, t.end)
			return
		}
		r.pass(t)
	case "svg":
		r.pass(t)
		r.drawing(t)
	default:
		r.pass(t)
	}
	switch t.name {
	case "select":
		r.selected = !r.selected
	case "input", "keygen", "textarea":
		r.selected = false
	case "math":
		r.foreign, r.stands = true, true
	case "q", "del", "s", "strike", "ruby":
		r.stands = true
	case "img":
		r.stands = r.stands || mayBeText(r.text[i:t.end])
	}
}

// pass passes a tag on, without what is left out of it.
func (r *Reader) pass(t tag) {
	for _, d := range r.drop {
		r.leaveOut(d.from, d.to, "")
	}
	r.at = t.end
}

func (r *Reader) endTag(i int) {
	t, ok := r.tagAt(i)
	if !ok {
		r.stop(i)
		return
	}
	r.budget.ends(t.name)
	if r.depth != nil && !r.depth.ends(t) {
		r.flatten(i, t)
		return
	}
	if t.name == "select" {
		r.selected = false
	}
	r.at = t.end
}

// rawText goes to the end tag of an element that holds text only. Within an svg
// it would hold markup: text without any is the same in both.
func (r *Reader) rawText(i int, t tag) {
	end := rawEnd(r.text, t.end, t.name)
	switch {
	case r.foreign && (t.closed || end < 0):
		r.doubted(i, t.end)
	case end < 0:
		r.pass(t)
		r.end()
	case r.foreign && bytes.IndexByte(r.text[t.end:end], '<') >= 0:
		r.pass(t)
		r.doubted(t.end, end)
	default:
		r.pass(t)
		r.budget.node()
		r.at = end
	}
}

// program leaves out the content of a script or a style sheet, but not that of
// scripts that are data about the story.
func (r *Reader) program(i int, t tag) {
	end := rawEnd(r.text, t.end, t.name)
	if t.name == "script" {
		end = scriptEnd(r.text, t.end)
	}
	if end < 0 || r.foreign && t.closed {
		if r.foreign {
			r.doubted(i, t.end)
			return
		}
		if rest := r.text[t.end:]; t.name == "script" && isData(r.text[i:t.end], rest) {
			r.pass(t)
			r.end()
			return
		}
		r.leaveOut(i, len(r.text), "<"+t.name+">") // a program to the end of the page
		r.ends = true
		return
	}
	content := r.text[t.end:end]
	r.doubt = r.doubt || r.foreign && bytes.IndexByte(content, '<') >= 0
	if t.name == "script" && isData(r.text[i:t.end], content) {
		r.pass(t)
		r.budget.data(content, r.foreign)
	} else {
		r.leaveOut(i, end, "<"+t.name+">")
	}
	r.at = end
}

// isData reports whether a script is data about the story.
func isData(tag, content []byte) bool {
	return containsFold(tag, "ld+json") || bytes.Contains(content, []byte(`"articleBody"`))
}

// rawEnd is where the end tag of an element begins whose content is no markup,
// or -1.
func rawEnd(text []byte, from int, name string) int {
	for at := from; ; {
		i := bytes.Index(text[at:], []byte("</"))
		if i < 0 {
			return -1
		}
		i += at
		if after := i + 2 + len(name); after < len(text) && equalFold(text[i+2:after], name) &&
			(isSpace(text[after]) || text[after] == '/' || text[after] == '>') {
			return i
		}
		at = i + 2
	}
}

// equalFold compares with a text in lower case, by letters of ASCII only.
func equalFold(b []byte, low string) bool {
	if len(b) != len(low) {
		return false
	}
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != low[i] {
			return false
		}
	}
	return true
}

// containsFold looks for a text in lower case that holds a "+": it finds it by
// that.
func containsFold(b []byte, low string) bool {
	k := strings.IndexByte(low, '+')
	for at := k; at < len(b); at++ {
		i := bytes.IndexByte(b[at:], '+')
		if i < 0 {
			return false
		}
		at += i
		if from := at - k; from+len(low) <= len(b) && equalFold(b[from:from+len(low)], low) {
			return true
		}
	}
	return false
}
