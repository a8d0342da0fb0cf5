package normalize

import (
	"github.com/wiredesk/wiredesk/normalize/internal/agency"
	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// Lines around a text that are kept for who signs there.
const (
	maxAbove  = 6
	maxBelow  = 5
	maxBeside = 600 // bytes of one
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
	for i := max(first-besideStory, 0); i < first; i++ {
		reason := cut.Reason(i)
		switch {
		case reason == "the headline":
			p.above, headline = nil, i
		case reason == caption && (headline < 0 || i > headline+1): // the credit of a picture
		case p.mayBeSigned(cut, i, reason):
			if p.above = append(p.above, cut.Text(i)); len(p.above) > maxAbove {
				p.above = p.above[1:]
			}
		}
	}
	for i, n := last, 0; i >= first && n < lastLines; i-- {
		if cut.Segments[i].Keep && !cut.IsLink(i) {
			p.ends = append(p.ends, cut.Text(i))
			n++
		}
	}
	for i := last + 1; i < min(last+1+maxBelow, len(cut.Segments)); i++ {
		if reason := cut.Reason(i); p.mayBeSigned(cut, i, reason) && (reason != caption || agency.IsLabelled(cut.Text(i))) {
			p.below = append(p.below, cut.Text(i))
		}
	}
}

// caption is the reason to leave out what is named as captions and credits are.
const caption = "a caption"

func (p *page) mayBeSigned(cut *boilerplate.Page, i int, reason string) bool {
	return !besidePlaces[reason] && !cut.IsLink(i) && !cut.OfPicture(i) && len(cut.Text(i)) <= maxBeside
}
