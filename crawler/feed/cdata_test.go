package feed

import (
	"errors"
	"strings"
	"testing"
)

// framed are documents whose items each have a field as it is given, by their format.
func framed(name string, fields ...string) map[string]string {
	docs := map[string]string{}
	for format, frame := range map[string][2]string{
		"rss": {`<rss version="2.0"><channel><title>F</title>%s</channel></rss>`, `<item><` + name + `>%s</` + name + `><link>https://a.example/%d</link></item>`},
		"rdf": {`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>F</title></channel>%s</rdf:RDF>`,
			`<item><` + name + `>%s</` + name + `><link>https://a.example/%d</link></item>`},
		"atom": {`<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>%s</feed>`,
			`<entry><` + name + ` type="html">%s</` + name + `><link href="https://a.example/%d"/></entry>`},
	} {
		var items strings.Builder
		for i, field := range fields {
			items.WriteString(strings.NewReplacer("%s", field, "%d", string(rune('1'+i))).Replace(frame[1]))
		}
		docs[format] = strings.Replace(frame[0], "%s", items.String(), 1)
	}
	return docs
}

// A section of CDATA ends where no end is left before the element's own.
func TestWhereSectionsEnd(t *testing.T) {
	for in, want := range map[string]string{
		`<![CDATA[One]]>`:                            "One",
		`<![CDATA[One]]> two`:                        "One two",
		`<![CDATA[One]]> and <![CDATA[two]]>`:        "One and two",
		`<![CDATA[One]]>` + "\n  ":                   "One",
		`<![CDATA[a]]]]><![CDATA[>b]]>`:              "a]]>b",
		`<![CDATA[say ]]>, shall we?]]>`:             "say ]]>, shall we?",
		`<![CDATA[a]]> b ]]> c]]>`:                   "a]]> b ]]> c",
		`<![CDATA[a ]]> b]]> and <![CDATA[c]]>`:      "a ]]> b and c",
		`<![CDATA[Ελλάδα ]]>]]>`:                     "Ελλάδα ]]>",
		`<![CDATA[if (a[b[0]]>1) then]]>`:            "if (a[b[0]]>1) then",
		`<![CDATA[a <![CDATA[b]]> c]]>`:              "a b c",
		`<![CDATA[日本]]>語`:                            "日本語",
		`<![CDATA[<![CDATA[Second]]]]><![CDATA[>]]>`: "Second",
		`<![CDATA[<![CDATA[Nested]]>]]>`:             "Nested",
		`&lt;![CDATA[Hello &amp;amp; World]]&gt;`:    "Hello & World",
		"\n&lt;![CDATA[Новости]]&gt;\n":              "Новости",
		`&amp;lt;![CDATA[Twice]]&amp;gt;`:            "Twice",
		`&#60;![CDATA[By number]]&#62;`:              "By number",
		`<![CDATA[&lt;![CDATA[Inside]]&gt;]]>`:       "Inside",
		`&lt;![CDATA[&lt;![CDATA[Deep]]&gt;]]&gt;`:   "Deep",
		`What does &lt;![CDATA[ mean?`:               "What does <![CDATA[ mean?",
		`<![CDATA[]]>`:                               "",
		`<![CDATA[tag: <b>bold</b>]]>`:               "tag: bold",
		`<![CDATA[Never closed]>`:                    "Never closed",
		`<![CDATA[Never closed]]`:                    "Never closed",
		`<![CDATA[Never closed`:                      "Never closed",
		`<![CDATA[Never closed]] >`:                  "Never closed",
		`<![CDATA[array[0]`:                          "array[0]",
	} {
		for format, doc := range framed("title", in, "<![CDATA[Second]]>") {
			f := read(t, doc)
			if len(f.Items) != 2 || f.Items[0].Title != want || f.Items[1].Title != "Second" {
				t.Errorf("%s of %s: %q, want %q", in, format, titles(f), want)
				continue
			}
			if e := f.Items[0]; e.URL != "https://a.example/1" {
				t.Errorf("%s of %s: the link is lost: %+v", in, format, e)
			}
		}
	}
}

// What a page's programs say of CDATA is no end of the text around them.
func TestASectionWithAProgramInIt(t *testing.T) {
	const script = "<script>/*<![CDATA[*/ go() /*]]>*/</script>"
	for in, want := range map[string]string{
		`<![CDATA[<p>One</p>` + script + `<p>two</p>]]>`:                           "<p>One</p><p>two</p>",
		`<![CDATA[<p>One</p>` + script + `<p>two</p>` + script + `<p>three</p>]]>`: "<p>One</p><p>two</p><p>three</p>",
		`<![CDATA[<p>a[b[0]]>1</p> then <p>more</p> ]]>`:                           "<p>a[b[0]]&gt;1</p> then <p>more</p>",
		`&lt;![CDATA[&lt;p&gt;Body &amp;amp; soul&lt;/p&gt;]]&gt;`:                 "<p>Body &amp; soul</p>",
		`<![CDATA[<p>about the </description> tag, which ends</p>]]>`:              "<p>about the  tag, which ends</p>",
		`<![CDATA[<p>One</p>]]><![CDATA[<p>two</p>]]>`:                             "<p>One</p><p>two</p>",
		`<![CDATA[` + strings.Repeat("<p>long</p>", 99) + ` x]]>y]]>`:              strings.Repeat("<p>long</p>", 99) + " x]]&gt;y",
	} {
		f := read(t, framed("description", in, "Second")["rss"])
		if len(f.Items) != 2 || f.Items[0].SummaryHTML != want || f.Items[1].SummaryHTML != "Second" {
			t.Errorf("%s: %+v", in, f.Items)
		}
	}
}

func TestGuessedEndsOfSectionsAreSaid(t *testing.T) {
	f := read(t, framed("title", `<![CDATA[a ]]> b]]>`, `<![CDATA[c]></title><author>`)["rss"])
	if said := strings.Join(f.Warnings, "\n"); !strings.Contains(said, "CDATA") {
		t.Errorf("%q", said)
	}
	if f := read(t, framed("title", `<![CDATA[One]]> two`)["rss"]); len(f.Warnings) > 0 {
		t.Errorf("nothing was guessed: %q", f.Warnings)
	}
}

// Marks that were escaped stand around addresses, ids and dates too.
func TestEscapedMarksAroundOtherFields(t *testing.T) {
	mark := func(s string) string { return "&lt;![CDATA[" + s + "]]&gt;" }
	f := read(t, `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>F</title><item><title>One</title><link>`+
		mark("https://a.example/1?a=1&amp;amp;b=2")+`</link><guid isPermaLink="false">`+mark("g1")+`</guid><pubDate>`+
		mark("Fri, 01 Mar 2024 10:00:00 GMT")+`</pubDate><category>`+mark("Sport")+`</category><dc:creator> `+mark("Ann Lee")+
		`</dc:creator></item></channel></rss>`)
	e := f.Items[0]
	if e.URL != "https://a.example/1?a=1&b=2" || e.ID != "g1" || e.Published.IsZero() || len(e.Tags) != 1 || e.Tags[0] != "Sport" ||
		len(e.Authors) != 1 || e.Authors[0].Name != "Ann Lee" {
		t.Errorf("%+v", e)
	}
	f = read(t, `{"version":"https://jsonfeed.org/version/1.1","title":"<![CDATA[F]]>","items":[{"id":"1","title":"<![CDATA[One]]>",`+
		`"content_html":"<![CDATA[<p>x</p>]]>"},{"id":"2","content_text":"<![CDATA[y]]>"}]}`)
	if f.Title != "F" || f.Items[0].Title != "One" || f.Items[0].ContentHTML != "<p>x</p>" || f.Items[1].ContentHTML != "y" {
		t.Errorf("%+v", f)
	}
}

// All that is read to find ends is in proportion to the document.
func TestSectionsWithoutEndsAreReadInLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("megabytes, read by one goroutine")
	}
	const head = `<rss version="2.0"><channel><title>F</title><item>`
	for _, piece := range []string{
		"<![CDATA[", "<![CDATA[]]>", "<a><![CDATA[x]]>", "<title><![CDATA[x]]>", "<![CDATA[x]]>]]>", "<b1><![CDATA[</b1>", "]]>",
		"<title><![CDATA[</title><link>", "<title><![CDATA[x]></title>", "<a><![CDATA[<![CDATA[]]>", "&lt;![CDATA[",
	} {
		doc := head + strings.Repeat(piece, 1<<20/len(piece))
		var limit *LimitError
		if _, err := Parse([]byte(doc), Source{URL: "https://a.example/feed"}); err != nil && !errors.As(err, &limit) {
			t.Errorf("%s: %v", piece, err)
		}
	}
}
