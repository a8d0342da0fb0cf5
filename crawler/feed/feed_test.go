package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/wiredesk/wiredesk/normalize"
)

const rssFrame = `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Вести</title><link>https://example.org/</link><ttl>90</ttl>%s</channel></rss>`

func rssWith(items string) []byte { return []byte(fmt.Sprintf(rssFrame, items)) }

func mustParse(t testing.TB, body []byte, src Source) *Feed {
	t.Helper()
	f, err := Parse(body, src)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func titles(f *Feed) []string {
	var list []string
	for _, e := range f.Items {
		list = append(list, e.Title)
	}
	return list
}

func TestRSSIsReadWhole(t *testing.T) {
	f := mustParse(t, rssWith(`<item>
  <title>A &lt;b&gt;bold&lt;/b&gt; claim &amp;amp; more</title>
  <link>/story?a=1&amp;b=2</link>
  <guid isPermaLink="false">tag:1</guid>
  <pubDate>Mon, 23 Nov 2020 12:00:00 MSK</pubDate>
  <dc:creator>Ann Lee</dc:creator><dc:creator>Bo Ek</dc:creator>
  <category>World</category><category>World</category>
  <description>&lt;p&gt;Text &lt;a href="/x"&gt;x&lt;/a&gt; &lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;</description>
  <enclosure url="a.mp3" type="audio/mpeg" length="12"/>
  <media:group><media:content url="//cdn.example.org/i.jpg" medium="image"/></media:group>
</item>`), Source{URL: "https://example.org/feeds/rss"})
	want := normalize.Entry{
		ID: "tag:1", URL: "https://example.org/story?a=1&b=2", Title: "A bold claim & more",
		SummaryHTML: `<p>Text <a href="https://example.org/x">x</a> </p>`,
		Published:   time.Date(2020, 11, 23, 9, 0, 0, 0, time.UTC),
		Authors:     []normalize.Person{{Name: "Ann Lee"}, {Name: "Bo Ek"}}, Tags: []string{"World"},
		Enclosures: []normalize.Enclosure{{URL: "https://example.org/feeds/a.mp3", Type: "audio/mpeg", Length: "12"}},
		Media:      []string{"https://cdn.example.org/i.jpg"}, Image: "https://cdn.example.org/i.jpg",
		Links: []string{"https://example.org/story?a=1&b=2"},
	}
	if diff := cmp.Diff([]normalize.Entry{want}, f.Items); diff != "" {
		t.Error(diff)
	}
	if f.Format != "rss" || f.Title != "Вести" || f.TTL != 90*time.Minute || f.Partial {
		t.Errorf("feed %+v", f)
	}
}

func TestAtomEntriesInheritTheFeedsAuthors(t *testing.T) {
	f := mustParse(t, []byte(`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
<title type="html">Die &lt;i&gt;Zeitung&lt;/i&gt;</title><id>urn:1</id><author><name>Redaktion</name><uri>/redaktion</uri></author>
<link rel="self" href="https://example.de/atom"/><link href="https://example.de/"/>
<entry><title>Erstens</title><id>urn:2</id><link rel="alternate" type="application/json" href="/1.json"/><link href="/1"/>
<published>2020-11-23T12:00:00+01:00</published><content type="html">&lt;p&gt;Ganz.&lt;/p&gt;</content></entry></feed>`), Source{URL: "https://example.de/atom"})
	e := f.Items[0]
	if f.Title != "Die Zeitung" || f.Language != "de" || f.FeedURL != "https://example.de/atom" {
		t.Errorf("feed %+v", f)
	}
	if e.URL != "https://example.de/1" || e.ContentHTML != "<p>Ganz.</p>" || !e.Published.Equal(time.Date(2020, 11, 23, 11, 0, 0, 0, time.UTC)) {
		t.Errorf("entry %+v", e)
	}
	if diff := cmp.Diff([]normalize.Person{{Name: "Redaktion", URL: "https://example.de/redaktion"}}, e.Authors); diff != "" {
		t.Error(diff)
	}
}

func TestOneBadJSONItemNeverLosesTheRest(t *testing.T) {
	f := mustParse(t, []byte(`{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[
{"id":1,"url":"https://example.org/1","title":"one","authors":"Jane","tags":"x"},
"nonsense",
{"id":"3","content_text":"a < b","attachments":{"url":"https://example.org/a.mp3","size_in_bytes":7}}]}`), Source{})
	if len(f.Items) != 2 || f.Items[0].ID != "1" || f.Items[0].Authors[0].Name != "Jane" || f.Items[1].ContentHTML != "a &lt; b" {
		t.Errorf("items %+v", f.Items)
	}
	if len(f.Warnings) == 0 {
		t.Error("no warning for the bad item")
	}
}

func TestTextIsDecodedWhateverTheLabelSays(t *testing.T) {
	russian := `<item><title>Новости дня, полные событий и происшествий</title><guid>1</guid></item>`
	utf := string(rssWith(russian))
	cp, err := charmap.Windows1251.NewEncoder().String(utf)
	if err != nil {
		t.Fatal(err)
	}
	utf16le, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(utf)
	if err != nil {
		t.Fatal(err)
	}
	utf16be, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(utf)
	if err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write([]byte(utf))
	_ = z.Close()
	for name, tc := range map[string]struct{ body, contentType string }{
		"windows-1251 by HTTP alone":           {cp, "text/xml; charset=windows-1251"},
		"windows-1251 by declaration alone":    {`<?xml version="1.0" encoding="windows-1251"?>` + cp, ""},
		"windows-1251 without any label":       {cp, ""},
		"windows-1251 that is labelled utf-8":  {`<?xml version="1.0" encoding="utf-8"?>` + cp, "text/xml; charset=utf-8"},
		"utf-8 that is labelled windows-1251":  {`<?xml version="1.0" encoding="windows-1251"?>` + utf, "text/xml; charset=windows-1251"},
		"utf-8 that is labelled nonsense":      {`<?xml version="1.0" encoding="x-odd"?>` + utf, "text/xml; charset=odd"},
		"utf-8 with a mark and another label":  {"\ufeff" + `<?xml version="1.0" encoding="iso-8859-1"?>` + utf, ""},
		"utf-8 with two marks":                 {"\ufeff\ufeff" + utf, ""},
		"utf-16 little endian with a mark":     {utf16le, ""},
		"utf-16 big endian without a mark":     {utf16be, ""},
		"gzip without a header that says so":   {zipped.String(), "application/octet-stream"},
		"a notice of PHP before, NULs after":   {"<br />\n<b>Notice</b>: x in y\n" + utf + "\x00\x00<script>x</script>", ""},
		"a long comment before the root":       {"<!-- " + strings.Repeat("licence ", 1000) + "-->" + utf, ""},
		"one stray byte in the middle of utf8": {strings.Replace(utf, "дня,", "дня\xff,", 1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := mustParse(t, []byte(tc.body), Source{ContentType: tc.contentType})
			got := strings.NewReplacer("\ufffd", "", "  ", " ", " ,", ",").Replace(f.Items[0].Title)
			if got != "Новости дня, полные событий и происшествий" {
				t.Errorf("title %q", f.Items[0].Title)
			}
		})
	}
}

func TestBrokenMarkupIsMended(t *testing.T) {
	for name, item := range map[string]string{
		"a bare < in a title":         `<item><title>one < two</title></item>`,
		"a bare ampersand":            `<item><title>one &lt; two</title><link>https://example.org/?a=1&b=2</link></item>`,
		"a control character":         "<item><title>one \x08&lt; &#8;two</title></item>",
		"a comment with dashes":       `<item><!-- a -- b --><title>one &lt; two</title></item>`,
		"an unquoted attribute":       `<item><title type=text>one &lt; two</title></item>`,
		"an end tag in another case":  `<item><title>one &lt; two</title></Item>`,
		"an element that stays open":  `<item><title>one &lt; two</title><description>x<br></description></item>`,
		"the same attribute twice":    `<item><title a="1" a="2">one &lt; two</title></item>`,
		"an undeclared prefix":        `<item><title>one &lt; two</title><odd:thing>x</odd:thing></item>`,
		"CDATA":                       `<item><title><![CDATA[one < two]]></title></item>`,
		"references of HTML":          `<item><title>one&nbsp;&lt; two</title></item>`,
		"a reference to windows-1252": `<item><title>one &lt;&#133; two</title></item>`,
	} {
		t.Run(name, func(t *testing.T) {
			f := mustParse(t, rssWith(item+`<item><title>next</title></item>`), Source{})
			if got := titles(f); len(got) != 2 || got[1] != "next" || !strings.HasPrefix(got[0], "one") || !strings.HasSuffix(got[0], "two") {
				t.Errorf("titles %q", got)
			}
		})
	}
}

func TestACutFeedKeepsItsWholeItems(t *testing.T) {
	whole := string(rssWith(`<item><title>one</title></item><item><title>two</title><description><![CDATA[long text]]></description></item>`))
	for cut := strings.Index(whole, "<title>two") - 3; cut < strings.Index(whole, "</item></channel>"); cut++ {
		f := mustParse(t, []byte(whole[:cut]), Source{})
		if got := titles(f); len(got) != 1 || got[0] != "one" || !f.Partial {
			t.Fatalf("cut at %d: %q, partial %v", cut, got, f.Partial)
		}
	}
	f := mustParse(t, []byte(`{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"one"},{"id":"2","ti`), Source{})
	if got := titles(f); len(got) != 1 || !f.Partial {
		t.Errorf("JSON: %q, partial %v", got, f.Partial)
	}
}

func TestWhatIsNoFeedIsSaidToBeWhatItIs(t *testing.T) {
	for body, kind := range map[string]string{
		"": "empty", "  \n": "empty", `<!DOCTYPE html><html><head></head></html>`: "html", `{"error":"not found"}`: "json",
		`<?xml version="1.0"?><urlset xmlns="x"><url/></urlset>`: "sitemap", `<opml version="2.0"><body/></opml>`: "opml",
		`<svg xmlns="http://www.w3.org/2000/svg"/>`: "xml", "just words": "text",
	} {
		_, err := Parse([]byte(body), Source{})
		var not *NotFeedError
		if !errors.As(err, &not) || not.Kind != kind {
			t.Errorf("%.40q: %v, want kind %s", body, err, kind)
		}
	}
	_, err := Parse([]byte(`<html><link rel="alternate" type="application/rss+xml" href="/rss" title="All"></html>`), Source{URL: "https://example.org/a/"})
	var not *NotFeedError
	if !errors.As(err, &not) || len(not.Feeds) != 1 || not.Feeds[0].URL != "https://example.org/rss" {
		t.Errorf("error %v", err)
	}
}

// Every one of these killed or stalled some parser. The point is that Parse
// returns, with an error or with part of the feed.
func TestHostileInputIsRefusedOrBounded(t *testing.T) {
	repeat := strings.Repeat
	ten := 10_000
	var xmlns strings.Builder
	for i := range ten {
		fmt.Fprintf(&xmlns, `<x:a xmlns:x%d="u">`, i)
	}
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, _ = z.Write([]byte("<rss><channel>" + repeat("<x:a>", 1_500_000)))
	_ = z.Close()
	for name, tc := range map[string]struct {
		body    []byte
		refused bool
	}{
		"nested tags from a small gzip":     {bomb.Bytes(), true},
		"nested namespace declarations":     {rssWith("<item>" + xmlns.String()), true},
		"300,000 attributes":                {rssWith("<item " + repeat(`a="1" `, 300_000) + "/>"), true},
		"more bytes than the limit":         {rssWith("<item><description>" + repeat("x", MaxBytes)), true},
		"nested JSON":                       {[]byte(repeat("[", 5_000_000)), true},
		"five megabytes of ampersands":      {rssWith("<item><title>a</title><description>" + repeat("&", 5<<20) + "</description></item>"), false},
		"200,000 items":                     {rssWith(repeat("<item><title>a</title></item>", 200_000)), false},
		"billion laughs":                    {[]byte(`<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>` + string(rssWith("<item><title>a &b;</title></item>"))), false},
		"an external entity":                {[]byte(`<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + string(rssWith("<item><title>a &x;</title></item>"))), false},
		"500,000 nested divs in a field":    {rssWith("<item><title>a</title><description><![CDATA[" + repeat("<div>", 500_000) + "]]></description></item>"), false},
		"400,000 sections of CDATA":         {rssWith("<item><title>a</title><description>" + repeat("<![CDATA[x]]>", 400_000) + "</description></item>"), false},
		"a text of megabytes":               {rssWith("<item><title>a</title><description>" + repeat("long ", 1_000_000) + "</description></item>"), false},
		"unclosed comments":                 {rssWith("<item><title>a</title></item>" + repeat("<!-- ", 100_000)), false},
		"declarations inside of each other": {rssWith("<item><title>a</title></item>" + repeat("<![a[", 100_000)), false},
		"end tags without a beginning":      {rssWith("<item><title>a</title></item>" + repeat("</x>", 500_000)), false},
		"attributes that never end":         {rssWith("<item><title>a</title></item>" + repeat(`<x a="`, 200_000)), true},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Parse(tc.body, Source{})
			var limit *LimitError
			switch {
			case tc.refused && !errors.As(err, &limit):
				t.Errorf("error %v, want a limit", err)
			case !tc.refused && err != nil:
				t.Error(err)
			case !tc.refused:
				if len(f.Items) == 0 || len(f.Items) > MaxItems || !strings.HasPrefix(f.Items[0].Title, "a") || strings.Contains(f.Items[0].Title, "root:") {
					t.Errorf("%d items, the first %.40q", len(f.Items), f.Items[0].Title)
				}
				if n := len(f.Items[0].SummaryHTML); n > 8*maxField {
					t.Errorf("a field of %d bytes", n)
				}
			}
		})
	}
}

func TestHTMLIsSanitised(t *testing.T) {
	r := newResolver("https://example.org/a/b")
	for in, want := range map[string]string{
		`<p onclick="x()">a</p>`:                            `<p>a</p>`,
		`<a href="javascript:alert(1)">a</a>`:               `<a>a</a>`,
		`<a href="jav&#x09;ascript:alert(1)">a</a>`:         `<a>a</a>`,
		`<a href="//cdn.example.org/x">a</a>`:               `<a href="https://cdn.example.org/x">a</a>`,
		`<img src="i.png" srcset="i.png 1x, /j.png 2x">`:    `<img src="https://example.org/a/i.png" srcset="https://example.org/a/i.png 1x, https://example.org/j.png 2x">`,
		`<img src="data:image/png;base64,xx">`:              `<img>`,
		`<script>alert(1)</script>after`:                    `after`,
		`<style>p{}</style><script></script>after`:          `after`,
		`<iframe srcdoc="<script>x</script>">text survives`: `text survives`,
		`<object data="x">text survives`:                    `text survives`,
		`<svg><script>alert(1)</script></svg>after`:         `after`,
		`a < b & c`: `a &lt; b &amp; c`,
		`<form action="/x"><input value="y">text</form>`:         `text`,
		`<p style="position:fixed" class="x">a</p><unknown>b`:    `<p>a</p>b`,
		`<<script>script>alert(1)</script>`:                      `&lt;`,
		`<a href="https://example.org/&quot; onx=&quot;1">a</a>`: `<a href="https://example.org/%22%20onx=%221">a</a>`,
	} {
		if got := r.clean(in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestFingerprintsFollowWhatIsSaid(t *testing.T) {
	a := normalize.Entry{ID: "1", URL: "https://example.org/1", Title: "t"}
	b := a
	b.Tags = []string{"x"}
	if Key(a) != Key(b) || Fingerprint(a) != Fingerprint(b) {
		t.Error("tags change the fingerprint")
	}
	b.Title = "other"
	if Key(a) != Key(b) || Fingerprint(a) == Fingerprint(b) {
		t.Error("a new title does not")
	}
	b.ID = "2"
	if Key(a) == Key(b) {
		t.Error("two ids share a key")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(rssWith(`<item><title>a &amp; b</title></item>`), "text/xml")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{}]}`), "")
	f.Add([]byte("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title/></entry>"), "a;charset=koi8-r")
	f.Add([]byte("\xff\xfe<\x00r\x00s\x00s\x00"), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		feed, err := Parse(body, Source{URL: "https://example.org/", ContentType: contentType})
		if err != nil {
			return
		}
		for _, e := range feed.Items {
			if e.URL != "" && !strings.HasPrefix(e.URL, "http") {
				t.Errorf("URL %q", e.URL)
			}
			if strings.Contains(strings.ToLower(e.SummaryHTML+e.ContentHTML), "<script") {
				t.Errorf("a script survived: %q %q", e.SummaryHTML, e.ContentHTML)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	var items strings.Builder
	for i := range 50 {
		fmt.Fprintf(&items, `<item><title>Story %d</title><link>https://example.org/%d</link><guid>%d</guid><pubDate>Mon, 23 Nov 2020 12:00:00 GMT</pubDate><description>%s</description></item>`,
			i, i, i, strings.Repeat("&lt;p&gt;A paragraph of a story, with a &lt;a href=&quot;/x&quot;&gt;link&lt;/a&gt;.&lt;/p&gt;", 10))
	}
	body := rssWith(items.String())
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		mustParse(b, body, Source{URL: "https://example.org/rss"})
	}
}

func ExampleParse() {
	f, err := Parse([]byte(`<rss version="2.0"><channel><title>Example</title>
<item><title>Hello &amp;amp; welcome</title><link>/hello</link></item></channel></rss>`), Source{URL: "https://example.org/feed"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Format, f.Title, f.Items[0].Title, f.Items[0].URL)
	// Output: rss Example Hello & welcome https://example.org/hello
}
