package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// zipped makes a gzip body of a text and a piece of it that repeats.
func zipped(t testing.TB, head, piece string, times int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	block := []byte(strings.Repeat(piece, 1000))
	_, err := z.Write([]byte(head))
	for n := times; n > 0 && err == nil; n -= 1000 {
		_, err = z.Write(block)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// numbered joins n pieces that differ by their number.
func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// Every one of these killed or stalled some parser.
func TestHostileInputIsRefusedByTheNameOfTheLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("megabytes, read by one goroutine")
	}
	repeat := strings.Repeat
	for name, tc := range map[string]struct {
		body []byte
		what string
	}{
		"two million nested tags in 6 KB of gzip": {zipped(t, "<rss><channel><x:a>", "<a>", 2_000_000), "times the size"},
		"a million nested tags":                   {[]byte("<rss><channel><x:a>" + repeat("<a>", 1_000_000) + repeat("</a>", 1_000_000)), "nested elements"},
		"two million nested tags in a text":       {[]byte("<rss><channel><description>" + repeat("<a>", 2_000_000)), "nested elements"},
		"50 MB of text in 50 KB of gzip":          {zipped(t, "<rss><channel><description>", "text ", 10_000_000), "bytes"},
		"more bytes than the limit":               {rssWith("<item><description>" + repeat("x", MaxBytes)), "bytes"},
		"10,000 nested namespace declarations":    {rssWith("<item>" + numbered(`<x:a xmlns:x%d="u">`, 10_000) + repeat("</x:a>", 10_000)), "nested "},
		"namespaces of one element":               {rssWith("<item " + numbered(` xmlns:x%d="u"`, 255) + ">" + "<a " + numbered(` xmlns:y%d="u"`, 10) + ">"), "nested namespace declarations"},
		"300,000 attributes":                      {rssWith("<item " + repeat(`a="1" `, 300_000) + "/>"), "attributes of one element"},
		"attributes that never end":               {rssWith("<item><title>a</title></item>" + repeat(`<x a="`, 200_000) + repeat("</x>", 200_000)), "nested elements"},
		"many bases":                              {[]byte(`<feed xml:base="https://example.org/">` + repeat(`<link xml:base="b/" href="x"/>`, 20_000)), "xml:base attributes"},
		"no item before the limit of elements":    {rssWith("<item>" + repeat("<a/>", 250_000+1)), "elements"},
		"nested JSON":                             {[]byte(repeat("[", 5_000_000)), "nested JSON values"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse(tc.body, Source{URL: "https://example.org/"})
			var limit *LimitError
			if !errors.As(err, &limit) || !strings.HasPrefix(limit.What, tc.what) {
				t.Errorf("error %v, want the limit of %s", err, tc.what)
			}
		})
	}
}

func TestHostileInputCostsNoMoreThanItself(t *testing.T) {
	if testing.Short() {
		t.Skip("megabytes, read by one goroutine")
	}
	repeat := strings.Repeat
	in := func(field string) []byte { return rssWith("<item><title>a</title>" + field + "</item>") }
	after := func(junk string) []byte { return rssWith("<item><title>a</title></item>" + junk) }
	declared := `<rss` + numbered(` xmlns:n%d="u"`, 250) + `><channel><item><title>a</title></item><item>`
	for name, body := range map[string][]byte{
		"five megabytes of ampersands":        in("<description>" + repeat("&", 5<<20) + "</description>"),
		"five megabytes of less-thans":        in("<description>" + repeat("<", 5<<20) + "</description>"),
		"a text of megabytes":                 in("<description>" + repeat("long ", 1_000_000) + "</description>"),
		"500,000 nested divs in CDATA":        in("<description><![CDATA[" + repeat("<div>", 500_000) + "]]></description>"),
		"comments that never end, in CDATA":   in("<description><![CDATA[" + repeat("<!--", 500_000) + "]]></description>"),
		"400,000 sections of CDATA":           in("<description>" + repeat("<![CDATA[x]]>", 400_000) + "</description>"),
		"CDATA in an extension":               in("<x:y>" + repeat("<![CDATA[x]]>", 400_000) + "</x:y>"),
		"ends of CDATA in an extension":       in("<x:title>" + repeat("]]&gt;", 400_000) + "</x:title>"),
		"text between children of extensions": in("<x:y>" + repeat("t<x:z/>", 100_000) + "</x:y>"),
		"links relative to a long base":       in(`<description xml:base="https://example.org/` + repeat("a/", 250) + `"><![CDATA[` + repeat("<a href=x>", 100_000) + "]]></description>"),
		"100,000 categories":                  in(numbered("<category>%d</category>", 100_000)),
		"100,000 authors":                     in(numbered("<dc:creator>%d</dc:creator>", 100_000)),
		"200,000 items":                       rssWith(repeat("<item><title>a</title></item>", 200_000)),
		"unclosed comments":                   after(repeat("<!-- ", 100_000)),
		"declarations inside of each other":   after(repeat("<![a[", 100_000)),
		"end tags without a beginning":        after(repeat("</x>", 500_000)),
		"more elements than there may be":     after("<item>" + repeat("<a/>", 250_000)),
		"elements under many namespaces":      []byte(declared + repeat("<a/>", 100_000)),
		"billion laughs":                      []byte(`<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>` + string(rssWith("<item><title>a &b;</title></item>"))),
		"an external entity":                  []byte(`<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + string(rssWith("<item><title>a &x;</title></item>"))),
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Parse(body, Source{URL: "https://example.org/"})
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Items) == 0 || len(f.Items) > MaxItems || !strings.HasPrefix(f.Items[0].Title, "a") ||
				strings.Contains(f.Items[0].Title, "root:") {
				t.Fatalf("%d items", len(f.Items))
			}
			for _, e := range f.Items {
				if len(e.SummaryHTML) > 8*maxField || len(e.Tags) > maxTags || len(e.Authors) > maxTags || len(e.Links) > maxAttached {
					t.Fatalf("%d bytes, %d tags, %d authors, %d links", len(e.SummaryHTML), len(e.Tags), len(e.Authors), len(e.Links))
				}
			}
		})
	}
}

// What one extension element holds is bounded, because the parser behind
// appends each piece of text to those before it.
func TestAnExtensionHasFewPiecesOfText(t *testing.T) {
	doc, err := repair(rssWith("<item><x:y>"+strings.Repeat("text<x:z/>", 50_000)+"</x:y></item>"), resolver{}, Source{})
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(doc.text, []byte("text")); n > maxMixed+1 {
		t.Errorf("%d pieces", n)
	}
	doc, err = repair(rssWith("<item><x:title>"+strings.Repeat("]]&gt;", 50_000)+"</x:title></item>"), resolver{}, Source{})
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(doc.text, []byte("<![CDATA[")); n > maxMixed+10 {
		t.Errorf("%d sections", n)
	}
}

func TestItemsPastTheLimitAreLeftOutWithAWarning(t *testing.T) {
	f := mustParse(t, rssWith(strings.Repeat("<item><title>a</title></item>", MaxItems+10)), Source{})
	if len(f.Items) != MaxItems || len(f.Warnings) != 1 || f.Partial {
		t.Errorf("%d items, partial %v, warnings %q", len(f.Items), f.Partial, f.Warnings)
	}
}

// A long base makes kilobytes of every relative link.
func TestAllTextsTogetherAreBounded(t *testing.T) {
	links := "<item><title>a</title><description><![CDATA[" + strings.Repeat("<a href=x>", 1000) + "]]></description></item>"
	f := mustParse(t, []byte(`<rss xml:base="https://example.org/`+strings.Repeat("a/", 200)+`"><channel>`+strings.Repeat(links,
		300)+"</channel></rss>"), Source{})
	total := 0
	for _, e := range f.Items {
		total += len(e.SummaryHTML)
	}
	if len(f.Items) != 300 || total > MaxBytes+maxHTML || len(f.Warnings) != 1 {
		t.Errorf("%d items, %d bytes, warnings %q", len(f.Items), total, f.Warnings)
	}
}
