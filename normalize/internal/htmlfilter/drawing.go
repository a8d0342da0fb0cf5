package htmlfilter

import "bytes"

// maxDrawn is how deep the elements of a drawing may stand in each other.
const maxDrawn = 64

// drawing leaves out what stands in an svg, if it is a drawing and nothing else:
// elements of shapes, each closed, and titles of plain text. Whatever else an svg
// holds may be HTML, or end it early: then the parser is left to say what it is.
func (r *Reader) drawing(t tag) {
	r.at = t.end
	if t.closed {
		r.foreign = r.foreign || t.unsure
		return
	}
	if r.foreign {
		return
	}
	end := r.drawingEnd(t.end)
	if end < 0 {
		r.foreign = true
		return
	}
	if end > t.end {
		r.leaveOut(t.end, end, "")
	}
	r.at = end
}

// drawingEnd is where the end tag of a drawing begins, or -1.
func (r *Reader) drawingEnd(from int) int {
	var open [maxDrawn]string
	depth := 0
	for at := from; ; {
		i := bytes.IndexByte(r.text[at:], '<')
		if i < 0 || at+i+2 >= len(r.text) {
			return -1
		}
		i += at
		closing := r.text[i+1] == '/'
		if !closing && !isLetter(r.text[i+1]) || closing && !isLetter(r.text[i+2]) {
			return -1
		}
		t, ok := r.tagAt(i)
		switch {
		case !ok || t.closed && t.unsure:
			return -1
		case closing && depth == 0 && t.name == "svg":
			return i
		case closing && (depth == 0 || open[depth-1] != t.name):
			return -1
		case closing:
			depth--
		case !drawn.has(t.name):
			return -1
		case !t.closed:
			if depth == maxDrawn {
				return -1
			}
			if isPlain(t.name) && !plainUpTo(r.text, t) {
				return -1
			}
			open[depth] = t.name
			depth++
		}
		at = t.end
	}
}

// isPlain are the elements of a drawing in which the rules of HTML hold, or would
// outside of one.
func isPlain(name string) bool { return name == "title" || name == "desc" || name == "style" }

// plainUpTo reports whether an element holds text only.
func plainUpTo(text []byte, t tag) bool {
	i := bytes.IndexByte(text[t.end:], '<')
	return i >= 0 && rawEnd(text[t.end+i:], 0, t.name) == 0
}
