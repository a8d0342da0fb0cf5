package feed

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize"
)

const spaces = `xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" ` +
	`xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom" ` +
	`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"`

// oneItem reads an item of RSS with these fields.
func oneItem(t *testing.T, fields string) normalize.Entry {
	t.Helper()
	f := read(t, `<rss version="2.0" `+spaces+`><channel><title>F</title><item>`+fields+`</item><item><title>Last</title></item></channel></rss>`)
	if len(f.Items) != 2 || f.Items[1].Title != "Last" {
		t.Fatalf("%s: %s", fields, titles(f))
	}
	return f.Items[0]
}

func oneEntry(t *testing.T, fields string) normalize.Entry {
	t.Helper()
	f := read(t, `<feed xmlns="http://www.w3.org/2005/Atom" `+spaces+`><title>F</title><entry>`+fields+`</entry><entry><title>Last</title></entry></feed>`)
	if len(f.Items) != 2 || f.Items[1].Title != "Last" {
		t.Fatalf("%s: %s", fields, titles(f))
	}
	return f.Items[0]
}

// Of several fields where one should be, the first that says something is the one.
func TestTheFirstFieldThatSaysSomething(t *testing.T) {
	long := strings.Repeat("long ", 60)
	for _, c := range []struct{ in, title, summary, content string }{
		{"<title>A</title><title/>", "A", "", ""},
		{"<title/><title>A</title>", "A", "", ""},
		{"<title>A</title><title>B</title>", "A", "", ""},
		{"<title> </title><title><![CDATA[]]></title><title>А</title><title></title>", "А", "", ""},
		{"<description>a</description><description/>", "", "a", ""},
		{"<description>a</description><description>" + long + "</description>", "", "a", ""},
		{"<description>" + long + "</description><description>a</description>", "", strings.TrimSpace(long), ""},
		{"<content:encoded>a</content:encoded><content:encoded/>", "", "", "a"},
		{"<content:encoded><![CDATA[<p></p>]]></content:encoded><content:encoded>a</content:encoded>", "", "", "a"},
		{"<content:encoded>null</content:encoded><content:encoded>a</content:encoded>", "", "", "a"},
		{"<content:encoded>a</content:encoded><content:encoded>undefined</content:encoded>", "", "", "a"},
		{"<description>d</description><content:encoded>(null)</content:encoded>", "", "d", ""},
		{"<title>A</title><media:title>B</media:title><media:description/>", "A", "", ""},
	} {
		if e := oneItem(t, c.in); e.Title != c.title || e.SummaryHTML != c.summary || e.ContentHTML != c.content {
			t.Errorf("%s: %+v", c.in, e)
		}
	}
	for _, c := range []struct{ in, title, summary, content string }{
		{"<title>A</title><title/>", "A", "", ""},
		{`<title type="text">A &amp;lt; B</title><title type="html"/>`, "A &lt; B", "", ""},
		{`<title type="html">A &amp;amp; B</title><title type="text">C &amp;amp; D</title>`, "A & B", "", ""},
		{"<summary>a</summary><summary></summary>", "", "a", ""},
		{`<content type="html">a</content><content/>`, "", "", "a"},
		{`<content type="image/png">iVBORw0KGgo=</content><content type="html">a</content>`, "", "", "a"},
		{`<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a</p></div></content><content type="html"/>`, "", "", "<div><p>a</p></div>"},
	} {
		if e := oneEntry(t, c.in); e.Title != c.title || e.SummaryHTML != c.summary || e.ContentHTML != c.content {
			t.Errorf("%s: %+v", c.in, e)
		}
	}
}

func TestRepeatedIdsAndDates(t *testing.T) {
	e := oneItem(t, "<guid>a</guid><guid/><pubDate>Fri, 01 Mar 2024 10:00:00 GMT</pubDate><pubDate>soon</pubDate><link>https://a.example/1</link><link/>")
	if e.ID != "a" || e.Published.IsZero() || e.URL != "https://a.example/1" {
		t.Errorf("%+v", e)
	}
	e = oneItem(t, "<pubDate>soon</pubDate><pubDate>Fri, 01 Mar 2024 10:00:00 GMT</pubDate>")
	if e.Published.IsZero() {
		t.Errorf("%+v", e)
	}
	e = oneEntry(t, "<id>urn:a</id><id></id><updated>2024-03-01T10:00:00Z</updated><updated/>")
	if e.ID != "urn:a" || e.Updated.IsZero() {
		t.Errorf("%+v", e)
	}
	// What stands in a picture or a source is not the item's.
	e = oneItem(t, "<image><title>P</title><url>https://a.example/p.jpg</url></image><title>A</title>")
	if e.Title != "A" || e.Image != "https://a.example/p.jpg" {
		t.Errorf("%+v", e)
	}
	f := read(t, `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"A","title":"","content_html":"a","content_html":null}]}`)
	if f.Items[0].Title != "A" || f.Items[0].ContentHTML != "a" {
		t.Errorf("%+v", f.Items)
	}
}

// A name, a mail address and a page of somebody may stand in RSS as Atom has them.
func TestWritersWithElements(t *testing.T) {
	ann := normalize.Person{Name: "Ann Lee", Email: "a@a.example", URL: "https://a.example/ann"}
	for in, want := range map[string][]normalize.Person{
		"<author><name>Ann Lee</name><email>a@a.example</email><uri>https://a.example/ann</uri></author>":                        {ann},
		"<author><email>a@a.example</email><url>/ann</url><name><![CDATA[Ann Lee]]></name></author>":                             {ann},
		"<atom:author><atom:name>Ann Lee</atom:name><atom:email>a@a.example</atom:email><atom:uri>/ann</atom:uri></atom:author>": {ann},
		"<author>\n <name>Ann &amp; Lee</name>\n</author>":                                                                       {{Name: "Ann & Lee"}},
		"<author><name>Анна Ли</name></author><author><name>Боб</name></author>":                                                 {{Name: "Анна Ли"}, {Name: "Боб"}},
		"<author>a@a.example (Ann Lee)</author><author>b@a.example (Bob Ray)</author>": {
			{Name: "Ann Lee", Email: "a@a.example"}, {Name: "Bob Ray", Email: "b@a.example"}},
		"<dc:creator><foaf:Person><foaf:name>Ann Lee</foaf:name></foaf:Person></dc:creator>":         {{Name: "Ann Lee"}},
		"<dc:creator><rdf:Description><rdf:value>Ann Lee</rdf:value></rdf:Description></dc:creator>": {{Name: "Ann Lee"}},
		"<author><name>Ann Lee</name></author><dc:creator>Ann Lee</dc:creator>":                      {{Name: "Ann Lee"}},
		"<author><name>Ann Lee</name></author><dc:creator>Bob Ray</dc:creator>":                      {{Name: "Ann Lee"}, {Name: "Bob Ray"}},
		"<author>Ann Lee</author>": {{Name: "Ann Lee"}},
		"<author><name/><email/></author><dc:creator>Bob Ray</dc:creator>": {{Name: "Bob Ray"}},
		"<author><name>null</name></author>":                               nil,
		"<author>null</author>":                                            nil,
		"<author>undefined undefined</author>":                             nil,
		"<dc:creator>N/A</dc:creator>":                                     nil,
		"<dc:creator><![CDATA[(none)]]></dc:creator>":                      nil,
		"<author>a@a.example (null)</author>":                              {{Email: "a@a.example"}},
		"<author>Nullah Ray</author>":                                      {{Name: "Nullah Ray"}},
		"<author>无名</author>":                                              {{Name: "无名"}},
	} {
		if e := oneItem(t, in); !reflect.DeepEqual(e.Authors, want) {
			t.Errorf("%s: %+v", in, e.Authors)
		}
	}
	if e := oneEntry(t, "<author><name>Ann Lee</name><email>a@a.example</email><uri>/ann</uri></author>"); !reflect.DeepEqual(e.Authors, []normalize.Person{ann}) {
		t.Errorf("%+v", e.Authors)
	}
	if e := oneEntry(t, "<author><name>undefined</name></author>"); len(e.Authors) > 0 {
		t.Errorf("%+v", e.Authors)
	}
	f := read(t, `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","authors":[{"name":"null"}]},{"id":"2","author":"undefined"}]}`)
	if len(f.Items) != 2 || len(f.Items[0].Authors) > 0 || len(f.Items[1].Authors) > 0 {
		t.Errorf("%+v", f.Items)
	}
}

// A name in the channel is nobody's of an item, and a name elsewhere nobody's at all.
func TestNamesElsewhere(t *testing.T) {
	e := oneItem(t, "<source><name>Wire</name></source><location><name>Hamburg</name></location><title>A</title>")
	if len(e.Authors) > 0 {
		t.Errorf("%+v", e.Authors)
	}
}

func TestPicturesOfItems(t *testing.T) {
	const want = "https://a.example/1.jpg"
	for _, in := range []string{
		`<enclosure url="https://a.example/1.jpg" type="image"/>`, `<enclosure url="/1.jpg"/>`, `<enclosure href="/1.jpg"/>`,
		`<enclosure>/1.jpg</enclosure>`, `<enclosure url="/1.jpg" type="application/octet-stream"/>`, `<enclosure url="/1.jpg" type="IMAGE/JPEG"/>`,
		`<enclosure url="/1.mp3" type="audio/mpeg"/><enclosure url="/1.jpg" type=""/>`,
		`<image>/1.jpg</image>`, `<image><url>/1.jpg</url><title>T</title></image>`, `<image href="/1.jpg"/>`, `<image><img src="/1.jpg"/></image>`,
		`<thumbnail>/1.jpg</thumbnail>`, `<thumbnail url="/1.jpg"/>`, `<featuredImage>/1.jpg</featuredImage>`, `<post-thumbnail><url>/1.jpg</url></post-thumbnail>`,
		`<media:thumbnail>/1.jpg</media:thumbnail>`, `<media:thumbnail href="/1.jpg"/>`, `<media:content url="/1.jpg"/>`, `<media:content>/1.jpg</media:content>`,
		`<media:content url="/1.jpg" medium="IMAGE"/>`, `<itunes:image>/1.jpg</itunes:image>`, `<itunes:image href="/1.jpg"/>`,
		`<media:content url="https://0.gravatar.com/avatar/1?s=96" medium="image"/><media:content url="/1.jpg" medium="image"/>`,
		`<media:content url="https://0.gravatar.com/avatar/1?s=96" medium="image"/><enclosure url="/1.jpg" type="image/jpeg"/>`,
		`<media:thumbnail url="https://avatars.githubusercontent.com/u/1"/><image>/1.jpg</image>`,
		`<media:group><media:content url="https://secure.gravatar.com/avatar/1" type="image/jpeg"/><media:content url="/1.jpg" type="image/jpeg"/></media:group>`,
	} {
		if e := oneItem(t, "<title>A</title>"+in); e.Image != want || e.Title != "A" {
			t.Errorf("%s: %q", in, e.Image)
		}
		if e := oneEntry(t, "<title>A</title>"+in); e.Image != want || e.Title != "A" {
			t.Errorf("Atom: %s: %q", in, e.Image)
		}
	}
	for _, in := range []string{
		`<enclosure url="/1.mp3" type="audio/mpeg"/>`, `<enclosure url="/1.mp3"/>`, `<enclosure url="/1.jpg" type="video/mp4"/>`, `<image/>`, `<image>none</image>`,
		`<media:content url="/1.mp4" medium="video"/>`, `<media:content url="/1.jpg" medium="document"/>`, `<source><image>/1.jpg</image></source>`,
	} {
		if e := oneItem(t, in); e.Image != "" && in != `<image>none</image>` {
			t.Errorf("%s: %q", in, e.Image)
		}
	}
	if e := oneItem(t, `<media:thumbnail url="https://0.gravatar.com/avatar/1"/>`); e.Image != "https://0.gravatar.com/avatar/1" {
		t.Errorf("a portrait stands in where there is no picture: %q", e.Image)
	}
	if e := oneItem(t, `<enclosure href="/1.mp3" type="audio/mpeg" length="9"/>`); len(e.Enclosures) != 1 || e.Enclosures[0].Type != "audio/mpeg" || e.Enclosures[0].Length != "9" {
		t.Errorf("%+v", e.Enclosures)
	}
}

// What is noted of an item is bounded.
func TestNotesOfAnItemAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, "<author>a%d</author><author><name>b%d</name></author><image>/%d.jpg</image><enclosure>/%d.jpg</enclosure><title>x</title>", i, i, i, i)
	}
	if e := oneItem(t, b.String()); len(e.Authors) > maxTags || len(e.Enclosures) > maxAttached || e.Title != "x" {
		t.Errorf("%d authors, %d files, %q", len(e.Authors), len(e.Enclosures), e.Title)
	}
}
