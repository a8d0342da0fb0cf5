package article

import (
	"strings"
	"unicode/utf8"
)

// MaxSize is the largest JSON of an article in bytes: under the megabyte that a
// NATS server accepts by default, with room for headers.
const MaxSize = 768 << 10

// Fit cuts an article whose JSON is over MaxSize and marks it truncated. What
// is said twice goes first: candidates that lost, and whatever surrounds the
// story beyond a bound. Then HTML, blocks and text end earlier, at a paragraph;
// when that is not enough, what is left is the text and what names the story.
//
// The hashes stay those of the whole article, so Seal comes before Fit. Lists
// are replaced, never written to: other versions may share them.
func (a *Article) Fit() {
	if size(a) <= MaxSize {
		return
	}
	a.Truncated = true
	whole := *a
	if len(a.BodyText) > MaxSize { // it must be cut anyway: spare the work of encoding it again
		a.cutBody(&whole, 3, 4)
	}
	for _, cut := range []func(){
		func() { a.Provenance.Fields = withoutRejected(a.Provenance.Fields) },
		func() { a.bound(longLine, longList); a.boundSources(longLine, longList) },
		func() { a.cutBody(&whole, 3, 4) },
		func() { a.bound(shortLine, shortList); a.boundSources(shortLine, shortList) },
		func() { a.cutBody(&whole, 1, 2) },
		func() { a.cutBody(&whole, 1, 4) },
		func() { a.Provenance.Fields, a.Provenance.Extractor = nil, nil },
		func() { a.cutBody(&whole, 1, 8) },
		func() { a.BodyHTML, a.Blocks = "", nil },
		a.keepCore,
	} {
		if cut(); size(a) <= MaxSize {
			return
		}
	}
}

// cutBody ends the body where num/den of MaxSize is spent on HTML, text and
// blocks together, a third each.
func (a *Article) cutBody(whole *Article, num, den int) {
	third := MaxSize / 3 * num / den
	a.BodyText = cutText(whole.BodyText, third)
	a.BodyHTML = cutHTML(whole.BodyHTML, third)
	a.Blocks = cutBlocks(whole.Blocks, third)
}

// cutText ends text at the last paragraph before n bytes, or at a rune where
// there is no paragraph in the second half of it.
func cutText(text string, n int) string {
	if len(text) <= n {
		return text
	}
	text = cutBytes(text, n)
	if i := strings.LastIndex(text, "\n\n"); i > n/2 {
		text = text[:i]
	}
	return text
}

// cutHTML ends HTML after the last paragraph of its top level before n bytes:
// bodies are written one element a line. HTML without such is dropped, since
// text and blocks say the same.
func cutHTML(html string, n int) string {
	if len(html) <= n {
		return html
	}
	const end = "</p>\n"
	i := strings.LastIndex(html[:n], end)
	if i < 0 {
		return ""
	}
	return html[:i+len(end)-1]
}

// cutBlocks leaves the blocks before n bytes of text.
func cutBlocks(blocks []Block, n int) []Block {
	const frame = 24 // bytes of JSON around a block's text
	for i, b := range blocks {
		n -= len(b.Text) + len(b.URL) + frame
		for _, item := range b.Items {
			n -= len(item) + 3
		}
		if n < 0 {
			return blocks[:i]
		}
	}
	return blocks
}

func withoutRejected(fields map[string]Field) map[string]Field {
	kept := make(map[string]Field, len(fields))
	for name, f := range fields {
		f.Rejected = nil
		kept[name] = f
	}
	return kept
}

// keepCore leaves what names the story, each field within bounds: JSON makes up
// to six bytes of one.
func (a *Article) keepCore() {
	core := Article{
		Schema: a.Schema, ID: a.ID, Version: a.Version, PreviousVersion: a.PreviousVersion, Event: a.Event, EventReason: a.EventReason,
		URL: a.URL, Headline: a.Headline, Summary: a.Summary, Truncated: true, Byline: a.Byline,
		PublishedAt: a.PublishedAt, ModifiedAt: a.ModifiedAt, FirstSeenAt: a.FirstSeenAt, Completeness: a.Completeness,
		Language: a.Language, Publisher: a.Publisher,
		ContentHash: a.ContentHash, TextHash: a.TextHash, Simhash: a.Simhash,
	}
	core.bound(longLine/4, shortList)
	core.BodyText = cutBytes(a.BodyText, MaxSize/8)
	*a = core
}

func size(a *Article) int {
	b, err := Encode(a)
	if err != nil {
		return MaxSize + 1
	}
	return len(b)
}

func first[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// cutBytes cuts text at a rune before n bytes; text that is no UTF-8, anywhere.
func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for at := n; at > max(n-utf8.UTFMax, 0); at-- {
		if utf8.RuneStart(s[at]) {
			return s[:at]
		}
	}
	return s[:n]
}
