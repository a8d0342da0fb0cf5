package feed

import (
	"bytes"
	"strings"
)

// record is what one <url> or <sitemap> says, as it stands.
type record struct {
	loc, lastmod                                         string
	title, published, publication, language, keywordList string
	images                                               []string
}

// field is where the text of an element goes; nil if it goes nowhere.
func (r *record) field(key string) *string {
	switch key {
	case "sitemap:loc":
		return &r.loc
	case "sitemap:lastmod":
		return &r.lastmod
	case "news:title":
		return &r.title
	case "news:publication_date":
		return &r.published
	case "news:name":
		return &r.publication
	case "news:language":
		return &r.language
	case "news:keywords":
		return &r.keywordList
	}
	return nil
}

// recordScanner is the one pass over a sitemap. It needs no tree: a sitemap is
// a list of flat records, and a list can be read however broken its end is.
// Entities that a document declares are never looked at.
type recordScanner struct {
	in   []byte
	pos  int
	item string // the key of the element that is a record
	take func(*record)

	open   []part
	scoped int    // namespaces of the parts that are open
	rec    record // the one that is open
	at     int    // its index in open, or -1
	text   int    // the index in open of the field that is being read, or -1
	value  writer // writes the field's text

	count int  // of records
	ended bool // the root was closed
	full  *LimitError
}

// scanRecords passes the records of a sitemap on, each when it is whole.
func scanRecords(b []byte, item string, take func(*record)) (*recordScanner, error) {
	s := &recordScanner{in: b, item: item, take: take, at: -1, text: -1}
	for s.pos < len(b) && !s.ended && s.full == nil {
		i := bytes.IndexByte(b[s.pos:], '<')
		if i < 0 {
			s.pos = len(b)
			break
		}
		if s.text >= 0 && len(s.value.out) < maxField {
			s.value.decodeText(b[s.pos : s.pos+i])
		}
		s.pos += i
		if err := s.markup(b[s.pos:]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// markup handles what starts with "<".
func (s *recordScanner) markup(rest []byte) error {
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

func (s *recordScanner) literal(b []byte) {
	if s.text >= 0 && len(s.value.out) < maxField {
		s.value.copyRunes(b)
	}
}

func (s *recordScanner) startTag(rest []byte) error {
	t, err := readTag(rest, false)
	if err != nil {
		return err
	}
	if t.end < 0 {
		s.pos = len(s.in)
		return nil
	}
	s.pos += t.end
	if !validName(t.name) {
		return nil
	}
	p := part{name: t.name, scope: declaredBy(t)}
	if len(s.open) == 0 { // whatever the root's own elements are declared to be, they are a sitemap's
		p.scope = append([]vocabulary{{prefixOf(t.name), "sitemap"}}, p.scope...)
	}
	p.key = keyOf(p, s.open)
	switch {
	case p.key == s.item && s.at >= 0: // records do not hold records: an end tag is missing
		s.closeTo(s.at)
	case p.key != "" && s.text >= 0: // and neither do fields hold fields
		s.closeTo(s.text)
	}
	if p.key == s.item && s.count >= maxRecords {
		s.full = &LimitError{"addresses", maxRecords}
		return nil
	}
	s.scoped += len(p.scope)
	s.open = append(s.open, p)
	switch {
	case len(s.open) > maxDepth:
		return &LimitError{"nested elements", maxDepth}
	case s.scoped > maxSpaces:
		return &LimitError{"nested namespace declarations", maxSpaces}
	}
	s.begin(p.key)
	if t.closed {
		s.closeTo(len(s.open) - 1)
	}
	return nil
}

// begin notes what the innermost element is.
func (s *recordScanner) begin(key string) {
	i := len(s.open) - 1
	switch {
	case key == s.item:
		s.at, s.rec = i, record{}
		s.count++
	case s.at < 0:
	case s.rec.field(key) != nil || key == "image:loc":
		s.text, s.value.out = i, s.value.out[:0]
	}
}

// endTag closes the nearest element of the name, and those inside of it that
// were never closed. An end without a beginning is left out.
func (s *recordScanner) endTag(rest []byte) {
	end := bytes.IndexByte(rest, '>')
	if end < 0 {
		s.pos = len(s.in)
		return
	}
	name := rest[2:nameEnd(rest, 2)]
	s.pos += end + 1
	for i := len(s.open) - 1; i >= 0; i-- {
		if open := s.open[i].name; len(open) == len(name) && bytes.EqualFold(open, name) {
			s.closeTo(i)
			return
		}
	}
}

// closeTo ends the element at i in open and all inside of it.
func (s *recordScanner) closeTo(i int) {
	if s.text >= i {
		s.keep(s.open[s.text].key, strings.TrimSpace(string(s.value.out)))
		s.text = -1
	}
	if s.at >= i {
		s.take(&s.rec)
		s.at = -1
	}
	for _, p := range s.open[i:] {
		s.scoped -= len(p.scope)
	}
	s.open = s.open[:i]
	s.ended = i == 0
}

// keep takes a field of the record. The first that says something counts.
func (s *recordScanner) keep(key, value string) {
	switch to := s.rec.field(key); {
	case value == "":
	case to == nil:
		if len(s.rec.images) < maxAttached {
			s.rec.images = append(s.rec.images, value)
		}
	case *to == "":
		*to = value
	}
}
