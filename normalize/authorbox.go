package normalize

import (
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// maxAuthorBoxes bounds the boxes around authors that are kept of one page.
const maxAuthorBoxes = 20

// holdsAuthor reports whether the name of a class is that of a box around an author, a
// date and more, and not of the author alone: "post_author-wrapper",
// "styles_dateAndAuthorContainer__JAvHP".
func holdsAuthor(class string) bool {
	for _, no := range notBylines {
		if strings.Contains(strings.ToLower(class), no) {
			return false
		}
	}
	for _, token := range strings.Fields(class) {
		last := ""
		for _, w := range classWords(withoutCode(token)) {
			if authorWords[last] && authorHolders[w] {
				continue
			}
			last = w
		}
		if authorWords[last] {
			return true
		}
	}
	return false
}

// authorHolders are words behind those for authors that say what the element is.
var authorHolders = map[string]bool{
	"container": true, "wrapper": true, "wrap": true, "info": true, "meta": true, "details": true, "block": true, "row": true, "item": true, "inner": true,
	"group": true, "content": true, "date": true, "data": true, "section": true, "area": true, "field": true, "value": true, "box": true, "card": true,
}

// withoutCode takes off the code that systems put behind the name of a class.
func withoutCode(token string) string {
	i := strings.LastIndex(token, "__")
	if i > 0 && len(token)-i >= 7 && len(token)-i <= 8 && strings.IndexFunc(token[i:], isUpperOrDigit) > 0 {
		return token[:i]
	}
	return token
}

func isUpperOrDigit(c rune) bool { return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' }

// boxedNames are those in a box around an author beside the headline, where it holds
// names in full and nothing else that might be one.
func (r *recipe) boxedNames() []article.Author {
	for _, s := range r.page.authorBoxes {
		if !r.page.besideHeadline(s.at, r.a.Headline) {
			continue
		}
		names, ok := r.lineOfNames(s.text)
		if !ok || len(names) > maxTeam {
			continue
		}
		for i, n := range names {
			if !r.isFullName(n) {
				break
			}
			if i == len(names)-1 {
				return names
			}
		}
	}
	return nil
}
