package normalize

import "testing"

func TestTheCanonicalAddressMustBeThisStorys(t *testing.T) {
	for name, c := range map[string]struct{ final, head, want string }{
		"as the page says": {"https://www.example.org/a-story?x=1", `<link rel="canonical" href="https://example.org/a-story">`,
			"https://example.org/a-story"},
		"without a password": {"https://www.example.org/a-story?x=1", `<link rel="canonical" href="https://ann:hush@www.example.org/a-story">`,
			"https://www.example.org/a-story"},
		"the home page is refused": {"https://www.example.org/a-story", `<link rel="canonical" href="https://www.example.org/">`,
			"https://www.example.org/a-story"},
		"another site is refused": {"https://www.example.org/a-story", `<link rel="canonical" href="https://other.example.net/a-story">`,
			"https://www.example.org/a-story"},
		"an error is refused": {"https://www.example.org/a-story", `<link rel="canonical" href="https://www.example.org/404.html">`,
			"https://www.example.org/a-story"},
		"a section is refused": {"https://www.example.org/news/a-story", `<link rel="canonical" href="https://www.example.org/news">`,
			"https://www.example.org/news/a-story"},
		"the next one is asked": {"https://www.example.org/a-story?x=1",
			`<link rel="canonical" href="/"><meta property="og:url" content="https://www.example.org/a-story">`, "https://www.example.org/a-story"},
		"a cache of AMP pages": {"https://www-example-org.cdn.ampproject.org/c/a",
			`<link rel="canonical" href="https://www.example.org/a-story">`, "https://www.example.org/a-story"},
		"an AMP page below it":   {"https://www.example.org/a/amp", `<link rel="canonical" href="https://www.example.org/a">`, "https://www.example.org/a"},
		"the next page below it": {"https://www.example.org/a/2", `<link rel="canonical" href="https://www.example.org/a">`, "https://www.example.org/a"},
		"no tracking":            {"https://www.example.org/a-story?utm_source=rss&id=4#top", "", "https://www.example.org/a-story?id=4"},
	} {
		t.Run(name, func(t *testing.T) {
			a := make1(t, Document{URL: c.final, Body: credited(c.head, "")})
			if a.URL != c.want {
				t.Errorf("%q, want %q", a.URL, c.want)
			}
		})
	}
}

func TestACanonicalAddressThatSharesNothingWithTheStoryIsRefused(t *testing.T) {
	const final = "https://www.example.org/2026/11/20/eastern-lock-to-close"
	const same = `<meta property="og:url" content="` + final + `">`
	for name, c := range map[string]struct {
		canonical, head string
		believed        bool
	}{
		"undefined":                     {"/undefined", "", false},
		"null":                          {"https://www.example.org/null", "", false},
		"null in the query":             {"/story?id=null", "", false},
		"a template's mark":             {"/{{ page.url }}", "", false},
		"a template's mark, escaped":    {"/%7B%7Bslug%7D%7D", "", false},
		"a route":                       {"/news/[slug]", "", false},
		"an object":                     {"/[object%20Object]", "", false},
		"the error page":                {"/404.html", "", false},
		"a section, og:url contradicts": {"/categories/", same, false},
		"a section, nothing says so":    {"/categories/", "", false},
		"a widget":                      {"/near/widget/HomePage", same, false},
		"a widget with a number":        {"/near/widget/17", same, false},
		"a number, nothing contradicts": {"/stories/4711", "", true},
		"another slug of the headline":  {"/news/the-lock-will-close", same, true},
		"its id elsewhere":              {"/article/eastern-lock-to-close", same, true},
		"in another folder":             {"/print/eastern-lock-to-close-2", "", true},
		"a slug in other letters":       {"/novosti/shlyuz-zakroyut-na-zimu", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			page := `<html><head><title>Eastern lock to close</title><link rel="canonical" href="` + c.canonical + `">` + c.head + `</head><body><h1>Eastern lock to close</h1><p>` + paragraphs[0]
			a := make1(t, Document{URL: final, Body: []byte(page)})
			if believed := a.URL != final; believed != c.believed {
				t.Errorf("%s", a.URL)
			}
		})
	}
}
