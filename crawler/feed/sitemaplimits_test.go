package feed

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestP11ACutSitemapKeepsItsWholeEntries(t *testing.T) {
	whole := string(newsWith(story("one", 1) + story("two", 2)))
	for cut := strings.LastIndex(whole, "<url>"); cut < strings.LastIndex(whole, "</url>")+len("</url"); cut++ {
		f := mustParse(t, []byte(whole[:cut]), sitemapSource)
		if got := urls(f); !slices.Equal(got, []string{"one"}) || !f.Partial {
			t.Fatalf("cut at %d: %q, partial %v", cut, got, f.Partial)
		}
	}
	f := mustParse(t, []byte(strings.TrimSuffix(whole, "</urlset>")), sitemapSource)
	if got := urls(f); !slices.Equal(got, []string{"one", "two"}) || !f.Partial {
		t.Errorf("without the end of the root: %q, partial %v", got, f.Partial)
	}
}

func TestP11BrokenSitemapsAreMended(t *testing.T) {
	one, two := story("one", 1), story("two", 2)
	for name, body := range map[string]string{
		"no end of an entry":       strings.TrimSuffix(one, "</url>") + two,
		"no end of the last entry": one + strings.TrimSuffix(two, "</url>"),
		"no end of an address":     strings.Replace(one, "</loc>", "\n", 1) + two,
		"a bare ampersand":         strings.Replace(one, "<news:title>one", "<news:title>one & all", 1) + two,
		"a bare <":                 strings.Replace(one, "<news:title>one", "<news:title>one < all", 1) + two,
		"a comment":                "<!-- <url> -->" + one + "<!-- -- -->" + two,
		"an end without its start": "</news:news></x>" + one + two,
		"names in capitals":        strings.NewReplacer("<url>", "<URL>", "news:title", "news:Title").Replace(one) + two,
		"a control character":      strings.Replace(one, "<news:title>", "<news:title>\x08", 1) + two,
		"a second address":         strings.Replace(one, "</loc>", "</loc><loc>https://www.example.co.uk/three</loc>", 1) + two,
		"an attribute without end": one + two + `<url a="`,
	} {
		t.Run(name, func(t *testing.T) {
			f := mustParse(t, newsWith(body), sitemapSource)
			if got := urls(f); !slices.Equal(got, []string{"one", "two"}) || !strings.HasPrefix(f.Items[0].Title, "one") {
				t.Errorf("%q, %q", got, titles(f))
			}
		})
	}
	f := mustParse(t, append([]byte("<br />\n<b>Notice</b>: x in y\n"), newsWith(one)...), sitemapSource)
	if len(f.Items) != 1 || f.Partial {
		t.Errorf("behind a notice of PHP: %q", urls(f))
	}
}

func packed(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestP11AGzipBodyIsOpened(t *testing.T) {
	body := packed(t, newsWith(story("one", 1)+story("two", 2)))
	if f := mustParse(t, body, sitemapSource); len(f.Items) != 2 || f.Partial {
		t.Errorf("%q, partial %v", urls(f), f.Partial)
	}
	if f := mustParse(t, body[:len(body)-20], sitemapSource); len(f.Items) == 0 || !f.Partial {
		t.Errorf("a cut one: %q, partial %v", urls(f), f.Partial)
	}
	var many strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&many, "<url><loc>https://www.example.co.uk/%d/%x</loc></url>\n", i, sha256.Sum256([]byte{byte(i), byte(i >> 8)}))
	}
	if f := mustParse(t, packed(t, newsWith(many.String())), sitemapSource); len(f.Items) != 1000 {
		t.Errorf("one over the limit: %d entries", len(f.Items))
	}
	var limit *LimitError
	_, err := Parse(zipped(t, "<urlset>", "<url></url>", 200_000), sitemapSource)
	if !errors.As(err, &limit) || limit.Limit != maxRatio {
		t.Errorf("of a bomb: %v", err)
	}
}

// bigSitemap has as many addresses as one may have.
func bigSitemap(n int) []byte {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<url><loc>https://www.example.co.uk/%d/%s</loc><lastmod>%s</lastmod></url>\n", i, strings.Repeat("long-", 170),
			at(noon.Add(-time.Duration(i)*time.Minute)))
	}
	return newsWith(b.String())
}

func TestP11ABigSitemapIsCutToTheLimits(t *testing.T) {
	body := bigSitemap(50_000)
	if len(body) < 45<<20 {
		t.Fatalf("%d bytes", len(body))
	}
	f := mustParse(t, body, sitemapSource)
	if len(f.Items) != 1000 || !f.Partial || !strings.HasPrefix(f.Items[999].URL, "https://www.example.co.uk/999/") {
		t.Errorf("%d items, partial %v", len(f.Items), f.Partial)
	}
	f = mustParse(t, newsWith(strings.Repeat("<url><loc>https://www.example.co.uk/</loc></url>", maxRecords+10)), sitemapSource)
	if len(f.Items) != 1000 || f.Partial || len(f.Warnings) != 2 {
		t.Errorf("%d items, partial %v, warnings %q", len(f.Items), f.Partial, f.Warnings)
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add(newsWith(story("one", 1)+story("old", 100)), false)
	f.Add(indexWith(`<sitemap><loc>https://www.example.co.uk/a.xml</loc><lastmod>2020-11-23</lastmod></sitemap>`), true)
	f.Add([]byte(`<urlset><url><loc>https://example.org/</loc><image:image><loc>https://a.test/`), false)
	f.Add([]byte(`<x:urlset xmlns:x="a" xmlns="schemas/sitemap-news"><x:url><loc>&amp;<![CDATA[`), true)
	f.Fuzz(func(t *testing.T, body []byte, cross bool) {
		src := Source{URL: sitemapSource.URL, Now: noon, CrossSite: cross}
		feed, err := Parse(body, src)
		if err != nil || !isSitemap(feed.Format) {
			return
		}
		if len(feed.Items) > maxEntries || len(feed.Children) > maxEntries || len(feed.Items) > 0 && len(feed.Children) > 0 {
			t.Fatalf("%d items, %d children", len(feed.Items), len(feed.Children))
		}
		addresses := make([]string, 0, len(feed.Items)+len(feed.Children))
		for _, e := range feed.Items {
			if d := newsDate(e); !d.IsZero() && noon.Sub(d) > maxNewsAge {
				t.Errorf("an entry of %v", d)
			}
			if len(e.Tags) > maxTags || len(e.Media) > maxAttached {
				t.Errorf("%d tags, %d files", len(e.Tags), len(e.Media))
			}
			addresses = append(addresses, e.URL)
		}
		for _, c := range feed.Children {
			addresses = append(addresses, c.URL)
		}
		for _, a := range addresses {
			u, err := url.Parse(a)
			if err != nil || !isWeb(u) || !cross && siteOfHost(u.Hostname()) != "example.co.uk" {
				t.Errorf("address %q: %v", a, err)
			}
		}
	})
}

func BenchmarkSitemap(b *testing.B) {
	body := bigSitemap(50_000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		mustParse(b, body, sitemapSource)
	}
}
