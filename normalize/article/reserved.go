package article

import "strings"

// Reserved reports whether the publisher reserves the text: it may be linked to,
// but is not to be indexed, kept or mined (noindex, none, noarchive, noai, or a
// TDM reservation).
func (a *Article) Reserved() bool {
	if a.Reuse == nil {
		return false
	}
	for _, word := range strings.FieldsFunc(a.Reuse.Robots, func(r rune) bool { return r == ',' || r == ' ' || r == ':' }) {
		switch word {
		case "noindex", "none", "noarchive":
			return true
		}
	}
	return a.Reuse.NoAI || a.Reuse.TDM == "1"
}

// HeadlineAlone takes the body out of the article, and seals it anew.
func (a *Article) HeadlineAlone() {
	a.BodyText, a.BodyHTML, a.Blocks, a.Completeness = "", "", nil, HeadlineOnly
	a.Seal()
}
