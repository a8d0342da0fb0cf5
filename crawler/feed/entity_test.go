package feed

import (
	"fmt"
	"strings"
	"testing"
)

func declaring(subset, item string) string {
	return `<?xml version="1.0"?>` + "\n<!DOCTYPE rss [" + subset + "]>\n" + `<rss version="2.0"><channel><title>F</title><item>` + item + `</item></channel></rss>`
}

// What a document names itself, and refers to, is the text that it gave.
func TestADocumentsOwnEntities(t *testing.T) {
	for _, c := range []struct{ subset, title, want string }{
		{`<!ENTITY org "Example Org">`, "A &org; b", "A Example Org b"},
		{`<!ENTITY org 'Hafen &#38; Söhne'>`, "&org;", "Hafen & Söhne"},
		{`<!ENTITY co "R&amp;D">`, "&co;", "R&D"},
		{`<!ENTITY cafe "Caf&eacute; &#x4e2d;">`, "&cafe;", "Café 中"},
		{`<!ENTITY a "1"><!ENTITY a "2">`, "&a;", "1"},
		{`<!ENTITY copy "(c)">`, "&copy; 2024", "(c) 2024"},
		{`<!ENTITY amp "and">`, "a &amp;amp; b", "a & b"},
		{"<!-- names -->\n<!ELEMENT rss ANY>\n<!ENTITY a\n  \"x\">", "&a;", "x"},
		{`<!ENTITY lt2 "&lt;tag&gt;">`, "&lt2;", "<tag>"},
		{`<!ENTITY имя "x">`, "&имя;", "&имя;"},
		{`<!ENTITY a "x"><!ENTITY b "&a;&a;">`, "&a; &b;", "x &b;"},
		{`<!ENTITY a "<b>x</b>">`, "&a;", "&a;"},
		{`<!ENTITY a SYSTEM "file:///etc/passwd">`, "&a;", "&a;"},
		{`<!ENTITY a PUBLIC "x" "https://b.example/a">`, "&a;", "&a;"},
		{`<!ENTITY % a "x">`, "%a; &a;", "%a; &a;"},
		{`<!ENTITY a "` + strings.Repeat("x", maxEntity+1) + `">`, "&a;", "&a;"},
		{`<!ENTITY a "x`, "&a;", "&a;"},
	} {
		f, err := Parse([]byte(declaring(c.subset, "<title>"+c.title+"</title>")), Source{})
		if strings.HasSuffix(c.subset, `"x`) { // the declaration holds all
			continue
		}
		if err != nil || len(f.Items) != 1 || f.Items[0].Title != c.want {
			t.Errorf("%s: %v, %+v; want %q", c.subset, err, f, c.want)
		}
	}
}

func TestEntitiesStandInAttributesAndOtherFields(t *testing.T) {
	f := read(t, declaring(`<!ENTITY site "https://a.example"><!ENTITY dc "http://purl.org/dc/elements/1.1/"><!ENTITY ann "Ann &amp; Lee">`,
		`<title><![CDATA[&site; stays]]></title><link>&site;/1</link><enclosure url="&site;/1.mp3" type="audio/mpeg"/><d:creator xmlns:d="&dc;">&ann;</d:creator>`))
	e := f.Items[0]
	if e.Title != "&site; stays" || e.URL != "https://a.example/1" || len(e.Enclosures) != 1 || e.Enclosures[0].URL != "https://a.example/1.mp3" ||
		len(e.Authors) != 1 || e.Authors[0].Name != "Ann & Lee" {
		t.Errorf("%+v", e)
	}
	f = read(t, `<!DOCTYPE feed [<!ENTITY org "Org">]><feed xmlns="http://www.w3.org/2005/Atom"><title>&org;</title><entry><title type="html">&org;</title>`+
		`<link href="https://a.example/1"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p title="&org;">&org;</p></div></content></entry></feed>`)
	if f.Title != "Org" || f.Items[0].Title != "Org" || f.Items[0].ContentHTML != `<div><p title="Org">Org</p></div>` && f.Items[0].ContentHTML != "<div><p>Org</p></div>" {
		t.Errorf("%+v", f)
	}
}

// A few lines do not become gigabytes.
func TestEntitiesAreBounded(t *testing.T) {
	var subset strings.Builder
	fmt.Fprintf(&subset, `<!ENTITY big "%s"><!ENTITY a0 "x">`, strings.Repeat("x", maxEntity))
	for i := 1; i < 2*maxEntities; i++ {
		fmt.Fprintf(&subset, `<!ENTITY a%d "&a%d;&a%d;">`, i, i-1, i-1)
	}
	f := read(t, declaring(subset.String(), "<title>&a40; &a0;</title>"))
	if f.Items[0].Title != "&a40; x" {
		t.Errorf("%.80q", f.Items[0].Title)
	}
	f = read(t, declaring(subset.String(), strings.Repeat("<category>&big;</category>", 90)+"<description>"+strings.Repeat("&big;", 2000)+"</description>"))
	if n := len(f.Items[0].SummaryHTML); n > maxEntityBytes+20_000 {
		t.Errorf("%d bytes", n)
	}
	if !strings.Contains(strings.Join(f.Warnings, ""), "entities") {
		t.Errorf("nothing is said: %q", f.Warnings)
	}
}

func FuzzEntities(f *testing.F) {
	f.Add(`<!DOCTYPE a [<!ENTITY a "b">`, "&a;")
	f.Add(`<!DOCTYPE a [<!ENTITY a '&#60;'><!ENTITY`, "&a;&b")
	f.Fuzz(func(t *testing.T, prolog, text string) {
		e := declaredEntities([]byte(prolog))
		out := e.expand([]byte(text))
		if strings.Contains(string(out), "<") && !strings.Contains(text, "<") || len(out) > len(text)+maxEntityBytes {
			t.Errorf("%q: %q", text, out)
		}
	})
}
