package feed

import (
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// What people and programs make of addresses, and what was meant.
var brokenLinks = map[string]string{
	"https://a.example/1":               "https://a.example/1",
	"www.b.example.org/e":               "https://www.b.example.org/e",
	"WWW.B.org/E":                       "https://www.b.org/E",
	"b.org/e":                           "https://b.org/e",
	"b.org":                             "https://b.org",
	"news.b.co.uk/2024/a.html?x=1":      "https://news.b.co.uk/2024/a.html?x=1",
	"b.org:8080/e":                      "https://b.org:8080/e",
	"bücher.de/e":                       "https://xn--bcher-kva.de/e",
	"a.example/e":                       "https://a.example/e", // the feed's own
	"story.html":                        "https://a.example/dir/story.html",
	"index.php/2024/1":                  "https://a.example/dir/index.php/2024/1",
	"view.pl/1":                         "https://a.example/dir/view.pl/1",
	"2024.03/01.html":                   "https://a.example/dir/2024.03/01.html",
	"/www.b.org/e":                      "https://a.example/www.b.org/e",
	"./b.org/e":                         "https://a.example/dir/b.org/e",
	"//b.org/e":                         "https://b.org/e",
	"?p=1":                              "https://a.example/dir/feed?p=1",
	"https:/b.org/f":                    "https://b.org/f",
	"https:b.org/f":                     "https://b.org/f",
	"https:story.html":                  "",
	"https:///b.org/t":                  "https://b.org/t",
	"http:////b.org/t":                  "http://b.org/t",
	`https:\\b.org\bs`:                  "https://b.org/bs",
	`http:/\b.org/bs`:                   "http://b.org/bs",
	"https:// b.org/sp":                 "https://b.org/sp",
	"https ://b.org/sp":                 "https://b.org/sp",
	"https;//b.org/sp":                  "https://b.org/sp",
	"https//b.org/nc":                   "https://b.org/nc",
	"http//b.org/nc":                    "http://b.org/nc",
	"://b.org/nc":                       "https://b.org/nc",
	"htps://b.org/ty":                   "https://b.org/ty",
	"htp://b.org/ty":                    "http://b.org/ty",
	"hhttp://b.org/ty":                  "http://b.org/ty",
	"ttps://b.org/ty":                   "https://b.org/ty",
	"httsp://b.org/ty":                  "https://b.org/ty",
	"HTTPS://B.ORG/u":                   "https://b.org/u",
	"Https://b.org/u":                   "https://b.org/u",
	"https://https://b.org/g":           "https://b.org/g",
	"http://https://b.org/g":            "https://b.org/g",
	"http://https//b.org/g":             "https://b.org/g",
	"http://http://http://b.org/g":      "http://b.org/g",
	"https://b.orghttps://b.org/h":      "https://b.org/h",
	"https://a.examplehttp://b.org/h":   "http://b.org/h",
	"https://b.org/https://b.org/h":     "https://b.org/h",
	"https://www.b.org/https://b.org/h": "https://b.org/h",
	"https://a.example/https://b.org/h": "https://b.org/h", // the feed's host before another's
	"https://archive.b.org/web/2020/https://c.org/h": "https://archive.b.org/web/2020/https://c.org/h",
	"https://proxy.b.org/https://c.org/h":            "https://proxy.b.org/https://c.org/h",
	"https://b.org/?u=https://b.org/h":               "https://b.org/?u=https://b.org/h",
	"https://b.org/http-errors":                      "https://b.org/http-errors",
	"https://http.b.org/1":                           "https://http.b.org/1",
	`"https://b.org/q"`:                              "https://b.org/q",
	"'https://b.org/q'":                              "https://b.org/q",
	"“https://b.org/q”":                              "https://b.org/q",
	"«https://b.org/q»":                              "https://b.org/q",
	"<https://b.org/q>":                              "https://b.org/q",
	"(https://b.org/q)":                              "https://b.org/q",
	"https://b.org/wiki/Foo_(bar)":                   "https://b.org/wiki/Foo_(bar)",
	"[D](https://b.org/d)":                           "https://b.org/d",
	`<a href="https://b.org/d">D</a>`:                "https://b.org/d",
	`<A class=x href='https://b.org/d'>D</A>`:        "https://b.org/d",
	`<a href=https://b.org/d>D</a>`:                  "https://b.org/d",
	"\u200bhttps://b.org/z":                          "https://b.org/z",
	"https://b.org/z\u200b\ufeff":                    "https://b.org/z",
	"\u00a0https://b.org/z\u00a0":                    "https://b.org/z",
	"javascript:alert(1)":                            "",
	"mailto:a@b.org":                                 "",
	"tag:b.org,2024:1":                               "",
	"ftp://b.org/x":                                  "",
	"urn:uuid:1":                                     "",
}

func TestBrokenLinksAreMended(t *testing.T) {
	for in, want := range brokenLinks {
		e := html.EscapeString(in)
		for name, doc := range map[string]string{
			"rss":  `<rss version="2.0"><channel><title>F</title><item><title>A</title><link>` + e + `</link></item></channel></rss>`,
			"atom": `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>A</title><link href="` + e + `"/></entry></feed>`,
			"json": jsonWith(`{"id":"1","title":"A","url":` + quoted(t, in) + `}`),
		} {
			f := mustParse(t, []byte(doc), Source{URL: "https://a.example/dir/feed"})
			if got := f.Items[0].URL; got != want {
				t.Errorf("%s: %q: %q, want %q", name, in, got, want)
			}
		}
	}
}

// Files have addresses that are as broken.
func TestBrokenAddressesOfFiles(t *testing.T) {
	e := oneItem(t, `<enclosure url="https://https://a.example/1.mp3" type="audio/mpeg"/><media:content url="www.a.example.org/1.jpg" medium="image"/>`)
	if len(e.Enclosures) != 1 || e.Enclosures[0].URL != "https://a.example/1.mp3" || e.Image != "https://www.a.example.org/1.jpg" {
		t.Errorf("%+v", e)
	}
}

// In a text an address without a scheme is relative, as browsers have it, unless it
// says www.
func TestBrokenAddressesInTexts(t *testing.T) {
	for in, want := range map[string]string{
		"b.org/e": "https://a.example/b.org/e", "www.b.org/e": "https://www.b.org/e", "https://https://b.org/e": "https://b.org/e",
		"https:/b.org/e": "https://b.org/e", "https://b.org/e": "https://b.org/e", `https:\\b.org\e`: "https://b.org/e", "htp://b.org": "http://b.org",
	} {
		e := oneItem(t, "<link>https://a.example/1</link><description>"+html.EscapeString(`<a href="`+in+`">x</a>`)+"</description>")
		if e.SummaryHTML != `<a href="`+want+`">x</a>` {
			t.Errorf("%s: %s, want %s", in, e.SummaryHTML, want)
		}
	}
}

// An address that only leads to another is that one.
func TestMediatorsAreLeftOut(t *testing.T) {
	const want = "https://b.org/ga?x=1"
	for _, in := range []string{
		"https://www.google.com/url?rct=j&sa=t&url=https://b.org/ga%3Fx%3D1&ct=ga", "https://www.google.co.uk/url?q=https%3A%2F%2Fb.org%2Fga%3Fx%3D1&sa=D",
		"http://google.de/url?sa=t&q=https://b.org/ga%3Fx%3D1", "https://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&url=https%3a%2f%2fb.org%2fga%3fx%3d1&c=1",
		"https://l.facebook.com/l.php?u=https%3A%2F%2Fb.org%2Fga%3Fx%3D1&h=AT", "https://duckduckgo.com/l/?uddg=https%3A%2F%2Fb.org%2Fga%3Fx%3D1",
		"https://vk.com/away.php?to=https%3A%2F%2Fb.org%2Fga%3Fx%3D1", "https://www.youtube.com/redirect?q=https%3A%2F%2Fb.org%2Fga%3Fx%3D1&v=1",
		"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fb.org%2Fga%3Fx%3D1&data=1",
	} {
		e := oneItem(t, "<link>"+html.EscapeString(in)+"</link>")
		if e.URL != want || len(e.Links) != 1 || e.Links[0] != want {
			t.Errorf("%s: %+v", in, e)
		}
		if e = oneEntry(t, `<link href="`+html.EscapeString(in)+`"/>`); e.URL != want {
			t.Errorf("Atom: %s: %q", in, e.URL)
		}
	}
	for _, in := range []string{
		"https://b.org/url?url=https://c.org/", "https://www.google.com/search?q=https://c.org/", "https://notgoogle.com/url?q=https://c.org/",
		"https://www.google.com/url?q=javascript:alert(1)&x=http", "https://google.example.org/url2?q=http", "https://b.org/share?u=https://c.org/",
	} {
		if e := oneItem(t, "<link>"+html.EscapeString(in)+"</link>"); e.URL != in {
			t.Errorf("%s: %q", in, e.URL)
		}
	}
}

func FuzzMendLink(f *testing.F) {
	for in := range brokenLinks {
		f.Add(in)
	}
	base := newResolver("https://a.example/dir/feed")
	f.Fuzz(func(t *testing.T, in string) {
		got := base.page(in)
		if got != "" && !strings.HasPrefix(got, "http://") && !strings.HasPrefix(got, "https://") {
			t.Errorf("%q: %q", in, got)
		}
		base.inText(in)
	})
}

func TestAddressesAreMendedInLinearTime(t *testing.T) {
	for _, piece := range []string{"https://", "http//", "/", "(", "<a ", "[", "www.", "\u200b", "https://a.org/"} {
		in := strings.Repeat(piece, maxURL/len(piece))
		for range 200 {
			newResolver("https://a.example/").page(in)
		}
	}
}

// What is taken for plain is what reading and writing it would give.
func FuzzPlainAddress(f *testing.F) {
	for in := range brokenLinks {
		f.Add(in)
	}
	f.Add("https://a.example?b=c,d+e~/../x")
	f.Fuzz(func(t *testing.T, in string) {
		if !isPlainAddress(in) {
			return
		}
		u, err := weburl.Parse(in)
		if err != nil {
			t.Fatalf("%q: %v", in, err)
		}
		base := &url.URL{Scheme: "https", Host: "b.example", Path: "/x/y"}
		if got := base.ResolveReference(u).String(); got != in {
			t.Errorf("%q becomes %q", in, got)
		}
	})
}

func TestTheDirectoryOfABase(t *testing.T) {
	for base, want := range map[string]string{
		"https://a.example":                 "https://a.example/z/w",
		"https://a.example/":                "https://a.example/z/w",
		"https://a.example/x":               "https://a.example/z/w",
		"https://a.example/x/":              "https://a.example/x/z/w",
		"https://a.example//x/":             "https://a.example//x/z/w",
		"https://a.example/x/y.html?z=/w":   "https://a.example/x/z/w",
		"https://a.example/%C3%A9/y":        "https://a.example/%C3%A9/z/w",
		"../c/d":                            "https://b.example/c/z/w",
		"https://b.example/a/../c/./d/e?f=": "https://b.example/c/d/z/w",
	} {
		if got := newResolver("https://b.example/a/b").within(base).url("z/w"); got != want {
			t.Errorf("%s: %s, want %s", base, got, want)
		}
	}
}
