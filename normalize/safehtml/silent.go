package safehtml

import (
	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// leaveOut passes over an element whose text is not shown. It reports whether that
// is all that is to be done about its start tag.
func (w *rewriter) leaveOut(a atom.Atom) bool {
	switch {
	case w.Loose:
		return leaveOutLoosely(w.tags, a)
	case silent[a], fallback[a]:
		skipElement(w.tags, a)
		return true
	}
	return false
}

// leaveOutLoosely passes over raw text that is silent. Of other silent elements only
// the tags go, and so an element that is never closed swallows nothing.
func leaveOutLoosely(z *nethtml.Tokenizer, a atom.Atom) bool {
	switch {
	case a == atom.Script, a == atom.Style, a == atom.Title, a == atom.Textarea:
		z.Next() // its text, or its end tag if it is empty
	case fallback[a]:
		// The tokenizer would read what follows as raw text, to the end if the
		// element is never closed.
		z.NextIsNotRawText()
	}
	return silent[a]
}

// skipElement passes over all that is in an element.
func skipElement(z *nethtml.Tokenizer, a atom.Atom) {
	for depth := 1; depth > 0; {
		switch z.Next() {
		case nethtml.ErrorToken:
			return
		case nethtml.StartTagToken:
			if name, _ := z.TagName(); atom.Lookup(name) == a {
				depth++
			}
		case nethtml.EndTagToken:
			if name, _ := z.TagName(); atom.Lookup(name) == a {
				depth--
			}
		}
	}
}
