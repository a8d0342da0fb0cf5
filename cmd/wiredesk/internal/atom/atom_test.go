package atom

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/normalize/article"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func story() *article.Article {
	return &article.Article{
		ID: "0123456789abcdef0123456789abcdef", Version: 2, Event: article.Updated, URL: "https://demo.example/harbour?a=1&b=2",
		Headline: "Harbour & budget", Summary: "A <short> summary.", BodyText: "Text.", BodyHTML: `<p>The <a href="https://demo.example/x">council</a> voted.</p>`,
		Authors: []article.Author{{Name: "Ann Lee", URL: "https://demo.example/ann"}, {Name: "Bo Ek"}}, PublishedAt: noon.Add(-time.Hour),
		Language: &article.Language{Tag: "en-GB"}, Tags: []article.Tag{{Name: "Harbour"}, {Name: "Money & work"}}, Rights: &article.Rights{Notice: "© Demo"},
		Media: []article.Media{{URL: "https://demo.example/a.mp3", Type: "audio/mpeg", Size: 7}},
	}
}

// document is a feed of articles.
func document(t *testing.T, list ...*article.Article) string {
	t.Helper()
	var b strings.Builder
	b.Write(Feed{ID: "urn:wiredesk:articles", Title: "All & more", Self: "http://127.0.0.1/articles.atom?a=1&b=2", Version: "1", Updated: noon}.Head())
	for _, a := range list {
		e, err := Entry(a, noon)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(e)
	}
	b.WriteString(End)
	return b.String()
}

// wellFormed reads a document to its end as XML.
func wellFormed(t *testing.T, doc string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(doc)); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in\n%.2000s", err, doc)
		}
	}
}

// What is written is read back by the parser that reads the world's feeds.
func TestAFeedIsReadBack(t *testing.T) {
	doc := document(t, story())
	wellFormed(t, doc)
	f, err := feed.Parse([]byte(doc), feed.Source{URL: "http://127.0.0.1/articles.atom"})
	if err != nil {
		t.Fatal(err)
	}
	if f.Format != "atom" || f.Title != "All & more" || len(f.Items) != 1 {
		t.Fatalf("%+v", f)
	}
	e := f.Items[0]
	if e.ID != "urn:wiredesk:article:0123456789abcdef0123456789abcdef" || e.Title != "Harbour & budget" || e.URL != "https://demo.example/harbour?a=1&b=2" ||
		e.SummaryHTML != "A &lt;short&gt; summary." || !strings.Contains(e.ContentHTML, `<a href="https://demo.example/x">council</a>`) ||
		!e.Published.Equal(noon.Add(-time.Hour)) || !e.Updated.Equal(noon) || len(e.Authors) != 2 || e.Authors[0].Name != "Ann Lee" ||
		strings.Join(e.Tags, "|") != "Harbour|Money & work" {
		t.Errorf("%+v", e)
	}
}

func TestHostileTextsStayText(t *testing.T) {
	for _, bad := range []string{
		"]]>", "<script>alert(1)</script>", "a\x00b\x0bc\x1b[31m", "\xff\xfe", "\ufffe\uffff", "&amp;&nbsp;&#0;", `"><x y='`, "<!--", "<![CDATA[", "\u2028\u202e",
		strings.Repeat("<", 10000),
	} {
		a := story()
		a.Headline, a.Summary, a.BodyText, a.BodyHTML, a.Byline = bad, bad, bad, bad, bad
		a.Authors = []article.Author{{Name: bad, URL: bad}}
		a.Tags, a.Language, a.Rights, a.Media[0].Type = []article.Tag{{Name: bad}}, &article.Language{Tag: bad}, &article.Rights{Notice: bad}, bad
		a.URL = "https://demo.example/" + bad
		doc := document(t, a)
		wellFormed(t, doc)
		f, err := feed.Parse([]byte(doc), feed.Source{})
		if err != nil || len(f.Items) != 1 {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestAWithdrawnStoryIsADeletedEntry(t *testing.T) {
	a := story()
	a.Event = article.Withdrawn
	doc := document(t, a)
	wellFormed(t, doc)
	want := `<at:deleted-entry ref="urn:wiredesk:article:0123456789abcdef0123456789abcdef" when="2026-11-22T12:00:00Z"><at:comment>withdrawn: Harbour &amp; budget</at:comment></at:deleted-entry>`
	if !strings.Contains(doc, want) {
		t.Errorf("no %s in\n%s", want, doc)
	}
	var parsed struct {
		Deleted []struct {
			Ref string `xml:"ref,attr"`
		} `xml:"http://purl.org/atompub/tombstones/1.0 deleted-entry"`
	}
	if err := xml.Unmarshal([]byte(doc), &parsed); err != nil || len(parsed.Deleted) != 1 {
		t.Errorf("%+v, %v", parsed, err)
	}
}

// An entry has an author, and an address or content, whatever the article lacks.
func TestABareArticleIsAValidEntry(t *testing.T) {
	doc := document(t, &article.Article{ID: "0123456789abcdef0123456789abcdef", URL: "javascript:alert(1)"})
	wellFormed(t, doc)
	if !strings.Contains(doc, "<author><name>unknown</name></author>") || !strings.Contains(doc, `<content type="text"></content>`) || strings.Contains(doc, "javascript") {
		t.Error(doc)
	}
	for _, tt := range []struct {
		a    article.Article
		want string
	}{
		{article.Article{Byline: "By Ann", Agency: "AFP"}, "By Ann"}, {article.Article{Agency: "AFP"}, "AFP"},
		{article.Article{Publisher: &article.Publisher{Domain: "demo.example"}}, "demo.example"},
	} {
		if got := authors(&tt.a); len(got) != 1 || got[0].Name != tt.want {
			t.Errorf("%+v, want %s", got, tt.want)
		}
	}
}

func FuzzEntry(f *testing.F) {
	f.Add("a", "<p>b", "https://x.example/c")
	f.Add("]]>", "<svg><script>", "x:y")
	f.Fuzz(func(t *testing.T, words, html, address string) {
		a := story()
		a.Headline, a.BodyHTML, a.URL, a.Tags[0].Name = words, html, address, words
		doc := document(t, a)
		wellFormed(t, doc)
	})
}

func ExampleEntry() {
	e, err := Entry(&article.Article{ID: "00", Headline: "A < B", URL: "https://demo.example/a", Agency: "AFP"}, noon)
	fmt.Println(string(e), err)
	// Output:
	// <entry><id>urn:wiredesk:article:00</id><title type="text">A &lt; B</title><updated>2026-11-22T12:00:00Z</updated><author><name>AFP</name></author><link rel="alternate" href="https://demo.example/a" type="text/html"></link></entry>
	//  <nil>
}
