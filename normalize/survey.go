package normalize

import (
	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

func (p *page) survey(cut *boilerplate.Page) *survey {
	s := &survey{page: p, cut: cut, reasons: map[int]string{}}
	for e := range cut.Elements() {
		if e.First < e.Last {
			s.elements = append(s.elements, e)
		}
	}
	s.count()
	return s
}

// reason says why a segment is not kept.
func (s *survey) reason(i int) string {
	if reason, ok := s.reasons[i]; ok {
		return reason
	}
	return s.cut.Reason(i)
}

// parts leaves out what is none of the story.
func (s *survey) parts() {
	if s.story() == 0 {
		return
	}
	s.captions()
	s.hiddenParts()
	s.nextStories()
	s.comments()
	s.wall()
	s.letterBoxes()
	s.teasers()
}

// captions leaves out the captions of images that stand in no figure.
func (s *survey) captions() {
	if len(s.page.captions) == 0 {
		return
	}
	for i := range s.cut.Segments {
		if !s.cut.Segments[i].Keep {
			continue
		}
		for _, c := range s.page.captions {
			if holds(c, s.cut.Node(i)) {
				s.leave(i, i+1, "a caption")
				break
			}
		}
	}
}
