package feed

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wiredesk/wiredesk/normalize"
)

// noon is the time of all these tests.
var noon = time.Date(2020, 11, 23, 12, 0, 0, 0, time.UTC)

func at(t time.Time) string { return t.Format(time.RFC3339) }

const newsFrame = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:video="http://www.google.com/schemas/sitemap-video/1.1">%s</urlset>`

func newsWith(urls string) []byte { return fmt.Appendf(nil, newsFrame, urls) }

func indexWith(children string) []byte {
	return []byte(`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + children + `</sitemapindex>`)
}

// story is a <url> with a date of publication, a few hours before noon.
func story(path string, hours int) string {
	return fmt.Sprintf(`<url><loc>https://www.example.co.uk/%s</loc><news:news><news:publication><news:name>The Example</news:name><news:language>en</news:language></news:publication><news:publication_date>%s</news:publication_date><news:title>%s</news:title></news:news></url>`,
		path, at(noon.Add(-time.Duration(hours)*time.Hour)), path)
}

// sitemapSource is where the sitemaps of these tests come from.
var sitemapSource = Source{URL: "https://www.example.co.uk/news.xml", Now: noon}

func urls(f *Feed) []string {
	var list []string
	for _, e := range f.Items {
		u, _ := url.Parse(e.URL)
		list = append(list, strings.TrimPrefix(u.Path, "/"))
	}
	return list
}

func TestP11EveryFieldOfNewsIsRead(t *testing.T) {
	f := mustParse(t, newsWith(`
<url>
  <loc> https://www.example.co.uk/a?x=1&amp;y=2 </loc>
  <lastmod>2020-11-23T11:00:00+01:00</lastmod><changefreq>always</changefreq>
  <video:video><video:title>A film</video:title><video:publication_date>2020-01-01</video:publication_date></video:video>
  <image:image><image:loc>https://cdn.example.net/1.jpg</image:loc><image:title>A picture</image:title></image:image>
  <image:image><image:loc><![CDATA[https://cdn.example.net/2.jpg?a&b]]></image:loc></image:image>
  <image:image><image:loc>data:image/png;base64,AA</image:loc></image:image>
  <news:news>
    <news:publication><news:name>The Example</news:name><news:language>en_GB</news:language></news:publication>
    <news:publication_date>2020-11-23T08:30Z</news:publication_date>
    <news:title>Fish &amp;amp; <![CDATA[chips]]></news:title>
    <news:keywords>food, fish,, food</news:keywords>
  </news:news>
</url>`), sitemapSource)
	want := []normalize.Entry{{
		URL: "https://www.example.co.uk/a?x=1&y=2", Title: "Fish & chips", Language: "en-GB", SourceTitle: "The Example",
		Published: noon.Add(-3*time.Hour - 30*time.Minute), Updated: noon.Add(-2 * time.Hour), Tags: []string{"food", "fish"},
		Image: "https://cdn.example.net/1.jpg", Media: []string{"https://cdn.example.net/1.jpg", "https://cdn.example.net/2.jpg?a&b"},
	}}
	if diff := cmp.Diff(want, f.Items); diff != "" {
		t.Error(diff)
	}
	if f.Format != "sitemap" || f.Title != "The Example" || f.Language != "en-GB" || f.FeedURL != sitemapSource.URL || f.Partial ||
		f.Warnings != nil {
		t.Errorf("feed %+v", f)
	}
}

func TestP11WithoutADateOfPublicationLastmodIsTheUpdate(t *testing.T) {
	f := mustParse(t, newsWith(`<url><loc>https://example.co.uk/a</loc><lastmod>2020-11-23</lastmod></url>`), sitemapSource)
	if len(f.Items) != 1 || !f.Items[0].Published.IsZero() || !f.Items[0].Updated.Equal(noon.Add(-12*time.Hour)) {
		t.Errorf("items %+v", f.Items)
	}
}

func TestP11NamespacesCountBeforePrefixes(t *testing.T) {
	for name, body := range map[string]string{
		"other prefixes":         `<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:x="http://www.google.com/schemas/sitemap-news/0.9"><s:url><s:loc>https://example.org/a</s:loc><x:news><x:title>one</x:title></x:news></s:url></s:urlset>`,
		"exchanged prefixes":     `<urlset xmlns:news="http://www.google.com/schemas/sitemap-image/1.1" xmlns:image="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://example.org/a</loc><news:title>two</news:title><image:title>one</image:title></url></urlset>`,
		"a default in the entry": `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/a</loc><news xmlns="http://www.google.com/schemas/sitemap-news/0.9"><title>one</title></news></url></urlset>`,
		"https in the address":   `<urlset xmlns:n="https://www.google.com/schemas/sitemap-news/0.9/"><url><loc>https://example.org/a</loc><n:title>one</n:title></url></urlset>`,
		"nothing declared":       `<urlset><url><loc>https://example.org/a</loc><news:news><news:title>one</news:title></news:news></url></urlset>`,
		"an unknown namespace":   `<urlset xmlns="urn:x" xmlns:news="urn:y"><url><loc>https://example.org/a</loc><news:title>one</news:title></url></urlset>`,
		"an unknown root prefix": `<sm:urlset><sm:url><sm:loc>https://example.org/a</sm:loc><news:title>one</news:title></sm:url></sm:urlset>`,
		"the news as a default":  `<urlset xmlns="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://example.org/a</loc><news:title>one</news:title></url></urlset>`,
		"titles of others":       `<urlset xmlns:v="http://www.google.com/schemas/sitemap-video/1.1"><url><v:title>two</v:title><x:title>two</x:title><title>two</title><loc>https://example.org/a</loc><news:title>one</news:title></url></urlset>`,
		"a picture's bare loc":   `<urlset><url><image:image><loc>https://example.org/b</loc></image:image><loc>https://example.org/a</loc><news:title>one</news:title></url></urlset>`,
	} {
		t.Run(name, func(t *testing.T) {
			f := mustParse(t, []byte(body), Source{URL: "https://example.org/s.xml", Now: noon})
			if len(f.Items) != 1 || f.Items[0].URL != "https://example.org/a" || f.Items[0].Title != "one" {
				t.Errorf("items %+v", f.Items)
			}
		})
	}
}

func TestP11EntriesOlderThanTwoDaysAreLeftOut(t *testing.T) {
	lastmod := func(path string, hours int) string {
		return fmt.Sprintf(`<url><loc>https://example.co.uk/%s</loc><lastmod>%s</lastmod></url>`, path,
			at(noon.Add(-time.Duration(hours)*time.Hour)))
	}
	renewed := strings.Replace(story("renewed", 49), "<news:news>", "<lastmod>"+at(noon)+"</lastmod><news:news>", 1)
	f := mustParse(t, newsWith(story("old", 49)+renewed+story("edge", 48)+lastmod("stale", 49)+lastmod("touched", 2)+story("new", 1)+
		`<url><loc>https://example.co.uk/undated</loc></url>`), sitemapSource)
	if diff := cmp.Diff([]string{"new", "touched", "edge"}, urls(f)); diff != "" {
		t.Error(diff)
	}
}

func TestP11EntriesWithoutADateCountWhereNoneHasOne(t *testing.T) {
	bare := `<url><loc>https://example.co.uk/a</loc></url><url><loc>https://example.co.uk/b</loc><lastmod>yesterday</lastmod></url>`
	if f := mustParse(t, newsWith(bare), sitemapSource); len(f.Items) != 2 {
		t.Errorf("%q without any date", urls(f))
	}
	// One date shows that the file has dates, even if it is that of an old page.
	if f := mustParse(t, newsWith(bare+story("old", 1000)), sitemapSource); len(f.Items) != 0 {
		t.Errorf("%q beside a date", urls(f))
	}
}

func TestP11TheNewestThousandAreKept(t *testing.T) {
	var b strings.Builder
	for i := range 3500 {
		at := noon.Add(-time.Duration(i*7919%3500) * time.Second)
		fmt.Fprintf(&b, `<url><loc>https://example.co.uk/%d</loc><lastmod>%s</lastmod></url>`, i*7919%3500, at.Format(time.RFC3339))
	}
	f := mustParse(t, newsWith(b.String()), sitemapSource)
	if len(f.Items) != 1000 || len(f.Warnings) != 1 || f.Partial {
		t.Fatalf("%d items, warnings %q, partial %v", len(f.Items), f.Warnings, f.Partial)
	}
	for i, e := range f.Items {
		if e.URL != fmt.Sprintf("https://example.co.uk/%d", i) {
			t.Fatalf("entry %d is %s", i, e.URL)
		}
	}
}

func TestP11OtherSitesAreLeftOutAndCounted(t *testing.T) {
	for _, tc := range []struct {
		sitemap, loc string
		own          bool
	}{
		{"https://www.example.co.uk/s.xml", "https://sport.example.co.uk/a", true},
		{"https://www.example.co.uk/s.xml", "http://EXAMPLE.co.uk.:8080/a", true},
		{"https://www.example.co.uk/s.xml", "https://other.co.uk/a", false},
		{"https://www.example.co.uk/s.xml", "https://example.com/a", false},
		{"https://www.example.co.uk/s.xml", "https://example.co.uk.evil.test/a", false},
		{"https://www.example.co.uk/s.xml", "https://www.example.co.uk@evil.test/a", false},
		{"https://one.github.io/s.xml", "https://two.github.io/a", false},
		{"https://пример.рф/s.xml", "https://www.xn--e1afmkfd.xn--p1ai/a", true},
		{"http://192.0.2.1/s.xml", "http://192.0.2.1:81/a", true},
		{"http://192.0.2.1/s.xml", "http://198.51.2.1/a", false},
		{"http://localhost:8000/s.xml", "http://localhost:8000/a", true},
		{"", "https://example.com/a", true}, // nobody knows whose it is
	} {
		body := newsWith("<url><loc>" + tc.loc + "</loc></url>")
		f := mustParse(t, body, Source{URL: tc.sitemap, Now: noon})
		if own := len(f.Items) == 1; own != tc.own || own != (f.Foreign == 0) {
			t.Errorf("%s in %s: %d items, %d foreign", tc.loc, tc.sitemap, len(f.Items), f.Foreign)
		}
		if f = mustParse(t, body, Source{URL: tc.sitemap, Now: noon, CrossSite: true}); len(f.Items) != 1 || f.Foreign != 0 {
			t.Errorf("%s in %s across sites: %d items, %d foreign", tc.loc, tc.sitemap, len(f.Items), f.Foreign)
		}
	}
}

func TestP11AddressesAreAbsolute(t *testing.T) {
	for _, loc := range []string{"", "/a", "a", "//www.example.co.uk/a", "ftp://www.example.co.uk/a", "javascript:alert(1)", "https:///a", "https://www.example.co.uk/" + strings.Repeat("a", maxURL)} {
		f := mustParse(t, newsWith("<url><loc>"+loc+"</loc></url>"), sitemapSource)
		if len(f.Items) != 0 || f.Foreign != 0 || len(f.Warnings) != 1 {
			t.Errorf("%.60q: items %+v, %d foreign, warnings %q", loc, f.Items, f.Foreign, f.Warnings)
		}
	}
}

func TestP11WithoutANowTheClockCounts(t *testing.T) {
	body := fmt.Sprintf(`<url><loc>https://example.co.uk/a</loc><lastmod>%s</lastmod></url><url><loc>https://example.co.uk/b</loc><lastmod>%s</lastmod></url>`,
		at(time.Now().Add(-time.Hour)), at(time.Now().Add(-49*time.Hour)))
	f := mustParse(t, newsWith(body), Source{URL: sitemapSource.URL})
	if diff := cmp.Diff([]string{"a"}, urls(f)); diff != "" {
		t.Error(diff)
	}
	later := time.Now().AddDate(10, 0, 0)
	f = mustParse(t, newsWith(`<url><loc>https://example.co.uk/c</loc><lastmod>`+at(later)+`</lastmod></url>`),
		Source{URL: sitemapSource.URL, Now: later})
	if len(f.Items) != 1 || f.Items[0].Updated.IsZero() {
		t.Errorf("items %+v", f.Items)
	}
}

func TestP11NamesOfOneEntryAreNotTheFiles(t *testing.T) {
	other := strings.NewReplacer("The Example", "The Other", "<news:language>en", "<news:language>fr").Replace(story("two", 2))
	if f := mustParse(t, newsWith(story("one", 1)+other), sitemapSource); f.Title != "" || f.Language != "" {
		t.Errorf("title %q, language %q", f.Title, f.Language)
	}
}

func TestP11AnIndexNamesItsChildrenNewestFirst(t *testing.T) {
	child := func(loc, lastmod string) string {
		return "<sitemap><loc>" + loc + "</loc><lastmod>" + lastmod + "</lastmod></sitemap>"
	}
	f := mustParse(t, indexWith(child("https://example.co.uk/undated.xml.gz", "")+child("https://example.co.uk/old.xml", "2019-01-01")+
		child("https://example.org/theirs.xml", "2020-11-23")+child("/relative.xml",
		"2020-11-23")+child("https://sport.example.co.uk/new.xml", "2020-11-23T10:00:00+02:00")), sitemapSource)
	want := []Child{
		{"https://sport.example.co.uk/new.xml", noon.Add(-4 * time.Hour)},
		{"https://example.co.uk/old.xml", time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"https://example.co.uk/undated.xml.gz", time.Time{}},
	}
	if diff := cmp.Diff(want, f.Children); diff != "" {
		t.Error(diff)
	}
	if f.Format != "sitemapindex" || f.Items != nil || f.Foreign != 1 || f.Partial {
		t.Errorf("feed %+v", f)
	}
}

func TestP11AnIndexIsBounded(t *testing.T) {
	f := mustParse(t, indexWith(numbered(`<sitemap><loc>https://example.co.uk/%d</loc></sitemap>`, 3000)), sitemapSource)
	if len(f.Children) != 1000 || f.Children[999].URL != "https://example.co.uk/999" {
		t.Errorf("%d children, the last is %v", len(f.Children), f.Children[len(f.Children)-1])
	}
}

func TestP11AChildIsParkedAfterNinetyDays(t *testing.T) {
	const day = 24 * time.Hour
	for _, tc := range []struct {
		modified time.Time
		want     bool
	}{
		{time.Time{}, false}, {noon, false}, {noon.Add(-90 * day), false}, {noon.Add(-90*day - time.Second), true}, {noon.Add(day), false},
	} {
		if got := (Child{LastModified: tc.modified}).Parked(noon); got != tc.want {
			t.Errorf("modified %v: %v", tc.modified, got)
		}
	}
}

func TestP11AListOfPagesIsNoNews(t *testing.T) {
	const plain = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"%s><url><loc>https://example.co.uk/a</loc></url></urlset>`
	_, err := Parse([]byte(fmt.Sprintf(plain, "")), sitemapSource)
	var not *NotFeedError
	if !errors.As(err, &not) || not.Kind != "sitemap" {
		t.Errorf("error %v", err)
	}
	// One that is made for news may have none at the moment.
	if _, err := Parse([]byte(fmt.Sprintf(plain, ` xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"`)), sitemapSource); err != nil {
		t.Error(err)
	}
}
