package article

import (
	"strings"
	"unicode/utf8"
)

// MaxSize is the largest JSON of an article in bytes: under the megabyte that a
// NATS server accepts by default, with room for headers.
const MaxSize = 768 << 10

// Fit cuts an article whose JSON is over MaxSize and marks it truncated. The
// HTML goes first, since text and blocks say the same, then the blocks, then
// the end of the text; last what surrounds it.
func (a *Article) Fit() {
	if size(a) <= MaxSize {
		return
	}
	a.Truncated = true
	for _, cut := range []func(){
		func() { a.Provenance.Fields = nil },
		func() { a.BodyHTML = "" },
		func() { a.Blocks = nil },
		func() { a.Related, a.Media = first(a.Related, 100), first(a.Media, 100) },
		func() {
			a.Images, a.Tags, a.Authors, a.Headlines = first(a.Images, 100), first(a.Tags, 200), first(a.Authors, 100), first(a.Headlines, 10)
		},
		func() { a.cutText(MaxSize / 2) },
		func() { a.cutText(MaxSize / 8) },
		func() { a.keepCore() },
	} {
		if cut(); size(a) <= MaxSize {
			return
		}
	}
}

// cutText ends the text at the last paragraph before n bytes.
func (a *Article) cutText(n int) {
	if len(a.BodyText) <= n {
		return
	}
	text := cutBytes(a.BodyText, n)
	if i := strings.LastIndex(text, "\n\n"); i > n/2 {
		text = text[:i]
	}
	a.BodyText = text
}

// keepCore leaves what names the story, each field within bounds.
func (a *Article) keepCore() {
	const line = 4 << 10
	core := Article{
		Schema: a.Schema, ID: a.ID, Version: a.Version, PreviousVersion: a.PreviousVersion, Event: a.Event,
		URL: cutBytes(a.URL, line), Headline: cutBytes(a.Headline, line), Summary: cutBytes(a.Summary, line),
		BodyText: cutBytes(a.BodyText, MaxSize/8), Truncated: true, Byline: cutBytes(a.Byline, line),
		PublishedAt: a.PublishedAt, ModifiedAt: a.ModifiedAt, FirstSeenAt: a.FirstSeenAt, Completeness: Partial,
		ContentHash: a.ContentHash, TextHash: a.TextHash, Simhash: a.Simhash,
	}
	if a.Language != nil {
		core.Language = &Language{Tag: cutBytes(a.Language.Tag, 64), Confidence: a.Language.Confidence}
	}
	if a.Publisher != nil {
		core.Publisher = &Publisher{Name: cutBytes(a.Publisher.Name, line), Domain: cutBytes(a.Publisher.Domain, line)}
	}
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

// cutBytes cuts text at a rune before n bytes.
func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
