package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxLine is the longest byline that is read, in bytes, and maxNames how many names
// are taken of one.
const (
	MaxLine  = 600
	maxNames = 20
)

// Read returns the names in a line, in their order. A line break stands where an
// element of the page ends. Names of which known reports that they are such, those
// of agencies and of the paper, are taken whatever they look like; known may be nil.
//
// ok is false where the line names nobody, and where it is a sentence: then the
// names, if there are any, are those that a field of data would name, of which
// nobody expects sentences.
func Read(line string, known func(string) bool) (found []string, ok bool) {
	if line == "" || len(line) > MaxLine || !utf8.ValidString(line) {
		return nil, false
	}
	if known == nil {
		known = func(string) bool { return false }
	}
	r := reader{known: known, role: wrote}
	for _, p := range pieces(withoutAddresses(line)) {
		r.piece(p)
	}
	return r.result()
}

// withoutAddresses puts marks where a line has addresses of mail and of the web,
// and the names of accounts.
func withoutAddresses(line string) string {
	if strings.ContainsAny(line, "@[(") {
		line = mail().ReplaceAllString(line, " | ")
		line = handle().ReplaceAllString(line, "$1 | ")
	}
	if strings.Contains(line, "www.") || strings.Contains(line, "://") {
		line = web().ReplaceAllString(line, " | ")
	}
	return line
}

// reader reads a line part by part.
type reader struct {
	known  func(string) bool
	role   part // of whom the names are that come
	next   part // of those behind the next mark, by a label before it; unknown: none
	names  []string
	prose  bool
	joined bool // an "and" has stood between two: what a comma parts from them is no third
	small  bool // one of the names is in small letters
}

func (r *reader) piece(p piece) {
	if p.hard {
		r.joined = false
		r.role, r.next = firstKnown(r.next, wrote), unknown
	}
	if what := labelNamed(p.text); what != unknown { // the name stands in the next element
		r.next = what
		return
	}
	text, what := cutLabel(withinBracket(p.text))
	switch {
	case what == wroteMaybe && strings.Count(text, " ") == 0 && !r.known(text):
		text = p.text // "Da Shuren"
	case what == wroteMaybe, what == wrote:
		r.role = wrote
	case what == other:
		r.role = other
	}
	if r.role == other || text == "" || p.dash && what == unknown && len(r.names) > 0 {
		return
	}
	if isOrganization(text) {
		r.add(text)
		return
	}
	if r.known(text) {
		r.add(text)
		return
	}
	if isJob(text, len(r.names) > 0) {
		return
	}
	if first, _, _ := strings.Cut(text, " "); r.joined && what == unknown && !conjunctions[strings.ToLower(first)] {
		return // "Ann Lee and Bo Ek, The Courier"
	}
	all := names(text, strings.HasPrefix(p.text, "作者") || strings.Contains(p.text, "记者"))
	r.joined = r.joined || len(all) > 1
	for _, name := range all {
		r.name(name, p.hard)
	}
}

func (r *reader) name(s string, hard bool) {
	if s = strings.TrimFunc(s, trimmed); r.known(s) {
		r.add(s)
		return
	}
	if roleBehind(s) == other || isLabel(s) || isJob(s, len(r.names) > 0) {
		return
	}
	if len(r.names) > 0 && degree().MatchString(s) {
		return
	}
	rest, what := cutLabel(s)
	switch {
	case what == other:
		r.role = other
		return
	case what == wrote && strings.HasPrefix(s, "by "), what == wrote && strings.ContainsAny(s, ":："): // "by Ann Lee and by Bo Ek"
		s = rest
	}
	name, v := clean(s)
	switch v {
	case aName:
		r.add(name)
	case nickname:
		r.small, r.prose = true, r.prose || strings.Contains(name, " ") // "by embracing fear"
		r.add(name)
	case stray:
		r.prose = r.prose || len(r.names) == 0
	case sentence:
		r.prose = r.prose || len(r.names) == 0 || !hard
	}
}

// isOrganization reports whether a part is the whole name of one: "Office of Roads and
// Bridges".
func isOrganization(s string) bool {
	words := strings.Fields(s)
	if len(words) < 3 || len(words) > 9 {
		return false
	}
	for i := range 2 {
		if organizations[strings.ToLower(words[i])] && genitives[words[i+1]] {
			return true
		}
	}
	return false
}

// isShort reports whether a name is of one word, as places are, and as no person is
// named beside others: but accounts are, in small letters.
func isShort(n string) bool {
	return !strings.Contains(n, " ") && hasSpaces(n) && (!hasCase(n) || strings.ToLower(n) != n)
}

// withinBracket is the part of a text that its only bracket holds, where that is all of
// it or begins with a label: "（记者 陈明）", "本报讯（记者陈明）".
func withinBracket(s string) string {
	last, n := utf8.DecodeLastRuneInString(s)
	open, ok := map[rune]string{')': "(", '）': "（", ']': "[", '】': "【"}[last]
	if !ok || strings.Count(s, open) != 1 {
		return s
	}
	i := strings.Index(s, open)
	inner := s[i+len(open) : len(s)-n]
	if _, what := cutFused(inner); what == wrote {
		return inner
	}
	return s
}

// hasSpaces reports whether a name is of a script that parts the words of names: one
// of a single word is none of a person in full.
func hasSpaces(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
			unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
	}) < 0
}

// roleBehind is what a bracket behind a name says of who it names: "(Text)", "(Fotos)".
func roleBehind(s string) part {
	i := strings.LastIndexAny(s, "(（")
	if i <= 0 {
		return unknown
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	inner := strings.ToLower(strings.Trim(s[i+n:], " )）"))
	return firstKnown(named[inner], others[inner])
}

func (r *reader) add(name string) {
	for _, n := range r.names {
		if n == name {
			return
		}
	}
	if len(r.names) < maxNames {
		r.names = append(r.names, name)
	}
}

// result is what was read, without the places beside names in full.
func (r *reader) result() ([]string, bool) {
	full := false
	for _, n := range r.names {
		full = full || strings.Contains(n, " ") || r.known(n)
	}
	var kept []string
	for i, n := range r.names {
		if full && !r.known(n) && (isShort(n) || i > 0 && places[strings.ToLower(n)]) {
			continue
		}
		kept = append(kept, n)
	}
	return kept, len(kept) > 0 && !r.prose && (!r.small || len(kept) == 1)
}
