package normalize

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/date"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// maxShownLine is the longest line that is kept, in characters.
const maxShownLine = 120

// maxShown bounds the lines kept of one page.
const maxShown = 200

var (
	// dateParts are parts of the names of elements for dates; dateStarts begin a
	// word of one.
	dateParts  = partsOf("date", "publish")
	dateStarts = partsOf("datum", "fecha", "tarih", "data", "time", "posted")
	// elsewhere are parts of the names of elements with dates that are none of the
	// story's.
	elsewhere = partsOf("nav", "current", "today", "clock", "comment", "related", "recommend", "copyright", "footer", "event", "weather", "sidebar", "teaser", "calendar-")
)

// namesDate reports whether the name of an element says that it holds a date.
func namesDate(class string) bool {
	if dateParts.heldBy(class) {
		return true
	}
	letter := false
	for i := range len(class) {
		c := lowByte(class[i])
		if !letter && dateStarts.begin(class[i:]) {
			return true
		}
		if c == 't' && beginsWith(class[i:], "time") && !isWordByte(class, i+len("time")) {
			return true
		}
		letter = c >= 'a' && c <= 'z'
	}
	return false
}

// isWordByte reports whether a text has a letter, a digit or a low line at a place.
func isWordByte(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	c := lowByte(s[i])
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_'
}

// noteShown remembers the lines around a text node that may be a byline or hold
// a date.
func (p *page) noteShown(n *html.Node) {
	text := strings.TrimSpace(n.Data)
	p.offset += len(text)
	if len(text) == 0 || len(text) > 3*maxShownLine || n.Parent == nil || n.Parent.DataAtom == atom.Title || n.Parent.DataAtom == atom.Option {
		return
	}
	if len(p.dates) < maxShown && mayBeDate(text) && utf8.RuneCountInString(text) <= maxShownLine {
		marked, elsewhere := p.dateClass(classesAbove(n.Parent))
		p.dates = append(p.dates, dateLine{shown{withClock(n, fold(text)), p.offset, marked}, wordsBefore(n), elsewhere})
	}
	if len(text) > 100 {
		return
	}
	if len(p.spoken) < maxShown && mayName(text) {
		p.noteSpoken(n, text)
	}
}

// withClock is a short line with a date and what stands beside it in its element,
// or in the one around it, if that is the same day with its clock: a clock may have
// an element of its own.
func withClock(n *html.Node, text string) string {
	const short = 40
	if len(text) > short || strings.Contains(text, ":") {
		return text
	}
	digits := countDigits(text)
	for around, i := n.Parent, 0; around != nil && i < 2; around, i = around.Parent, i+1 {
		line, ok := spacedText(around, 2*short)
		if !ok {
			break
		}
		if countDigits(line) > digits && strings.Contains(line, text) && isSameDay(line, text) {
			return line
		}
	}
	return text
}

// isSameDay reports whether a line has the day that a part of it has, and a clock.
func isSameDay(line, part string) bool {
	a, ok := date.Find(line, date.Hints{})
	b, found := date.Find(part, date.Hints{})
	return ok && found && a.Precision > date.Day && a.Time.Format(time.DateOnly) == b.Time.Format(time.DateOnly)
}

// spacedText is the text of an element, with a space between those of its
// children; ok is false if it is longer than limit bytes.
func spacedText(n *html.Node, limit int) (text string, ok bool) {
	left := limit
	var parts []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		t, ok := shortText(c, limit)
		if left -= len(t) + 1; !ok || left < 0 {
			return "", false
		}
		if t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " "), true
}

func countDigits(s string) (n int) {
	for _, c := range s {
		if unicode.IsDigit(c) {
			n++
		}
	}
	return n
}

// dateClass says of class names whether they call a line a date, and one that is
// none of the story's. A page repeats them: each is read once.
func (p *page) dateClass(class string) (marked, foreign bool) {
	says, ok := p.dateClasses[class]
	if !ok {
		says = [2]bool{namesDate(class), elsewhere.heldBy(class)}
		if p.dateClasses == nil {
			p.dateClasses = map[string][2]bool{}
		}
		p.dateClasses[class] = says
	}
	return says[0], says[1]
}

// mayBeDate reports whether a text has a year: four digits on end, or two behind
// a dot. Few texts do, and to read a date takes longer than to say so.
func mayBeDate(text string) bool {
	n := 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9' || r > 0x600 && unicode.IsDigit(r):
			if n++; n == 4 || n == 2 && i >= 6 && text[i-2] == '.' {
				return true
			}
		case r == '年' || r == '년':
			return true
		default:
			n = 0
		}
	}
	return false
}

// classesAbove are the classes and ids of an element and the two around it.
func classesAbove(n *html.Node) string {
	var b strings.Builder
	for i := 0; n != nil && i < 3 && n.DataAtom != atom.Body; i, n = i+1, n.Parent {
		b.WriteString(" " + attr(n, "class") + " " + attr(n, "id"))
		if n.DataAtom == atom.Footer || n.DataAtom == atom.Nav {
			b.WriteString(" footer")
		}
	}
	return b.String()
}

// Windows, in bytes of text, around the headline in which a page's own byline
// and date stand.
const (
	beforeHeadline = 400
	afterHeadline  = 1500
)

// besideHeadline reports whether a line stands around the heading that has the
// headline. A page without one has nothing to stand beside.
func (p *page) besideHeadline(at int, headline string) bool {
	if p.besideFor != headline || p.beside == nil {
		p.besideFor, p.beside = headline, p.aroundHeadings(headline)
	}
	for _, s := range p.beside {
		if at > s.from && at < s.to {
			return true
		}
	}
	return false
}

// nearHeadline reports whether a line stands so many bytes of text from the heading that
// has the headline.
func (p *page) nearHeadline(at, bytes int, headline string) bool {
	if !p.besideHeadline(at, headline) {
		return false
	}
	for _, s := range p.beside {
		if at > s.from+beforeHeadline-bytes && at < s.to-afterHeadline+bytes {
			return true
		}
	}
	return false
}

// aroundHeadings are the surroundings of the headings that have the headline:
// any h1 that says about the same, and lower ones, of which old templates make
// headlines, that say the same.
func (p *page) aroundHeadings(headline string) []span {
	spans := []span{}
	add := func(at, length int) {
		spans = append(spans, span{at - length - beforeHeadline, at + length + afterHeadline})
	}
	for i, h := range p.h1 {
		if h == p.heading || overlap(h, headline) >= .6 {
			add(p.h1At[i], len(h))
		}
	}
	for i, h := range p.h2 {
		if overlap(h, headline) >= .6 && overlap(headline, h) >= .6 {
			add(p.h2At[i], len(h))
		}
	}
	return spans
}

// maxPlain is the longest line, in characters, whose date is taken for that of the
// story though nothing says that it is one.
const maxPlain = 60

// shownDates are the candidates for a date of publication among the lines that
// readers see, and those for one of a change: beside the headline, what calls
// itself a date of publication first, then what calls itself a date. What speaks of
// a change may be the only date there is.
func (p *page) shownDates(headline string, hints date.Hints) (published, updated []candidate) {
	var said, marked, plain []candidate
	for _, s := range p.dates {
		if s.elsewhere || !p.besideHeadline(s.at, headline) {
			continue
		}
		dates := labelledDates(s.text, s.before, hints)
		if len(dates) == 0 {
			dates = []labelledDate{{s.text, labelOf(s.text)}}
		}
		for _, d := range dates {
			switch {
			case d.label == asUpdated:
				updated = append(updated, candidate{d.text, "page.text:updated", .78})
			case d.label == asPublished:
				said = append(said, candidate{d.text, "page.text:date", .9})
			case s.marked:
				marked = append(marked, candidate{d.text, "page.text:date", .9})
			case utf8.RuneCountInString(s.text) <= maxPlain:
				plain = append(plain, candidate{d.text, "page.text", .9})
			}
		}
	}
	return append(append(said, marked...), plain...), updated
}

// saysPublished begins a line that tells a date of publication wherever it stands.
var saysPublished = pattern.Of(`(?i)^\W*(?:first\s+)?(?:published|posted|publi[ée]|veröffentlicht|erschienen|erstellt|publicad[oa]|pubblicato|gepubliceerd|publicerad|publisert|opublikowano|опубликован|дата публикации|date\s*:|datum\s*:|stand\s*:)`)

// farDates are candidates for a page that has no other date: lines that call
// themselves dates, far from the headline or among what is not of the story.
// What stands below the headline comes first.
func (p *page) farDates(headline string) (list []candidate) {
	below := 0
	for i, h := range p.h1 {
		if overlap(h, headline) >= .6 {
			below = p.h1At[i]
		}
	}
	var before []candidate
	for _, s := range p.dates {
		says := saysPublished().MatchString(s.text)
		switch {
		case !says && (!s.marked || s.elsewhere && !p.besideHeadline(s.at, headline)) || len(s.text) > 60 || strings.Contains(s.text, "©"):
		case s.at < below:
			before = append(before, candidate{s.text, "page.text:far", .7})
		default:
			list = append(list, candidate{s.text, "page.text:far", .8})
		}
	}
	return append(list, before...)
}
