package feed

import (
	"strconv"
	"strings"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// Long texts take a way of their own around the parser, which would look at each
// of their bytes several times: it is given the number of the text instead.
const (
	minApart  = 128      // bytes from which that pays
	apartMark = '\ufdd0' // which is in no document once it is mended
)

// longTexts are those that were kept apart, by their numbers.
type longTexts []string

// keep returns what stands for a text in the document.
func (t *longTexts) keep(value []byte) string {
	*t = append(*t, string(value))
	return string(apartMark) + strconv.Itoa(len(*t)-1)
}

// put replaces what stands for a text by the text.
func (t longTexts) put(s *string) {
	number, ok := strings.CutPrefix(strings.TrimSpace(*s), string(apartMark))
	if !ok {
		return
	}
	if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(t) {
		*s = t[i]
	}
}

func (t longTexts) putRSS(f *rss.Feed) {
	t.put(&f.Title)
	t.put(&f.Description)
	t.put(&f.Copyright)
	t.putExtensions(f.Extensions)
	for _, item := range f.Items {
		t.put(&item.Title)
		t.put(&item.Description)
		t.put(&item.Content)
		t.putExtensions(item.Extensions)
		for key, value := range item.Custom {
			t.put(&value)
			item.Custom[key] = value
		}
		if item.Source != nil {
			t.put(&item.Source.Title)
		}
	}
}

func (t longTexts) putAtom(f *atom.Feed) {
	t.put(&f.Title)
	t.put(&f.Subtitle)
	t.put(&f.Rights)
	t.putExtensions(f.Extensions)
	for _, e := range f.Entries {
		t.put(&e.Title)
		t.put(&e.Summary)
		t.put(&e.Rights)
		if e.Content != nil {
			t.put(&e.Content.Value)
		}
		if e.Source != nil {
			t.put(&e.Source.Title)
		}
		t.putExtensions(e.Extensions)
	}
}

func (t longTexts) putExtensions(x ext.Extensions) {
	for _, space := range x {
		t.putElements(space)
	}
}

func (t longTexts) putElements(named map[string][]ext.Extension) {
	for _, list := range named {
		for i := range list {
			t.put(&list[i].Value)
			t.putElements(list[i].Children) // no deeper than maxDepth
		}
	}
}
