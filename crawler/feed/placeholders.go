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
	minPlaceholder  = 128      // bytes from which that pays
	placeholderMark = '\ufdd0' // which is in no document once it is mended
)

// placeholders are those that were kept apart, by their numbers.
type placeholders []string

// keep returns what stands for a text in the document.
func (p *placeholders) keep(value []byte) string {
	*p = append(*p, string(value))
	return string(placeholderMark) + strconv.Itoa(len(*p)-1)
}

// put replaces what stands for a text by the text.
func (p placeholders) put(s *string) {
	number, ok := strings.CutPrefix(strings.TrimSpace(*s), string(placeholderMark))
	if !ok {
		return
	}
	if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(p) {
		*s = p[i]
	}
}

func (p placeholders) putRSS(f *rss.Feed) {
	p.put(&f.Title)
	p.put(&f.Description)
	p.put(&f.Copyright)
	p.putExtensions(f.Extensions)
	for _, item := range f.Items {
		p.put(&item.Title)
		p.put(&item.Description)
		p.put(&item.Content)
		p.putExtensions(item.Extensions)
		for key, value := range item.Custom {
			p.put(&value)
			item.Custom[key] = value
		}
		if item.Source != nil {
			p.put(&item.Source.Title)
		}
	}
}

func (p placeholders) putAtom(f *atom.Feed) {
	p.put(&f.Title)
	p.put(&f.Subtitle)
	p.put(&f.Rights)
	p.putExtensions(f.Extensions)
	for _, e := range f.Entries {
		p.put(&e.Title)
		p.put(&e.Summary)
		p.put(&e.Rights)
		if e.Content != nil {
			p.put(&e.Content.Value)
		}
		if e.Source != nil {
			p.put(&e.Source.Title)
		}
		p.putExtensions(e.Extensions)
	}
}

func (p placeholders) putExtensions(x ext.Extensions) {
	for _, space := range x {
		p.putElements(space)
	}
}

func (p placeholders) putElements(named map[string][]ext.Extension) {
	for _, list := range named {
		for i := range list {
			p.put(&list[i].Value)
			p.putElements(list[i].Children) // no deeper than maxDepth
		}
	}
}
