package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestBrokenMarkupIsMended(t *testing.T) {
	for name, item := range map[string]string{
		"a bare < in a title":               `<item><title>one < two</title></item>`,
		"a bare ampersand":                  `<item><title>one &lt; two</title><link>https://example.org/?a=1&b=2</link></item>`,
		"a control character":               "<item><title>one \x08&lt; &#8;two</title></item>",
		"an end of CDATA without its start": `<item><title>one &lt; two</title><guid>a]]>b</guid></item>`,
		"a name that is none":               `<item><a!b>x</a!b><a:b:c/><title>one &lt; two</title></item>`,
		"a name beyond ASCII":               `<item><раздел>x</раздел><title>one &lt; two</title></item>`,
		"a comment with dashes":             `<item><!-- a -- b --><title>one &lt; two</title></item>`,
		"an unquoted attribute":             `<item><title type=text>one &lt; two</title></item>`,
		"an end tag in another case":        `<item><title>one &lt; two</title></Item>`,
		"an element that stays open":        `<item><title>one &lt; two</title><description>x<br></description></item>`,
		"the same attribute twice":          `<item><title a="1" a="2">one &lt; two</title></item>`,
		"an undeclared prefix":              `<item><title>one &lt; two</title><odd:thing>x</odd:thing></item>`,
		"CDATA":                             `<item><title><![CDATA[one < two]]></title></item>`,
		"references of HTML":                `<item><title>one&nbsp;&lt; two</title></item>`,
		"a reference to windows-1252":       `<item><title>one &lt;&#133; two</title></item>`,
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

func TestAFeedThatLacksOnlyItsLastTagIsWhole(t *testing.T) {
	body := strings.TrimSuffix(string(rssWith("<item><title>one</title></item>")), "</rss>")
	if f := mustParse(t, []byte(body), Source{}); f.Partial || len(f.Items) != 1 {
		t.Errorf("partial %v, %d items", f.Partial, len(f.Items))
	}
}

func TestWhatIsNeverClosedEndsWhereTheNextItemBegins(t *testing.T) {
	for _, item := range []string{`<item><title>one`, `<item><title>one</title>`, `<item><title>one</title><description>text <b>bold`} {
		f := mustParse(t, rssWith(item+`<item><title>two</title></item>`), Source{})
		if got := titles(f); len(got) != 2 || got[0] != "one" || got[1] != "two" {
			t.Errorf("%s: %q", item, got)
		}
	}
}

func TestReferencesAreDecodedOnce(t *testing.T) {
	for in, want := range map[string]string{
		"&amp;lt;": "&lt;", "&#8217;": "’", "&#x2019;": "’", "&#146;": "’", "&nbsp;": "\u00a0", "&copy=2;": "&copy=2;",
		"&#0;": "", "&#xD800;": "", "&#;": "&#;", "&#x;": "&#x;", "&unknown;": "&unknown;", "&": "&", "&amp": "&amp", "&#99999999999;": "&#99999999999;",
	} {
		if got := unescape([]byte(in)); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

// FuzzRepair holds repair to its promise: what it returns is XML, no deeper and
// not much longer than the limits allow.
func FuzzRepair(f *testing.F) {
	f.Add(rssWith(`<item><title>a &amp; b < c</title><description><![CDATA[x]]></description></item>`))
	f.Add(atomWith(`<content type="xhtml"><div xml:base="/x">a<br/>b ]]&gt;</div></content>`))
	f.Add([]byte(`<feed><entry><summary mode="base64">PGI+</summary><id>x`))
	f.Add([]byte(`<rss><item a=1 a='2' b><title>x<item><x:y xmlns:x="&#8;">`))
	f.Fuzz(func(t *testing.T, in []byte) {
		in = bytes.ToValidUTF8(in, nil)
		doc, err := repair(in, newResolver("https://example.org/"), Source{})
		if err != nil {
			var limit *LimitError
			if !errors.As(err, &limit) {
				t.Errorf("error %v", err)
			}
			return
		}
		d := xml.NewDecoder(bytes.NewReader(doc.text))
		d.Strict = false
		for depth := 0; ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v in %q", err, doc.text)
			}
			switch token.(type) {
			case xml.StartElement:
				if depth++; depth > maxDepth+1 {
					t.Fatalf("depth %d", depth)
				}
			case xml.EndElement:
				depth--
			}
		}
	})
}

// What stands behind the first feed of a file and cannot be read is not gone from it: it
// may have been cut on its way.
func TestAFeedBehindTheFirstThatCannotBeReadLeavesTheFilePartial(t *testing.T) {
	one := string(rssWith("<item><title>one</title></item>"))
	two := string(rssWith("<item><title>two</title></item>"))
	for name, tt := range map[string]struct {
		body    string
		items   int
		partial bool
	}{
		"whole":                            {one + two, 2, false},
		"cut within its first tag":         {one + `<rss version="2.0`, 1, true},
		"cut before its first item":        {one + `<rss version="2.0"><channel>`, 1, true},
		"of three the last":                {one + two + `<rss version="2.0`, 2, true},
		"something else behind it":         {one + "<!-- made in 3 ms -->", 1, false},
		"more documents than may be there": {strings.Repeat(one, maxDocuments+5), maxDocuments, false},
	} {
		f := mustParse(t, []byte(tt.body), Source{})
		if len(f.Items) != tt.items || f.Partial != tt.partial {
			t.Errorf("%s: %d items, partial %v, warnings %q", name, len(f.Items), f.Partial, f.Warnings)
		}
		if left := strings.Contains(strings.Join(f.Warnings, "; "), "left out"); left != (tt.items == maxDocuments) {
			t.Errorf("%s: warnings %q", name, f.Warnings)
		}
	}
}
