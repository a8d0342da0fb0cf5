package normalize

import (
	"fmt"
	"strings"
)

// hostilePages make pages of about n bytes on which extractors took too long, too
// much memory, or fell.
var hostilePages = map[string]func(n int) string{
	"sentences":          repeated("<p>A sentence, of some words, that ends here.</p>"),
	"dates":              repeated("<p>Published May 3, 2026, 10:00, updated 4 May 2026</p>"),
	"tiny divs":          repeated("<div>x</div>"),
	"empty elements":     repeated("<i></i>"),
	"open paragraphs":    repeated("<p>"),
	"links":              repeated("<a href=/x>link</a> "),
	"links to stories":   repeated(`<li><a href="/2026/11/story">Another story of the day</a></li>`),
	"table rows":         within("<table>", "<tr><td>a<td>b</tr>", ""),
	"tables in tables":   repeated("<table><tr><td>a"),
	"rows without cells": within("<table>", "<tr>x", ""),
	"fostered text":      within("<table>", "a<b>b</b>", ""),
	"fostered elements":  within("<table>", "<div><i>a</div>", ""),
	"attributes":         within("<p>text<div ", "a%d=b ", ">"),
	"equal attributes":   within("<p>text<div ", "class=related data-x=y ", ">"),
	"many attributes":    repeated("<p a b c d e f g h i j k l>"),
	"one class":          within(`<p>text<div class="`, "story author date ", `">x</div>`),
	"one text":           within("<p>", "word ", ""),
	"one word":           within("<p>", "w", ""),
	"entities":           within("<p>", "&amp;", ""),
	"broken entities":    within("<p>", "&notit;&#xfffff;&", ""),
	"breaks":             within("<p>", "a<br>", ""),
	"empty breaks":       within("<p>a", "<br> ", "b"),
	"nested divs":        repeated("<div>"),
	"nested deep":        repeated(strings.Repeat("<div class=story>", 200) + "x" + strings.Repeat("</div>", 200)),
	"nested lists":       repeated(strings.Repeat("<ul><li>i", 100) + strings.Repeat("</ul>", 100)),
	"nested quotes":      repeated("<blockquote><p>Said, by somebody, at some length.</p>"),
	"unclosed b":         repeated("<b>"),
	"unclosed b, text":   repeated("<p><b>text, of some words"),
	"adoption":           repeated("<a><b><p></a>x"),
	"adoption, open":     repeated("<b><i><a><p></b>x"),
	"opened again":       within(strings.Repeat("<b id=a><i id=b><b id=c><u id=d>", 100), "<div>x</div>", ""),
	"text and end tags":  within("<p>", "x</i>", ""),
	"text beside cells":  within("<table>", "x<td></td>", ""),
	"text in a select":   within("<select>", "x<div>", ""),
	"fonts":              repeated("<font color=red><p>x"),
	"misnested":          repeated("<b>1<p>2</b>3</p>"),
	"end tags":           repeated("</p></b>"),
	"forms":              repeated("<form><p>x</form>"),
	"selects":            repeated("<select><option>x"),
	"svg":                repeated("<svg><g><path d=x></svg>"),
	"svg, open":          repeated("<svg><desc>"),
	"math":               repeated("<math><mi>x"),
	"templates":          repeated("<template><p>x"),
	"nothing":            within("", "\x00", ""),
	"null bytes":         repeated("<p>a\x00b</p>"),
	"invalid utf-8":      repeated("<p>\xff\xfe caf\xe9 \xc3</p>"),
	"bytes":              within("", "\x80\xff\xc3", ""),
	"comment":            within("<p>text<!--", "comment -- ", ""),
	"comments":           repeated("<!-- x -->"),
	"declarations":       repeated("<!>"),
	"plaintext":          within("<p>text<plaintext>", "<p>a", ""),
	"textarea":           within("<p>text<textarea>", "<p>a", ""),
	"less than":          within("<p>", "<", ""),
	"tag, open":          within("<p>text</p><a href=\"", "/x ", ""),
	"scripts":            repeated("<script>x</script>"),
	"scripts of data":    repeated(`<script type="application/ld+json">{"@type":"Person","name":"x"}</script>`),
	"data, nested":       within(`<script type="application/ld+json">`, "[", ""),
	"objects, nested":    within(`<script type="application/ld+json">`, `{"@graph":`, ""),
	"objects, closed":    func(n int) string { return nestedObjects(n) },
	"objects":            within(`<script type="application/ld+json">[`, `{"@type":"NewsArticle","headline":"x"},`, `{}]</script>`),
	"empty objects":      within(`<script type="application/ld+json">[`, `{},`, `{}]</script>`),
	"numbers":            within(`<script type="application/ld+json">{"@type":"NewsArticle","keywords":[`, `1,`, `1]}</script>`),
	"keys":               within(`<script type="application/ld+json">{`, `"k%d":1,`, `"@type":"NewsArticle"}</script>`),
	"quotes in data":     within(`<script type="application/ld+json">{"a":"`, `\"`, `"}</script>`),
	"bodies of data": within(`<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"`, `A sentence, of words. `,
		`"}</script>`),
	"authors of data": within(`<script type="application/ld+json">{"@type":"NewsArticle","author":[`,
		`{"@type":"Person","name":"Ann Lee"},`, `{}]}</script>`),
	"keywords of data":  within(`<script type="application/ld+json">{"@type":"NewsArticle","keywords":"`, `word, `, `"}</script>`),
	"metas":             repeated(`<meta name="k%d" content="v">`),
	"equal metas":       repeated(`<meta property="article:tag" content="v">`),
	"headlines":         repeated("<h1>A headline</h1>"),
	"times":             repeated(`<time datetime="2026-05-03">3 May 2026</time>`),
	"authors":           repeated(`<span class="author byline" itemprop="author">By Ann Lee and Bo Ek</span>`),
	"author links":      repeated(`<a rel="author" href="/authors/x">Ann Lee</a>`),
	"figures":           repeated(`<figure><img src=/x.jpg><figcaption>A caption. Photo: Ann Lee</figcaption></figure>`),
	"nested figures":    within(strings.Repeat("<figure>", 400), "<img src=x>", ""),
	"images":            repeated(`<p>x<img src=/x.jpg>`),
	"bases":             repeated(`<base href="x/y/z/">`),
	"a long base":       within(`<base href="/`, "x/../", `"><a href=y>z</a>`),
	"links of the head": repeated(`<link rel="canonical alternate" href="/x">`),
	"tag lines":         repeated("<p>Read more about: <a href=/tag/x>Town</a>, <a href=/tag/y>Bridge</a></p>"),
	"read more":         repeated("<p>Read more about Town</p>"),
	"links to tags":     repeated("<a rel=tag href=/tag/x>x</a>"),
	"corrections":       repeated("<p>Correction: this article has been updated.</p>"),
	"years":             repeated("<i>2026</i>"),
	"bylines":           repeated("<i>By</i>"),
	"captions":          repeated("<p>Photo: Ann Lee / AFP</p>"),
	"titles":            repeated("<title>x</title>"),
	"one title":         within("<title>", "word | ", "</title><p>x"),
	"one headline":      within("<h1>", "word ", "</h1>"),
	"headings":          repeated("<h2>A heading</h2><p>x</p>"),
	"chinese":           within("<p>", "橋が月曜日に開通した。", ""),
	"accents":           within("<p>", "e\u0301\u0301", ""),
	"spaces":            within("<p>a", " \n\t\u00a0", "b"),
}

func repeated(unit string) func(int) string { return within("", unit, "") }

// within fills a page with a unit, which may have the number of its turn in it.
func within(before, unit, after string) func(int) string {
	return func(n int) string {
		var b strings.Builder
		b.WriteString("<html><head><title>A title</title><body>" + before)
		numbered := strings.Contains(unit, "%d")
		for i := 0; b.Len()+len(unit)+len(after)+8 < n; i++ {
			if numbered {
				fmt.Fprintf(&b, unit, i)
			} else {
				b.WriteString(unit)
			}
		}
		b.WriteString(after)
		return b.String()
	}
}

// nestedObjects nest as deep as readers of JSON go.
func nestedObjects(n int) string {
	const deep = 9000
	one := strings.Repeat(`{"a":`, deep) + "1" + strings.Repeat("}", deep)
	return within(`<script type="application/ld+json">[`, one+",", `{}]</script>`)(n)
}
