package feed

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wiredesk/wiredesk/normalize"
)

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
	if e.URL != "https://example.de/1" || e.ContentHTML != "<p>Ganz.</p>" || !e.Published.Equal(time.Date(2020, 11, 23, 11, 0, 0, 0,
		time.UTC)) {
		t.Errorf("entry %+v", e)
	}
	if diff := cmp.Diff([]normalize.Person{{Name: "Redaktion", URL: "https://example.de/redaktion"}}, e.Authors); diff != "" {
		t.Error(diff)
	}
}

func atomWith(entry string) []byte {
	return []byte(`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/base/"><title>F</title><entry>` + entry +
		`</entry></feed>`)
}

func TestAtomTextIsReadByItsType(t *testing.T) {
	for name, tc := range map[string]struct{ text, title, body string }{
		"text":                     {`type="text">One &lt;b&gt; two`, "One <b> two", "One &lt;b&gt; two"},
		"html":                     {`type="html">One &lt;b&gt;two&lt;/b&gt;`, "One two", "One <b>two</b>"},
		"html in CDATA":            {`type="html"><![CDATA[One <b>two</b>]]>`, "One two", "One <b>two</b>"},
		"xhtml":                    {`type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">One &lt;b> <i>two</i></div>`, "One <b> two", "<div>One &lt;b&gt; <i>two</i></div>"},
		"xhtml with a prefix":      {`type="xhtml"><x:p xmlns:x="http://www.w3.org/1999/xhtml">One <x:i>two</x:i></x:p>`, "One two", "<p>One <i>two</i></p>"},
		"an empty element":         {`type="xhtml">One <iframe src="x"/>two`, "One two", "One two"},
		"base64 of Atom 0.3":       {`type="text/html" mode="base64">T25lIDxiPnR3bzwvYj4=`, "One two", "One <b>two</b>"},
		"no type, markup all same": {`>One &lt;b&gt;two&lt;/b&gt;`, "One two", "One <b>two</b>"},
		"an end of CDATA in text":  {`type="text">One ]]&gt; two`, "One ]]> two", "One ]]&gt; two"},
	} {
		t.Run(name, func(t *testing.T) {
			e := mustParse(t, atomWith("<title "+tc.text+"</title><content "+tc.text+"</content>"), Source{}).Items[0]
			if e.Title != tc.title || e.ContentHTML != tc.body {
				t.Errorf("title %q, content %q", e.Title, e.ContentHTML)
			}
		})
	}
}

func TestAddressesFollowTheBaseAroundThem(t *testing.T) {
	f := mustParse(t, atomWith(`<id>HTTP://Example.org/Id</id><link href=" 1 "/><author><name>A</name><uri>../a</uri></author>
<content type="html" xml:base="/deep/">&lt;a href="x"&gt;x&lt;/a&gt; &lt;a href="/y"&gt;y&lt;/a&gt;</content>
<source><id>urn:other</id><title>Elsewhere</title></source>
<link rel="http://www.iana.org/assignments/relation/enclosure" href="?f=1" type="image/png"/>`), Source{URL: "https://feeds.example.com/"})
	want := normalize.Entry{
		ID: "HTTP://Example.org/Id", URL: "https://example.org/base/1", SourceTitle: "Elsewhere",
		ContentHTML: `<a href="https://example.org/deep/x">x</a> <a href="https://example.org/y">y</a>`,
		Authors:     []normalize.Person{{Name: "A", URL: "https://example.org/a"}},
		Enclosures:  []normalize.Enclosure{{URL: "https://example.org/base/?f=1", Type: "image/png"}},
		Image:       "https://example.org/base/?f=1",
		Links:       []string{"https://example.org/base/1", "https://example.org/base/?f=1"},
	}
	if diff := cmp.Diff(want, f.Items[0]); diff != "" {
		t.Error(diff)
	}
}

func TestAPictureInAtomContentIsNoText(t *testing.T) {
	e := mustParse(t, atomWith(`<title>T</title><content type="image/png">iVBORw0KGgo=</content>`), Source{}).Items[0]
	if e.ContentHTML != "" {
		t.Errorf("content %q", e.ContentHTML)
	}
}

func TestAtomOfAnUnknownNamespaceIsReadAllTheSame(t *testing.T) {
	f := mustParse(t, []byte(`<feed xmlns="https://example.org/not-atom"><title>F</title><entry><title>One</title></entry></feed>`), Source{})
	if f.Title != "F" || len(f.Items) != 1 || f.Items[0].Title != "One" {
		t.Errorf("feed %+v", f)
	}
}
