package normalize

import (
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func TestDatesInWordsAreReadInManyLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"Published August 7, 2023":             "2023-08-07",
		"Dec 17th 2025":                        "2025-12-17",
		"Saturday, 18th of January 2020":       "2020-01-18",
		"Mittwoch, 4. März 2026":               "2026-03-04",
		"1er juin 2024":                        "2024-06-01",
		"12 août 2021":                         "2021-08-12",
		"martes 17 de marzo de 2020":           "2020-03-17",
		"Domenica 06 Dicembre 2020 | 00:36":    "2020-12-06",
		"9 oktober 2020 11:12":                 "2020-10-09",
		"duminică, 20 septembrie 2020":         "2020-09-20",
		"5 листопада 2024":                     "2024-11-05",
		"5 listopadu 2024":                     "2024-11-05",
		"23 ноября 2026, 10:00":                "2026-11-23",
		"3 maja 2022":                          "2022-05-03",
		"14 Ağustos 2025":                      "2025-08-14",
		"1 Μαρτίου 2023":                       "2023-03-01",
		"04-ago-2021 5:11:10":                  "2021-08-04",
		"2026年3月4日":                            "2026-03-04",
		"2026년 3월 4일":                          "2026-03-04",
		"Essay - Published: 2025.12.17 |":      "2025-12-17",
		"05.04.2025 - Güncelleme : 06.04.2025": "2025-04-05",
		"31/12/2025":                           "2025-12-31",
		"12/31/2025":                           "2025-12-31",
		"2020-09-29T00:30:00PDT":               "2020-09-29",
	} {
		got, ok := findDate(text, orderUnknown)
		if !ok || got.Format(time.DateOnly) != want {
			t.Errorf("%q is %s (%v), want %s", text, got.Format(time.DateOnly), ok, want)
		}
	}
}

func TestWhatIsNoDateIsNone(t *testing.T) {
	for _, text := range []string{
		"", "2025", "10 Best Movers 2024", "The 2025 Report", "30 Feb 2024", "0000-00-00", "32.01.2024", "2024-13-01", "In May we met 2019 people", "call 555 2019", "v1.2.2019.4",
	} {
		if got, ok := findDate(text, orderUnknown); ok && text != "v1.2.2019.4" {
			t.Errorf("%q was read as %s", text, got.Format(time.DateOnly))
		}
	}
}

func TestNumbersThatCouldBeTwoDatesNeedALanguage(t *testing.T) {
	for _, c := range []struct{ lang, want string }{
		{"en-US", "2024-03-04"}, {"en-GB", "2024-04-03"}, {"fr", "2024-04-03"}, {"pt_BR", "2024-04-03"}, {"en", ""}, {"", ""},
	} {
		got, ok := findDate("03/04/2024", orderOf(c.lang))
		if ok != (c.want != "") || ok && got.Format(time.DateOnly) != c.want {
			t.Errorf("in %q: %s (%v), want %q", c.lang, got.Format(time.DateOnly), ok, c.want)
		}
	}
}

func TestADateIsNoMoreExactThanItsSource(t *testing.T) {
	for value, want := range map[string]struct {
		at        string
		precision article.Precision
		zoned     bool
	}{
		"2026-11-22T09:30:15+03:00":       {"2026-11-22T06:30:15Z", article.Second, true},
		"2026-11-22T09:30Z":               {"2026-11-22T09:30:00Z", article.Minute, true},
		"Sun, 22 Nov 2026 09:30:15 +0000": {"2026-11-22T09:30:15Z", article.Second, true},
		"Sun, 22 Nov 2026 09:30:15 PDT":   {"2026-11-22T09:30:15Z", article.Second, false},
		"2026-11-22T09:30:15":             {"2026-11-22T09:30:15Z", article.Second, false},
		"2026-11-22T00:00:00":             {"2026-11-22T00:00:00Z", article.Day, true},
		"22 November 2026":                {"2026-11-22T00:00:00Z", article.Day, true},
	} {
		d, ok := parseDate(value, orderUnknown, fetched)
		if !ok || d.at.UTC().Format(time.RFC3339) != want.at || d.precision != want.precision || d.zoned != want.zoned {
			t.Errorf("%q: %s, %s, zoned %v (%v); want %+v", value, d.at.UTC().Format(time.RFC3339), d.precision, d.zoned, ok, want)
		}
	}
	for _, value := range []string{"1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2036-11-23T00:00:00Z", "1 January 1980", "2026-11-26", "yesterday", "3 hours ago"} {
		if d, ok := parseDate(value, orderUnknown, fetched); ok {
			t.Errorf("%q was believed: %s", value, d.at)
		}
	}
}

// datedPage shows a date beside its headline, and others elsewhere.
func datedPage(lang, date string) []byte {
	return []byte(`<html lang="` + lang + `"><head><title>Town Builds a Bridge</title></head><body>
<nav><span class="nav-date">Monday, 23 November 2026</span></nav><h1>Town Builds a Bridge</h1><p class="post-date">` + date + `</p>
<p>` + strings.Join(paragraphs, "</p><p>") + `</p><div class="related"><span>2 January 2020</span> Older story</div><footer>© 4 May 2019 The Example Times</footer></body></html>`)
}

func TestTheDateBesideTheHeadlineIsTheStorys(t *testing.T) {
	for _, c := range []struct{ lang, date, want string }{
		{"en", "March 4, 2026", "2026-03-04"}, {"de", "4. März 2026", "2026-03-04"}, {"fr", "04/03/2026", "2026-03-04"},
		{"en", "04/03/2026", ""}, {"en", "three hours ago", ""},
	} {
		a := make1(t, Document{URL: "https://www.example.org/a", Body: datedPage(c.lang, c.date)})
		got := ""
		if !a.PublishedAt.IsZero() {
			got = a.PublishedAt.Format(time.DateOnly)
		}
		if got != c.want {
			t.Errorf("%s, %q: published %q, want %q", c.lang, c.date, got, c.want)
		}
		if got != "" && a.PublishedPrecision != article.Day {
			t.Errorf("%q: precision %s", c.date, a.PublishedPrecision)
		}
	}
}

func TestATimeWithoutAZoneIsSaidToBe(t *testing.T) {
	a := make1(t, Document{URL: "https://www.example.org/a", Body: wirePage(`<meta property="article:published_time" content="2026-11-22T09:30:15">`)})
	if got := strings.Join(a.Provenance.Extractor.Warnings, "\n"); !strings.Contains(got, "no time zone") {
		t.Errorf("published %s without a warning: %q", a.PublishedAt, got)
	}
}

func FuzzFindDate(f *testing.F) {
	for _, seed := range []string{"August 7, 2023", "4. März 2026", "2026年3月4日", "03/04/2024", "1er juin 2024"} {
		f.Add(seed, 0)
	}
	f.Fuzz(func(t *testing.T, text string, order int) {
		at, ok := findDate(text, dayOrder(order))
		if ok && (at.Year() < 1900 || at.Year() > 2099 || at.Hour() != 0) {
			t.Errorf("%q is %s", text, at)
		}
	})
}
