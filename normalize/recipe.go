package normalize

import (
	"fmt"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// recipe is an article in the making.
type recipe struct {
	doc   Document
	entry *Entry
	page  *page
	a     *article.Article
	// signed are the agencies that the text comes from, by what says so.
	signed []signature
	// reporter is whom the dateline names; "" for nobody.
	reporter string

	// because is why the feed may speak for the story, aside what it says if it may not;
	// nil if nothing is put aside.
	because string
	aside   *aside
	about   string // address on another site that the feed's own story is about; "" for none

	refused   string // why the page that came is not the entry's; empty: it is
	refusedAt string // the address at which it came
}

// candidate is a value that a field could have, and where it stood.
type candidate struct {
	value      string
	source     string
	confidence float64
}

// signature is what one part of the page says of the agencies that the text comes
// from.
type signature struct {
	names      []string
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

// aside is what a feed says that may not speak for the story's page.
type aside struct {
	entry *Entry
	feed  Feed
}
