package feed

import (
	"strings"
	"testing"
)

func TestLongTextsComeBackToWhereTheyStood(t *testing.T) {
	long := func(s string) string { return s + strings.Repeat(" and more", 30) }
	rss := mustParse(t, []byte(`<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>`+long("feed")+`</title><description>`+long("about")+`</description><copyright>`+long("rights")+`</copyright>
<item><title>`+long("one")+`</title><description>`+long("summary")+`</description><content:encoded><![CDATA[`+long("text ]]]]><![CDATA[> <b>bold</b>")+`]]></content:encoded><source url="/s">`+long("source")+`</source></item>
<item><dc:title>`+long("two")+`</dc:title><media:group><media:description>`+long("media")+`</media:description></media:group><fullitem>`+long("custom")+`</fullitem></item>
</channel></rss>`), Source{})
	a, b := rss.Items[0], rss.Items[1]
	for got, want := range map[string]string{
		rss.Title: long("feed"), rss.Description: long("about"), rss.Rights: long("rights"), a.Title: long("one"), a.SummaryHTML: long("summary"),
		a.ContentHTML: long("text ]]&gt; <b>bold</b>"), b.Title: long("two"), b.SummaryHTML: long("media"), b.ContentHTML: long("custom"),
	} {
		if got != want {
			t.Errorf("%.60q, want %.60q", got, want)
		}
	}
	atom := mustParse(t, []byte(`<feed xmlns="http://www.w3.org/2005/Atom"><title>`+long("feed")+`</title><subtitle>`+long("about")+`</subtitle><rights>`+long("rights")+`</rights>
<entry><title>`+long("one")+`</title><summary>`+long("summary")+`</summary><content type="xhtml"><p>`+long("text")+`</p></content><rights>`+long("mine")+`</rights><source><title>`+long("source")+`</title></source></entry></feed>`), Source{})
	e := atom.Items[0]
	for got, want := range map[string]string{
		atom.Title: long("feed"), atom.Description: long("about"), atom.Rights: long("rights"), e.Title: long("one"),
		e.SummaryHTML: long("summary"),
		e.ContentHTML: "<p>" + long("text") + "</p>", e.Rights: long("mine"), e.SourceTitle: long("source"),
	} {
		if got != want {
			t.Errorf("%.60q, want %.60q", got, want)
		}
	}
}

// Nobody can ask for the text of another field.
func TestTheMarkOfLongTextsCannotBeWritten(t *testing.T) {
	for _, mark := range []string{"\ufdd00", "&#xFDD0;0", "&#64976;0", "<![CDATA[\ufdd00]]>"} {
		f := mustParse(t, []byte("<rss><channel><item><description>"+strings.Repeat("secret ",
			50)+"</description><title>"+mark+"</title><guid>"+mark+"</guid></item></channel></rss>"), Source{})
		if e := f.Items[0]; strings.Contains(e.Title+e.ID, "secret") || e.Title != "0" {
			t.Errorf("%q: title %q, id %q", mark, e.Title, e.ID)
		}
	}
}
