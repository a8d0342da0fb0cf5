package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// maxPortraits bounds the pictures with a name that are kept of one page. A page with
// so many beside its headline shows a team.
const (
	maxPortraits = 12
	maxTeam      = 4
)

// portrait remembers a picture with the name of somebody beside it, as authors have: an
// image whose text is the name, or the sign for a person.
func (p *page) portrait(n *html.Node) {
	if len(p.portraits) == maxPortraits {
		return
	}
	name := ""
	switch n.DataAtom {
	case atom.Img:
		name = strings.TrimSpace(attr(n, "alt"))
		if !looksNamed(name) {
			return
		}
	case atom.I, atom.Svg, atom.Span:
		if len(n.Attr) == 0 || !personSigns.heldBy(attr(n, "class")) || n.FirstChild != nil && n.DataAtom != atom.Svg {
			return
		}
	}
	next := nextText(n)
	if name == "" {
		name = next
	}
	if !looksNamed(name) || next == "" || !strings.HasPrefix(name, next) && !strings.HasPrefix(next, name) || ofOthers(n) || p.ofTeaser(n) {
		return
	}
	if len(next) < len(name) { // "Ann Lee, senior editor", beside "Ann Lee"
		name = next
	}
	p.portraits = append(p.portraits, shown{name, p.offset, false})
}

// maxPortraitName is the longest text of a portrait, in bytes.
const maxPortraitName = 60

// looksNamed reports whether a text may begin with the name of a person: a capital, and
// two words or more.
func looksNamed(s string) bool {
	if len(s) < 5 || len(s) > maxPortraitName || strings.IndexByte(s, ' ') < 0 || isPictureFile(s) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(first) || unicode.IsLetter(first) && !unicode.IsLower(first)
}

// isPictureFile reports whether a text is the name of a file.
func isPictureFile(s string) bool {
	i := strings.LastIndexByte(s, '.')
	return i >= len(s)-5 && i > 0 && i < len(s)-2 && strings.IndexByte(s[i:], ' ') < 0
}

// personSigns are parts of the names of signs that stand for a person.
var personSigns = partsOf("fa-user", "fa-pen", "bi-person", "bi-pen", "icon-user", "icon-person", "icon-author", "icon-writer", "icon-pencil", "glyphicon-user", "glyphicon-pencil",
	"ti-user", "la-user", "uil-user", "mdi-account", "admin-users", "user-icon", "author-icon", "person-icon", "ri-user", "feather-user", "lucide-user", "ion-person", "ion-md-person",
	"lni-user", "pe-7s-user", "far-user", "account-circle")

// atHeadline is how many bytes of text may stand between a headline and the picture of
// who wrote the story: pictures in a text show whom it is about.
const atHeadline = 300

// portrayedNames are those beside pictures of people at the headline.
func (r *recipe) portrayedNames() []article.Author {
	var list []article.Author
	for _, s := range r.page.portraits {
		if !r.page.nearHeadline(s.at, atHeadline, r.a.Headline) {
			continue
		}
		names, ok := r.lineOfNames(s.text)
		if ok && len(names) == 1 && r.isFullName(names[0]) {
			list = append(list, names[0])
		}
	}
	if list = unique(list); len(list) >= maxTeam {
		return nil
	}
	return list
}
