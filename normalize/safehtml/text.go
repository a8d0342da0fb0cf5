package safehtml

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxTitle is how long a text may be, in bytes, in which the names of elements can
// be words. In a longer one every element is markup.
const maxTitle = 16 << 10

// Text is the text of a title, or another short one, that may hold markup. Its
// references are decoded once.
//
// Titles also speak of elements: "How long should a <title> be?". So what stands
// between angle brackets is a word
//   - if it is the name of no element: "List<String>";
//   - if it has no partner and no address, unless it is there for the look of a text
//     (b, span, p) and stands as such: at a letter, or with attributes;
//   - if it is an empty pair of an element that no title has: "<canvas></canvas>".
func Text(s string) string {
	if !strings.Contains(s, "<") {
		return html.UnescapeString(s)
	}
	if len(s) > maxTitle {
		return withoutTags(s)
	}
	r := &reader{z: tokens(s)}
	r.read()
	r.pair()
	var out strings.Builder
	for i := 0; i < len(r.pieces); i++ {
		switch p := r.pieces[i]; {
		case p.kind == nethtml.TextToken, r.isWord(i):
			out.WriteString(p.text)
		case p.kind == nethtml.StartTagToken && silent[p.element] && p.mate > 0:
			i = p.mate
		case parts[p.element]:
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// Plain is the text of a title of which nobody says whether it is HTML: plain text,
// or HTML that is escaped once or twice.
func Plain(s string) string {
	marked := strings.Contains(s, "<")
	s = Text(s)
	if strings.Contains(s, "&") || !marked && strings.Contains(s, "<") {
		s = Text(s)
	}
	return s
}

// withoutTags is the text of HTML in which every element is markup.
func withoutTags(s string) string {
	var out strings.Builder
	z := tokens(s)
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return out.String()
		case nethtml.TextToken:
			out.Write(z.Text())
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			name, _ := z.TagName()
			if a := atom.Lookup(name); !leaveOutLoosely(z, a) && parts[a] {
				out.WriteByte(' ')
			}
		}
	}
}

// piece is a token of a text.
type piece struct {
	kind    nethtml.TokenType
	element atom.Atom // 0 for names that are of no element
	name    string
	text    string // as it reads; of a tag as it stands
	valued  bool   // it has an attribute with a value
	bare    bool   // and one without
	active  bool   // and one that only a page has
	mate    int    // where the other tag of the pair is, 0 for none
}

type reader struct {
	z      *nethtml.Tokenizer
	pieces []piece
}

// read takes the text apart. The first piece is an empty one, so that 0 is none.
func (r *reader) read() {
	r.pieces = append(r.pieces, piece{kind: nethtml.TextToken})
	for {
		switch kind := r.z.Next(); kind {
		case nethtml.ErrorToken:
			return
		case nethtml.TextToken:
			r.pieces = append(r.pieces, piece{kind: kind, text: string(r.z.Text())})
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken, nethtml.EndTagToken:
			r.tag(kind)
		}
	}
}

func (r *reader) tag(kind nethtml.TokenType) {
	p := piece{kind: kind, text: string(r.z.Raw())}
	name, more := r.z.TagName()
	p.element, p.name = atom.Lookup(name), string(name)
	for more {
		var key, value []byte
		key, value, more = r.z.TagAttr()
		p.valued = p.valued || len(value) > 0
		p.bare = p.bare || len(value) == 0
		p.active = p.active || len(value) > 0 && isActive(string(key))
	}
	if kind != nethtml.EndTagToken {
		r.z.NextIsNotRawText()
	}
	r.pieces = append(r.pieces, p)
}

// pair finds the tags that belong together.
func (r *reader) pair() {
	open := map[string][]int{}
	for i, p := range r.pieces {
		switch p.kind {
		case nethtml.StartTagToken:
			open[p.name] = append(open[p.name], i)
		case nethtml.EndTagToken:
			if n := len(open[p.name]); n > 0 {
				start := open[p.name][n-1]
				open[p.name] = open[p.name][:n-1]
				r.pieces[start].mate, r.pieces[i].mate = i, start
			}
		}
	}
}

// isWord reports whether the tag at i is a word of the text.
func (r *reader) isWord(i int) bool {
	p := r.pieces[i]
	switch {
	case p.element == 0 && !strings.ContainsAny(p.name, ":-"): // elsewhere, as in <o:p>, it is some vocabulary's
		return true
	case p.element == atom.Br, p.element == atom.Wbr:
		return false
	case p.mate > 0:
		return !decoration[p.element] && p.element != 0 && r.isEmptyPair(i)
	case p.element != 0 && !decoration[p.element]:
		return !p.active
	case p.valued:
		return false
	case p.bare: // "if a<b then"
		return true
	}
	before, after := r.runeBefore(i), r.runeAfter(i)
	if p.kind == nethtml.EndTagToken && after == utf8.RuneError || parts[p.element] && before == utf8.RuneError {
		return false
	}
	return stands(before) && stands(after)
}

// isActive reports whether an attribute is one of pages: who writes of an element
// leaves its addresses and its programs away.
func isActive(key string) bool {
	switch key {
	case "src", "href", "data", "classid", "codebase", "action", "style", "class", "id", "background", "srcdoc":
		return true
	}
	return strings.HasPrefix(key, "on")
}

// isEmptyPair reports whether no word stands between the tag at i and its mate.
func (r *reader) isEmptyPair(i int) bool {
	mate := r.pieces[i].mate
	start, end := min(i, mate), max(i, mate)
	if r.pieces[start].valued || end > start+2 {
		return false
	}
	return end == start+1 || r.pieces[start+1].kind == nethtml.TextToken && !strings.ContainsFunc(r.pieces[start+1].text, isWordy)
}

// runeBefore is what stands before the tag at i: '<' for another tag, and
// RuneError for nothing.
func (r *reader) runeBefore(i int) rune {
	if r.pieces[i-1].kind != nethtml.TextToken {
		return '<'
	}
	c, _ := utf8.DecodeLastRuneInString(r.pieces[i-1].text)
	return c
}

func (r *reader) runeAfter(i int) rune {
	if i+1 == len(r.pieces) {
		return utf8.RuneError
	}
	if r.pieces[i+1].kind != nethtml.TextToken {
		return '<'
	}
	c, _ := utf8.DecodeRuneInString(r.pieces[i+1].text)
	return c
}

// stands reports whether a word may begin or end beside a character.
func stands(c rune) bool { return c != '<' && !isWordy(c) }

func isWordy(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
