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
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/net/publicsuffix"

	"github.com/wiredesk/wiredesk/normalize/internal/prose"
)

// page is a page with its truth and what the stages say of it. The rows have an
// entry's hint on half of the pages, plain has none.
type page struct {
	set, id           string
	fold              int
	truth             truth
	cut               *prose.Page
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

func readSet(dir string) (pages []*page, err error) {
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
		if p := makePage(filepath.Base(dir), t, text); p != nil {
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
func makePage(set string, t truth, text []byte) *page {
	root, err := html.ParseWithOptions(bytes.NewReader(text), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil
	}
	p := &page{set: set, id: t.ID, truth: t, fold: foldOf(t)}
	known := prose.Describe(root)
	p.cut = prose.Cut(root, known)
	n := len(p.cut.Segments)
	p.plain, p.rows = p.cut.Rows(), nil
	p.rows = p.plain
	if words := strings.Fields(t.Body); len(words) > 0 && hashOf(t.ID)%2 == 0 {
		known.Entry = strings.Join(words[:min(len(words), hintWords)], " ")
		p.rows = prose.Cut(root, known).Rows()
	}
	p.first, p.plainFirst, p.second = make([]float32, n), make([]float32, n), make([]float32, n)
	for i := range n {
		p.texts = append(p.texts, tokens(p.cut.Text(i)))
	}
	p.label()
	return p
}

// foldOf puts all pages of a registrable domain into one fold.
func foldOf(t truth) int {
	key := t.ID
	if u, err := url.Parse(t.URL); err == nil && u.Host != "" {
		if key, err = publicsuffix.EffectiveTLDPlusOne(u.Hostname()); err != nil {
			key = u.Hostname()
		}
	}
	return int(hashOf(key) % folds)
}

func hashOf(s string) uint32 {
	h := fnv.New32a()
	_, _ = io.WriteString(h, s) // a hash takes anything
	return h.Sum32()
}
