package boilerplate

import "unicode"

// counter counts a segment's words that stand in the title and the description.
type counter struct{ n, title, about int }

func (c *counter) word(v *view, h uint32) {
	c.n++
	if v.title.has(h) {
		c.title++
	}
	if v.about.has(h) {
		c.about++
	}
}

func (c *counter) into(s *stats, v *view) {
	s.title, s.about = -1, -1
	if c.n > 0 && v.title.size() > 0 {
		s.title = float32(c.title) / float32(c.n)
	}
	if c.n > 0 && v.about.size() > 0 {
		s.about = float32(c.about) / float32(c.n)
	}
}

// gram counts a segment's runs of three words that stand in the page's data and
// in the feed's entry.
type gram struct {
	a, b          uint32
	n, data, hint int
}

func (g *gram) word(v *view, h uint32) {
	if g.a != 0 && g.b != 0 {
		k := gramOf(g.a, g.b, h)
		v.grams = append(v.grams, k)
		g.n++
		if v.data.has(k) {
			g.data++
		}
		if v.hint.has(k) {
			g.hint++
		}
	}
	g.a, g.b = g.b, h
}

func (g *gram) into(s *stats, v *view) {
	s.data, s.hint = -1, -1
	if g.n > 0 && v.data.size() > 0 {
		s.data = float32(g.data) / float32(g.n)
	}
	if g.n > 0 && v.hint.size() > 0 {
		s.hint = float32(g.hint) / float32(g.n)
	}
}

func gramOf(a, b, c uint32) uint32 { return (a*31+b)*0x9E3779B1 + c }

// view is what else is known of the story.
type view struct {
	title, about, data, hint hashSet
	words                    Odds
	grams                    []uint32 // of the page, in order
}

// Known is what a page's head and the feed say of the story, as text.
type Known struct {
	Title string // the headline
	About string // descriptions
	Data  string // articleBody of JSON-LD
	Entry string // the feed's summary or content
}

const maxKnown = 60000 // bytes read of each

func viewOf(k Known) view {
	return view{title: wordSet(k.Title), about: wordSet(k.About), data: gramSet(k.Data), hint: gramSet(k.Entry)}
}

func wordSet(s string) (set hashSet) {
	eachWord(s, set.add)
	return set
}

func gramSet(s string) (set hashSet) {
	var a, b uint32
	eachWord(s, func(h uint32) {
		if a != 0 && b != 0 {
			set.add(gramOf(a, b, h))
		}
		a, b = b, h
	})
	return set
}

// WordHashes are the hashes that the words of a short text are looked up by, for
// a trainer.
func WordHashes(s string) (list []uint32) {
	last, n := uint32(0), 0
	eachWord(s, func(h uint32) {
		if n++; n <= maxOddsWords {
			list = append(list, h, pairOf(last, h))
			last = h
		}
	})
	return list
}

// eachWord hashes the words of a text as measure does.
func eachWord(s string, do func(uint32)) {
	h, n, wide := uint32(noHash), 0, 0
	end := func() {
		if n > 0 {
			do(h)
		}
		h, n = noHash, 0
	}
	for _, r := range s[:min(len(s), maxKnown)] {
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.M, r) || r == '©' || r >= '0' && r <= '9':
			h = hashRune(h, unicode.ToLower(r))
			n++
			if isWide(r) {
				if wide++; wide%2 == 0 {
					end()
				}
			}
		case r == '\'' || r == '’':
		default:
			end()
		}
	}
	end()
}
