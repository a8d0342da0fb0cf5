package normalize

import "testing"

func TestTheCanonicalAddressMustBeThisStorys(t *testing.T) {
	for name, c := range map[string]struct{ final, head, want string }{
		"as the page says":         {"https://www.example.org/a-story?x=1", `<link rel="canonical" href="https://example.org/a-story">`, "https://example.org/a-story"},
		"the home page is refused": {"https://www.example.org/a-story", `<link rel="canonical" href="https://www.example.org/">`, "https://www.example.org/a-story"},
		"another site is refused":  {"https://www.example.org/a-story", `<link rel="canonical" href="https://other.example.net/a-story">`, "https://www.example.org/a-story"},
		"an error is refused":      {"https://www.example.org/a-story", `<link rel="canonical" href="https://www.example.org/404.html">`, "https://www.example.org/a-story"},
		"a section is refused":     {"https://www.example.org/news/a-story", `<link rel="canonical" href="https://www.example.org/news">`, "https://www.example.org/news/a-story"},
		"the next one is asked":    {"https://www.example.org/a-story?x=1", `<link rel="canonical" href="/"><meta property="og:url" content="https://www.example.org/a-story">`, "https://www.example.org/a-story"},
		"a cache of AMP pages":     {"https://www-example-org.cdn.ampproject.org/c/a", `<link rel="canonical" href="https://www.example.org/a-story">`, "https://www.example.org/a-story"},
		"no tracking":              {"https://www.example.org/a-story?utm_source=rss&id=4#top", "", "https://www.example.org/a-story?id=4"},
	} {
		t.Run(name, func(t *testing.T) {
			a := make1(t, Document{URL: c.final, Body: credited(c.head, "")})
			if a.URL != c.want {
				t.Errorf("%q, want %q", a.URL, c.want)
			}
		})
	}
}
