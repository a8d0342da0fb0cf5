package feed

import (
	"bytes"
	"strings"
)

// What is left open holds all that follows, and the item loses its fields, or the
// feed its items. So an element that never holds others (a link with its address
// in an attribute, an enclosure, a guid) ends where the next one begins, and so
// does every element whose end does not come before that of its item. What was
// guessed is said in the feed's warnings.

// leaves are the elements of feeds' own vocabularies that hold no others.
var leaves = map[string]bool{
	"link": true, "category": true, "enclosure": true, "guid": true, "pubdate": true, "comments": true, "id": true, "updated": true,
	"published": true, "issued": true, "modified": true, "created": true, "generator": true, "icon": true, "logo": true, "ttl": true,
	"docs": true, "language": true, "webmaster": true, "managingeditor": true, "lastbuilddate": true, "cloud": true, "url": true,
	"uri": true, "email": true, "name": true, "width": true, "height": true,
}

// leafVocabularies are those of which all elements are leaves but these.
var leafVocabularies = map[string]map[string]bool{
	"media": {
		"content": true, "group": true, "embed": true, "community": true, "comments": true, "responses": true, "backlinks": true,
		"location": true, "scenes": true, "scene": true, "rights": true, "peerlink": true,
	},
	"itunes": {"owner": true, "category": true},
	"podcast": {
		"value": true, "valuetimesplit": true, "alternateenclosure": true, "liveitem": true, "podroll": true, "publisher": true,
	},
	"dc": {}, "dcterms": {}, "slash": {}, "wfw": {}, "sy": {}, "thr": {}, "feedburner": {}, "atom": {
		"author": true, "contributor": true, "source": true, "content": true, "entry": true, "feed": true,
	},
	"googleplay": {"category": true}, "rawvoice": {}, "georss": {"where": true},
}

// vocabularies know an extension by a part of its namespace.
var vocabularies = []struct{ part, name string }{
	{"mrss", "media"}, {"itunes", "itunes"}, {"podcastindex", "podcast"}, {"podcast-namespace", "podcast"}, {"purl.org/dc/terms", "dcterms"},
	{"purl.org/dc/", "dc"}, {"modules/slash", "slash"}, {"modules/syndication", "sy"}, {"wellformedweb", "wfw"},
	{"syndication/thread", "thr"}, {"feedburner", "feedburner"}, {"w3.org/2005/atom", "atom"}, {"purl.org/atom/ns", "atom"},
	{"google.com/schemas/play-podcasts", "googleplay"}, {"rawvoice", "rawvoice"}, {"georss", "georss"},
}

// vocabularyOf is the name of the extension that an element belongs to, "" for
// the feed's own.
func (s *scanner) vocabularyOf(name []byte) string {
	if bytes.IndexByte(name, ':') < 0 {
		return ""
	}
	uri := strings.ToLower(s.uriOf(name))
	for _, v := range vocabularies {
		if strings.Contains(uri, v.part) {
			return v.name
		}
	}
	return uri
}

// holdsNone reports whether an element holds none of the kind that t begins.
func (s *scanner) holdsNone(e *element, t *tag) bool {
	outer, inner := s.vocabularyOf(e.name), s.vocabularyOf(t.name)
	local := strings.ToLower(string(localName(e.name)))
	same := bytes.EqualFold(e.name, t.name)
	if outer == "" {
		return leaves[local]
	}
	parents, known := leafVocabularies[outer]
	switch {
	case !known:
		return false
	case parents[local]: // a file holds what is said of it, but neither files nor links of the item
		return inner == "" && outer != "atom" && local != "liveitem" || same && outer == "media"
	case outer == "dc" || outer == "dcterms": // RDF describes people and subjects
		return inner == "" || inner == outer
	}
	return true
}

// closeLeftOpen ends the elements that t cannot stand in.
func (s *scanner) closeLeftOpen(t *tag) {
	if i := s.construct; i >= 0 {
		if !s.endsText(&s.open[i], t) || s.inDocument() {
			return
		}
		s.guess(s.open[i].name)
		for len(s.open) > i {
			s.closeLast()
		}
	}
	for i := len(s.open) - 1; i > 0; i-- {
		e := &s.open[i]
		if holders[e.local] || !s.holdsNone(e, t) && !s.isEndless(e, t) {
			return
		}
		s.guess(e.name)
		s.closeLast()
	}
}

// inDocument reports whether a whole feed stands in the text that is open, as
// content of type application/xml may have it (RFC 4287, section 4.1.3). Its items
// and titles are not this feed's.
func (s *scanner) inDocument() bool {
	i := s.construct + 1
	return i > 0 && i < len(s.open) && roots[strings.ToLower(string(localName(s.open[i].name)))]
}

// roots are the elements that feeds begin with.
var roots = map[string]bool{"feed": true, "rss": true, "rdf": true}

// endsText reports whether t begins another field of the item than the text e,
// which was left open.
func (s *scanner) endsText(e *element, t *tag) bool {
	if s.kind == xhtml {
		return false
	}
	local := strings.ToLower(string(localName(t.name)))
	field := leaves[local] || texts[local] || local == "author" || local == "source"
	if v := s.vocabularyOf(t.name); v != "" {
		_, field = leafVocabularies[v]
	}
	return field && s.isEndless(e, t)
}

// guess counts an element whose end was guessed.
func (s *scanner) guess(name []byte) {
	switch s.guesses++; {
	case s.guesses == 1:
		s.guessed = string(name)
	case s.guesses > maxGuesses:
		s.full = &LimitError{"elements that were left open", maxGuesses}
	}
}

// isEndless reports whether the end tag of e does not come before its item's end,
// or in a channel before the next item. All that is read for that is in proportion
// to the document; past that, every element has an end.
func (s *scanner) isEndless(e *element, t *tag) bool {
	if e.ending == notSought {
		e.ending = comes
		if edge := s.nextItem(s.pos - t.end); s.endless[string(e.name)] == edge {
			e.ending = missing
		} else if s.lookahead > 0 {
			cost, found := findEnd(s.in[e.at:edge], e.name)
			s.lookahead -= cost
			if !found {
				e.ending = missing
				s.noteEndless(e.name, edge)
			}
		}
	}
	return e.ending == missing
}

// noteEndless remembers that there is no end of the name before edge: what is left
// open once in an item mostly is each time.
func (s *scanner) noteEndless(name []byte, edge int) {
	if s.endless == nil || len(s.endless) > maxDepth {
		s.endless = map[string]int{}
	}
	s.endless[string(name)] = edge
}

// nextItem is where the next tag of an item is, be it its start or its end.
func (s *scanner) nextItem(from int) int {
	for s.edge < from {
		i := bytes.IndexByte(s.in[from:], '<')
		if i < 0 {
			s.edge = len(s.in)
			break
		}
		from += i
		name := bytes.TrimPrefix(s.in[from+1:min(len(s.in), from+64)], []byte("/"))
		if isItem(strings.ToLower(string(localName(name[:nameEnd(name, 0)])))) {
			s.edge = from
			break
		}
		from++
	}
	return s.edge
}

// findEnd reports whether there is an end tag of the name, and how far it looked.
func findEnd(b, name []byte) (looked int, found bool) {
	end := append(append(make([]byte, 0, 64), "</"...), name...)
	for at := 0; ; {
		i := bytes.Index(b[at:], end)
		if i < 0 {
			return len(b), false
		}
		if at += i + len(end); at == len(b) || b[at] == '>' || b[at] <= ' ' {
			return at, true
		}
	}
}
