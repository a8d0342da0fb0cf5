package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/byline"
)

// detailNames are those of a line of details between the headline and the text, which
// holds a name and a date parted by a mark, and no more: "Ann Lee | Senior Writer |
// July 2, 2026". A line that is the name of an agency is one too.
func (r *recipe) detailNames() []article.Author {
	for i, line := range r.page.edges.above {
		if len(line) > maxShownByline {
			continue
		}
		names, ok := r.lineOfNames(line)
		if ok && len(names) == 2 && r.isFullName(names[0]) && names[1].Kind == "agency" { // "Ann Lee with AFP"
			return names[:1]
		}
		if ok && len(names) == 1 && i+1 < len(r.page.edges.above) && byline.IsBeside(r.page.edges.above[i+1]) && r.isFullName(names[0]) {
			return names // a job or an address stands on the line below
		}
		if !ok || len(names) != 1 {
			continue
		}
		dated := hasDigit(line) && strings.ContainsAny(line, "|·•") || strings.Contains(line, " @") && len(names[0].Name) < len(line)
		if names[0].Kind == "agency" || dated && r.isFullName(names[0]) {
			return names
		}
	}
	return nil
}

// isFullName reports whether an author is a person with a name in full, that does not
// stand in the headline.
func (r *recipe) isFullName(a article.Author) bool {
	n := words(a.Name)
	if a.Kind != "person" || n < 2 || n > 4 || strings.ContainsAny(a.Name, ":()[]\"“„«&") || hasDigit(a.Name) {
		return false
	}
	return overlap(a.Name, r.a.Headline) < .5 && !r.saysSmall(a.Name)
}

// saysSmall reports whether the text has one of the words in small letters, as it has
// those of headings, and not those of names.
func (r *recipe) saysSmall(name string) bool {
	for _, w := range strings.Fields(name) {
		low := strings.ToLower(w)
		for text := r.a.BodyText; !byline.IsParticle(low) && low != w; {
			i := strings.Index(text, low)
			if i < 0 {
				break
			}
			before, _ := utf8.DecodeLastRuneInString(text[:i])
			after, _ := utf8.DecodeRuneInString(text[i+len(low):])
			if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
				return true
			}
			text = text[i+len(low):]
		}
	}
	return false
}

// farNames are those in a line far from the headline that begins with a label and a
// colon: "Author: Ann Lee".
func (r *recipe) farNames() []article.Author {
	for _, s := range r.page.spoken {
		head, _, ok := strings.Cut(strings.ReplaceAll(s.text, "：", ":"), ":")
		if !ok || words(head) > 3 || !beginsByline(s.text) || r.page.besideHeadline(s.at, r.a.Headline) {
			continue
		}
		if people := r.peopleIn(s.text); len(people) > 0 {
			return people
		}
	}
	return nil
}

// nameOf is the name that is the whole of one of the lines.
func (r *recipe) nameOf(lines []string) []article.Author {
	for _, line := range lines {
		if len(line) > maxSignedName || endsSentence(line) {
			continue
		}
		names, ok := r.lineOfNames(strings.TrimLeft(line, "(—–- "))
		if ok && len(names) == 1 && (r.isFullName(names[0]) || names[0].Kind == "person" && signedInBrackets(line) != "") {
			return names
		}
	}
	return nil
}

// datelineNames are those of the reporters whom the dateline names.
func (r *recipe) datelineNames() []article.Author {
	line := r.reporter
	if strings.IndexFunc(line, func(c rune) bool { return unicode.Is(unicode.Han, c) }) >= 0 {
		line = "记者：" + line // a space is all that parts them
	}
	return r.splitNames(line)
}

// maxShownByline is the longest line of text, in bytes, that may be a byline.
const maxShownByline = 160

// deskName is the newsroom that a byline names where nobody is named.
func (r *recipe) deskName() []article.Author {
	lines := append([]string(nil), r.page.meta["author"]...)
	if label := r.page.one("twitter:label1"); writtenBy().MatchString(label) {
		lines = append(lines, r.page.one("twitter:data1"))
	}
	for _, b := range r.page.bylines {
		lines = append(lines, b.text)
	}
	for _, line := range lines {
		if name := byline.Desk(fold(line)); name != "" {
			return []article.Author{{Name: name, Kind: "org"}}
		}
	}
	return nil
}
