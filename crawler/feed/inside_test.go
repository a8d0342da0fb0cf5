package feed

import (
	"encoding/json"
	"errors"
	"html"
	"strings"
	"testing"
)

var innerFeeds = map[string]string{
	"rss": `<rss version="2.0"><channel><title>F &amp; G</title><item><title>One &lt;b&gt;two&lt;/b&gt;</title><link>https://a.example/1?a=1&amp;b=2</link></item></channel></rss>`,
	"atom": `<feed xmlns="http://www.w3.org/2005/Atom"><title>F &amp; G</title><entry><title type="html">One &lt;b&gt;two&lt;/b&gt;</title>` +
		`<link href="https://a.example/1?a=1&amp;b=2"/></entry></feed>`,
	"rdf": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>F &amp; G</title></channel>` +
		`<item><title>One &lt;b&gt;two&lt;/b&gt;</title><link>https://a.example/1?a=1&amp;b=2</link></item></rdf:RDF>`,
}

func quoted(t *testing.T, s string) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A feed comes inside of what a browser or a remote call has made of it.
func TestAFeedInsideOfAnotherDocument(t *testing.T) {
	for format, feed := range innerFeeds {
		const xml = `<?xml version="1.0" encoding="utf-8"?>` + "\n"
		for name, doc := range map[string]string{
			"a page's body":          `<html><head></head><body>` + xml + feed + `</body></html>`,
			"a page's div":           `<!DOCTYPE html><html lang="de"><head><title>Feed</title><script>var a = "<rss>"</script></head><body><div>` + feed + `</div></body></html>`,
			"after a comment":        `<html><!-- <rss version="2.0"> --><body>` + feed,
			"pre":                    `<html><head><style>a{}</style></head><body><pre style="x">` + html.EscapeString(xml+feed) + `</pre></body></html>`,
			"a remote call":          xml + `<string xmlns="http://tempuri.org/">` + "\n" + html.EscapeString(feed) + `</string>`,
			"an envelope":            xml + `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><R><Result>` + html.EscapeString(xml+feed) + `</Result></R></s:Body></s:Envelope>`,
			"a section":              xml + `<response><![CDATA[` + xml + feed + `]]></response>`,
			"elements":               xml + `<response><status>ok</status><data>` + feed + `</data></response>`,
			"a JSON text":            quoted(t, xml+feed),
			"an object":              `{"status":200,"contents":` + quoted(t, feed) + `}`,
			"escaped whole":          html.EscapeString(xml + feed),
			"DOCTYPE html":           `<!DOCTYPE html>` + feed,
			"DOCTYPE html, declared": `<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">` + feed,
		} {
			f, err := Parse([]byte(doc), Source{URL: "https://a.example/feed"})
			if err != nil {
				t.Errorf("%s in %s: %v", format, name, err)
				continue
			}
			if f.Format != format || f.Title != "F & G" || len(f.Items) != 1 || f.Items[0].Title != "One two" || f.Items[0].URL != "https://a.example/1?a=1&b=2" {
				t.Errorf("%s in %s: %+v", format, name, f)
			}
			if !strings.HasPrefix(name, "DOCTYPE") && !strings.Contains(strings.Join(f.Warnings, ""), "inside of another document") {
				t.Errorf("%s in %s: nothing is said: %q", format, name, f.Warnings)
			}
		}
	}
}

func TestJSONInsideOfSomething(t *testing.T) {
	feed := jsonWith(`{"id":"1","title":"One & <b>","content_text":"x"}`)
	for name, doc := range map[string]string{
		"a callback": "callback(" + feed + ");", "a guard": ")]}',\n" + feed, "pre": "<html><body><pre>" + html.EscapeString(feed) + "</pre></body></html>",
		"a remote call": `<?xml version="1.0"?><string>` + html.EscapeString(feed) + `</string>`,
	} {
		f, err := Parse([]byte(doc), Source{URL: "https://a.example/feed"})
		if err != nil || len(f.Items) != 1 || f.Format != "json" {
			t.Errorf("%s: %v, %+v", name, err, f)
		}
	}
}

// A page that speaks of feeds is a page, and one wrapping is taken off, no more.
func TestWhatIsNoFeedInside(t *testing.T) {
	rss := innerFeeds["rss"]
	for name, doc := range map[string]string{
		"in a comment":       `<html><body><!-- ` + rss + ` --></body></html>`,
		"in a program":       `<html><body><script>x = '` + rss + `'</script></body></html>`,
		"in a field":         `<html><body><textarea>` + rss + `</textarea></body></html>`,
		"after an article":   `<html><body><p>` + strings.Repeat("How feeds are written. ", 200) + `</p>` + rss + `</body></html>`,
		"an element feed":    `<html><body><feed>news</feed></body></html>`,
		"text before it":     `<html><body><p>Look:</p><pre>` + html.EscapeString(rss) + `</pre></body></html>`,
		"escaped twice":      `<string>` + html.EscapeString(html.EscapeString(rss)) + `</string>`,
		"two calls":          `<string>` + html.EscapeString(`<string>`+html.EscapeString(rss)+`</string>`) + `</string>`,
		"licences":           `<html><body><rdf:RDF xmlns="http://creativecommons.org/ns#"><Work/></rdf:RDF></body></html>`,
		"another vocabulary": `<response><channel>7</channel></response>`,
		"JSON of others":     `{"contents":"no feed","items_count":3}`,
		"a word":             `"rss"`,
		"PHP":                `function(){ return {"a":1} }`,
	} {
		f, err := Parse([]byte(doc), Source{URL: "https://a.example/feed"})
		var not *NotFeedError
		if !errors.As(err, &not) {
			t.Errorf("%s: %v, %+v", name, err, f)
		}
	}
}

func FuzzInside(f *testing.F) {
	for _, doc := range innerFeeds {
		f.Add("<html><body>"+doc, "html")
		f.Add("<s>"+html.EscapeString(doc)+"</s>", "xml")
		f.Add(`{"a":"`+doc+`"}`, "json")
		f.Add("a("+doc, "text")
	}
	f.Fuzz(func(t *testing.T, doc, kind string) {
		if inner := inside([]byte(doc), kind); len(inner) > len(doc) {
			t.Errorf("%d bytes in %d", len(inner), len(doc))
		}
	})
}

func TestWrappingsAreTakenOffInLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("megabytes, read by one goroutine")
	}
	for _, piece := range []string{"<rss ", "<feed xmlns='http://www.w3.org/2005/Atom'>x<script>", "<!--", "<![CDATA[", "<a>", "&lt;", "<rss version>", "{\"a\":\"<rss>\",", "<", "<script>"} {
		for _, head := range []string{"<html>", "<x>", "{", "\"", "&lt;rss", "a{"} {
			doc := head + strings.Repeat(piece, 1<<20/len(piece))
			if f, err := Parse([]byte(doc), Source{}); err == nil && len(f.Items) > 0 {
				t.Errorf("%s%s: %d items", head, piece, len(f.Items))
			}
		}
	}
}

// Files that programs have put together hold several documents.
func TestSeveralDocumentsInOneFile(t *testing.T) {
	rss := `<rss version="2.0"><channel><title>F</title><item><title>One</title><link>/1</link></item></channel></rss>`
	second := strings.NewReplacer("F<", "G<", "One", "Two", "/1", "/2").Replace(rss)
	atom := `<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title><entry><title>Three</title><link href="/3"/></entry></feed>`
	for _, sep := range []string{"", "\n", "\n<?xml version=\"1.0\"?>\n<!-- next -->"} {
		f := read(t, rss+sep+second+sep+atom)
		if f.Title != "F" || f.Format != "rss" || strings.Join(titles(f), "|") != "One|Two|Three" || f.Partial {
			t.Errorf("%q: %s", f.Title, titles(f))
		}
		if said := strings.Join(f.Warnings, ""); !strings.Contains(said, "3 documents") {
			t.Errorf("%q", said)
		}
	}
	f := read(t, rss+`<rss version="2.0"><channel><title>G</title><item><title>Two</title></item><item><title>cut`)
	if strings.Join(titles(f), "|") != "One|Two" || !f.Partial {
		t.Errorf("%s, partial %v", titles(f), f.Partial)
	}
	if f = read(t, rss+"</body><p>rss</p>"); len(f.Items) != 1 || len(f.Warnings) > 0 {
		t.Errorf("%+v", f)
	}
	if f = read(t, strings.Repeat(rss, 9000)); len(f.Items) > MaxItems || len(f.Items) < 2 {
		t.Errorf("%d items", len(f.Items))
	}
	// Items of all documents are known by their marks.
	marks := map[uint64]bool{}
	f = read(t, rss+second)
	for i := range f.Items {
		marks[f.Mark(i)] = true
	}
	f = mustParse(t, []byte(rss+second), Source{URL: "https://a.example/feed", Known: func(m uint64) bool { return marks[m] }})
	if len(f.Items) != 0 || len(f.Unchanged) != 2 {
		t.Errorf("%d items, %d unchanged", len(f.Items), len(f.Unchanged))
	}
}
