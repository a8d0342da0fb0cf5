package normalize

import (
	"strings"
	"testing"
)

// hostileMetadata are pages that make the rules for metadata look at much, in
// size bytes: each must take time in proportion to it.
func hostileMetadata(size int) map[string]string {
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	ld := func(property, unit string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","headline":"A headline of four words",` + property + `:[` + strings.Repeat(unit+",", min(size, maxLD-1000)/(len(unit)+1)) + unit + `]}</script>`
	}
	const h1 = "<h1>A headline of four words</h1>"
	return map[string]string{
		"a long title":                 "<title>" + fill("a | ") + "</title>",
		"a long title for others":      `<meta property="og:title" content="` + fill("a | ") + `">` + h1,
		"empty elements for authors":   h1 + fill("<i class=author></i>"),
		"nested elements for authors":  h1 + strings.Repeat("<div>", 300) + fill("<i class=author> </i>"),
		"items in items":               strings.Repeat("<div itemprop=x>", 300) + fill(`<meta itemprop=author content=x>`),
		"long classes":                 `<i class="` + fill("auth by-lin tag-topi ") + `">x</i>`,
		"lower headings":               fill("<h2>A headline of four words</h2>"),
		"headings and years":           strings.Repeat("<h2>A headline of four words</h2>", 20) + fill("<i>Nov. 22, 2026</i>"),
		"pictures in the data":         ld(`"image"`, `"/i/picture-of-a-bridge-1200x800.jpg"`),
		"long addresses of pictures":   ld(`"image"`, `"`+strings.Repeat("/%252f-640x360", 5000)+`"`),
		"authors in the data":          ld(`"author"`, `{"@type":"Person","name":"Ann Lee, PhD, Senior Editor and Bo Ek"}`),
		"names of another kind":        ld(`"author"`, `"`+strings.Repeat("By , | ", 140)+`"`),
		"keywords in the data":         ld(`"keywords"`, `"a,b;c"`),
		"steps of a trail":             `<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[` + strings.Repeat(`{"name":"Rivers"},`, min(size, maxLD-1000)/18) + `{}]}</script>`,
		"keys for tags":                fill(`<meta name="x:tags" content="a,b">`),
		"links to tags and authors":    h1 + fill(`<a href="/tag/%41/author/x">x</a>`),
		"figures that lead away":       fill(`<figure><a href=/b><img src=/i/12345678.jpg></a></figure>`),
		"one word of many":             "<p>" + fill("the of and to ") + "</p>",
		"words of no language at all":  "<p>" + fill("a") + "</p>",
		"corrections without an end":   fill("<p>Correction " + strings.Repeat("x", 1400) + "</p>"),
		"captions that credit nobody":  "<figure><img src=/i/12345678.jpg><figcaption>" + fill("photo: ") + "</figcaption></figure>",
		"a trail of words for bylines": h1 + fill("<b>by</b>"),
	}
}

func TestHostileMetadataIsRead(t *testing.T) {
	for name, body := range hostileMetadata(1 << 20) {
		t.Run(name, func(t *testing.T) {
			if _, err := Article(Document{URL: "https://www.example.org/a/b", Body: []byte("<html><title>T</title><body>" + body), FetchedAt: fetched}); err != nil {
				t.Error(err)
			}
		})
	}
}
