package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
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
	o := &opml{decoder: xml.NewDecoder(bytes.NewReader(text))}
	o.decoder.Strict = false
	o.decoder.Entity = xml.HTMLEntity
	o.decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	if err := o.read(); err != nil {
		return nil, nil, err
	}
	return o.subs, o.problems, nil
}

type opml struct {
	decoder  *xml.Decoder
	folders  []string // one for every open outline; "" where it is a feed
	subs     []Subscription
	problems []Problem
	isOPML   bool
	depth    int
}

func (o *opml) read() error {
	for {
		token, err := o.decoder.Token()
		line, _ := o.decoder.InputPos()
		switch {
		case errors.Is(err, io.EOF) && o.isOPML:
			return nil
		case errors.Is(err, io.EOF):
			return errors.New("no OPML: there is no <opml> element")
		case err != nil:
			return fmt.Errorf("line %d: %w", line, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if o.depth++; o.depth > maxDepth {
				return &LimitError{"nested elements", maxDepth}
			}
			switch strings.ToLower(t.Name.Local) {
			case "opml":
				o.isOPML = true
			case "outline":
				if len(o.folders) > maxOPMLDepth {
					return &LimitError{"nested folders", maxOPMLDepth}
				}
				o.outline(t, line)
			}
		case xml.EndElement:
			o.depth--
			if strings.EqualFold(t.Name.Local, "outline") && len(o.folders) > 0 {
				o.folders = o.folders[:len(o.folders)-1]
			}
		}
	}
}

func (o *opml) outline(t xml.StartElement, line int) {
	attrs := map[string]string{}
	for _, a := range t.Attr {
		attrs[strings.ToLower(a.Name.Local)] = strings.TrimSpace(a.Value)
	}
	title := strings.Join(strings.Fields(first(attrs["title"], attrs["text"])), " ")
	address, isFeed := attrs["xmlurl"]
	if !isFeed && attrs["type"] != "rss" {
		o.folders = append(o.folders, title)
		return
	}
	defer func() { o.folders = append(o.folders, "") }()
	u := resolver{}.url(strings.Replace(address, "feed://", "http://", 1))
	if u == "" {
		reason := fmt.Sprintf("%q is no address of http or https", address)
		if address == "" {
			reason = fmt.Sprintf("%q has no xmlUrl", title)
		}
		o.problems = append(o.problems, Problem{line, reason})
		return
	}
	s := Subscription{URL: u, Title: title, Line: line}
	for _, f := range o.folders {
		s.Tags = addTag(s.Tags, f)
	}
	for _, c := range strings.Split(attrs["category"], ",") {
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
