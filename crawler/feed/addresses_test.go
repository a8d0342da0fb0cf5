package feed

import (
	"strings"
	"testing"
)

// withLink is an entry of each format whose link is an address as it stands in the
// document, and whose text holds one.
func withLink(link, text string) map[string]string {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;").Replace
	html := escape(`<a href="` + escape(text) + `">a</a>`)
	return map[string]string{
		"rss":       string(rssWith(`<item><link>` + link + `</link><description>` + html + `</description></item>`)),
		"encoded":   string(rssWith(`<item><link>` + link + `</link><content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">` + html + `</content:encoded></item>`)),
		"permalink": string(rssWith(`<item><guid>` + link + `</guid><description>` + html + `</description></item>`)),
		"rdf": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/><item rdf:about="x"><link>` +
			link + `</link><description>` + html + `</description></item></rdf:RDF>`,
		"atom": `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link href="` + link + `"/><content type="html">` + html + `</content></entry></feed>`,
		"xhtml": `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link href="` + link + `"/><summary type="xhtml"><div><a href="` +
			escape(text) + `">a</a></div></summary></entry></feed>`,
		"json": `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","url":"` + strings.ReplaceAll(link, "&amp;", "&") +
			`","content_html":"<a href='` + escape(text) + `'>a</a>"}]}`,
	}
}

func TestAddressesOfEveryFormatHaveOneForm(t *testing.T) {
	for link, want := range map[string]string{
		"https://n.example/save-98%-off/caf%C3%A9": "https://n.example/save-98%25-off/caf%C3%A9",
		"https://n.example/a%zz/b%20c":             "https://n.example/a%25zz/b%20c",
		"http://bücher.example/straße":             "http://xn--bcher-kva.example/stra%C3%9Fe",
		"http://b%C3%BCcher.example/a":             "http://xn--bcher-kva.example/a",
		"https://n.example/go?id=1&amp;amp;copy=3": "https://n.example/go?id=1&copy=3",
		"https://n.example/go?id=1&amp;p=1":        "https://n.example/go?id=1&p=1",
		"https://n.example/a b?c d":                "https://n.example/a%20b?c%20d",
		"https://ann:secret@n.example/a":           "https://n.example/a",
		"/a%2Fb":                                   "https://feeds.example/a%2Fb",
	} {
		for format, doc := range withLink(link, "x") {
			if format == "json" && strings.Contains(link, "amp;amp;") {
				continue // JSON escapes nothing
			}
			f := mustParse(t, []byte(doc), Source{URL: "https://feeds.example/all.xml"})
			if got := f.Items[0].URL; got != want {
				t.Errorf("%s, %s: %q, want %q", format, link, got, want)
			}
		}
	}
}

func TestAddressesInATextFollowItsEntry(t *testing.T) {
	for text, want := range map[string]string{
		"images/bird.jpg": "https://b.example/posts/images/bird.jpg", "/about": "https://b.example/about", "?p=2": "https://b.example/posts/one?p=2",
		"../up": "https://b.example/up", "#note": "https://b.example/posts/one#note", "//c.example/x": "https://c.example/x",
		"https://n.example/50%-caf%C3%A9.jpg": "https://n.example/50%25-caf%C3%A9.jpg", "a?b=1&amp;c=2": "https://b.example/posts/a?b=1&c=2",
	} {
		for format, doc := range withLink("https://b.example/posts/one", text) {
			e := mustParse(t, []byte(doc), Source{URL: "https://feeds.example/feeds/all.xml"}).Items[0]
			href := `href="` + strings.ReplaceAll(want, "&", "&amp;") + `"`
			if got := e.SummaryHTML + e.ContentHTML; !strings.Contains(got, href) {
				t.Errorf("%s, %s: %s, want %s", format, text, got, want)
			}
		}
	}
}

// What xml:base says comes before the entry's link, and the feed's address after it.
func TestTheBaseOfAText(t *testing.T) {
	entry := func(base, link, own string) string {
		return `<feed xmlns="http://www.w3.org/2005/Atom"` + base + `><entry><id>1</id>` + link + `<content type="html"` + own +
			`>&lt;img src="a.png"></content></entry></feed>`
	}
	const link = `<link href="https://b.example/posts/one"/>`
	for doc, want := range map[string]string{
		entry("", link, ""): "https://b.example/posts/a.png",
		entry(` xml:base="https://base.example/x/"`, link, ""):               "https://base.example/x/a.png",
		entry("", link, ` xml:base="https://own.example/"`):                  "https://own.example/a.png",
		entry(` xml:base="https://base.example/x/"`, link, ` xml:base="y/"`): "https://base.example/x/y/a.png",
		entry("", "", ""):                         "https://feeds.example/feeds/a.png",
		entry("", `<link href="posts/two"/>`, ""): "https://feeds.example/feeds/posts/a.png",
		entry("", `<link rel="enclosure" href="https://c.example/a.mp3"/>`, ""):         "https://feeds.example/feeds/a.png",
		entry("", `<link href="https://b.example/`+strings.Repeat("x/", 300)+`"/>`, ""): "https://feeds.example/feeds/a.png", // each address would be as long
	} {
		e := mustParse(t, []byte(doc), Source{URL: "https://feeds.example/feeds/all.xml"}).Items[0]
		if !strings.Contains(e.ContentHTML, `src="`+want+`"`) {
			t.Errorf("%.200s: %s, want %s", doc, e.ContentHTML, want)
		}
	}
}

// What stands where there is no address is none, however it would resolve.
func TestWordsInThePlaceOfAnAddress(t *testing.T) {
	for _, link := range []string{"N/A", "n/a", "#", "#top", "about:blank", "none", "null", "undefined", "-", " "} {
		for format, doc := range withLink(link, "x") {
			e := mustParse(t, []byte(doc), Source{URL: "https://feeds.example/all.xml"}).Items[0]
			if about := format == "rdf" && e.URL == "https://feeds.example/x"; e.URL != "" && !about || len(e.Links) != 0 {
				t.Errorf("%s, %q: %q, %q", format, link, e.URL, e.Links)
			}
		}
	}
}

func TestFilesAndPicturesHaveTheSameForm(t *testing.T) {
	e := mustParse(t, rssWith(`<item><title>a</title><enclosure url="https://ü.example/talk 5%.mp3?t=a&amp;amp;u=b" type="audio/mpeg"/>
<media:thumbnail url="https://ü.example/a%20b.jpg"/><comments>https://n.example/c?a=1&amp;amp;b</comments></item>`), Source{}).Items[0]
	if got := e.Enclosures[0].URL; got != "https://xn--tda.example/talk%205%25.mp3?t=a&u=b" {
		t.Errorf("file %q", got)
	}
	if e.Image != "https://xn--tda.example/a%20b.jpg" || e.Comments != "https://n.example/c?a=1&b" {
		t.Errorf("%+v", e)
	}
}
