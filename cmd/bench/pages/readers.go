package main

import (
	"bytes"
	"net/url"
	"strings"
	"time"

	readability "codeberg.org/readeck/go-readability/v2"
	trafilatura "github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"github.com/wiredesk/wiredesk/normalize"
)

// page is what a reader is given.
type page struct {
	name string
	url  *url.URL
	body []byte
	text string // the story's, if the page is made up
}

// reader makes what it makes of a page, and tells how many bytes of text it found.
type reader struct {
	name string
	read func(page) (int, error)
}

// readers, wiredesk last: the others are compared with it.
var readers = []reader{
	{"html.Parse alone", parseOnly},
	{"go-readability", readReadability},
	{"go-trafilatura, fallback", readTrafilatura},
	{"wiredesk", readWiredesk},
}

func parseOnly(p page) (int, error) {
	_, err := html.Parse(bytes.NewReader(p.body))
	return 0, err
}

// readReadability asks for the text, which readability only makes when asked.
func readReadability(p page) (int, error) {
	a, err := readability.FromReader(bytes.NewReader(p.body), p.url)
	if err != nil {
		return 0, err
	}
	var text strings.Builder
	err = a.RenderText(&text)
	return text.Len(), err
}

func readTrafilatura(p page) (int, error) {
	a, err := trafilatura.Extract(bytes.NewReader(p.body), trafilatura.Options{OriginalURL: p.url, EnableFallback: true, ExcludeComments: true})
	if err != nil {
		return 0, err
	}
	return len(a.ContentText), nil
}

func readWiredesk(p page) (int, error) {
	a, err := normalize.Article(normalize.Document{URL: p.url.String(), Body: p.body, Status: 200, ContentType: "text/html", FetchedAt: fetched})
	if err != nil {
		return 0, err
	}
	return len(a.BodyText), nil
}

// fetched is when the made-up pages were.
var fetched = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
