package normalize

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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
		r.hear,
		r.wall,
		r.settle,
		r.addresses,
		r.publisher,
		r.headline,
		r.body,
		r.dateline,
		r.authors,
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
		r.voices,
	} {
		step()
	}
	if r.a.Headline == "" && r.a.BodyText == "" {
		if r.aside != nil && doc.Refused == "" { // who announced it may have something to say
			doc.Refused = RefusedEmpty
			return Article(doc)
		}
		return nil, r.nothing()
	}
	r.a.Legible()
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

// fetches records the request that brought the page.
func (r *recipe) fetches() {
	d := r.doc
	if d.Status == 0 && len(d.Body) == 0 && d.Failed == "" {
		return
	}
	f := article.Fetch{
		URL: weburl.Masked(d.URL), Role: "page", At: d.FetchedAt.UTC().Truncate(time.Millisecond), Status: d.Status,
		Redirects: d.Redirects, ETag: d.ETag,
		LastModified: d.Modified, ContentType: d.ContentType, Charset: r.page.charset, Bytes: int64(len(d.Body)), Millis: d.Took.Milliseconds(),
	}
	if r.aside != nil { // how it led here is not the story's
		f.URL, f.Redirects = weburl.Masked(d.FinalURL), nil
	}
	if final := firstOf(r.refusedAt, d.FinalURL); final != d.URL && r.aside == nil {
		f.FinalURL = weburl.Masked(final)
	}
	f.Refused, f.Failed = r.refused, d.Failed
	if len(d.Body) > 0 {
		sum := sha256.Sum256(d.Body)
		f.SHA256 = hex.EncodeToString(sum[:])
	}
	r.a.Provenance.Fetches = append(r.a.Provenance.Fetches, f)
}
