package normalize

import (
	"strings"
	"testing"
	"time"
)

func TestX5NothingThatActsStaysInTheBody(t *testing.T) {
	page := `<html><head><title>T</title></head><body><article><h1>The headline</h1>
<p onclick="steal()">A first paragraph of a story that is long enough to be one, with <a href="jav&#x09;ascript:alert(1)">a link</a>, commas, and a full stop.</p>
<script>document.write("<p>written</p>")</script><style>p{background:url(javascript:1)}</style>
<p style="background:url(javascript:alert(2))">A second paragraph, with <a href=" JAVASCRIPT:alert(3)">another</a> and <a href="data:text/html,<script>alert(4)</script>">a third</a>, goes on for a while.</p>
<iframe srcdoc="<script>alert(5)</script>"></iframe><object data="x.swf"></object><form action="/steal"><input name="card"></form>
<svg onload="alert(6)"><script>alert(7)</script></svg><img src="/i.png" onerror="alert(8)">
<p>A third paragraph of the same story, since stories have three paragraphs more often than two, even in tests.</p></article></body></html>`
	entry := &Entry{Title: "The headline", ContentHTML: `<p onmouseover="x()">From the feed.</p><script>alert(9)</script>`}
	for _, body := range []string{page, ""} {
		a, err := Article(Document{URL: "https://news.example/a", Body: []byte(body), Status: 200, ContentType: "text/html", Entry: entry, FetchedAt: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		html := strings.ToLower(a.BodyHTML)
		if html == "" {
			t.Error("no body")
		}
		for _, bad := range []string{"<script", "javascript:", "onclick", "onerror", "onload", "onmouseover", "srcdoc", "<iframe", "<object", "<form", "<input", "<style", "style=", "data:text", "<svg"} {
			if strings.Contains(html, bad) {
				t.Errorf("%q is in the body: %s", bad, a.BodyHTML)
			}
		}
	}
}
