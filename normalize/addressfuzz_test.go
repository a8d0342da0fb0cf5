package normalize

import (
	"html"
	"net/url"
	"strings"
	"testing"
)

// Whatever a page says of its address, and whatever its base is: the story's is
// one of the web, of the same site as the page, and clean.
func FuzzAddress(f *testing.F) {
	for _, c := range [][4]string{
		{"https://www.example.org/a-story", "https://example.org/a-story", "", ""}, {"https://www.example.org/a?utm_source=x&id=4#top", "", "", "/b/"},
		{"https://www.example.org/a", "//other.example.net/a", "javascript:alert(1)", "https://other.example.net/"}, {"http://[::1]:80/a", "?b", "#c", "x/../../y"},
		{"https://www-example-org.cdn.ampproject.org/c/a", "https://www.example.org/a-story", "", ""}, {"https://example.co.uk/a", "https://other.co.uk/a", "", "//"},
		{"https://example.org/%2f?a=%zz&&=", "/%", "/\x00", "data:text/html,x"},
	} {
		f.Add(c[0], c[1], c[2], c[3])
	}
	f.Fuzz(func(t *testing.T, final, canonical, named, base string) {
		e := html.EscapeString
		page := `<title>T</title><base href="` + e(base) + `"><link rel="canonical" href="` + e(canonical) + `"><meta property="og:url" content="` + e(named) + `"><p>` + paragraphs[0]
		a, err := Article(Document{URL: final, Body: []byte(page), FetchedAt: fetched})
		if err != nil {
			if strings.Contains(err.Error(), "panic") {
				t.Fatal(err)
			}
			return
		}
		if a.URL == "" {
			return
		}
		u, err := url.Parse(a.URL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			t.Fatalf("%q, %v", a.URL, err)
		}
		if from, err := url.Parse(final); err == nil && from.Host != "" && webURL(final) != "" && !isAMPCache(from) && site(from.Hostname()) != site(u.Hostname()) {
			t.Errorf("%q of a page at %q", a.URL, final)
		}
		if again := cleanURL(a.URL); again != a.URL {
			t.Errorf("%q becomes %q", a.URL, again)
		}
	})
}
