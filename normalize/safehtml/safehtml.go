// Package safehtml writes HTML anew, from a list of elements and attributes, with
// addresses of the web only, whoever wrote it. The time is linear in the size of
// the text, and any number of calls may run at once.
//
// It does two jobs by one pass over the tokens. The HTML of feeds is read such that
// nothing of a stranger's text is lost (Loose): an element that is never closed
// swallows nothing, and end tags stay where they stand. The HTML of a story is
// shown: every element is closed, and what is only there where a page has programs
// or frames is gone.
//
// It is no reader of pages: that of normalize needs a tree, since what a line of a
// page is depends on what stands around it.
package safehtml

import (
	"bytes"
	"slices"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Rewrite writes HTML with the elements of the policy only.
func (p Policy) Rewrite(s string) string {
	if p.Elements == nil {
		p.Elements = Story
	}
	if p.Address == nil {
		p.Address = Address
	}
	w := &rewriter{Policy: p, tags: tokens(s)}
	w.out.Grow(len(s))
	for p.Max == 0 || w.out.Len() < p.Max {
		switch w.tags.Next() {
		case nethtml.ErrorToken:
			return w.end()
		case nethtml.TextToken:
			text := w.tags.Text()
			if w.lastImage != "" && len(bytes.TrimSpace(text)) > 0 {
				w.lastImage = ""
			}
			w.text(text)
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			w.startTag()
		case nethtml.EndTagToken:
			w.endTag()
		}
	}
	return w.end()
}

func tokens(s string) *nethtml.Tokenizer {
	return nethtml.NewTokenizer(strings.NewReader(closeComments(s)))
}

// end closes what is open.
func (w *rewriter) end() string {
	for len(w.open) > 0 {
		w.pop()
	}
	return w.out.String()
}

// named is the element that one becomes.
func (w *rewriter) named(a atom.Atom) atom.Atom {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		if w.Heading != 0 {
			return w.Heading
		}
	}
	return a
}

func (w *rewriter) startTag() {
	raw, more := w.tags.TagName()
	a := atom.Lookup(raw)
	w.scriptless = w.scriptless || a == atom.Noscript
	if w.leaveOut(a) {
		return
	}
	keep, ok := w.Elements[a]
	if !ok || len(w.open) >= maxOpen && !empty[a] {
		return
	}
	w.keep(keep, more)
	if a == atom.Img && !w.Loose {
		w.image()
		return
	}
	if w.isShown(a) {
		return
	}
	if a == atom.A && w.Rel != "" && w.kept("href") != "" {
		w.attrs = append(w.attrs, attribute{"rel", w.Rel})
	}
	name := w.named(a)
	w.writeTag(name)
	if !w.Loose && !empty[name] {
		w.push(name)
	}
}

// keep collects the attributes that an element keeps. The tokenizer passes on the
// first of a name only, as browsers do.
func (w *rewriter) keep(names []string, more bool) {
	w.attrs = w.attrs[:0]
	var l late
	for more {
		var k, v []byte
		k, v, more = w.tags.TagAttr()
		key := string(k)
		if !slices.Contains(names, key) {
			if w.Loose && strings.Contains(key, "-") || strings.HasPrefix(key, "lazy") {
				l.note(key, string(v), w.Address, w.candidates)
			}
			continue
		}
		if value := w.value(key, string(v)); value != "" || !isAddress[key] {
			w.attrs = append(w.attrs, attribute{key, value})
		}
	}
	w.loadNow(names, l)
}

// kept is the value of an attribute that was kept, "" for none.
func (w *rewriter) kept(key string) string {
	for _, a := range w.attrs {
		if a.key == key {
			return a.value
		}
	}
	return ""
}

// image writes an image. One without an address is none.
func (w *rewriter) image() {
	src := w.kept("src")
	switch {
	case src == "":
	case w.Picture != nil:
		w.out.WriteString(w.Picture(src, w.kept("alt")))
	default:
		if !slices.ContainsFunc(w.attrs, func(a attribute) bool { return a.key == "alt" }) {
			w.attrs = append(w.attrs, attribute{"alt", ""})
		}
		w.writeTag(atom.Img)
	}
}

// value is what becomes of an attribute's value.
func (w *rewriter) value(key, value string) string {
	switch {
	case key == "srcset":
		return w.candidates(value)
	case isAddress[key]:
		return w.Address(value)
	}
	return value
}

// candidates makes the candidates of a srcset absolute (HTML standard, "image
// candidate string").
func (w *rewriter) candidates(s string) string {
	var out []string
	for candidate := range strings.SplitSeq(s, ",") {
		fields := strings.Fields(candidate)
		if len(fields) == 0 {
			continue
		}
		if u := w.Address(fields[0]); u != "" {
			fields[0] = u
			out = append(out, strings.Join(fields, " "))
		}
	}
	return strings.Join(out, ", ")
}

func (w *rewriter) endTag() {
	raw, _ := w.tags.TagName()
	name := w.named(atom.Lookup(raw))
	w.scriptless = w.scriptless && name != atom.Noscript
	if w.Loose {
		if _, ok := w.Elements[name]; ok && name != atom.Br {
			w.writeEnd(name)
		}
		return
	}
	for w.count[name] > 0 { // it closes those that are open in it
		if w.pop() == name {
			return
		}
	}
}

func (w *rewriter) push(name atom.Atom) {
	if w.count == nil {
		w.count = map[atom.Atom]int{}
	}
	w.open = append(w.open, name)
	w.count[name]++
}

func (w *rewriter) pop() atom.Atom {
	last := w.open[len(w.open)-1]
	w.open = w.open[:len(w.open)-1]
	w.count[last]--
	w.writeEnd(last)
	return last
}
