package feed

import (
	"reflect"
	"strings"
	"testing"
)

// documents are whole ones. Each " />" in them may lose its slash, or stand
// behind a value without quotes, and nothing else may change by that.
var documents = map[string]string{
	"rss": `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"
xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:x="urn:x"><channel>
<title>F</title><link>https://a.example/</link><atom:link href="https://a.example/feed" rel="self" /><itunes:image href="https://a.example/f.jpg" />
<itunes:category text="News" /><x:odd a="1" /><cloud domain="a" port="80" /><description>About</description>
<item><enclosure url="https://a.example/1.mp3" type="audio/mpeg" /><title>One</title><x:odd a="1" /><guid isPermaLink="false">1</guid>
<media:content url="https://a.example/1.jpg" medium="image" /><itunes:image href="https://a.example/1i.jpg" /><link>https://a.example/1</link>
<podcast:transcript url="https://a.example/1.vtt" type="text/vtt" /><pubDate>Tue, 05 Aug 2025 10:00:00 GMT</pubDate>
<description>Text one</description></item>
<item><media:group><media:content url="https://a.example/2.mp4" /><media:thumbnail url="https://a.example/2.jpg" /></media:group>
<title>Two</title><source url="https://b.example/" /><atom:link href="https://a.example/2c" rel="replies" /><link>https://a.example/2</link>
<category>ships</category><media:thumbnail url="https://a.example/3.jpg" width="10" /><author>Ann</author></item>
</channel></rss>`,
	"rdf": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:admin="http://webns.net/mvcb/" xmlns:enc="urn:enc" xmlns:atom="http://www.w3.org/2005/Atom">
<channel rdf:about="https://a.example/"><admin:generatorAgent rdf:resource="https://g.example/" /><title>F</title><atom:link href="/feed" rel="self" />
<link>https://a.example/</link></channel>
<item rdf:about="https://a.example/1"><enc:enclosure enc:url="https://a.example/1.mp3" /><title>One</title><link>https://a.example/1</link>
<dc:creator>Ann</dc:creator></item>
<item rdf:about="https://a.example/2"><title>Two</title><atom:link href="https://a.example/2c" rel="replies" /><link>https://a.example/2</link>
<dc:date>2025-08-05T10:00:00Z</dc:date></item></rdf:RDF>`,
	"atom": `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><link href="https://a.example/" rel="alternate" />
<title>F</title><id>urn:f</id><category term="news" />
<entry><link href="https://a.example/1" /><link rel="enclosure" href="https://a.example/1.mp3" type="audio/mpeg" /><title>One</title>
<id>urn:1</id><updated>2025-08-05T10:00:00Z</updated><category term="ships" label="Ships" /><author><name>Ann</name></author>
<content type="html">&lt;p>Text one&lt;/p></content></entry>
<entry><id>urn:2</id><title>Two</title><media:thumbnail url="https://a.example/2.jpg" /><link href="https://a.example/2" />
<published>2025-08-05T11:00:00Z</published><summary>Text two</summary></entry></feed>`,
}

// without takes out of a document the slashes, or the quotes before them, that
// the bits of which name.
func without(doc string, which uint64, quotes bool) string {
	parts := strings.Split(doc, " />")
	var b strings.Builder
	for i, part := range parts {
		switch {
		case i == len(parts)-1:
			b.WriteString(part)
		case which>>(i%64)&1 == 0:
			b.WriteString(part + " />")
		case quotes:
			at := strings.LastIndex(part, `="`)
			b.WriteString(part[:at+1] + strings.TrimSuffix(part[at+2:], `"`) + "/>")
		default:
			b.WriteString(part + ">")
		}
	}
	return b.String()
}

func TestElementsThatNeverHoldContentMayBeLeftOpen(t *testing.T) {
	for format, doc := range documents {
		want := mustParse(t, []byte(doc), Source{URL: "https://a.example/feed"})
		if len(want.Items) != 2 || want.Title != "F" || want.Warnings != nil {
			t.Fatalf("%s: %d items, %q", format, len(want.Items), want.Warnings)
		}
		n := strings.Count(doc, " />")
		for i := range n + 1 {
			which := uint64(1) << i
			if i == n { // all of them
				which = 1<<n - 1
			}
			for _, quotes := range []bool{false, true} {
				got := mustParse(t, []byte(without(doc, which, quotes)), Source{URL: "https://a.example/feed"})
				if said := strings.Contains(strings.Join(got.Warnings, " "), "left open"); said && quotes || !said && i == n && !quotes {
					t.Errorf("%s, %b, quotes %v: warnings %q", format, which, quotes, got.Warnings)
				}
				sameFeed(t, format, got, want)
			}
		}
	}
}

// sameFeed holds all that was read of one document to that of another.
func sameFeed(t *testing.T, name string, got, want *Feed) {
	t.Helper()
	a, b := *got, *want
	a.Warnings, b.Warnings, a.marks, b.marks = nil, nil, nil, nil
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s:\n got %+v\nwant %+v", name, a, b)
	}
}

func FuzzLeftOpen(f *testing.F) {
	f.Add(uint64(1), false)
	f.Add(uint64(0b1011), true)
	f.Fuzz(func(t *testing.T, which uint64, quotes bool) {
		for format, doc := range documents {
			want := mustParse(t, []byte(doc), Source{URL: "https://a.example/feed"})
			sameFeed(t, format, mustParse(t, []byte(without(doc, which, quotes)), Source{URL: "https://a.example/feed"}), want)
		}
	})
}

func TestWhatIsLeftOpenCostsNoFieldAndNoItem(t *testing.T) {
	const rest = `<link>https://a.example/1</link><guid>g1</guid><pubDate>Tue, 05 Aug 2025 10:00:00 GMT</pubDate></item>` + otherItem
	for name, item := range map[string]string{
		"a title":                          `<item><title>One` + rest,
		"a description":                    `<item><title>One</title><description>Text` + rest,
		"a category":                       `<item><title>One</title><category>ships` + rest,
		"an unknown element":               `<item><title>One</title><x:y a="1">` + rest,
		"an unknown one that ends later":   `<item><title>One</title><x:y a="1">` + rest + `<item><x:y>a</x:y><title>Three</title></item>`,
		"one within another":               `<item><title>One</title><x:y><x:z a="1">` + rest,
		"a group of files":                 `<item><title>One</title><media:group><media:content url="https://a.example/1.jpg">` + rest,
		"a file between files that end":    `<item><title>One</title><media:content url="/1.jpg"><media:content url="/2.jpg"></media:content>` + rest,
		"a link among links that end":      `<item><title>One</title><atom:link href="/c" rel="replies"><atom:link href="/d" rel="via"></atom:link>` + rest,
		"without quotes and before an end": `<item><title>One</title><enclosure url=https://a.example/a/></enclosure>` + rest,
		"in capitals":                      `<ITEM><TITLE>One</TITLE><ENCLOSURE URL="/1.mp3">` + rest,
	} {
		f := mustParse(t, rssWith(item), Source{URL: "https://a.example/feed"})
		if got := titles(f); len(got) < 2 || got[0] != "One" || got[1] != "Next" {
			t.Errorf("%s: titles %q", name, got)
			continue
		}
		if e := f.Items[0]; e.URL != "https://a.example/1" || e.ID != "g1" || e.Published.IsZero() {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func TestTheSlashOfAValueWithoutQuotes(t *testing.T) {
	for tag, want := range map[string]string{
		`<enclosure url=https://a.example/1.mp3/>`:             "https://a.example/1.mp3",
		`<enclosure url=https://a.example/a/ />`:               "https://a.example/a/",
		`<enclosure url=https://a.example/a/></enclosure>`:     "https://a.example/a/",
		`<enclosure url=https://a.example/a/>`:                 "https://a.example/a",
		`<enclosure length=1 url = https://a.example/1.mp3 />`: "https://a.example/1.mp3",
		`<enclosure url='https://a.example/a/'/>`:              "https://a.example/a/",
	} {
		e := mustParse(t, rssWith("<item><title>a</title>"+tag+"</item>"), Source{}).Items[0]
		if len(e.Enclosures) != 1 || e.Enclosures[0].URL != want {
			t.Errorf("%s: %+v", tag, e.Enclosures)
		}
	}
	html := `<item><title>a</title><description type="html"><a href=https://a.example/a/>text</a> after</description></item>`
	if got := mustParse(t, rssWith(html), Source{}).Items[0].SummaryHTML; got != `<a href="https://a.example/a/">text</a> after` {
		t.Errorf("in HTML: %s", got)
	}
}

func TestSeveralChannelsAreOneFeed(t *testing.T) {
	const a = `<channel><title>A</title><link>https://a.example/</link><image><url>https://a.example/a.png</url></image>` + goodItem + `</channel>`
	const b = `<channel><title>B</title><author>Ann</author><image><url>https://a.example/b.png</url></image>` + otherItem + `<ttl>5</ttl></channel>`
	for name, tc := range map[string]struct {
		doc   string
		items int
	}{
		"two":                       {`<rss>` + a + b + `</rss>`, 2},
		"three":                     {`<rss>` + a + b + `<channel><title>C</title></channel></rss>`, 2},
		"an empty one before":       {`<rss><channel></channel>` + a + b + `</rss>`, 2},
		"without <rss>":             {a + b, 2},
		"one without <rss>":         {a, 1},
		"of RDF":                    {`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + a + b + `</rdf:RDF>`, 2},
		"the second is cut":         {`<rss>` + a + b[:len(b)-20], 2},
		"cut in the second's item":  {`<rss>` + a + `<channel><title>B</title><item><title>x`, 1},
		"items in something odd":    {`<rss>` + a + `<channel><items>` + otherItem + `</items></channel></rss>`, 2},
		"a channel in a channel":    {`<rss>` + strings.TrimSuffix(a, "</channel>") + b + otherItem + `</channel></rss>`, 3},
		"a channel left open":       {`<rss>` + strings.TrimSuffix(a, "</channel>") + b + `</rss>`, 2},
		"items behind the channels": {`<rss>` + a + `<channel><title>B</title></channel>` + otherItem + `</rss>`, 2},
	} {
		f := mustParse(t, []byte(tc.doc), Source{URL: "https://a.example/feed"})
		if len(f.Items) != tc.items || f.Items[0].Title != badTitle || f.Items[len(f.Items)-1].Title == "" {
			t.Errorf("%s: titles %q", name, titles(f))
		}
		if f.Title != "A" || f.Link != "https://a.example/" || f.Image != "https://a.example/a.png" || f.TTL != 0 || len(f.Authors) != 0 {
			t.Errorf("%s: %+v", name, f)
		}
		if said := strings.Contains(strings.Join(f.Warnings, " "), "channels"); said != (strings.Count(tc.doc, "<channel><")-strings.Count(tc.doc, "<channel></channel>") > 1) {
			t.Errorf("%s: warnings %q", name, f.Warnings)
		}
	}
}

// Each of these makes the search for ends as long as it can be.
func TestSearchingForEndsIsLinear(t *testing.T) {
	for name, body := range map[string]string{
		"elements that never end":      "<item><title>a</title>" + numbered(`<x:a%d><b/>`, 3) + strings.Repeat("<x:y><b/>", 60_000) + strings.Repeat("text ", 1<<20) + "</item>",
		"many that end late":           "<item><title>a</title>" + strings.Repeat("<x:y><b/></x:y>", 60_000) + strings.Repeat("text ", 1<<20) + "</item>",
		"tags that look like items":    "<item><title>a</title></item>" + strings.Repeat("<x:a><item2/>", 100_000),
		"names that begin like others": "<item><title>a</title>" + strings.Repeat("<x:y><b/></x:yy>", 60_000) + "</item>",
	} {
		f, err := Parse(rssWith(goodItem+body), Source{})
		if err != nil || len(f.Items) == 0 || len(f.Items) > 3 {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
}
