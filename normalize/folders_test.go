package normalize

import (
	"strings"
	"testing"
)

func TestTheLastFoldersOfAnAddress(t *testing.T) {
	for href, want := range map[string][3]string{
		"https://news.example/author/Ann-Lee?page=2#top": {"ann-lee", "author", ""},
		"/en/author/ann-lee/articles/":                   {"articles", "ann-lee", "author"},
		"//news.example/tag/bridges":                     {"bridges", "tag", ""},
		"tag/bridges":                                    {"bridges", "tag", ""},
		"/%D1%82%D0%B5%D0%B3/x":                          {"x", "тег", ""},
		"/100%/x":                                        {"x", "100%", ""},
		"https://news.example":                           {},
		"":                                               {},
		"#top":                                           {},
		"/" + strings.Repeat("a", 300):                   {},
	} {
		if got := lastFolders(href); got != want {
			t.Errorf("%s: %q, want %q", href, got, want)
		}
	}
}

func TestWordsAreHeldInAnyCase(t *testing.T) {
	for s, want := range map[string]bool{"article__AUTHOR": true, "by-line byLine": true, "aut": false, "": false, "maybe": false} {
		if got := bylineParts.heldBy(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func FuzzLastFolders(f *testing.F) {
	f.Add("https://news.example/author/ann-lee?x#y")
	f.Add("//%2f/%/..")
	f.Fuzz(func(t *testing.T, href string) {
		last := lastFolders(href)
		if last[0] == "" && last[1] == "" && last[2] != "" && !strings.Contains(href, "//") {
			t.Errorf("%q: %q", href, last)
		}
	})
}
