package normalize

import (
	"reflect"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func TestOrderedListsKeepTheirNumbers(t *testing.T) {
	items := "<li>a</li><li>b</li><li>c</li>"
	for in, want := range map[string]article.Block{
		"<ol>" + items + "</ol>":                                     {Ordered: true},
		`<ol start="8">` + items + "</ol>":                           {Ordered: true, Start: 8},
		`<ol start=" 8 ">` + items + "</ol>":                         {Ordered: true, Start: 8},
		`<ol start="-1">` + items + "</ol>":                          {Ordered: true, Start: -1},
		`<ol start="0">` + items + "</ol>":                           {Ordered: true, Numbers: []int{0, 1, 2}},
		`<ol start="x">` + items + "</ol>":                           {Ordered: true},
		`<ol start="99999999">` + items + "</ol>":                    {Ordered: true},
		`<ol reversed>` + items + "</ol>":                            {Ordered: true, Numbers: []int{3, 2, 1}},
		`<ol reversed start="10">` + items + "</ol>":                 {Ordered: true, Numbers: []int{10, 9, 8}},
		`<ol><li value="3">a</li><li>b</li><li>c</li></ol>`:          {Ordered: true, Start: 3},
		`<ol><li>a</li><li value="7">b</li><li>c</li></ol>`:          {Ordered: true, Numbers: []int{1, 7, 8}},
		`<ol><li>a</li><li></li><li>b</li><li>c</li></ol>`:           {Ordered: true, Numbers: []int{1, 3, 4}},
		`<ol start="2"><li>a<ul><li>b</li></ul></li><li>c</li></ol>`: {},
		"<ul>" + items + "</ul>":                                     {},
		`<ul start="3">` + items + "</ul>":                           {},
	} {
		a := make1(t, Document{Feed: Feed{URL: "https://example.org/rss"}, FetchedAt: fetched, URL: "https://example.org/a",
			Entry: &Entry{ID: "1", Title: "T", ContentHTML: "<p>The works by need:</p>" + in}})
		want.Type, want.Items = "list", []string{"a", "b", "c"}
		if got := a.Blocks[len(a.Blocks)-1]; !reflect.DeepEqual(got, want) {
			t.Errorf("%s\n got %+v\nwant %+v", in, got, want)
		}
	}
}

func TestNumbersAreWritten(t *testing.T) {
	list := article.Block{Type: "list", Items: []string{"a", "b"}, Ordered: true}
	from8, odd := list, list
	from8.Start, odd.Numbers = 8, []int{2, 1}
	plain := list
	plain.Ordered = false
	for _, c := range []struct {
		block          article.Block
		html, markdown string
	}{
		{list, "<ol>\n<li>a</li>\n<li>b</li>\n</ol>", "1. a\n2. b"},
		{from8, "<ol start=\"8\">\n<li>a</li>\n<li>b</li>\n</ol>", "8. a\n9. b"},
		{odd, "<ol>\n<li value=\"2\">a</li>\n<li value=\"1\">b</li>\n</ol>", "2. a\n1. b"},
		{plain, "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b"},
	} {
		b := &blocks{}
		b.add(c.block, trait{})
		if got := b.html(); got != c.html {
			t.Errorf("%+v is %s", c.block, got)
		}
		if got := Markdown(&article.Article{Headline: "H", Blocks: b.blocks}); !strings.Contains(got, "\n"+c.markdown+"\n") {
			t.Errorf("%+v is %s", c.block, got)
		}
	}
}
