package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/net/publicsuffix"

	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// page is a page with its truth and what the stages say of it. The rows have an
// entry's hint on half of the pages, plain has none.
type page struct {
	set, id           string
	fold              int
	truth             truth
	publisher         string
	weight            float64 // in training
	root              *html.Node
	entry             string // an excerpt as feeds have it, on half of the pages
	cut               *boilerplate.Page
	texts             [][]string // tokens of each segment
	rows, plain       []float32
	labels, weights   []float32
	first, plainFirst []float32
	second            []float32
}

// truth is a line of truth.jsonl.
type truth struct {
	ID, URL, Body string
	With, Without []string
}

// hintWords is the length of the excerpts that common software puts in feeds.
const hintWords = 55

// readSet reads DIR or DIR=WEIGHT.
func readSet(arg string) (pages []*page, err error) {
	dir, factor, weighted := strings.Cut(arg, "=")
	weight := 1.0
	if weighted {
		if weight, err = strconv.ParseFloat(factor, 64); err != nil || weight <= 0 {
			return nil, fmt.Errorf("%s: the weight of a set is a number above 0", arg)
		}
	}
	f, err := os.Open(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 32<<20)
	for lines.Scan() {
		var t truth
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			return nil, fmt.Errorf("%s: %w", dir, err)
		}
		if t.Body == "" && len(t.With) == 0 {
			continue
		}
		text, err := readPage(filepath.Join(dir, "pages", t.ID+".html.gz"))
		if err != nil {
			return nil, err
		}
		if p := makePage(filepath.Base(dir), weight, t, text); p != nil {
			pages = append(pages, p)
		}
	}
	return pages, lines.Err()
}

func readPage(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if utf8.Valid(text) {
		return text, nil
	}
	r, err := charset.NewReader(bytes.NewReader(text), "")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return io.ReadAll(r)
}

// makePage cuts a page and labels its segments; nil if there is nothing to read.
func makePage(set string, weight float64, t truth, text []byte) *page {
	root, err := html.ParseWithOptions(bytes.NewReader(text), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil
	}
	p := &page{set: set, id: t.ID, truth: t, root: root, publisher: publisherOf(t), weight: weight}
	p.fold = int(hashOf(p.publisher) % folds)
	if words := strings.Fields(t.Body); len(words) > 0 && hashOf(t.ID)%2 == 0 {
		p.entry = strings.Join(words[:min(len(words), hintWords)], " ")
	}
	p.cut = boilerplate.Cut(root, boilerplate.Known{}, boilerplate.Learned{})
	n := len(p.cut.Segments)
	p.first, p.plainFirst, p.second = make([]float32, n), make([]float32, n), make([]float32, n)
	for i := range n {
		p.texts = append(p.texts, tokens(p.cut.Text(i)))
	}
	p.label()
	return p
}

// describe computes a page's rows, with what was learned of words on other pages.
func (p *page) describe(l boilerplate.Learned) {
	known := boilerplate.Describe(p.root)
	p.cut = boilerplate.Cut(p.root, known, l)
	p.plain = p.cut.Rows()
	p.rows = p.plain
	if p.entry != "" {
		known.Entry = p.entry
		p.rows = boilerplate.Cut(p.root, known, l).Rows()
	}
}

// publisherOf is a page's registrable domain. All pages of one are in one fold.
func publisherOf(t truth) string {
	key := t.ID
	if u, err := url.Parse(t.URL); err == nil && u.Host != "" {
		if key, err = publicsuffix.EffectiveTLDPlusOne(u.Hostname()); err != nil {
			key = u.Hostname()
		}
	}
	return key
}

func hashOf(s string) uint32 {
	h := fnv.New32a()
	_, _ = io.WriteString(h, s) // a hash takes anything
	return h.Sum32()
}
