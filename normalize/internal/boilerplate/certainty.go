package boilerplate

// Sureness is the model's own certainty of a page, 0 to 1: how far, on the mean of
// its words, the scores are from the threshold, where that concerns what is kept
// or nearly was.
func (p *Page) Sureness(keep float32) float32 {
	sum, size := 0.0, 0.0
	for i := range p.Segments {
		s := &p.Segments[i]
		if s.Score < keep/4 {
			continue
		}
		w := float64(s.s.words + 2)
		d := s.Score - keep
		if d < 0 {
			d = -d / keep
		} else {
			d /= 1 - keep
		}
		sum, size = sum+w*float64(d), size+w
	}
	few := min(size/60, 1) // a handful of words is no story
	return float32(few) * share(sum, size)
}

// Certainty is the chance, measured on pages that the model had not seen, that
// what it keeps of this page is good.
func (m *Model) Certainty(p *Page) float32 {
	if len(m.Curve) == 0 {
		return .5
	}
	n := len(m.Curve)
	return m.Curve[min(int(p.Sureness(m.Keep)*float32(n)), n-1)]
}
