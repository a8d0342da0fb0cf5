package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize"
)

// What the fields of an entry may have, in bytes: what is longer is no title or name, and
// what is made of the entry has to fit into one message.
const (
	maxTitle   = 4 << 10 // titles, rights
	maxName    = 512     // people, tags, types, languages
	maxID      = 2 << 10
	maxSummary = 512 << 10 // of HTML; whole texts are bounded by maxField
	maxLinksOf = 100       // addresses that an entry names
)

// shorten bounds all fields of the entries but their whole texts, and says of how many it has cut.
func (f *Feed) shorten() {
	entries, what := 0, ""
	for i := range f.Items {
		e, s := &f.Items[i], shortener{}
		if s.entry(e); s.cut == "" {
			continue
		}
		if entries++; entries == 1 {
			what = s.cut + " of " + clipped(first(e.Title, e.ID, e.URL), 80)
		}
	}
	if entries > 0 {
		f.warn("fields of %d entries were cut, first the %s", entries, what)
	}
}

// shortener notes the first field that it has cut.
type shortener struct{ cut string }

func (s *shortener) entry(e *normalize.Entry) {
	s.text(&e.Title, maxTitle, "title")
	s.text(&e.Rights, maxTitle, "rights")
	s.text(&e.SourceTitle, maxName, "source")
	s.text(&e.Language, maxName, "language")
	s.text(&e.SummaryHTML, maxSummary, "summary")
	if len(e.ID) > maxID { // two that begin alike stay two
		sum := sha256.Sum256([]byte(e.ID))
		e.ID = clipped(e.ID, maxName) + "#" + hex.EncodeToString(sum[:])
		s.note("id")
	}
	for i := range e.Authors {
		s.text(&e.Authors[i].Name, maxName, "author")
		s.text(&e.Authors[i].Email, maxName, "author")
		s.text(&e.Authors[i].URL, maxURL, "author")
	}
	for i := range e.Tags {
		s.text(&e.Tags[i], maxName, "tag")
	}
	for i := range e.Enclosures {
		s.text(&e.Enclosures[i].Type, maxName, "type of a file")
		s.text(&e.Enclosures[i].Length, maxName, "length of a file")
	}
	e.Enclosures = few(s, e.Enclosures, "files")
	e.Media = few(s, e.Media, "media")
	e.Links = few(s, e.Links, "links")
}

func (s *shortener) note(what string) {
	if s.cut == "" {
		s.cut = what
	}
}

func (s *shortener) text(text *string, most int, what string) {
	if len(*text) > most {
		*text = clipped(*text, most)
		s.note(what)
	}
}

func few[T any](s *shortener, list []T, what string) []T {
	if len(list) <= maxLinksOf {
		return list
	}
	s.note(what)
	return list[:maxLinksOf]
}

// clipped is the beginning of a text, in whole characters.
func clipped(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return strings.TrimSpace(text[:most])
}
