package normalize

import (
	"strings"

	"github.com/wiredesk/wiredesk/normalize/internal/agency"
	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// Lines around a text that are kept for who signs there.
const (
	maxAbove  = 6
	maxBelow  = 5
	maxBeside = 600 // bytes of one
	// belowStandfirst is how many segments behind the first of the text are looked at:
	// the first may be the standfirst, with the details below it.
	belowStandfirst = 4
)

// besidePlaces are the reasons to leave a line out that say that it is none of
// the story's: comments, footers.
var besidePlaces = map[string]bool{
	"named comments": true, "named related": true, "named most read": true, "named menu": true, "in a footer": true,
	"named footer": true, "named share": true, "named advertisement": true, "named newsletter": true, "named donation": true,
	"named popup or cookies": true, "named paywall or login": true,
	"in a form": true, "a link to another story": true, "said before": true,
}

// noteBeside remembers the lines right above and below a text, and its last ones. The
// text runs from the first segment that is kept to the last.
func (p *page) noteBeside(cut *boilerplate.Page, first, last int) {
	headline := -1
	for i := max(first-besideStory, 0); i < min(first+belowStandfirst, last); i++ {
		reason := cut.Reason(i)
		switch {
		case cut.Segments[i].Keep:
		case reason == "the headline":
			p.edges.above, headline = nil, i
		case reason == caption && (headline < 0 || i > headline+1): // the credit of a picture
		case p.mayBeSigned(cut, i, reason):
			if p.edges.above = append(p.edges.above, cut.Text(i)); len(p.edges.above) > maxAbove {
				p.edges.above = p.edges.above[1:]
			}
		}
	}
	if cut.IsBold(first) {
		p.edges.signedFirst = append(p.edges.signedFirst, cut.Text(first))
	}
	for i, n := last, 0; i >= first && n < lastLines; i-- {
		if cut.Segments[i].Keep && !cut.IsLink(i) {
			line := cut.Text(i)
			if n == 0 && (cut.IsBold(i) || strings.HasPrefix(line, "– ") || strings.HasPrefix(line, "— ") || isSignature(line)) {
				p.edges.signedLast = append(p.edges.signedLast, line)
			}
			p.edges.ends = append(p.edges.ends, line)
			n++
		}
	}
	for i := last + 1; i < min(last+1+maxBelow, len(cut.Segments)); i++ {
		if reason := cut.Reason(i); p.mayBeSigned(cut, i, reason) && (reason != caption || agency.IsLabelled(cut.Text(i))) {
			p.edges.below = append(p.edges.below, cut.Text(i))
			if len(p.edges.signedLast) == 0 && isSignature(cut.Text(i)) {
				p.edges.signedLast = append(p.edges.signedLast, cut.Text(i))
			}
		}
	}
}

// caption is the reason to leave out what is named as captions and credits are.
const caption = "a caption"

func (p *page) mayBeSigned(cut *boilerplate.Page, i int, reason string) bool {
	text := cut.Text(i)
	return !besidePlaces[reason] && !cut.IsLink(i) && (!cut.OfPicture(i) || yearIn().MatchString(text)) && len(text) <= maxBeside
}

// lastLines is how many lines at the end of a text may be credits.
const lastLines = 3

// besideStory is how many segments before and after the text are told of as
// removed: nobody asks why the menu is gone.
const besideStory = 12
