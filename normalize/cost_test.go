package normalize

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// heavyPage is a page of about 260 KB, as large news sites make them: scripts,
// menus, a story, and more teasers than anybody reads.
func heavyPage() []byte {
	var b strings.Builder
	b.WriteString("<html><head><title>Town Builds a Bridge</title>" + fullHead)
	for i := range 20 {
		fmt.Fprintf(&b, "<script>window.x%d=%q</script>", i, strings.Repeat("configuration,", 500))
	}
	b.WriteString("</head><body><nav>")
	for i := range 150 {
		fmt.Fprintf(&b, `<div class="menu-item level-%d"><a class="menu__link" href="/s/%d"><span>Section %d</span></a></div>`, i%3, i, i)
	}
	b.WriteString("</nav><main><article class=story><h1>Town Builds a Bridge</h1>")
	for i := range 40 {
		fmt.Fprintf(&b, `<p class="story__text" data-n="%d">%s</p>`, i, paragraphs[i%3])
	}
	b.WriteString("</article></main><aside>")
	for i := range 400 {
		fmt.Fprintf(&b, `<div class="teaser card"><a href="/a/%d" class="teaser__link" data-track="teaser-%d"><img src="/i/%d.jpg" alt=""><h3 class="teaser__title">Another story of the day, number %d</h3></a><span class="teaser__date">Nov 22</span></div>`, i, i, i, i)
	}
	b.WriteString("</aside></body></html>")
	return []byte(b.String())
}

// BenchmarkExtraction is the whole article, BenchmarkParse the parser alone on
// the same bytes: what counts is the ratio of the two.
func BenchmarkExtraction(b *testing.B) {
	doc := Document{URL: "https://www.example.org/2026/bridge", Body: heavyPage(), FetchedAt: fetched}
	b.SetBytes(int64(len(doc.Body)))
	b.ReportAllocs()
	for b.Loop() {
		make1(b, doc)
	}
}

func BenchmarkParse(b *testing.B) {
	page := heavyPage()
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := html.Parse(bytes.NewReader(page)); err != nil {
			b.Fatal(err)
		}
	}
}

// What is allocated does not depend on the machine. A page of 330 KB is as large
// as those of news sites are in the mean.
func TestALargePageAllocatesLittle(t *testing.T) {
	page := heavyPage()
	page = append(page, "<script>"+strings.Repeat("{state:1},", (330_000-len(page))/10)+"</script>"...)
	doc := Document{URL: "https://www.example.org/2026/bridge", Body: page, FetchedAt: fetched}
	make1(t, doc) // the tables are made once
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	make1(t, doc)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 5_000_000 {
		t.Errorf("%.1f MB for a page of %d KB", float64(n)/1e6, len(page)>>10)
	}
}
