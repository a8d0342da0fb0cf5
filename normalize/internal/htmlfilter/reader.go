package htmlfilter

import (
	"bytes"
	"io"
)

// Reader gives out a page without what is left out of it.
type Reader struct {
	text []byte
	at   int     // cut into tokens up to here
	kept int     // given out, or left out, up to here
	ends bool    // there are no more tokens
	out  []piece // to be given out, from next on
	next int
	drop []span // attributes of one tag that are left out

	foreign  bool // from here on the parser may be in an svg or a math
	selected bool // the parser is in a select
	doubt    bool // something was left out of which it is not known what it is
	stands   bool // see StandsForText

	budget budget
	cut    bool
	depth  *depth // of a page that is nested too deep, or nil
}

// span is a part of the text, in bytes.
type span struct{ from, to int }

// piece is a part of the page, or what stands instead of one.
type piece struct {
	text    []byte
	instead string
}

// NewReader reads a page in UTF-8, which must not change until it has been read.
func NewReader(page []byte) *Reader { return &Reader{text: page, budget: newBudget(len(page))} }

// NewShallow reads a page that is nested too deep for the parser: of what stands
// in more than a hundred elements, the text remains, and where lines end.
func NewShallow(page []byte) *Reader {
	r := NewReader(page)
	r.depth = &depth{}
	return r
}

// Cut reports whether the page was not read to its end, because its tree would
// have taken many times its size.
func (r *Reader) Cut() bool { return r.cut }

// Read implements io.Reader; it fails with io.EOF only.
func (r *Reader) Read(b []byte) (n int, err error) {
	for n < len(b) {
		if r.next == len(r.out) {
			if r.ends {
				break
			}
			r.out, r.next = r.out[:0], 0
			r.fill()
			continue
		}
		p := &r.out[r.next]
		k := copy(b[n:], p.text)
		p.text, n = p.text[k:], n+k
		k = copy(b[n:], p.instead)
		p.instead, n = p.instead[k:], n+k
		if len(p.text)+len(p.instead) == 0 {
			r.next++
		}
	}
	if n == 0 && len(b) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// fill goes on until there is something to give out.
func (r *Reader) fill() {
	for len(r.out) == 0 && !r.ends {
		r.token()
	}
}

// leaveOut passes on what stands before a part of the text, and something instead
// of it.
func (r *Reader) leaveOut(from, to int, instead string) {
	if from > r.kept || instead != "" {
		r.out = append(r.out, piece{r.text[r.kept:from], instead})
	}
	r.kept = to
}

// doubted leaves out what the parser may take for one thing or another.
func (r *Reader) doubted(from, to int) {
	r.doubt = true
	r.leaveOut(from, to, r.apart(from))
	r.at = to
}

// apart is what must stand instead of a tag that is left out: a "<" before it
// would begin another with what follows.
func (r *Reader) apart(from int) string {
	if from > 0 && r.text[from-1] == '<' {
		return "<!---->"
	}
	return ""
}

// end passes on all that is left: it is text.
func (r *Reader) end() {
	r.ends = true
	if r.kept < len(r.text) {
		r.out = append(r.out, piece{text: r.text[r.kept:]})
	}
}

// stop leaves out the rest of the page, from a token on.
func (r *Reader) stop(from int) {
	r.ends = true
	r.leaveOut(from, len(r.text), "")
}

// token reads up to the next tag or comment, and that.
func (r *Reader) token() {
	i := bytes.IndexByte(r.text[r.at:], '<')
	if i < 0 || r.at+i+2 >= len(r.text) {
		r.end()
		return
	}
	i += r.at
	r.budget.text(r.text[r.at:i])
	if r.budget.spent() {
		r.cut = true
		r.stop(r.at)
		return
	}
	switch c := r.text[i+1]; {
	case isLetter(c):
		r.startTag(i)
	case c == '/' && isLetter(r.text[i+2]):
		r.endTag(i)
	case c == '!':
		r.declaration(i)
	case c == '/' || c == '?':
		r.upTo(i + 2)
	default:
		r.at = i + 1
	}
}

// upTo goes on behind the next ">".
func (r *Reader) upTo(from int) {
	end := bytes.IndexByte(r.text[from:], '>')
	if end < 0 {
		r.end()
		return
	}
	r.budget.node()
	r.at = from + end + 1
}

func (r *Reader) declaration(i int) {
	switch rest := r.text[i:]; {
	case bytes.HasPrefix(rest, []byte("<!--")):
		end := commentEnd(r.text, i+4)
		if end < 0 {
			r.end()
			return
		}
		r.budget.node()
		if end > i+7 {
			r.leaveOut(i, end, "<!---->")
		}
		r.at = end
	case r.foreign && bytes.HasPrefix(rest, []byte("<![CDATA[")):
		r.doubted(i, i+len("<![CDATA["))
	default: // a doctype, or what ends like one
		r.upTo(i + 2)
	}
}

// commentEnd is where the comment ends whose text begins at from, or -1: behind
// "-->", "--!>", or what closes an empty one.
func commentEnd(text []byte, from int) int {
	for at := from; ; {
		i := bytes.IndexByte(text[at:], '>')
		if i < 0 {
			return -1
		}
		i += at
		dashes := countBack(text[from:i])
		if dashes >= 2 || dashes == i-from || i > from && text[i-1] == '!' && countBack(text[from:i-1]) >= 2 {
			return i + 1
		}
		at = i + 1
	}
}

// countBack counts the dashes that a text ends with.
func countBack(text []byte) int { return len(text) - len(bytes.TrimRight(text, "-")) }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' }
