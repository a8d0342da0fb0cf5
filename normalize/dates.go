package normalize

import (
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/date"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// earliest is before any page of the web; horizon is how far ahead of its fetch
// a page may date itself.
var earliest = time.Date(1990, 1, 2, 0, 0, 0, 0, time.UTC)

const horizon = 48 * time.Hour

var urlDate = pattern.Of(`/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?:[/_-]|$)`)

// Names of meta elements and microdata, those first that say most surely what
// they mean.
var (
	publishedKeys = []string{
		"article:published_time", "og:article:published_time", "og:published_time", "datepublished", "article:published", "publishdate",
		"publish-date", "publish_date",
		"pubdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued",
		"dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "date", "dcterms.date",
		"article.published", "published_at", "published_on", "published-date", "publication_date", "publicationdate", "citation_publication_date",
		"citation_date", "citation_online_date", "rnews:datepublished",
		"displaydate", "article_date_original", "originalpublicationdate", "article.created", "last-modified-date", "datecreated",
	}
	modifiedKeys = []string{"article:modified_time", "og:modified_time", "og:updated_time", "datemodified", "article:modified", "lastmod",
		"last-modified", "dcterms.modified", "dc.date.modified", "revised", "article.updated", "rnews:datemodified", "updated_time"}
)

// dated is a candidate for a date that is one. The confidence of a source is how
// often it is right on pages whose date is known: see docs/extraction.md.
type dated struct {
	candidate
	date.Date
}

// readDated reads what a candidate says. Midnight sharp is a date that was
// filled up, and a year or a month says too little.
func readDated(c candidate, hints date.Hints, fetched time.Time) (d dated, ok bool) {
	d.candidate = c
	var err error
	if d.Date, err = date.Parse(c.value, hints); err != nil {
		if d.Date, ok = date.Find(c.value, hints); !ok {
			return d, false
		}
	}
	t := d.Time
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 && d.Precision > date.Day {
		d.Date = date.Date{Time: time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), Precision: date.Day, Zoned: true}
	}
	return d, d.Precision >= date.Day && !t.Before(earliest) && (fetched.IsZero() || !t.After(fetched.Add(horizon)))
}

// dates finds when the story was published and last changed. Both keep the offset
// at which they were written: the day of a story is that of its readers.
func (r *recipe) dates() {
	hints := date.Hints{Language: firstOf(r.page.lang, r.doc.Feed.Language)}
	shown, changed := r.page.shownDates(r.a.Headline, hints)
	published, modified := r.publishedCandidates(shown), r.modifiedCandidates(changed)
	read := func(list []candidate) (all []dated) {
		for _, c := range list {
			if d, ok := readDated(c, hints, r.doc.FetchedAt); ok {
				all = append(all, d)
			}
		}
		return all
	}
	first, last := read(published), read(modified)
	first = outvote(first, last)
	known := append(append([]dated(nil), first...), last...)
	if len(first) == 0 {
		first = last // a story that says only when it changed was published by then
	}
	if len(first) == 0 {
		first = read(r.page.farDates(r.a.Headline))
	}
	r.setDate("published_at", first, known, &r.a.PublishedAt, &r.a.PublishedPrecision)
	r.setDate("modified_at", last, known, &r.a.ModifiedAt, &r.a.ModifiedPrecision)
	if r.a.ModifiedAt.Before(r.a.PublishedAt) {
		r.a.ModifiedAt, r.a.ModifiedPrecision = time.Time{}, ""
		delete(r.a.Provenance.Fields, "modified_at")
	}
	if ld := r.page.story(); ld != nil {
		if d, ok := readDated(candidate{value: ld.text("expires")}, hints, time.Time{}); ok {
			r.a.ExpiresAt = d.Time
		}
	}
}

func (r *recipe) publishedCandidates(shown []candidate) (list []candidate) {
	p := r.page
	if ld := p.story(); ld != nil {
		list = append(list, candidate{ld.text("datePublished"), "page.jsonld:datePublished", .95}, candidate{ld.text("dateCreated"),
			"page.jsonld:dateCreated", .8})
	}
	list = append(list, p.metaCandidates(.94, publishedKeys...)...)
	if len(p.times) > 0 {
		list = append(list, candidate{p.times[0], "page.time", .89})
	}
	for _, o := range p.data {
		if o.is("WebPage", "ItemPage") {
			list = append(list, candidate{o.text("datePublished"), "page.jsonld:WebPage", .92})
		}
	}
	if !r.entry.Published.IsZero() {
		list = append(list, candidate{r.entry.Published.Format(time.RFC3339), "feed:published", .9})
	}
	if m := urlDate().FindStringSubmatch(firstOf(r.a.URL, r.doc.URL)); m != nil {
		list = append(list, candidate{m[1] + "-" + m[2] + "-" + m[3], "url", .95})
	}
	list = append(list, shown...)
	if len(p.times) > 1 {
		list = append(list, candidate{p.times[1], "page.time", .7})
	}
	for _, value := range p.written {
		list = append(list, candidate{value, "page.attribute", .7})
	}
	return list
}

func (r *recipe) modifiedCandidates(shown []candidate) (list []candidate) {
	p := r.page
	if ld := p.story(); ld != nil {
		list = append(list, candidate{ld.text("dateModified"), "page.jsonld:dateModified", .95})
	}
	list = append(list, p.metaCandidates(.9, modifiedKeys...)...)
	if !r.entry.Updated.IsZero() {
		list = append(list, candidate{r.entry.Updated.Format(time.RFC3339), "feed:updated", .8})
	}
	for _, value := range p.changed {
		list = append(list, candidate{value, "page.time:updated", .8})
	}
	return append(list, shown...)
}

// outvote puts another date of publication first where the first one stands alone
// and two sources agree on another day, on which the page was not modified.
func outvote(list, modified []dated) []dated {
	day := func(d dated) string { return d.Time.Format(time.DateOnly) }
	votes, changed := map[string]int{}, map[string]bool{}
	for _, d := range list {
		votes[day(d)]++
	}
	for _, d := range modified {
		changed[day(d)] = true
	}
	for i, d := range list {
		if votes[day(d)] > 1 && votes[day(list[0])] == 1 && !changed[day(d)] && list[0].Time.Sub(d.Time).Abs() > oneDay {
			return append([]dated{d}, append(append([]dated(nil), list[:i]...), list[i+1:]...)...)
		}
	}
	return list
}

// oneDay is how far two dates of the same story may be apart by their zones.
const oneDay = 36 * time.Hour

// setDate takes the first candidate, unless a later one says the same day more
// exactly, at the offset that the page's other dates give it.
func (r *recipe) setDate(field string, list, known []dated, at *time.Time, precision *article.Precision) {
	if len(list) == 0 {
		return
	}
	best := list[0]
	for _, d := range list[1:] {
		if d.Precision > date.Day && (best.Precision == date.Day || !best.Zoned &&
			d.Zoned) && d.Time.Format(time.DateOnly) == best.Time.Format(time.DateOnly) {
			best = d
		}
	}
	*at, *precision = localTime(best, known), precisions[best.Precision]
	if _, offset := at.Zone(); best.Precision > date.Day && !best.Zoned && offset == 0 {
		r.warn("%s: %q has no time zone and was read as UTC", field, best.value)
	}
	var rest []candidate
	for _, d := range list {
		rest = append(rest, d.candidate)
	}
	r.note(field, best.candidate, rest)
}

var precisions = map[date.Precision]article.Precision{date.Day: article.Day, date.Minute: article.Minute, date.Second: article.Second}
