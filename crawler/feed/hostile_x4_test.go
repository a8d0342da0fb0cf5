package feed

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// watched parses under a watchdog. It is no measure of speed: what is quadratic
// takes minutes.
func watched(t *testing.T, body []byte) (*Feed, error) {
	t.Helper()
	type result struct {
		f   *Feed
		err error
	}
	patience := 30 * time.Second
	if raceDetector {
		patience = 5 * time.Minute
	}
	done := make(chan result, 1)
	go func() {
		f, err := Parse(body, sitemapSource)
		done <- result{f, err}
	}()
	select {
	case r := <-done:
		return r.f, r.err
	case <-time.After(patience):
		t.Fatalf("still parsing after %s", patience)
		return nil, nil
	}
}

// frame is a document of one item: what stands in it before, inside and after
// its title.
type frame struct{ root, head, item, title, tail string }

var frames = map[string]frame{
	"rss":          {"rss", "<rss><channel>", "<item><link>https://example.co.uk/a</link><title>a %s</title>%s</item>", "title", "</channel></rss>"},
	"rdf":          {"rdf:RDF", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">`, "<item><link>https://example.co.uk/a</link><title>a %s</title>%s</item>", "title", "</rdf:RDF>"},
	"atom":         {"feed", `<feed xmlns="http://www.w3.org/2005/Atom">`, `<entry><link href="https://example.co.uk/a"/><title>a %s</title>%s</entry>`, "title", "</feed>"},
	"sitemap":      {"urlset", `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">`, "<url><loc>https://example.co.uk/a</loc><news:title>a %s</news:title>%s</url>", "news:title", "</urlset>"},
	"sitemapindex": {"sitemapindex", "<sitemapindex>", "<sitemap><loc>https://example.co.uk/a?%s</loc>%s</sitemap>", "loc", "</sitemapindex>"},
}

func (f frame) document(dtd, title, rest string) []byte {
	return []byte(`<?xml version="1.0"?>` + dtd + f.head + fmt.Sprintf(f.item, title, rest) + f.tail)
}

// bounded fails for a result over the limits; an error is one of them.
func bounded(t *testing.T, f *Feed, err error) {
	t.Helper()
	var limit *LimitError
	switch {
	case errors.As(err, &limit):
	case err != nil:
		t.Errorf("error %v, want a limit", err)
	case len(f.Items) > MaxItems || len(f.Children) > maxEntries || isSitemap(f.Format) && len(f.Items) > maxEntries:
		t.Errorf("%d items, %d children", len(f.Items), len(f.Children))
	default:
		for _, e := range f.Items {
			if n := len(e.Title) + len(e.URL); n > 2*maxField || len(e.SummaryHTML) > 8*maxField || len(e.Tags) > maxTags {
				t.Fatalf("%d bytes of title and address, %d of summary, %d tags", n, len(e.SummaryHTML), len(e.Tags))
			}
		}
	}
}

func said(f *Feed) string {
	if f == nil {
		return ""
	}
	return fmt.Sprintf("%+v", *f)
}

func TestX4ExternalEntitiesAreNeverRead(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		fmt.Fprint(w, "the-secret")
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("the-secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for kind, frame := range frames {
		for _, address := range []string{"file://" + filepath.ToSlash(file), server.URL + "/secret"} {
			for name, dtd := range map[string]string{
				"an entity":    `[<!ENTITY x SYSTEM "` + address + `">]`,
				"a parameter":  `[<!ENTITY % p SYSTEM "` + address + `"> %p; <!ENTITY x "&#37;p;">]`,
				"a public one": `[<!ENTITY x PUBLIC "p" "` + address + `">]`,
				"a subset":     `SYSTEM "` + address + `"`,
			} {
				t.Run(kind+" "+name+" "+address[:4], func(t *testing.T) {
					f, err := watched(t, frame.document("<!DOCTYPE "+frame.root+" "+dtd+">", "&x;", "<b>&x;</b>"))
					bounded(t, f, err)
					if strings.Contains(said(f), "the-secret") {
						t.Errorf("it was read: %s", said(f))
					}
				})
			}
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestX4BillionLaughsStayUntold(t *testing.T) {
	var dtd strings.Builder
	dtd.WriteString(`[<!ENTITY l0 "lol">`)
	for i := range 10 {
		fmt.Fprintf(&dtd, `<!ENTITY l%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&l%d;", i), 10))
	}
	dtd.WriteString("]")
	for kind, frame := range frames {
		t.Run(kind, func(t *testing.T) {
			f, err := watched(t, frame.document("<!DOCTYPE "+frame.root+" "+dtd.String()+">", "&l10;", ""))
			bounded(t, f, err)
			if strings.Contains(said(f), "lollol") {
				t.Errorf("entities were expanded: %.200s", said(f))
			}
		})
	}
}

// hostile are documents of one kind, each of which killed or stalled some parser.
func hostile(t testing.TB, frame frame) map[string][]byte {
	repeat := strings.Repeat
	item, _, _ := strings.Cut(frame.item, ">")
	return map[string][]byte{
		"two million nested tags":                 []byte(frame.head + item + ">" + repeat("<a>", 2_000_000)),
		"two million nested tags in 6 KB of gzip": zipped(t, frame.head+item+">", "<a>", 2_000_000),
		"two million nested items":                []byte(frame.head + repeat(item+">", 2_000_000*3/len(item))),
		"10,000 nested namespaces":                frame.document("", "", numbered(`<x%[1]d:a xmlns:x%[1]d="u">`, 10_000)),
		"10,000 namespaces of the root":           []byte(strings.Replace(string(frame.document("", "", "")), frame.head, strings.TrimSuffix(frame.head, ">")+numbered(` xmlns:x%d="u"`, 10_000)+">", 1)),
		"5 MB of ampersands":                      frame.document("", repeat("&", 5<<20), ""),
		"5 MB of ampersands in an attribute":      frame.document("", "", `<b c="`+repeat("&", 5<<20)+`"/>`),
		"5 MB of ampersands in a text":            frame.document("", "", "<description>"+repeat("&", 5<<20)+"</description>"),
		"5 MB of less-thans":                      frame.document("", repeat("<", 5<<20), ""),
		"300,000 attributes":                      frame.document("", "", "<b "+repeat(`a="1" `, 300_000)+"/>"),
		"9 MB of one text":                        frame.document("", "", "<description>"+repeat("long ", 9<<20/5)+"</description>"),
		"50 MB of text":                           frame.document("", "", "<description>"+repeat("long ", 10_000_000)+"</description>"),
		"50 MB of text in gzip":                   zipped(t, frame.head+item+"><description>", "text ", 10_000_000),
		"200,000 items":                           []byte(frame.head + repeat(item+"></"+item[1:]+">", 200_000) + frame.tail),
		"200,000 items with an address":           []byte(frame.head + repeat(strings.ReplaceAll(frame.item, "%s", ""), 200_000) + frame.tail),
		"items with an address, to the limit":     []byte(frame.head + repeat(strings.ReplaceAll(frame.item, "%s", ""), 200_000)[:MaxBytes-1000]),
		"comments that never end":                 frame.document("", "", repeat("<!-- ", 500_000)),
		"CDATA that never ends":                   frame.document("", "", repeat("<![CDATA[", 500_000)),
		"declarations inside of each other":       frame.document("", "", repeat("<![a[", 500_000)),
		"ends without a beginning":                frame.document("", "", repeat("</x>", 1_000_000)),
		"fields that never end":                   frame.document("", "", repeat("<"+frame.title+">", 200_000)),
		"texts full of tags":                      frame.document("", "", "<description><![CDATA["+repeat("<p>a<br>", 1_000_000)+"]]></description>"),
		"texts full of links":                     frame.document("", "", "<description><![CDATA["+repeat("<a href=x>", 800_000)+"]]></description>"),
		"nine texts full of paragraphs":           []byte(frame.head + repeat(item+"><description>"+repeat("a\n\n", 330_000)+"</description></"+item[1:]+">", 9)),
		"nine texts full of links":                []byte(frame.head + repeat(item+"><description><![CDATA["+repeat("<a href=x>", 100_000)+"]]></description></"+item[1:]+">", 9)),
		"elements that are left open":             frame.document("", "", repeat(`<enclosure url="/a"><x:y b="c">`, 200_000)),
		"titles full of elements":                 []byte(frame.head + repeat(item+"><title>"+repeat("&lt;b>&lt;/i>", 1200)+"</title></"+item[1:]+">", 500)),
		"many channels":                           []byte(frame.head + repeat("</channel><channel><title>a</title>", 200_000)),
		"two million empty elements":              frame.document("", "", repeat("<b/>", 2_000_000)),
		"elements of another vocabulary":          frame.document("", "", repeat("<x:b>c</x:b>", 700_000)),
	}
}

func TestX4HostileDocumentsEndBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("megabytes, read by one goroutine")
	}
	for kind, frame := range frames {
		for name, body := range hostile(t, frame) {
			t.Run(kind+" "+name, func(t *testing.T) {
				f, err := watched(t, body)
				bounded(t, f, err)
			})
		}
	}
}

// Fields of entries are looked up in the namespaces around them, so both many
// namespaces and many elements shall not multiply.
func TestX4NamespacesAroundManyFieldsAreBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("megabytes, read by one goroutine")
	}
	head := `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"` + numbered(` xmlns:n%d="u"`, 250) +
		"><url><loc>https://example.co.uk/a</loc></url><url>" + strings.Repeat("<b>", 200)
	f, err := watched(t, []byte(head+strings.Repeat("<z:loc/>", 900_000)))
	bounded(t, f, err)
	if err != nil || len(f.Items) != 1 || !f.Partial {
		t.Errorf("feed %.200s, error %v", said(f), err)
	}
}
