package normalize

import (
	"slices"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// storyWith is an article of a page that holds a piece of markup within its story.
func storyWith(t testing.TB, markup string) *article.Article {
	t.Helper()
	return make1(t, Document{URL: "https://www.example.org/2026/bridge", Body: []byte(storyPage(markup))})
}

func storyPage(markup string) string {
	return "<html lang=en><head><title>Town builds a bridge | Example</title></head><body><main><article><h1>Town builds a bridge</h1><p>" +
		strings.Join(paragraphs[:2], "</p>\n<p>") + "</p>\n" + markup + "\n<p>" + strings.Join(paragraphs[2:],
		"</p>\n<p>") + "</p></article></main></body></html>"
}

// feedText is the plain text that a feed's content becomes.
func feedText(t testing.TB, content string) string {
	t.Helper()
	a, err := Article(Document{Feed: Feed{URL: "https://example.org/rss"}, FetchedAt: fetched, URL: "https://example.org/a",
		Entry: &Entry{ID: "1", Title: "T", ContentHTML: content}})
	if err != nil {
		t.Fatal(err)
	}
	return a.BodyText
}

func TestLinesEndWhereTheSourceEndsThem(t *testing.T) {
	long := "The council voted on Monday, after three hours of debate, for the bridge that had been promised since 1998."
	for in, want := range map[string]string{
		`<p>Ask<br>Harbour Office<br/>Quay 11</p>`:                                                 "Ask\nHarbour Office\nQuay 11",
		`<p>Verse one,<br>verse two.<br><br>Verse three,<br>verse four.</p>`:                       "Verse one,\nverse two.\n\nVerse three,\nverse four.",
		`<p>One.<br>&nbsp;<br>Two.</p>`:                                                            "One.\n\nTwo.",
		`<div>` + long + `<br>` + long + `<br>Short.</div>`:                                        long + "\n\n" + long + "\n\nShort.",
		`<div>一行目です。<br>二行目です。</div>`:                                                              "一行目です。\n二行目です。",
		`<blockquote>Row,<br>row</blockquote>`:                                                     "Row,\nrow",
		`<p style="white-space: pre-line">Row,` + "\nrow</p>":                                      "Row,\nrow",
		`<p>Row,` + "\nrow</p>":                                                                    "Row, row",
		"<pre>if a {\n\tb()\n}\n</pre>":                                                            "if a {\n\tb()\n}",
		"<pre>\n\n  one<br>  <b>two</b>  \n</pre>":                                                 "  one\n  two",
		`<ul><li>one<br>more</li><li>two</li></ul>`:                                                "one\nmore\ntwo",
		`<ul><li>For ships:<ul><li>one</li><li>two</li></ul></li><li>For us</li></ul>`:             "For ships:\none\ntwo\nFor us",
		`<ol><li><h3>The dock</h3><p>It smells.</p><p>It is closed.</p></li></ol>`:                 "The dock\n\nIt smells.\n\nIt is closed.",
		`<ol><li><p>It smells.</p></li><li><h3>It is closed.</h3></li></ol>`:                       "It smells.\nIt is closed.",
		`<dl><dt>Why?</dt><dd>Because.</dd></dl>`:                                                  "Why?\n\nBecause.",
		`<table><caption>Votes</caption><tr><td>A</td><td>1</td></tr></table>`:                     "Votes\n\nA\t1",
		`<table><tr><td>Nav</td><td><h2>Head</h2><p>One.</p><p>Two.</p></td></tr></table>`:         "Nav\n\nHead\n\nOne.\n\nTwo.",
		`<table><tr><td>Mon</td><td><ul><li>10 to 12</li><li>14 to 18</li></ul></td></tr></table>`: "Mon\t10 to 12 14 to 18",
	} {
		if got := feedText(t, in); got != want {
			t.Errorf("%s\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestLineBreaksAndCodeAreKeptInTheMarkup(t *testing.T) {
	for in, want := range map[string]string{
		`<p>One <b>two<br>three</b> &lt;i&gt;</p>`:            `<p>One <strong>two</strong><br><strong>three</strong> &lt;i&gt;</p>`,
		"<pre>a &lt; b\n  c</pre>":                            "<pre>a &lt; b\n  c</pre>",
		`<p>&lt;pre&gt; is an element</p>`:                    `<p>&lt;pre&gt; is an element</p>`,
		`<p><a href="/x">One<br>two</a> of it, and three</p>`: `<p><a href="https://example.org/x">One</a><br><a href="https://example.org/x">two</a> of it, and three</p>`,
	} {
		if got := bodyOf(t, in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestPowersAreReadAsPowers(t *testing.T) {
	for in, want := range map[string]string{
		`10<sup>5</sup> kilos`:                                                  "10⁵ kilos",
		`10<sup>-3</sup> m<sup>2</sup>`:                                         "10⁻³ m²",
		`100 km<sup>2</sup>, x<sup>2</sup>`:                                     "100 km², x²",
		`2<sup>n</sup> and 2<sup>2n</sup>`:                                      "2^n and 22n",
		`the 1<sup>st</sup>, le 1<sup>er</sup>, XIX<sup>e</sup>, n<sup>o</sup>`: "the 1st, le 1er, XIXe, no",
		`H<sub>2</sub>O`:                                                        "H2O",
		`(a+b)<sup>2</sup>`:                                                     "(a+b)²",
		`Nine<sup>TM</sup>`:                                                     "NineTM",
	} {
		if got := feedText(t, "<p>"+in+"</p>"); got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
	if got, want := bodyOf(t, `<p>10<sup>5</sup></p>`), `<p>10<sup>5</sup></p>`; got != want {
		t.Errorf("got %s", got)
	}
}

func TestMarksOfFootnotesAreNoText(t *testing.T) {
	for in, want := range map[string]string{
		`last month.<sup id=r1><a href="#fn1">1</a></sup>`:                    "last month.",
		`last month<sup>1</sup>, and “never”<sup>2,</sup>`:                    "last month, and “never”2,",
		`remplacées.<a class=appel href="#n1"><sup>1</sup></a>`:               "remplacées.",
		`last month.<sup class="footnote-ref"><a href="#x">[1]</a></sup> On.`: "last month. On.",
		`last month.<a href="#footnote-2">[2]</a>`:                            "last month.",
		`said so.*<sup>*</sup><sup>†</sup>`:                                   "said so.*",
		`A note. <a href="#r1">↩</a>`:                                         "A note.",
		`as in [<a href="#ref1">1</a>-<a href="#ref3">3</a>]`:                 "as in [1-3]",
		`as in papers<sup><a href="#cite_note-1">[1]</a></sup>`:               "as in papers[1]",
		`see <a href="#part">part 2</a>`:                                      "see part 2",
		`<sup>1</sup> Of the yard.`:                                           "1 Of the yard.",
	} {
		if got := feedText(t, "<p>"+in+"</p>"); got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}

func TestHowCharactersAreReadIsNoText(t *testing.T) {
	page := `<title>水門が閉まる</title><h1><ruby>水門<rp>（</rp><rt>すいもん</rt><rp>）</rp></ruby>が<ruby>閉<rt>し</rt></ruby>まる</h1><p>` +
		strings.Repeat(`<ruby>東<rt>ひがし</rt></ruby>の<ruby>水<rt>すい</rt>門<rt>もん</rt></ruby>を一月から閉めると発表しました。`, 12)
	a := make1(t, Document{URL: "https://example.jp/a", Body: []byte(page)})
	if a.Headline != "水門が閉まる" || strings.Contains(a.BodyText, "すい") || !strings.Contains(a.BodyText, "東の水門を一月から閉めると") {
		t.Errorf("%q: %q", a.Headline, a.BodyText)
	}
}

func TestTheReadingOfARareNameIsText(t *testing.T) {
	name := `<ruby>尹錫悦<rp>（</rp><rt>ユンソンニョル</rt><rp>）</rp></ruby>`
	holdTexts(t, map[string]string{
		"<p>韓国の" + name + "大統領は緊急談話を出した。":                                                     "韓国の尹錫悦（ユンソンニョル）大統領は緊急談話を出した。",
		"<p><b>" + name + "</b>氏は<ruby>弾劾<rp>(</rp><rt>だん</rt><rt>がい</rt><rp>)</rp></ruby>案を": "尹錫悦（ユンソンニョル）氏は弾劾(だんがい)案を",
		"<p>" + strings.Repeat(name+"は", 3):                                                   "尹錫悦は尹錫悦は尹錫悦は",
		"<p>韓国の<ruby>尹錫悦<rt>ユンソンニョル</rt></ruby>大統領は":                                          "韓国の尹錫悦大統領は",
		"<h2>" + name + "大統領</h2><p>緊急談話":                                                     "尹錫悦大統領\n\n緊急談話",
		"<p><ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp>字<rp>（</rp><rt>じ</rt><rp>）</rp></ruby>を読む":  "漢字を読む",
		"<p><ruby>漢<rp>（</rp><rt>" + strings.Repeat("か", 30) + "</rt><rp>）</rp></ruby>を読む":    "漢を読む",
	})
}

func TestAPulledQuoteIsSaidOnce(t *testing.T) {
	quote := strings.TrimSuffix(paragraphs[2][strings.IndexByte(paragraphs[2], ' ')+1:], ".")
	for _, markup := range []string{
		`<aside class="pullquote"><p>“` + quote + `.”</p><cite>Marta Quill</cite></aside>`,
		`<blockquote class="pull-quote">` + quote + `</blockquote>`,
		`<figure class="wp-block-pullquote"><blockquote><p>` + quote + `</p><cite>Marta Quill</cite></blockquote></figure>`,
		`<div class="article-zitat"><p>„` + quote + `“</p><p>Marta Quill, Bauamt</p></div>`,
		`<blockquote>… ` + quote + ` … — Marta Quill</blockquote>`,
	} {
		a := storyWith(t, markup)
		if n := strings.Count(a.BodyText, quote); n != 1 || strings.Contains(a.BodyText, "Marta Quill") {
			t.Errorf("%s: said %d times: %q", markup, n, a.BodyText)
		}
	}
	own := "Nothing of this kind was ever said about the river before, and we shall say it again."
	for _, markup := range []string{`<blockquote>` + own + `</blockquote>`,
		`<aside class="pullquote"><p>` + own + `</p><cite>Marta Quill</cite></aside>`} {
		if a := storyWith(t, markup); strings.Count(a.BodyText, own) != 1 {
			t.Errorf("%s: %q", markup, a.BodyText)
		}
	}
}

func TestItemsWithBlocksAreReadBlockByBlock(t *testing.T) {
	markup := `<ol><li><h3>The old basin</h3><figure><img src="/i/basin.jpg" width=900 height=600><figcaption>The basin in November</figcaption></figure><p>` + paragraphs[0] +
		` It was dug in 1790.</p></li><li><h3>The dry dock</h3><p>` + paragraphs[1] + ` It is closed.</p></li></ol>`
	a := storyWith(t, markup)
	for _, line := range []string{"The old basin", "The dry dock", paragraphs[0] + " It was dug in 1790."} {
		if !slices.Contains(strings.Split(a.BodyText, "\n"), line) {
			t.Errorf("no line %q in %q", line, a.BodyText)
		}
	}
	if !slices.ContainsFunc(a.Images, func(i article.Image) bool {
		return i.URL == "https://www.example.org/i/basin.jpg" && i.Caption == "The basin in November"
	}) {
		t.Errorf("images %+v", a.Images)
	}
}
