package normalize

import (
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/date"
)

// publishedAndChanged are both dates of a page with these lines below its headline.
func publishedAndChanged(t *testing.T, below string) (published, changed string) {
	t.Helper()
	page := "<html><head><title>Town builds a bridge | Example</title></head><body><main><article><h1>Town builds a bridge</h1><p class=byline>By Ann Lee</p>" + below +
		story(paragraphs) + "</article></main></body></html>"
	a := make1(t, Document{URL: "https://www.example.org/a/x-12345", Body: []byte(page), FetchedAt: time.Date(2026, 11, 24, 12, 0, 0, 0,
		time.UTC)})
	say := func(at time.Time, p article.Precision) string {
		switch {
		case at.IsZero():
			return ""
		case p == article.Day:
			return at.Format(time.DateOnly)
		}
		return at.Format("2006-01-02T15:04Z07:00")
	}
	return say(a.PublishedAt, a.PublishedPrecision), say(a.ModifiedAt, a.ModifiedPrecision)
}

func TestPublishedAndUpdatedAreKeptApart(t *testing.T) {
	const first, last = "2026-11-19T09:00Z", "2026-11-20T14:05Z"
	for below, want := range map[string][2]string{
		`<div class=date>Stand: 20.11.2026, 14:05 Uhr | Erstellt: 19.11.2026, 09:00 Uhr</div>`:                                                                       {first, last},
		`<div class=date>Updated 20 Nov 2026, 14:05 | Published 19 Nov 2026, 09:00</div>`:                                                                            {first, last},
		`<div>Published: 19 Nov 2026 at 9:00 a.m. | Updated: 20 Nov 2026 at 2:05 p.m.</div>`:                                                                         {first, last},
		`<div class=date>Giriş: 19.11.2026 - 09:00 Güncelleme: 20.11.2026 - 14:05</div>`:                                                                             {first, last},
		`<div class=date>19/11/2026 09:00 | Actualizado a 20/11/2026 14:05</div>`:                                                                                    {first, last},
		`<div class=date>Publié le 19 novembre 2026 à 9h00, mis à jour le 20 novembre 2026 à 14h05</div>`:                                                            {first, last},
		`<div class=date>Pubblicato il 19 novembre 2026 alle 9.00 - Aggiornato il 20 novembre 2026 alle 14.05</div>`:                                                 {first, last},
		`<div class=date>Опубликовано 19.11.2026 09:00, обновлено 20.11.2026 14:05</div>`:                                                                            {first, last},
		`<div class=date>公開：2026年11月19日 9時00分 更新：2026年11月20日 14時05分</div>`:                                                                                           {first, last},
		`<div class=date>2026年11月19日 9時00分 公開 / 2026年11月20日 14時05分 更新</div>`:                                                                                         {first, last},
		`<div class=date>발행 2026.11.19 09:00 수정 2026.11.20 14:05</div>`:                                                                                              {first, last},
		`<div class=date>发布时间：2026-11-19 09:00 更新时间：2026-11-20 14:05</div>`:                                                                                          {first, last},
		`<div class=date>نشر في 19 نوفمبر 2026 09:00، آخر تحديث 20 نوفمبر 2026 14:05</div>`:                                                                          {first, last},
		`<p><span>Last updated: 21 November 2026</span> <span>First published: 3 November 2026</span></p>`:                                                           {"2026-11-03", "2026-11-21"},
		`<p><span>Updated</span> <time datetime="2026-11-20T14:05:00Z">20 Nov</time> <span>Published</span> <time datetime="2026-11-19T09:00:00Z">19 Nov</time></p>`: {first, last},
		`<time itemprop=dateModified datetime="2026-11-20T14:05:00+01:00">19/11/2026 09:00 | Actualizado a 20/11/2026 14:05</time>`:                                  {"2026-11-19T09:00+01:00", "2026-11-20T14:05+01:00"},
		`<time class="updated" datetime="2026-11-20T14:05:00Z"></time><time class="entry-date" datetime="2026-11-19T09:00:00Z"></time>`:                              {first, last},
		`<div class=vcard>By <b>Ann Lee</b> | <a href="/f">Email the author</a><br>on November 19, 2026 at 9:00 AM, updated November 20, 2026 at 2:05 PM</div>`:      {first, last},
		`<div class=meta>am 19. November 2026 um 9.00 Uhr, zuletzt aktualisiert am 20. November 2026 um 14.05 Uhr</div>`:                                             {first, last},
		`<p>Actualizado el 20 de noviembre de 2026 a las 14:05 h · 19 de noviembre de 2026, 09:00 h</p>`:                                                             {first, last},
		`<div class=date>20/11/2026 08h15 Atualizado há 3 horas</div>`:                                                                                               {"2026-11-20T08:15Z", ""},
		`<div class=date>Updated 20 Nov 2026, 14:05</div>`:                                                                                                           {last, last},
		`<p>The Washington Standard, 20 November 2026</p>`:                                                                                                           {"2026-11-20", ""},
		`<div><span class=date>20 November 2026</span><span>14.05</span></div>`:                                                                                      {last, ""},
		`<div><span class=date>Mar 27, 2025</span><span>5 mins</span></div>`:                                                                                         {"2025-03-27", ""},
	} {
		if published, changed := publishedAndChanged(t, below); published != want[0] || changed != want[1] {
			t.Errorf("%s\n got %q, %q\nwant %q, %q", below, published, changed, want[0], want[1])
		}
	}
}

func TestDatesInAttributesAreRead(t *testing.T) {
	for below, want := range map[string]string{
		`<abbr class=published title="2026-11-20T08:15:00+01:00">Friday, November 20</abbr>`: "2026-11-20T08:15+01:00",
		`<time class=date data-timestamp=1795158900>20 Nov</time>`:                           "2026-11-20T07:15Z",
		`<time class=date data-timestamp=1795158900000>20 Nov</time>`:                        "2026-11-20T07:15Z",
		`<span class=post-date title="20 November 2026 08:15">3 hours ago</span>`:            "2026-11-20T08:15Z",
		`<relative-time datetime="2026-11-20T08:15:00Z">3 hours ago</relative-time>`:         "2026-11-20T08:15Z",
		`<time title="Friday, 20 November 2026, 08:15">yesterday</time>`:                     "2026-11-20T08:15Z",
		`<span class=published data-date="2026-11-20">yesterday</span>`:                      "2026-11-20",
		`<div class=countdown data-time="2026-11-20T08:15:00Z">soon</div>`:                   "",
		`<span class=event-date data-date="2026-11-20">yesterday</span>`:                     "",
		`<span class=date title="a day of 2026">yesterday</span>`:                            "",
	} {
		if published, _ := publishedAndChanged(t, below); published != want {
			t.Errorf("%s: got %q, want %q", below, published, want)
		}
	}
}

func TestLabelsSayWhatADateIsOf(t *testing.T) {
	for words, want := range map[string]int{
		"Last updated: ": asUpdated, "Published on ": asPublished, "First published: ": asPublished, "Stand: ": asUpdated,
		"Standard, ": unlabelled, "By Ann Lee | ": unlabelled, "Mis à jour le ": asUpdated,
		"Updated and published ": asPublished, "maj ": asUpdated, "majority of ": unlabelled, "最終更新日時：": asUpdated, "配信 ": asPublished,
		"기사입력 ": asPublished, "cập nhật lúc ": asUpdated, "": unlabelled,
	} {
		if got := labelOf(words); got != want {
			t.Errorf("%q: %d, want %d", words, got, want)
		}
	}
}

func FuzzLabelledDates(f *testing.F) {
	for _, s := range []string{"Updated 20 Nov 2026, 14:05 | Published 19 Nov 2026, 09:00", "2026年11月19日 9時00分 公開 / 2026年11月20日 14時05分 更新",
		"20.11.2026 更新", "\xff20.11.2026"} {
		f.Add(s, "Updated")
	}
	f.Fuzz(func(t *testing.T, line, before string) {
		for _, d := range labelledDates(line, before, date.Hints{Language: "de"}) {
			if d.text == "" || len(d.text) > 3*len(line)+64 || strings.TrimSpace(d.text) == "" {
				t.Fatalf("%q: %q", line, d.text)
			}
		}
	})
}
