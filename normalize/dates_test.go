package normalize

import (
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// dayPage is a page with a head, a line below its headline and one far from it.
func dayPage(lang, head, below, far string) []byte {
	return []byte(`<html lang="` + lang + `"><head><title>Town Builds a Bridge</title>` + head + `</head><body><div class="latest-posts">` + far + `</div><article><h1>Town Builds a Bridge</h1>` + below +
		"<p>" + strings.Join(paragraphs, "</p><p>") + "</p></article></body></html>")
}

func TestTheDayOfAStoryIsThatOfItsReaders(t *testing.T) {
	const ld = `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","datePublished":"%"}</script>`
	for name, c := range map[string]struct{ lang, head, below, want string }{
		"the offset is kept": {"en", strings.Replace(ld, "%", "2026-11-22T23:30:00-05:00", 1), "",
			"2026-11-22T23:30:00-05:00"},
		"a clock beside the headline tells it": {"en", strings.Replace(ld, "%", "2026-11-23T04:30:21Z", 1),
			`<p class="date">Posted November 22, 2026 11:30 pm</p>`, "2026-11-22T23:30:21-05:00"},
		"a zone in other data tells it": {"en", strings.Replace(ld, "%", "2026-11-23T04:30:00Z",
			1) + `<meta property="article:published_time" content="2026-11-22T23:30:00-05:00">`, "", "2026-11-22T23:30:00-05:00"},
		"one of another instant does if its day is shown": {"it", strings.Replace(ld, "%", "2026-11-21T23:30:00Z",
			1) + `<meta property="article:modified_time" content="2026-11-24T10:00:00+01:00">`, `<p class="date">22 Novembre 2026</p>`,
			"2026-11-22T00:30:00+01:00"},
		"and not if it is not": {"it", strings.Replace(ld, "%", "2026-11-21T23:30:00Z",
			1) + `<meta property="article:modified_time" content="2026-11-24T10:00:00+01:00">`, "", "2026-11-21T23:30:00Z"},
		"a clock that tells something else tells no offset": {"en", strings.Replace(ld, "%", "2026-11-21T23:30:00Z", 1),
			`<p class="date">November 22, 2026 11:42 am</p>`, "2026-11-21T23:30:00Z"},
		"a day alone stays a day":                           {"en", "", `<p class="date">November 22, 2026</p>`, "2026-11-22T00:00:00Z"},
		"numbers are read as the language writes them":      {"pt-BR", "", `<p class="date">04/11/2026</p>`, "2026-11-04T00:00:00Z"},
		"where nobody knows the order there is no date":     {"en", "", `<p class="date">04/11/2026</p>`, ""},
		"a line that calls itself a date may stand far off": {"en", "", "", "2026-11-20T00:00:00Z"},
		"the copyright's year is none":                      {"en", "", `<p>© 1 January 2026</p>`, "2026-11-20T00:00:00Z"},
		"two that agree outvote one that is alone": {"en",
			`<meta itemprop="datePublished" content="2026-10-01"><meta name="date" content="2026-11-19">`, `<p class="date">November 19, 2026</p>`,
			"2026-11-19T00:00:00Z"},
		"but not if that is the day of the last change": {"en", strings.Replace(ld, "%", "2026-10-01T10:00:00Z",
			1) + `<meta property="article:modified_time" content="2026-11-19T10:00:00Z"><meta name="date" content="2026-11-19">`,
			`<p class="date">November 19, 2026</p>`, "2026-10-01T10:00:00Z"},
		"a date of the future is none": {"en", strings.Replace(ld, "%", "2036-10-01T10:00:00Z", 1),
			`<p class="date">November 19, 2026</p>`, "2026-11-19T00:00:00Z"},
		"a year with the digits and the calendar of the place": {"fa", "", `<p class="date">۲ آذر ۱۴۰۵</p>`, "2026-11-23T00:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			far := ""
			if strings.HasSuffix(c.want, "20T00:00:00Z") {
				far = `<span class="published-date">November 20, 2026</span>`
			}
			a := make1(t, Document{URL: "https://www.example.org/bridge", Body: dayPage(c.lang, c.head, c.below, far), FetchedAt: time.Date(2026, 11,
				24, 12, 0, 0, 0, time.UTC)})
			got := ""
			if !a.PublishedAt.IsZero() {
				got = a.PublishedAt.Format(time.RFC3339)
			}
			if got != c.want {
				t.Errorf("published %s, want %s\n%+v", got, c.want, a.Provenance.Fields["published_at"])
			}
		})
	}
}

func TestADateSaysHowExactItIs(t *testing.T) {
	for value, want := range map[string]article.Precision{"2026-11-22": article.Day, "2026-11-22T00:00:00Z": article.Day,
		"2026-11-22T10:30Z": article.Minute, "2026-11-22T10:30:00Z": article.Second, "2026-11": "", "2026": ""} {
		a := make1(t, Document{URL: "https://www.example.org/bridge", Body: dayPage("en",
			`<meta property="article:published_time" content="`+value+`">`, "", "")})
		if a.PublishedPrecision != want || a.PublishedAt.IsZero() != (want == "") {
			t.Errorf("%s: %s (%q)", value, a.PublishedAt, a.PublishedPrecision)
		}
	}
}
