package feed

import (
	"bytes"
	"strings"

	"github.com/wiredesk/wiredesk/normalize"
)

// once are the fields that an item or a feed has one of. Of several the parser would
// take the last, be it empty: the first that says something is the one.
var once = map[string]uint32{
	"title": 1, "description": 1 << 1, "encoded": 1 << 2, "content": 1 << 3, "summary": 1 << 4, "subtitle": 1 << 5, "rights": 1 << 6,
	"copyright": 1 << 7, "pubdate": 1 << 8, "guid": 1 << 9, "id": 1 << 10, "updated": 1 << 11, "published": 1 << 12, "issued": 1 << 13,
	"modified": 1 << 14, "comments": 1 << 15, "lastbuilddate": 1 << 16, "body": 1 << 17, "full-text": 1 << 18, "tagline": 1 << 19,
}

// isRepeated reports whether the element at depth is a field of which the item has one
// already, and notes it if not. A field that says nothing does not count.
func (s *scanner) isRepeated(e *element, depth int, says bool) bool {
	bit := once[e.local]
	if bit == 0 || depth == 0 || !holders[s.open[depth-1].local] || !s.isNative(e.name) && e.local != "encoded" {
		return false
	}
	n := &s.notes[e.note]
	if n.has&bit != 0 {
		return true
	}
	if says {
		n.has |= bit
	}
	return false
}

// Who wrote an item stands in RSS as a text, and often as Atom has it: a name, a mail
// address and a page of their own. The parser has no place for those.

// writers are the elements that name who wrote an item.
var writers = map[string]bool{"author": true, "creator": true, "managingeditor": true, "webmaster": true}

// writerDepth is how far above a part of a name the element is that names somebody:
// dc:creator, rdf:Description, foaf:name.
const writerDepth = 3

// partOfName takes the text of a name, a mail address or a page that stands in an
// element of somebody who wrote the item.
func (s *scanner) partOfName(local, text string, depth int) {
	for i := depth - 1; i > 0 && i >= depth-writerDepth; i-- {
		switch {
		case !writers[s.open[i].local] || s.isAtom(s.open[i].name):
		case (local == "name" || local == "value") && s.person.Name == "":
			s.person.Name = text
		case local == "email" && s.person.Email == "":
			s.person.Email = text
		case local == "uri" || local == "url" || local == "homepage":
			s.person.URL = first(s.person.URL, s.open[i].base.or(s.base).url(text))
		}
	}
}

// isAtom reports whether an element is one of an Atom document, which the parser reads.
func (s *scanner) isAtom(name []byte) bool {
	root := strings.ToLower(string(localName(s.open[0].name)))
	return (root == "feed" || root == "entry") && s.isNative(name)
}

// endWriter notes who wrote an item, and reports whether the parser need not know.
func (s *scanner) endWriter(e *element, depth int) bool {
	if !isItem(s.open[max(0, depth-1)].local) || s.isAtom(e.name) {
		s.person = normalize.Person{}
		return false
	}
	n := &s.notes[e.note]
	if e.kids == 0 {
		return e.local == "author" && s.isNative(e.name) && s.isAnother(n, bytes.TrimSpace(s.out[e.start:]))
	}
	p := normalize.Person{Name: plain(s.person.Name), Email: s.person.Email, URL: s.person.URL}
	s.person = normalize.Person{}
	if isNobody(p.Name) {
		p.Name = ""
	}
	if more := n.extra(); p != (normalize.Person{}) && len(more.people) < maxTags {
		more.people = append(more.people, p)
		return true
	}
	return !saysOutsideOfTags(s.out[e.start:])
}

// isAnother notes the name of an author after the first, who is the only one that the
// parser has a place for.
func (s *scanner) isAnother(n *note, name []byte) bool {
	const author = 1 << 31
	if n.has&author == 0 {
		if len(name) > 0 {
			n.has |= author
		}
		return false
	}
	if more := n.extra(); len(more.names) < maxTags {
		more.names = append(more.names, unescape(name))
	}
	return true
}

// saysOutsideOfTags reports whether a piece of XML holds text.
func saysOutsideOfTags(b []byte) bool {
	for {
		text, rest, _ := bytes.Cut(b, []byte("<"))
		if len(bytes.TrimSpace(text)) > 0 {
			return true
		}
		_, after, ok := bytes.Cut(rest, []byte(">"))
		if !ok {
			return false
		}
		b = after
	}
}

// pictures are the elements that name a picture of an item, in whatever vocabulary.
var pictures = map[string]bool{
	"image": true, "thumbnail": true, "thumb": true, "picture": true, "photo": true, "cover": true, "featuredimage": true,
	"featured_image": true, "post-thumbnail": true, "image_url": true, "imageurl": true, "img": true, "mainimage": true,
}

// addressAttrs are the attributes in which an element that names a file may have its address.
var addressAttrs = []string{"url", "href", "src", "resource", "rdf:resource", "link"}

func (t *tag) address() string {
	for _, name := range addressAttrs {
		if v := t.get(name); v != "" {
			return v
		}
	}
	return ""
}

// notePicture notes the picture that an element names in an attribute, its text, or
// the address in it.
func (s *scanner) notePicture(address string, depth int) {
	if address = strings.TrimSpace(address); address == "" {
		return
	}
	for i := depth; i > 0 && i >= depth-1; i-- {
		if pictures[s.open[i].local] && isItem(s.open[i-1].local) {
			if more := s.notes[s.open[depth].note].extra(); len(more.pictures) < maxAttached {
				more.pictures = append(more.pictures, address)
			}
			return
		}
	}
}

// noteFile notes an attached file whose address is the text of its element.
func (s *scanner) noteFile(e *element, depth int) {
	if e.kids == 0 {
		s.addFile(normalize.Enclosure{URL: unescape(bytes.TrimSpace(s.out[e.start:]))}, depth)
	}
}

func (s *scanner) addFile(f normalize.Enclosure, depth int) {
	if f.URL == "" || depth == 0 || !isItem(s.open[depth-1].local) {
		return
	}
	if more := s.notes[s.open[depth].note].extra(); len(more.files) < maxAttached {
		more.files = append(more.files, f)
	}
}

// noteAttributes notes the files that the start tag of the innermost element names
// otherwise than the parser expects.
func (s *scanner) noteAttributes(t *tag) {
	depth := len(s.open) - 1
	switch local := s.open[depth].local; {
	case local == "enclosure" && (t.get("url") == "" || s.isAtom(t.name)):
		s.addFile(normalize.Enclosure{URL: t.address(), Type: t.get("type"), Length: t.get("length")}, depth)
	case pictures[local]:
		s.notePicture(t.address(), depth)
	}
}
