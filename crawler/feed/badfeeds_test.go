package feed

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// The tests of this file are the ways in which feeds are bad, one each, and what
// a reader may expect of us.

const (
	badTitle  = "Совет отложил решение о мосте"
	badFrame  = `<rss version="2.0"><channel><title>Вести</title>%s</channel></rss>`
	goodItem  = `<item><guid>1</guid><title>` + badTitle + `</title><link>https://example.org/1</link></item>`
	otherItem = `<item><guid>2</guid><title>Next</title><link>https://example.org/2</link></item>`
)

func badFeed(items string) string { return fmt.Sprintf(badFrame, items) }

func inCharset(t *testing.T, enc encoding.Encoding, s string) string {
	t.Helper()
	out, err := enc.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestBadCharsets(t *testing.T) {
	cyrillic := inCharset(t, charmap.Windows1251, badFeed(goodItem+otherItem))
	utf := badFeed(goodItem + otherItem)
	declared := func(label, body string) string { return `<?xml version="1.0" encoding="` + label + `"?>` + body }
	for name, tc := range map[string]struct{ body, contentType string }{
		"windows-1251, said by HTTP alone":   {cyrillic, "text/xml; charset=windows-1251"},
		"windows-1251, said by nobody":       {cyrillic, ""},
		"windows-1251, said to be utf-8":     {declared("utf-8", cyrillic), "application/rss+xml; charset=utf-8"},
		"utf-8, said to be windows-1251":     {declared("windows-1251", utf), "text/xml; charset=windows-1251"},
		"utf-8, said to be iso-8859-1":       {declared("iso-8859-1", utf), ""},
		"utf-8, said to be nonsense":         {declared("x-whatever", utf), "text/xml; charset=none"},
		"utf-8 with a mark and a wrong name": {"\ufeff" + declared("koi8-r", utf), "text/xml; charset=koi8-r"},
		"utf-16le with a mark":               {inCharset(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), utf), ""},
		"utf-16be with a mark":               {inCharset(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), utf), ""},
		"utf-16le without":                   {inCharset(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), utf), ""},
		"utf-16be without":                   {inCharset(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), utf), ""},
		"utf-32le with a mark":               {inCharset(t, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), utf), ""},
		"utf-32be without":                   {inCharset(t, utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), utf), ""},
		"utf-16, said to be utf-8":           {inCharset(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), declared("utf-8", utf)), "text/xml; charset=utf-8"},
	} {
		t.Run(name, func(t *testing.T) {
			f := mustParse(t, []byte(tc.body), Source{ContentType: tc.contentType})
			if got := titles(f); len(got) != 2 || got[0] != badTitle || f.Title != "Вести" {
				t.Errorf("feed %q, titles %q", f.Title, got)
			}
		})
	}
}

func TestBadBytesInUTF8CostNoItem(t *testing.T) {
	body := strings.Replace(badFeed(goodItem+otherItem), "решение", "реш\xd0ение\xff", 1)
	f := mustParse(t, []byte(body), Source{ContentType: "text/xml; charset=utf-8"})
	if got := titles(f); len(got) != 2 || got[0] != "Совет отложил реш\ufffdение\ufffd о мосте" {
		t.Errorf("titles %q", got)
	}
	if len(f.Warnings) != 1 || !strings.Contains(f.Warnings[0], "not UTF-8") {
		t.Errorf("warnings %q", f.Warnings)
	}
}

func TestJunkAroundTheDocument(t *testing.T) {
	whole := `<?xml version="1.0"?>` + badFeed(goodItem+otherItem)
	for name, body := range map[string]string{
		"a notice of PHP before":       "<br />\n<b>Warning</b>:  mysql_connect() in <b>/var/www/feed.php</b> on line <b>3</b><br />\n" + whole,
		"blank lines before":           "\n\n   \r\n" + whole,
		"two marks before":             "\ufeff\ufeff" + whole,
		"a script after":               whole + "<script>track()</script>",
		"zero bytes after":             whole + strings.Repeat("\x00", 500),
		"a comment of 5 KB before":     "<!-- " + strings.Repeat("licence ", 640) + " -->" + whole,
		"a comment before and a DTD":   "<!-- a --><!DOCTYPE rss [<!ELEMENT rss ANY>]>" + whole,
		"headers of HTTP in the body":  "Content-Type: text/xml\r\nX-Cache: miss\r\n\r\n" + whole,
		"the declaration after a line": "\n" + whole,
	} {
		t.Run(name, func(t *testing.T) {
			f := mustParse(t, []byte(body), Source{})
			if got := titles(f); len(got) != 2 || got[0] != badTitle || f.Partial {
				t.Errorf("titles %q, partial %v", got, f.Partial)
			}
		})
	}
}

func TestCharactersThatXMLHasNot(t *testing.T) {
	for _, bad := range []string{"&#8;", "\x08", "\ufffe", "\x00", "&#xFFFF;", "&#0;", "\x1b"} {
		f := mustParse(t, []byte(strings.Replace(badFeed(goodItem+otherItem), "решение", bad+"решение", 1)), Source{})
		if got := titles(f); len(got) != 2 || strings.ReplaceAll(got[0], "\ufffd", "") != badTitle {
			t.Errorf("%q: titles %q", bad, got)
		}
	}
}

func TestCutFeedsYieldTheirWholeItems(t *testing.T) {
	for name, body := range map[string]string{
		"in the middle of an item":  badFeed(goodItem + otherItem)[:len(badFeed(goodItem))],
		"in a tag":                  `<rss><channel>` + goodItem + `<item><title>T</title><enclosure url="https://exa`,
		"in a section of CDATA":     `<rss><channel>` + goodItem + `<item><description><![CDATA[long te`,
		"in a comment":              `<rss><channel>` + goodItem + `<!-- the next `,
		"in JSON":                   `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"` + badTitle + `"},{"id":"2","tit`,
		"in JSON, between items":    `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"` + badTitle + `"},`,
		"in JSON, after the items":  `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"` + badTitle + `"}],"title":"x`,
		"in an escape of JSON":      `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"` + badTitle + `"},{"id":"2\`,
		"in the middle of an entry": `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>` + badTitle + `</title></entry><entry><id>2</id><title>N`,
	} {
		t.Run(name, func(t *testing.T) {
			f := mustParse(t, []byte(body), Source{})
			if got := titles(f); len(got) != 1 || got[0] != badTitle || !f.Partial || len(f.Warnings) == 0 {
				t.Errorf("titles %q, partial %v, warnings %q", got, f.Partial, f.Warnings)
			}
		})
	}
}

func TestAFeedCutInItsFirstTagIsAnError(t *testing.T) {
	for _, body := range []string{"<feed", "<rss", `<rdf:RDF xmlns:rdf="http`, `<rss version="2.0`, `<?xml version="1.0"?><feed xmlns='`} {
		if f, err := Parse([]byte(body), Source{}); err == nil || !strings.Contains(err.Error(), "first tag") {
			t.Errorf("%s: %+v, error %v", body, f, err)
		}
	}
}

func TestWhatIsNoFeedIsAnErrorOfItsKind(t *testing.T) {
	for name, tc := range map[string]struct{ body, kind string }{
		"an HTML page":             {`<!DOCTYPE html><html><head><link rel="alternate" type="application/atom+xml" href="/atom"></head><body>Hello</body></html>`, "html"},
		"a 404 in JSON":            {`{"error":{"code":404,"message":"Not Found"}}`, "json"},
		"a sitemap of pages":       {`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/</loc></url></urlset>`, "sitemap"},
		"an OPML file":             {`<opml version="2.0"><body><outline xmlUrl="https://example.org/rss"/></body></opml>`, "opml"},
		"nothing":                  {"", "empty"},
		"a picture":                {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "text"},
		"a message in plain words": {"Database error", "text"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Parse([]byte(tc.body), Source{URL: "https://example.org/x"})
			var not *NotFeedError
			if f != nil || !errors.As(err, &not) || not.Kind != tc.kind {
				t.Fatalf("feed %v, error %v", f, err)
			}
			if tc.kind == "html" && (len(not.Feeds) != 1 || not.Feeds[0].URL != "https://example.org/atom") {
				t.Errorf("feeds %v", not.Feeds)
			}
		})
	}
}

func TestBadDates(t *testing.T) {
	published := func(date string) time.Time {
		return mustParse(t, []byte(badFeed("<item><title>T</title><pubDate>"+date+"</pubDate></item>")), Source{}).Items[0].Published
	}
	for date, want := range map[string]string{
		"Mon, 23 Nov 2020 15:00:00 MSK": "2020-11-23T12:00:00Z", "Пн, 23 ноя 2020 15:00:00 +0300": "2020-11-23T12:00:00Z",
		"Mon, 23 Nov 2020 15:00:00 GMT+0300": "2020-11-23T12:00:00Z", "1606132800": "2020-11-23T12:00:00Z",
	} {
		at, err := time.Parse(time.RFC3339, want)
		if err != nil {
			t.Fatal(err)
		}
		if got := published(date); !got.Equal(at) {
			t.Errorf("%s: %s", date, got)
		}
	}
	for _, date := range []string{
		"0000-00-00 00:00:00", "Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01T00:00:00Z", "30 Feb 2020 10:00:00 GMT",
		time.Now().AddDate(10, 0, 0).Format(time.RFC1123Z), "yesterday", "",
	} {
		if got := published(date); !got.IsZero() {
			t.Errorf("%q was read as %s", date, got)
		}
	}
}

func TestActiveContentIsStrippedAndItsTextKept(t *testing.T) {
	for in, lost := range map[string]string{
		`<p>before</p><script>steal()</script><p>after</p>`:                                  "steal",
		`<img src="x.png" onerror="steal()">before after`:                                    "steal",
		`before <a href="jav&#x09;ascript:steal()">after</a>`:                                "steal",
		`before <iframe srcdoc="&lt;script&gt;steal()&lt;/script&gt;">after`:                 "steal",
		`before <img src="data:text/html,steal"> after`:                                      "steal",
		`before <svg onload="steal()"><a xlink:href="javascript:steal()">after</a></svg>`:    "steal",
		`before <math><mtext><style><img src=x onerror=steal()></style></mtext></math>after`: "onerror=",
	} {
		body := badFeed("<item><title>T</title><description><![CDATA[" + in + "]]></description></item>")
		got := mustParse(t, []byte(body), Source{URL: "https://example.org/"}).Items[0].SummaryHTML
		if strings.Contains(got, lost) || !strings.Contains(got, "before") || !strings.Contains(got, "after") {
			t.Errorf("%s\nbecame %s", in, got)
		}
	}
}

func TestAnItemWhoseLinkIsNoneHasNoAddress(t *testing.T) {
	for _, link := range []string{"javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "file:///etc/passwd"} {
		e := mustParse(t, []byte(badFeed("<item><title>T</title><link>"+link+"</link><guid>"+link+"</guid></item>")),
			Source{URL: "https://example.org/"}).Items[0]
		if e.URL != "" || len(e.Links) != 0 {
			t.Errorf("%s: url %q, links %q", link, e.URL, e.Links)
		}
	}
}

func TestRelativeAddressesBecomeAbsolute(t *testing.T) {
	body := badFeed(`<item><title>T</title><link>/news/1</link><enclosure url="//cdn.example.org/a.mp3" type="audio/mpeg"/><description><![CDATA[<img src="i.png"> <a href="?p=2">more</a>]]></description></item>`)
	e := mustParse(t, []byte(body), Source{URL: "https://example.org/feeds/rss"}).Items[0]
	if e.URL != "https://example.org/news/1" || e.Enclosures[0].URL != "https://cdn.example.org/a.mp3" ||
		!strings.Contains(e.SummaryHTML, `src="https://example.org/news/i.png"`) ||
		!strings.Contains(e.SummaryHTML, `href="https://example.org/news/1?p=2"`) {
		t.Errorf("entry %+v", e)
	}
}

func TestItemsAreKnownByAStableID(t *testing.T) {
	read := func(items string) []uint64 {
		var keys []uint64
		for _, e := range mustParse(t, []byte(badFeed(items)), Source{URL: "https://example.org/"}).Items {
			keys = append(keys, Key(e))
		}
		return keys
	}
	for name, tc := range map[string]struct{ before, after string }{
		"no guid: the address":                 {`<item><title>A</title><link>/1</link></item>`, `<item><title>B</title><link>/1</link></item>`},
		"no guid and no address: what it says": {`<item><title>A</title></item>`, `<item><title> A </title></item>`},
		"a guid that is no address":            {`<item><guid isPermaLink="false">7</guid><link>/1</link></item>`, `<item><guid isPermaLink="false">7</guid><link>/moved</link></item>`},
	} {
		if a, b := read(tc.before), read(tc.after); a[0] != b[0] {
			t.Errorf("%s: two keys", name)
		}
	}
	if k := read(`<item><title>A</title></item><item><title>B</title></item>`); k[0] == k[1] {
		t.Error("two items without anything but a title share a key")
	}
}

func TestOneBadItemOfThreeLeavesTwo(t *testing.T) {
	for name, bad := range map[string]string{
		"no object": `"nonsense"`, "a broken object": `{"id":"2","title":}`, "an unquoted key": `{id:"2"}`, "empty": `{}`, "null": "null",
	} {
		f := mustParse(t, []byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"one"},`+bad+`,{"id":"3","title":"three"}]}`), Source{})
		if got := titles(f); len(got) != 2 || got[0] != "one" || got[1] != "three" || f.Partial || len(f.Warnings) != 1 {
			t.Errorf("%s: titles %q, partial %v, warnings %q", name, got, f.Partial, f.Warnings)
		}
	}
}

func TestZippedBodies(t *testing.T) {
	if testing.Short() {
		t.Skip("megabytes, read by one goroutine")
	}
	var items strings.Builder
	for i := range 40 {
		fmt.Fprintf(&items, "<item><title>Story %d</title></item>", i)
	}
	if f := mustParse(t, zipped(t, badFeed(items.String()), " ", 1000), Source{}); len(f.Items) != 40 {
		t.Errorf("%d items", len(f.Items))
	}
	_, err := Parse(zipped(t, "<rss><channel><item><title>", "x", 60_000_000), Source{})
	var limit *LimitError
	if !errors.As(err, &limit) {
		t.Errorf("error %v", err)
	}
}

func TestMarkupThatIsNone(t *testing.T) {
	for name, item := range map[string]string{
		"a bare < in a title":    `<item><title>` + badTitle + `</title><category>a < b</category></item>`,
		"a comment with --":      `<item><!-- a -- b --><title>` + badTitle + `</title></item>`,
		"an unquoted attribute":  `<item><title>` + badTitle + `</title><enclosure url=https://example.org/a.mp3 length=3 /></item>`,
		"an end in another case": `<item><title>` + badTitle + `</Title></Item>`,
	} {
		t.Run(name, func(t *testing.T) {
			if got := titles(mustParse(t, []byte(badFeed(item+otherItem)), Source{})); len(got) != 2 || got[0] != badTitle || got[1] != "Next" {
				t.Errorf("titles %q", got)
			}
		})
	}
}
