package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Subscription is one feed of an OPML file. Tags are the folders around it.
type Subscription struct {
	URL   string
	Title string
	Tags  []string
	Line  int
}

// Problem is an outline that cannot be subscribed to.
type Problem struct {
	Line   int
	Reason string
}

// Limits on OPML.
const (
	maxOPML      = MaxBytes
	maxOPMLDepth = 64 // of folders; other elements nest as deep as in a feed
)

// ReadOPML reads the subscriptions of an OPML file (http://opml.org/spec2.opml)
// and names, by their line, those that have no usable address. Its error means
// that the file as a whole is none.
//
// What has an address is a feed, whatever its type is, and what holds others is a
// folder. Feeds may be left open.
func ReadOPML(r io.Reader) ([]Subscription, []Problem, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxOPML+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read: %w", err)
	}
	if len(b) > maxOPML {
		return nil, nil, &LimitError{"bytes of OPML", maxOPML}
	}
	text, err := toUTF8(b, "")
	if err != nil {
		return nil, nil, err
	}
	o := &opml{}
	if o.leftOpen, err = feedsLeftOpen(text); err != nil {
		return nil, nil, err
	}
	if err := eachTag(text, o.start, o.end); err != nil {
		return nil, nil, err
	}
	if !o.isOPML {
		return nil, nil, errors.New("no OPML: there is no <opml> element")
	}
	return o.subs, o.problems, nil
}

type opml struct {
	outlines []outline // that are open
	subs     []Subscription
	problems []Problem
	isOPML   bool
	depth    int  // of other elements
	leftOpen bool // some feeds have no end
	feed     bool // the last tag began a feed, and some have no end
}

// outline is one that is open.
type outline struct {
	title   string // "" for a feed
	line    int
	asFeed  bool // it says that it is a feed, and has no address
	holding bool // others
}

// eachTag calls start and end for the tags of a document, with the lines on which
// they begin. It stops at the first error.
func eachTag(b []byte, start func(*tag, int) error, end func(name string)) error {
	line := 1
	for pos := 0; ; {
		i := bytes.IndexByte(b[pos:], '<')
		if i < 0 {
			return nil
		}
		line += bytes.Count(b[pos:pos+i], []byte("\n"))
		pos += i
		rest := b[pos:]
		n, _ := aside(rest)
		switch {
		case n > 0:
		case rest[1] == '/':
			stop := bytes.IndexByte(rest, '>')
			if stop < 0 {
				return nil
			}
			n = stop + 1
			end(strings.ToLower(string(localName(rest[2:nameEnd(rest, 2)]))))
		default:
			t, err := readTag(rest, false)
			if err == nil && t.end < 0 {
				err = errors.New("the document ends within a tag")
			}
			if err == nil {
				n, err = t.end, start(t, line)
			}
			if err != nil {
				return fmt.Errorf("line %d: %w", line, err)
			}
		}
		line += bytes.Count(rest[:n], []byte("\n"))
		pos += n
	}
}

// feedsLeftOpen reports whether a file has fewer ends of outlines than beginnings:
// then those of feeds are missing, which hold nothing.
func feedsLeftOpen(text []byte) (bool, error) {
	open := 0
	err := eachTag(text, func(t *tag, _ int) error {
		if isOutline(t) && !t.closed {
			open++
		}
		return nil
	}, func(name string) {
		if name == "outline" {
			open--
		}
	})
	return open > 0, err
}

func isOutline(t *tag) bool { return bytes.EqualFold(localName(t.name), []byte("outline")) }

func (o *opml) start(t *tag, line int) error {
	if isOutline(t) {
		return o.outline(t, line)
	}
	if bytes.EqualFold(localName(t.name), []byte("opml")) {
		o.isOPML = true
	}
	if !t.closed {
		if o.depth++; o.depth > maxDepth {
			return &LimitError{"nested elements", maxDepth}
		}
	}
	return nil
}

func (o *opml) end(name string) {
	switch {
	case name != "outline":
		o.depth--
	case o.feed:
		o.feed = false
	case len(o.outlines) > 0:
		last := o.outlines[len(o.outlines)-1]
		o.outlines = o.outlines[:len(o.outlines)-1]
		if last.asFeed && !last.holding {
			o.withoutAddress(last.title, last.line)
		}
	}
}

func (o *opml) withoutAddress(title string, line int) {
	o.problems = append(o.problems, Problem{line, fmt.Sprintf("%q has no xmlUrl", title)})
}

func (o *opml) outline(t *tag, line int) error {
	o.feed = false
	if n := len(o.outlines); n > 0 {
		o.outlines[n-1].holding = true
	}
	title, address := oneLine(first(t.get("title"), t.get("text"))), t.get("xmlUrl")
	asFeed := feedOutlines[strings.ToLower(t.get("type"))]
	if asFeed && address == "" {
		address = t.get("url")
	}
	if address == "" {
		asFeed = asFeed || t.has("xmlUrl")
		switch {
		case !t.closed:
			return o.push(outline{title: title, line: line, asFeed: asFeed})
		case asFeed:
			o.withoutAddress(title, line)
		}
		return nil
	}
	o.subscription(t, title, address, line)
	switch {
	case t.closed:
	case o.leftOpen:
		o.feed = true
	default:
		return o.push(outline{line: line})
	}
	return nil
}

// feedOutlines are the types of outlines that are feeds.
var feedOutlines = map[string]bool{"rss": true, "atom": true, "rdf": true, "feed": true, "jsonfeed": true}

func (o *opml) push(l outline) error {
	if len(o.outlines) > maxOPMLDepth {
		return &LimitError{"nested folders", maxOPMLDepth}
	}
	o.outlines = append(o.outlines, l)
	return nil
}

func (o *opml) subscription(t *tag, title, address string, line int) {
	u, err := weburl.Parse(address) // with the name and the password that may stand in it: it is somebody's own file
	if (err != nil || !isWeb(u)) && len(address) <= maxURL {
		u, err = weburl.Parse(resolver{}.mendLink(strings.TrimSpace(address)))
	}
	if err != nil || !isWeb(u) || len(address) > maxURL {
		o.problems = append(o.problems, Problem{line, fmt.Sprintf("%q is no address of http or https", weburl.Masked(address))})
		return
	}
	s := Subscription{URL: u.String(), Title: title, Line: line}
	for _, f := range o.outlines {
		s.Tags = addTag(s.Tags, f.title)
	}
	for c := range strings.SplitSeq(t.get("category"), ",") {
		s.Tags = addTag(s.Tags, strings.Trim(c, "/ "))
	}
	o.subs = append(o.subs, s)
}

// WriteOPML writes subscriptions as OPML 2.0, tags as categories.
func WriteOPML(w io.Writer, title string, subs []Subscription) error {
	type outline struct {
		Type     string `xml:"type,attr"`
		Text     string `xml:"text,attr"`
		Title    string `xml:"title,attr"`
		URL      string `xml:"xmlUrl,attr"`
		Category string `xml:"category,attr,omitempty"`
	}
	doc := struct {
		XMLName  xml.Name  `xml:"opml"`
		Version  string    `xml:"version,attr"`
		Title    string    `xml:"head>title"`
		Outlines []outline `xml:"body>outline"`
	}{Version: "2.0", Title: title}
	for _, s := range subs {
		doc.Outlines = append(doc.Outlines, outline{"rss", s.Title, s.Title, s.URL, strings.Join(s.Tags, ",")})
	}
	b, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	if _, err := fmt.Fprintf(w, "%s%s\n", xml.Header, b); err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	return nil
}
