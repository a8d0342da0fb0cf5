package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/date"
)

// maxTimes bounds the times that are kept of one page.
const maxTimes = 20

// timeElement remembers a time: that of the attribute for machines, of others that
// hold one, or what it says to readers.
func (p *page) timeElement(n *html.Node) {
	if len(p.times)+len(p.changed) > maxTimes {
		return
	}
	text, _ := shortText(n, 100)
	value := firstOf(attr(n, "datetime"), dateIn(n), text)
	if value == "" {
		return
	}
	marks := strings.ToLower(attr(n, "itemprop") + " " + attr(n, "class") + " " + attr(n, "pubdate"))
	var label int
	switch {
	case strings.Contains(marks, "publi") || strings.Contains(marks, "pubdate"):
		label = asPublished
	case strings.Contains(marks, "modif") || strings.Contains(marks, "updat"):
		label = asUpdated
	default:
		label = p.spokenLabel(n, text)
	}
	p.noteTime(value, label)
}

// spokenLabel is what words in or before an element say of its date.
func (p *page) spokenLabel(n *html.Node, text string) int {
	if label := labelOf(text); label != unlabelled {
		return label
	}
	return labelOf(wordsBefore(n))
}

func (p *page) noteTime(value string, label int) {
	switch label {
	case asPublished:
		p.times = append([]string{value}, p.times...)
	case asUpdated:
		p.changed = append(p.changed, value)
	default:
		p.times = append(p.times, value)
	}
}

// dateAttribute remembers the time in an attribute of an element that is no time
// element: a date written out for those who point at it, or for scripts.
func (p *page) dateAttribute(n *html.Node, prop string) {
	if !mayHoldDate(n) || len(p.times)+len(p.changed) > maxTimes || prop == "datepublished" || prop == "datemodified" {
		return
	}
	class := attr(n, "class") + " " + attr(n, "id")
	marked, foreign := p.dateClass(class)
	if foreign || !marked && n.DataAtom != atom.Abbr && !strings.Contains(n.Data, "time") { // relative-time
		return
	}
	value := attr(n, "datetime")
	if value == "" || n.DataAtom == atom.Ins || n.DataAtom == atom.Del {
		value = dateIn(n)
	}
	if value == "" {
		return
	}
	if label := p.spokenLabel(n, class); label != unlabelled {
		p.noteTime(value, label)
	} else if len(p.written) < maxTimes {
		p.written = append(p.written, value)
	}
}

// mayHoldDate reports whether an element has an attribute that may hold a date.
func mayHoldDate(n *html.Node) bool {
	for i := range n.Attr {
		switch n.Attr[i].Key {
		case "datetime", "data-datetime", "data-date", "data-time", "data-timestamp", "data-published", "data-modified":
			return true
		case "title":
			if len(n.Attr[i].Val) <= date.MaxText && mayBeDate(n.Attr[i].Val) {
				return true
			}
		}
	}
	return false
}

// dateIn is the date in an attribute of an element, "" if it has none.
func dateIn(n *html.Node) string {
	for _, a := range n.Attr {
		switch a.Key {
		case "title":
			if len(a.Val) <= date.MaxText && mayBeDate(a.Val) {
				if _, ok := date.Find(a.Val, date.Hints{}); ok {
					return a.Val
				}
			}
		case "data-datetime", "data-date", "data-time", "data-timestamp", "data-published", "data-modified":
			if d, err := date.Parse(a.Val, date.Hints{}); err == nil && d.Precision >= date.Day {
				return a.Val
			}
		}
	}
	return ""
}
