package lean

import "bytes"

// names are the elements that are treated in a way of their own, and those that
// stand within drawings; others have no name here.
var names = setOf(
	"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "noscript", "xmp", "plaintext", "frameset", "select", "template", "svg", "math",
	"g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text", "tspan", "textpath", "use", "defs", "symbol", "marker", "mask", "pattern",
	"clippath", "lineargradient", "radialgradient", "stop", "filter", "fegaussianblur", "feoffset", "feblend", "fecolormatrix", "feflood", "fecomposite",
	"femerge", "femergenode", "animate", "animatetransform", "animatemotion", "set", "switch", "view", "desc", "metadata",
)

// startTag reads a start tag and, of elements whose content is no markup, that.
func (r *Reader) startTag(i int) {
	t, ok := r.tagAt(i)
	if !ok {
		r.end()
		return
	}
	switch t.name {
	case "script", "style":
		r.program(i, t)
		return
	case "title", "textarea", "iframe", "noembed", "noframes", "xmp":
		r.rawText(t)
	case "plaintext", "frameset":
		r.end()
	case "noscript", "template":
		if r.selected {
			r.end()
		}
	case "select":
		r.selected = true
	case "math":
		r.foreign = true
	case "svg":
		r.leaveOutAttributes()
		r.drawing(t)
		return
	}
	if !r.ends {
		r.leaveOutAttributes()
		r.at = max(r.at, t.end)
	}
}

func (r *Reader) endTag(i int) {
	t, ok := r.tagAt(i)
	if !ok {
		r.end()
		return
	}
	if t.name == "select" {
		r.selected = false
	}
	r.at = t.end
}

// rawText goes to the end tag of an element that holds text only. Within an svg
// it would hold markup: text without any is the same in both.
func (r *Reader) rawText(t tag) {
	end := rawEnd(r.text, t.end, t.name)
	if end < 0 || r.foreign && (t.closed || bytes.IndexByte(r.text[t.end:end], '<') >= 0) {
		r.end()
		return
	}
	r.at = end
}

// program leaves out the content of a script or a style sheet, but not that of
// scripts that are data about the story.
func (r *Reader) program(i int, t tag) {
	end := rawEnd(r.text, t.end, t.name)
	if end < 0 {
		r.end()
		return
	}
	content := r.text[t.end:end]
	if r.foreign && (t.closed || bytes.IndexByte(content, '<') >= 0) {
		r.end()
		return
	}
	if t.name == "script" {
		if hides(content) {
			r.end()
			return
		}
		if containsFold(r.text[i:t.end], "ld+json") || bytes.Contains(content, []byte(`"articleBody"`)) {
			r.at = end
			return
		}
	}
	if !r.foreign {
		r.leaveOut(i, end, "<"+t.name+">")
	}
	r.at = end
}

// hides reports whether a script holds the beginning of a comment with another
// script in it, which may hide the end tag (HTML standard, 13.2.5.20 and after).
func hides(script []byte) bool {
	i := bytes.Index(script, []byte("<!--"))
	return i >= 0 && containsFold(script[i:], "<script")
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
		if after := i + 2 + len(name); after < len(text) && equalFold(text[i+2:after], name) && (isSpace(text[after]) || text[after] == '/' || text[after] == '>') {
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

// containsFold looks for a text in lower case that holds a "<" or a "+": it finds
// them by that byte.
func containsFold(b []byte, low string) bool {
	k := bytes.IndexAny([]byte(low), "<+")
	for at := k; at < len(b); at++ {
		i := bytes.IndexByte(b[at:], low[k])
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
