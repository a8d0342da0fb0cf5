package normalize

import "testing"

func TestASiteNamedAsAPersonIsThatPersons(t *testing.T) {
	for name, c := range map[string]struct{ url, head, home, want string }{
		"the name of the site":        {"https://pollybarks.com/a", `<meta property="og:site_name" content="Polly Barks">`, "", "Polly Barks"},
		"the end of the title":        {"https://wolfgang-michal.de/a", `<title>Town builds a bridge | Wolfgang Michal</title>`, "", "Wolfgang Michal"},
		"with a word for sites":       {"https://gregszorc.example/a", `<title>Greg Szorc's Digital Home | Town builds a bridge</title>`, "", "Greg Szorc"},
		"the link to the first page":  {"https://www.artmann.example/a", "", "Christoffer Artmann", "Christoffer Artmann"},
		"with an honour":              {"https://www.alexander-klier.example/a", `<meta property="og:site_name" content="Dr. Alexander Klier">`, "", "Alexander Klier"},
		"the first name is named":     {"https://www.brettlarkin.example/a", `<meta property="og:site_name" content="Brett Larkin Yoga"><meta name="author" content="Brett">`, "", "Brett Larkin"},
		"not a paper":                 {"https://www.dailymirror.example/a", `<meta property="og:site_name" content="Daily Mirror">`, "", ""},
		"not on another's host":       {"https://www.courier.example/a", `<meta property="og:site_name" content="Polly Barks">`, "", ""},
		"not where somebody is named": {"https://pollybarks.example/a", `<meta property="og:site_name" content="Polly Barks"><meta name="author" content="Ann Lee">`, "", "Ann Lee"},
	} {
		page := "<html><head>" + c.head + `</head><body><header><a href="/">` + c.home + "</a></header><article><h1>Town builds a bridge</h1>" + story(paragraphs)
		a := make1(t, Document{URL: c.url, Body: []byte(page), FetchedAt: fetched})
		if got := joinNames(a.Authors); got != c.want {
			t.Errorf("%s: %q by %s, want %q", name, got, a.Provenance.Fields["authors"].Source, c.want)
		}
	}
}

func TestBoxesAroundAuthorsNameThem(t *testing.T) {
	for below, want := range map[string]string{
		`<div class="styles_dateAndAuthorContainer__JAvHP"><span>Dec 17, 2025</span><span>Julian K. Arni</span></div>`: "Julian K. Arni",
		`<div class="post_author-wrapper"><img src="/a.jpg"><div>Ann Lee</div></div>`:                                  "Ann Lee",
		`<div class="author-meta-row"><span>Tech Industry</span></div><p>By Ann Lee</p>`:                               "Ann Lee",
		`<div class="related-author-box"><div>Ann Lee</div></div>`:                                                     "",
	} {
		if got := namesBelow(t, below); got != want {
			t.Errorf("%s: %q, want %q", below, got, want)
		}
	}
}

func TestWhoIsNamedAtTheHeadlineWinsOverTheSystemsUser(t *testing.T) {
	for below, want := range map[string]string{
		`<p>By Ann Lee and Bo Ek</p>`:                          "Ann Lee, Bo Ek",
		`<p>By Ann Lee</p><p class="byline">Cy Xu, editor</p>`: "Cy Xu",
		`<p>Reviewed</p><p>by Ann Lee</p>`:                     "Cy Xu",
		`<p>By the river</p>`:                                  "Cy Xu",
		`<p class="author">Lifestyle</p><p>Von Anna Lehr</p>`:  "Anna Lehr",
	} {
		page := `<html><head><meta name="author" content="Cy Xu"></head><body><article><h1>Town builds a bridge</h1>` + below + story(paragraphs)
		a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte(page), FetchedAt: fetched})
		if got := joinNames(a.Authors); got != want {
			t.Errorf("%s: %q by %s, want %q", below, got, a.Provenance.Fields["authors"].Source, want)
		}
	}
}
