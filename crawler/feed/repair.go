package feed

import "bytes"

// repaired is a document that an XML parser accepts, as far as one pass can
// make it so, with what the pass noted about its texts.
type repaired struct {
	text         []byte
	notes        []note // [0] is the feed's, the others are its items'
	placeholders placeholders
	unchanged    []uint64
	channels     int
	guesses      int    // how many ends of elements were guessed
	guessed      string // and of what the first
	sections     int    // of CDATA whose ends were guessed
	entities     *entities
	rest         []byte // another feed that follows the root
	more         bool   // there is one, though it may be too large to be kept
	cut          bool   // the document ended early; text ends after its last whole item
	full         *LimitError
}

// repair copies a document, from its root to the end of it, and mends what
// parsers stumble over: characters and references that XML has not, bare < and
// &, declarations and comments. On the way it refuses what would overflow a
// parser's stack or make it quadratic.
//
// Texts that may hold markup (titles, summaries, contents) come out as one
// section of CDATA that holds what they say, however they were written: escaped,
// in CDATA, in base64 or as XHTML. What the parser behind would lose or misread
// (their types, xml:base, xml:lang) is resolved here or noted.
func repair(b []byte, base resolver, src Source) (*repaired, error) {
	start := rootStart(b, "rss", "rdf", "atom")
	own := declaredEntities(b[:start])
	// Long texts do not stay in what is written: it mostly is far smaller than b.
	s := &scanner{
		writer: writer{make([]byte, 0, (len(b)-start)/4+64)}, in: b[start:],
		base: base, notes: make([]note, 1), construct: -1, marker: newMarker(src, len(b)),
		limit: boundsOf(src.MaxBytes), roots: 1, edge: -1, entities: own, lookahead: 4 * len(b),
	}
	if rootName(s.in) == "channel" { // which is only in <rss> to the parser
		s.out = append(s.out, "<rss>"...)
		s.open = append(s.open, element{name: []byte("rss")})
		s.roots = 2
	}
	if err := s.scan(); err != nil {
		return nil, err
	}
	if s.full != nil && s.items == 0 {
		return nil, s.full
	}
	doc := &repaired{full: s.full, cut: !s.whole && s.full == nil}
	if doc.cut || doc.full != nil {
		s.dropAfterLastItem()
	}
	for len(s.open) > 0 {
		s.closeLast()
	}
	if len(s.out) < cap(s.out)/2 { // the long texts stand elsewhere by now
		s.out = bytes.Clone(s.out)
	}
	doc.text, doc.placeholders, doc.notes, doc.unchanged = s.out, s.placeholders, s.notes, s.marker.skipped
	doc.channels, doc.guesses, doc.guessed = s.channels, s.guesses, s.guessed
	doc.sections, doc.entities = s.sections, own
	if rest := s.in[s.pos:]; s.ended && doc.full == nil && rootStart(rest, "rss", "rdf", "atom") < len(rest) {
		if doc.more = true; len(b) <= s.limit.bytes/2 { // it is held in memory beside what is read
			doc.rest = rest
		}
	}
	return doc, nil
}

// dropAfterLastItem leaves out what follows the last whole item. Without any
// item everything is kept: there may be a title.
func (s *scanner) dropAfterLastItem() {
	if s.items > 0 {
		s.out = s.out[:s.lastItem]
		s.open = append(s.open[:0], s.around...)
		s.construct = -1
	}
}

func (s *scanner) scan() error {
	for s.pos < len(s.in) && !s.ended && s.full == nil {
		i := bytes.IndexByte(s.in[s.pos:], '<')
		if i < 0 {
			s.text(s.in[s.pos:])
			s.pos = len(s.in)
			return nil
		}
		s.text(s.in[s.pos : s.pos+i])
		s.pos += i
		if err := s.markup(); err != nil {
			return err
		}
	}
	return nil
}

// markup handles what starts with "<" at pos.
func (s *scanner) markup() error {
	rest := s.in[s.pos:]
	if bytes.HasPrefix(rest, []byte(sectionStart)) {
		s.cdata(rest)
		return nil
	}
	n, text := aside(rest)
	switch {
	case n > 0:
		s.pos += n
		s.literal(text)
	case rest[1] == '/':
		s.endTag(rest)
	default:
		return s.startTag(rest)
	}
	return nil
}
