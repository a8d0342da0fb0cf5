package htmlfilter

// maxDepth is how many elements may stand in each other in a page that is nested
// too deep. The parser puts elements around some of them, and gives up at 512.
const maxDepth = 100

// spare are places below that for paragraphs and headings, in which nothing stands
// but text.
const spare = 10

// depth knows which elements are open in such a page.
type depth struct {
	open []string
}

// begins reports whether a start tag is passed on. Formatting is not: what is not
// closed is opened again in each paragraph.
func (d *depth) begins(t tag) bool {
	switch {
	case isVoid(t.name), isRaw(t.name):
		return true // none of them holds an element
	case t.name == "", drawn.has(t.name), t.name == "svg", t.name == "math", t.name != "a" && isFormatting(t.name):
		return false
	case endsItself(t.name) && len(d.open) > 0 && d.open[len(d.open)-1] == t.name:
		return true // it ends the one that is open
	case len(d.open) >= maxDepth && (!isText(t.name) || len(d.open) >= maxDepth+spare):
		return false
	}
	d.open = append(d.open, t.name)
	return true
}

// ends reports whether an end tag is passed on: it closes what was opened.
func (d *depth) ends(t tag) bool {
	if isRaw(t.name) {
		return true
	}
	for i := len(d.open) - 1; i >= 0; i-- {
		if d.open[i] == t.name {
			d.open = d.open[:i]
			return true
		}
	}
	return false
}

// flatten leaves a tag out. Where it began or ended a line, one does.
func (r *Reader) flatten(i int, t tag) {
	instead := r.apart(i)
	if isLine(t.name) {
		instead = "<br><br>"
		r.budget.node()
		r.budget.node()
	}
	r.leaveOut(i, t.end, instead)
	r.at = t.end
}

func isText(name string) bool {
	switch name {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "a", "time", "figcaption":
		return true
	}
	return false
}

// endsItself are elements that end where the next of their kind begins.
func endsItself(name string) bool {
	switch name {
	case "p", "li", "dt", "dd", "option", "tr", "td", "th", "a":
		return true
	}
	return false
}

func isVoid(name string) bool {
	switch name {
	case "area", "base", "br", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}

// isRaw are the elements that hold text only.
func isRaw(name string) bool {
	switch name {
	case "script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp":
		return true
	}
	return false
}

// isLine are elements that begin a line of their own.
func isLine(name string) bool {
	switch name {
	case "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
		"footer", "form", "h1", "h2", "h3",
		"h4", "h5", "h6", "header", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul":
		return true
	}
	return false
}
