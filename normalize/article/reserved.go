package article

import (
	"slices"
	"strings"
)

// Reserved reports whether the publisher reserves the text: it may be linked to,
// but is not to be indexed, kept or mined (noindex, none, noarchive, noai, or a
// TDM reservation).
func (a *Article) Reserved() bool {
	if a.Reuse == nil {
		return false
	}
	return a.robots("noindex", "none", "noarchive") || a.Reuse.NoAI || a.Reuse.TDM == "1"
}

// Unlisted reports whether the page says that it is not to be indexed (noindex
// or none).
func (a *Article) Unlisted() bool { return a.robots("noindex", "none") }

// robots reports whether the page's robots directives hold one of the words.
func (a *Article) robots(words ...string) bool {
	if a.Reuse == nil {
		return false
	}
	return slices.ContainsFunc(strings.FieldsFunc(a.Reuse.Robots, func(r rune) bool { return r == ',' || r == ' ' || r == ':' }),
		func(word string) bool { return slices.Contains(words, word) })
}

// HeadlineAlone takes the body out of the article, and seals it anew.
func (a *Article) HeadlineAlone() {
	a.BodyText, a.BodyHTML, a.Blocks, a.Completeness = "", "", nil, HeadlineOnly
	a.Seal()
}
