package atom

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/safehtml"
)

// ContentType is the media type of a feed.
const ContentType = "application/atom+xml; charset=utf-8"

// End ends a document.
const End = "</feed>\n"

// Feed is what stands above the entries.
type Feed struct {
	ID      string // a URI that stays the same
	Title   string
	Self    string // the feed's own address, if it has one
	Version string // of the program
	Updated time.Time
}

// Head begins a document.
func (f Feed) Head() []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">` + "\n")
	element := func(before, text, after string) {
		b.WriteString(before)
		_ = xml.EscapeText(&b, []byte(legal(text))) // into memory
		b.WriteString(after)
	}
	element("<id>", f.ID, "</id>\n")
	element("<title>", f.Title, "</title>\n")
	if f.Updated.IsZero() {
		f.Updated = time.Unix(0, 0) // Atom wants a date, also of a feed without entries
	}
	element("<updated>", stamp(f.Updated), "</updated>\n")
	if f.Self != "" {
		element(`<link rel="self" type="application/atom+xml" href="`, f.Self, "\"/>\n")
	}
	element(`<generator uri="https://github.com/wiredesk/wiredesk" version="`, f.Version, "\">wiredesk</generator>\n")
	return b.Bytes()
}

type entry struct {
	XMLName    xml.Name   `xml:"entry"`
	Lang       string     `xml:"xml:lang,attr,omitempty"`
	ID         string     `xml:"id"`
	Title      text       `xml:"title"`
	Updated    string     `xml:"updated"`
	Published  string     `xml:"published,omitempty"`
	Authors    []person   `xml:"author"`
	Categories []category `xml:"category"`
	Links      []link     `xml:"link"`
	Rights     string     `xml:"rights,omitempty"`
	Summary    *text      `xml:"summary"`
	Content    *text      `xml:"content"`
}

type text struct {
	Type string `xml:"type,attr,omitempty"`
	Text string `xml:",chardata"`
}

type person struct {
	Name string `xml:"name"`
	URI  string `xml:"uri,omitempty"`
}

type category struct {
	Term string `xml:"term,attr"`
}

type link struct {
	Rel    string `xml:"rel,attr"`
	Href   string `xml:"href,attr"`
	Type   string `xml:"type,attr,omitempty"`
	Length int64  `xml:"length,attr,omitempty"`
}

type deletedEntry struct {
	XMLName xml.Name `xml:"at:deleted-entry"`
	Ref     string   `xml:"ref,attr"`
	When    string   `xml:"when,attr"`
	Comment string   `xml:"at:comment,omitempty"`
}

// Entry is an article as an element of a feed. stored is when the stream stored
// this version.
func Entry(a *article.Article, stored time.Time) ([]byte, error) {
	var form any
	if a.Event == article.Withdrawn {
		form = deletedEntry{Ref: article.URN(a.ID), When: stamp(stored), Comment: "withdrawn: " + legal(a.Headline)}
	} else {
		form = entryOf(a, stored)
	}
	b, err := xml.Marshal(form)
	if err != nil {
		return nil, fmt.Errorf("write %s as an Atom entry: %w", a.ID, err)
	}
	return append(b, '\n'), nil
}

func entryOf(a *article.Article, stored time.Time) entry {
	e := entry{
		ID: article.URN(a.ID), Title: text{"text", legal(a.Headline)}, Updated: stamp(stored), Published: stamp(a.PublishedAt),
		Authors: authors(a), Links: links(a),
	}
	if a.Language != nil {
		e.Lang = legal(a.Language.Tag)
	}
	if a.Rights != nil {
		e.Rights = legal(a.Rights.Notice)
	}
	for _, t := range a.Tags {
		if term := legal(t.Name); term != "" {
			e.Categories = append(e.Categories, category{term})
		}
	}
	if a.Summary != "" {
		e.Summary = &text{"text", legal(a.Summary)}
	}
	switch {
	case a.BodyHTML != "":
		e.Content = &text{"html", legal(safehtml.Policy{}.Rewrite(a.BodyHTML))}
	case a.BodyText != "" || len(e.Links) == 0: // an entry has an address or content
		e.Content = &text{"text", legal(a.BodyText)}
	}
	return e
}

// authors are who wrote it, or whoever is known to answer for it: Atom wants one.
func authors(a *article.Article) (list []person) {
	for _, x := range a.Authors {
		if name := legal(x.Name); name != "" {
			list = append(list, person{name, legal(safehtml.Address(x.URL))})
		}
	}
	if len(list) > 0 {
		return list
	}
	names := []string{a.Byline, a.Agency}
	if a.Publisher != nil {
		names = append(names, a.Publisher.Name, a.Publisher.Domain)
	}
	for _, name := range append(names, "unknown") {
		if name = legal(name); name != "" {
			return []person{{Name: name}}
		}
	}
	return nil
}

func links(a *article.Article) (list []link) {
	if href := safehtml.Address(a.URL); href != "" {
		list = append(list, link{Rel: "alternate", Href: legal(href), Type: "text/html"})
	}
	for _, m := range a.Media {
		if href := safehtml.Address(m.URL); href != "" {
			list = append(list, link{Rel: "enclosure", Href: legal(href), Type: legal(m.Type), Length: m.Size})
		}
	}
	return list
}

// legal leaves out the characters that XML 1.0 cannot hold.
func legal(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 {
			return r
		}
		return -1
	}, s))
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
