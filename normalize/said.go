package normalize

import (
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// saidInstead is the credit of the line that says at the headline who wrote the story,
// where a meta element names somebody else in full, whom no byline there names: who has
// put it into the system.
func (r *recipe) saidInstead(credits []credit, taken int) int {
	data := credits[taken]
	if !strings.HasPrefix(data.source, "page.meta") || !inFullAll(data.names) {
		return taken
	}
	at := slices.IndexFunc(credits, func(c credit) bool { return c.source == "page.text:byline" })
	if at < 0 || !inFullAll(credits[at].names) || sharesName(credits[at].names, data.names) || r.isNamedBeside(data.names) {
		return taken
	}
	marked := r.isNamedIn(r.page.bylines, credits[at].names)
	for _, s := range r.page.spoken {
		if (marked || r.page.nearHeadline(s.at, atHeadline, r.a.Headline)) && sharesName(r.peopleIn(s.text), credits[at].names) {
			return at
		}
	}
	return taken
}

// isNamedBeside reports whether a byline beside the headline names one of the authors.
func (r *recipe) isNamedBeside(authors []article.Author) bool {
	return r.isNamedIn(r.page.bylines, authors) || r.isNamedIn(r.page.spoken, authors)
}

// isNamedIn reports whether one of the lines beside the headline names one of the authors.
func (r *recipe) isNamedIn(lines []shown, authors []article.Author) bool {
	return slices.ContainsFunc(lines, func(line shown) bool {
		if !r.page.besideHeadline(line.at, r.a.Headline) {
			return false
		}
		names, _ := r.lineOfNames(line.text)
		return sharesName(names, authors)
	})
}

// sharesName reports whether one of the authors may be another's, by a part of the name.
func sharesName(list, others []article.Author) bool {
	return slices.ContainsFunc(list, func(a article.Author) bool {
		return slices.ContainsFunc(others, func(b article.Author) bool {
			x, y := squeeze(a.Name), squeeze(b.Name)
			return strings.Contains(x, y) || strings.Contains(y, x) || overlap(a.Name, b.Name) > 0
		})
	})
}
