package normalize

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// ErrNothing says that neither the page nor the entry holds a story.
var ErrNothing = errors.New("there is no headline and no text")

// Article makes an article of a document. It sets everything but what only the
// stream can know: version, event, changes and when it was first seen.
func Article(doc Document) (a *article.Article, err error) {
	defer func() {
		if r := recover(); r != nil {
			a, err = nil, fmt.Errorf("normalize %s: panic: %v", doc.URL, r)
		}
	}()
	if doc.Entry == nil {
		doc.Entry = &Entry{}
	}
	if doc.FinalURL == "" {
		doc.FinalURL = doc.URL
	}
	r := &recipe{doc: doc, entry: doc.Entry, page: readPage(doc), a: &article.Article{Schema: article.Schema}}
	r.a.Provenance.Extractor = &article.Extractor{}
	for _, step := range []func(){
		r.wall,
		r.addresses,
		r.publisher,
		r.headline,
		r.body,
		r.authors,
		r.dateline,
		r.agency,
		r.dates,
		r.summary,
		r.language,
		r.images,
		r.media,
		r.tags,
		r.section,
		r.rights,
		r.access,
		r.corrections,
		r.completeness,
		r.fetches,
	} {
		step()
	}
	if r.a.Headline == "" && r.a.BodyText == "" {
		return nil, r.nothing()
	}
	r.a.Seal()
	return r.a, nil
}

// nothing is the error of a page without a story.
func (r *recipe) nothing() error {
	name := firstOf(r.doc.URL, "the page")
	switch d := r.doc; {
	case r.page.binary:
		return fmt.Errorf("normalize %s: it is no text: %w", name, ErrNothing)
	case d.Status == 200 && len(d.Body) == 0 && d.ContentType != "":
		return fmt.Errorf("normalize %s: the answer, of type %q, holds no page: %w", name, clip(d.ContentType, 100), ErrNothing)
	}
	return fmt.Errorf("normalize %s: %w", name, ErrNothing)
}

// recipe is an article in the making.
type recipe struct {
	doc   Document
	entry *Entry
	page  *page
	a     *article.Article
	// signed are the agencies that the text comes from, by what says so.
	signed []signature

	refused   string // why the page that came is not the entry\'s; empty: it is
	refusedAt string // the address at which it came
}

// candidate is a value that a field could have, and where it stood.
type candidate struct {
	value      string
	source     string
	confidence float64
}

// note records where a field's value comes from, and what it was preferred to.
func (r *recipe) note(field string, taken candidate, others []candidate) {
	f := article.Field{Source: taken.source, Confidence: taken.confidence}
	seen := map[string]bool{"": true, taken.value: true}
	for _, c := range others {
		if !seen[c.value] && len(f.Rejected) < 5 {
			seen[c.value] = true
			f.Rejected = append(f.Rejected, article.Candidate{Value: clip(c.value, 200), Source: c.source})
		}
	}
	if r.a.Provenance.Fields == nil {
		r.a.Provenance.Fields = map[string]article.Field{}
	}
	r.a.Provenance.Fields[field] = f
}

// choose takes the first candidate with a value, and notes it.
func (r *recipe) choose(field string, candidates ...candidate) string {
	for i, c := range candidates {
		if c.value != "" {
			r.note(field, c, append(append([]candidate(nil), candidates[:i]...), candidates[i+1:]...))
			return c.value
		}
	}
	return ""
}

func (r *recipe) warn(format string, args ...any) {
	x := r.a.Provenance.Extractor
	x.Warnings = append(x.Warnings, fmt.Sprintf(format, args...))
}

// fetches records the request that brought the page.
func (r *recipe) fetches() {
	d := r.doc
	if d.Status == 0 && len(d.Body) == 0 {
		return
	}
	f := article.Fetch{
		URL: weburl.Masked(d.URL), Role: "page", At: d.FetchedAt.UTC().Truncate(time.Millisecond), Status: d.Status, Redirects: d.Redirects, ETag: d.ETag,
		LastModified: d.Modified, ContentType: d.ContentType, Charset: r.page.charset, Bytes: int64(len(d.Body)), Millis: d.Took.Milliseconds(),
	}
	if final := firstOf(r.refusedAt, d.FinalURL); final != d.URL {
		f.FinalURL = weburl.Masked(final)
	}
	f.Refused = r.refused
	if len(d.Body) > 0 {
		sum := sha256.Sum256(d.Body)
		f.SHA256 = hex.EncodeToString(sum[:])
	}
	r.a.Provenance.Fetches = append(r.a.Provenance.Fetches, f)
}

// clip cuts text to n runes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	runes, end := 0, 0
	for i := range s {
		if runes++; runes == n {
			end = i
		} else if runes > n {
			return s[:end] + "…"
		}
	}
	return s
}

// tail is the end of a text, about n bytes of it.
func tail(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[len(s)-n:], "")
}
