package normalize

import (
	"strings"
	"testing"
)

// namesBelow are the authors of a page with these lines below its headline.
func namesBelow(t *testing.T, below string) string {
	t.Helper()
	page := "<html><head><title>Town builds a bridge | The Harbour Gazette</title></head><body><main><article><h1>Town builds a bridge</h1>" + below +
		story(paragraphs) + "</article></main></body></html>"
	return joinNames(make1(t, Document{URL: "https://www.example.org/a/x-12345", Body: []byte(page), FetchedAt: fetched}).Authors)
}

func TestWhoIsShownAtTheHeadlineWroteTheStory(t *testing.T) {
	for below, want := range map[string]string{
		`<div><img src="/ann.jpg" alt="Ann Lee" class="rounded-full"><div><p>Ann Lee</p><p>Created on Jul 11, 2025</p></div></div>`:                                     "Ann Lee",
		`<div><img src="/ann.jpg" alt="Ann Lee, Senior Tech Writer"><p>Ann Lee</p></div>`:                                                                               "Ann Lee",
		`<ul><li><i class="bi bi-person"></i> Åsa Ekdal</li><li><i class="bi bi-clock"></i> 4 min</li></ul>`:                                                            "Åsa Ekdal",
		`<p><span class="fa fa-user"></span><a href="#">Jörg Müller-Lüdenscheidt</a></p>`:                                                                               "Jörg Müller-Lüdenscheidt",
		`<p><svg class="icon icon-user"><path d="M0"/></svg> Мария Иванова</p>`:                                                                                         "Мария Иванова",
		`<figure><img src="/ann.jpg" alt="Ann Lee"><figcaption>Ann Lee</figcaption></figure>`:                                                                           "",
		`<p><img src="/bridge.jpg" alt="The bridge"></p><p>The bridge</p>`:                                                                                              "",
		`<div><img src="/p.png" alt="Roots Platter.png"><a href="/p">Roots Platter</a></div>`:                                                                           "",
		`<ul><li><img src="/a" alt="Ann Lee">Ann Lee<li><img src="/b" alt="Bo Ek">Bo Ek<li><img src="/c" alt="Cy Fox">Cy Fox<li><img src="/d" alt="Di Orr">Di Orr</ul>`: "",
		`<div><h3>Author</h3><p>Ann Lee</p></div>`:                                                                                                                      "Ann Lee",
		`<dl><dt>Autorin</dt><dd>Anne Müller</dd></dl>`:                                                                                                                 "Anne Müller",
		`<aside><h4>Auteur</h4><p>Maëlle Tarrier</p></aside>`:                                                                                                           "Maëlle Tarrier",
		`<p><b>Marie Arana</b>, <span>author</span><br><b>Margaret Orr</b></p>`:                                                                                         "",
		`<div class="widget"><h2>Autor</h2><a href="/l/1">Akira Arenth</a></div>`:                                                                                       "",
		`<div class="submitted">Gespeichert von <span class="username">rasos</span> am 24. Juli 2017 - 18:55</div>`:                                                     "rasos",
		`<p>Publié par <a href="/u/7">Maëlle Tarrier</a> le 3 mars</p>`:                                                                                                 "Maëlle Tarrier",
		`<span class="authorname-txt"><span>Ann Lee</span></span>`:                                                                                                      "Ann Lee",
		`<p class="byline">Par Maëlle Tarrier (avec photos de Luc Bréhier)</p>`:                                                                                         "Maëlle Tarrier",
		`<div class="meta">Maëlle Tarrier avec AFP</div>`:                                                                                                               "Maëlle Tarrier",
		`<div class="x">Inés Quiroga <a href="https://x.com/i">@inesq</a> | Corresponsal</div>`:                                                                         "Inés Quiroga",
		`<span class="hero__author">By the Lakeside Team</span>`:                                                                                                        "the Lakeside Team",
		`<div class="author"><span class="name">Development</span></div><div class="author"><span class="name">Ann Lee</span></div>`:                                    "Ann Lee",
	} {
		if got := namesBelow(t, below); got != want {
			t.Errorf("%s\n got %s\nwant %s", below, got, want)
		}
	}
}

func TestPeopleWinOverTheHouse(t *testing.T) {
	for head, want := range map[string]string{
		`<meta name="author" content="Nordische Welle"><meta name="copyright" content="&copy; 2021 Nordische Welle">`: "Ann Lee",
		`<meta name="author" content="Isle Broadcast"><meta name="publisher" content="Isle Broadcast">`:               "Ann Lee",
		`<meta name="author" content="Landesanstalt Wald und Forst">`:                                                 "Ann Lee",
		`<meta name="author" content="Bo Ek"><meta name="publisher" content="Isle Broadcast">`:                        "Ann Lee", // who has put it into the system
	} {
		page := "<html><head>" + head + "<title>Town builds a bridge</title></head><body><article><h1>Town builds a bridge</h1><p class=byline>By Ann Lee</p>" + story(paragraphs)
		a := make1(t, Document{URL: "https://www.example.org/a/x-12345", Body: []byte(page), FetchedAt: fetched})
		if got := joinNames(a.Authors); got != want {
			t.Errorf("%s\n got %s\nwant %s", head, got, want)
		}
	}
}

func TestManyPicturesOfPeopleAreBounded(t *testing.T) {
	page := "<h1>Town builds a bridge</h1>" + strings.Repeat(`<div><img src="/a.jpg" alt="Ann Lee"><p>Ann Lee</p></div>`, 2000) + story(paragraphs)
	a := make1(t, Document{URL: "https://www.example.org/a/x-12345", Body: []byte(page), FetchedAt: fetched})
	if len(a.Authors) > maxTeam {
		t.Errorf("%d authors", len(a.Authors))
	}
}
