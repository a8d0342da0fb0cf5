package feed

import (
	"strings"
	"testing"
)

// Titles say what their feed means by them: markup goes, names of elements are
// words, and what is declared is decoded as often as that says.
func TestTitlesOfEveryFormat(t *testing.T) {
	atom := func(title string) string {
		return `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>1</id>` + title + `</entry></feed>`
	}
	item := func(title string) string { return string(rssWith("<item><guid>1</guid>" + title + "</item>")) }
	for name, tc := range map[string]struct{ doc, want string }{
		"RSS, an element as a word":       {item(`<title>How long should a &lt;title&gt; be?</title>`), "How long should a <title> be?"},
		"RSS, in CDATA":                   {item(`<title><![CDATA[Notes on the <dl>]]></title>`), "Notes on the <dl>"},
		"RSS, an element that hides":      {item(`<title>Why &lt;style&gt; matters &amp; how</title>`), "Why <style> matters & how"},
		"RSS, markup":                     {item(`<title>An &lt;em&gt;important&lt;/em&gt; day</title>`), "An important day"},
		"RSS, escaped twice":              {item(`<title>Tom &amp;amp; Jerry, &amp;lt;table&amp;gt;</title>`), "Tom & Jerry, <table>"},
		"RSS, of another vocabulary":      {item(`<dc:title>The &lt;canvas&gt; of a painter</dc:title>`), "The <canvas> of a painter"},
		"Atom, HTML is decoded once":      {atom(`<title type="html">The &amp;amp;nbsp; entity</title>`), "The &nbsp; entity"},
		"Atom, HTML in CDATA":             {atom(`<title type="html"><![CDATA[Uses of &lt;table&gt; today]]></title>`), "Uses of <table> today"},
		"Atom, HTML with markup":          {atom(`<title type="html">A &lt;b&gt;bold&lt;/b&gt; &amp;lt;form&amp;gt;</title>`), "A bold <form>"},
		"Atom, text":                      {atom(`<title type="text">Uses of &lt;b&gt;&amp;amp;&lt;/b&gt;</title>`), "Uses of <b>&amp;</b>"},
		"Atom, nothing declared":          {atom(`<title>Uses of &lt;dl&gt; today</title>`), "Uses of <dl> today"},
		"Atom, XHTML":                     {atom(`<title type="xhtml"><div>On &lt;pre&gt; <i>today</i></div></title>`), "On <pre> today"},
		"Atom 0.3, escaped":               {atom(`<title mode="escaped" type="text/html">On &amp;lt;ul&amp;gt;</title>`), "On <ul>"},
		"JSON":                            {`{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"Close your <div>, please"}]}`, "Close your <div>, please"},
		"JSON, markup all the same":       {`{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"A <i>fine</i> R&amp;D"}]}`, "A fine R&D"},
		"RSS, generics":                   {item(`<title>Why List&lt;String&gt; is slow</title>`), "Why List<String> is slow"},
		"a sitemap":                       {string(newsWith(`<url><loc>https://www.example.co.uk/a</loc><news:title>The &lt;br&gt; of &lt;nav&gt;</news:title></url>`)), "The of <nav>"},
		"RSS, the name of a custom one":   {item(`<title>A &lt;my-button&gt; of my own</title>`), "A <my-button> of my own"},
		"RSS, an attribute of no page":    {item(`<title>On &lt;input type=&quot;hidden&quot;&gt;</title>`), `On <input type="hidden">`},
		"RSS, an element that is no text": {item(`<title>safe&lt;iframe src=&quot;https://x.example/&quot;&gt; text</title>`), "safe text"},
	} {
		f := mustParse(t, []byte(tc.doc), Source{URL: sitemapSource.URL, Now: sitemapSource.Now})
		if len(f.Items) != 1 || f.Items[0].Title != tc.want {
			t.Errorf("%s: %q, want %q", name, titles(f), tc.want)
		}
	}
}

// Who speaks of elements does so in tags and names as well.
func TestNamesAndTagsSpeakOfElements(t *testing.T) {
	e := mustParse(t, rssWith(`<item><title>a</title><category>&lt;canvas&gt;</category><category>&lt;b&gt;Bold&lt;/b&gt;</category></item>`), Source{}).Items[0]
	if got := strings.Join(e.Tags, "|"); got != "<canvas>|Bold" {
		t.Errorf("tags %q", got)
	}
}
