package normalize

import (
	"regexp"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// earliest is before any page of the web; horizon is how far ahead of its fetch
// a page may date itself.
var earliest = time.Date(1990, 1, 2, 0, 0, 0, 0, time.UTC)

const horizon = 48 * time.Hour

// dateLayouts by precision, of machine-readable dates. What none of them reads
// is left to findDate.
var dateLayouts = []struct {
	layout    string
	precision article.Precision
}{
	{time.RFC3339Nano, article.Second}, {"2006-01-02T15:04:05-0700", article.Second}, {"2006-01-02T15:04:05.999-0700", article.Second},
	{"2006-01-02T15:04:05", article.Second}, {"2006-01-02T15:04Z07:00", article.Minute}, {"2006-01-02T15:04-0700", article.Minute}, {"2006-01-02T15:04", article.Minute},
	{"2006-01-02 15:04:05Z07:00", article.Second}, {"2006-01-02 15:04:05 -0700", article.Second}, {"2006-01-02 15:04:05 -07:00", article.Second}, {"2006-01-02 15:04:05 MST", article.Second},
	{"2006-01-02 15:04:05", article.Second}, {"2006-01-02 15:04", article.Minute}, {time.RFC1123Z, article.Second}, {time.RFC1123, article.Second}, {"Mon, 2 Jan 2006 15:04:05 -0700", article.Second},
	{"Mon Jan 2 15:04:05 MST 2006", article.Second}, {"Mon, 01/02/2006 - 15:04", article.Minute}, {"2006/01/02 15:04:05", article.Second}, {"2006/01/02 15:04", article.Minute},
	{"January 2, 2006 3:04 PM", article.Minute}, {"Jan 2, 2006 3:04 PM", article.Minute}, {"Jan. 2, 2006 3:04 PM", article.Minute}, {"02.01.2006 15:04", article.Minute}, {"02.01.2006, 15:04", article.Minute}, {"02.01.2006 15:04:05", article.Second},
	{"2006-01-02", article.Day}, {"20060102", article.Day}, {"2006/01/02", article.Day}, {"02.01.2006", article.Day}, {"2.1.2006", article.Day},
	{"January 2, 2006", article.Day}, {"Jan 2, 2006", article.Day}, {"Jan. 2, 2006", article.Day}, {"2 January 2006", article.Day}, {"2 Jan 2006", article.Day}, {"Monday, January 2, 2006", article.Day},
}

var (
	weekdayZone = regexp.MustCompile(`\[[A-Za-z/_]+\]$|\s\([A-Z]{2,5}\)$`)
	urlDate     = regexp.MustCompile(`/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?:[/_-]|$)`)
)

// dated is a candidate for a date that is one.
type dated struct {
	candidate
	at        time.Time
	precision article.Precision
	zoned     bool // the source gave a zone, or a day, which needs none
}

// parseDate reads one date: in a layout for machines, else the day that words
// or numbers in it name. ok is false for what is not understood, and for what
// no page of the web can be dated.
func parseDate(s string, order dayOrder, fetched time.Time) (d dated, ok bool) {
	s = weekdayZone.ReplaceAllString(fold(strings.NewReplacer("\u00a0", " ", "Uhr", "").Replace(s)), "")
	if len(s) < 8 || len(s) > 120 {
		return d, false
	}
	if d, ok = parseLayout(s); !ok {
		if d.at, ok = findDate(s, order); !ok {
			return d, false
		}
		d.precision, d.zoned = article.Day, true
	}
	if d.at.Before(earliest) || !fetched.IsZero() && d.at.After(fetched.Add(horizon)) {
		return dated{}, false
	}
	return d, true
}

func parseLayout(s string) (d dated, ok bool) {
	for _, l := range dateLayouts {
		t, err := time.Parse(l.layout, s)
		if err != nil {
			continue
		}
		d = dated{at: t, precision: l.precision, zoned: l.precision == article.Day || strings.ContainsAny(l.layout, "Z") || strings.Contains(l.layout, "-07") || strings.Contains(l.layout, "MST")}
		if name, offset := t.Zone(); offset == 0 && strings.Contains(l.layout, "MST") && name != "UTC" && name != "GMT" {
			d.zoned = false // an abbreviation that time.Parse does not know reads as UTC
		}
		if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
			d.precision, d.zoned = article.Day, true // midnight sharp is a date that was filled up
		}
		return d, true
	}
	return d, false
}

// dates finds when the story was published and last changed.
func (r *recipe) dates() {
	p := r.page
	var published, modified []candidate
	if ld := p.story(); ld != nil {
		published = append(published, candidate{ld.text("datePublished"), "page.jsonld:datePublished", .97}, candidate{ld.text("dateCreated"), "page.jsonld:dateCreated", .8})
		modified = append(modified, candidate{ld.text("dateModified"), "page.jsonld:dateModified", .95})
	}
	published = append(published, p.metaCandidates(.93, "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "article:published", "publishdate", "publish-date", "publish_date",
		"pubdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.created", "dc.date", "date", "dcterms.date", "article.published", "published_at", "publication_date", "last-modified-date")...)
	for _, t := range p.times {
		published = append(published, candidate{t, "page.time", .75})
		break
	}
	for _, o := range p.data {
		if o.is("WebPage", "ItemPage") {
			published = append(published, candidate{o.text("datePublished"), "page.jsonld:WebPage", .85})
		}
	}
	if !r.entry.Published.IsZero() {
		published = append(published, candidate{r.entry.Published.Format(time.RFC3339), "feed:published", .9})
	}
	if m := urlDate.FindStringSubmatch(firstOf(r.a.URL, r.doc.URL)); m != nil {
		published = append(published, candidate{m[1] + "-" + m[2] + "-" + m[3], "url", .8})
	}
	published = append(published, p.shownDates(r.a.Headline)...)
	if len(p.times) > 1 {
		published = append(published, candidate{p.times[1], "page.time", .5})
	}
	modified = append(modified, p.metaCandidates(.9, "article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified", "revised")...)
	if !r.entry.Updated.IsZero() {
		modified = append(modified, candidate{r.entry.Updated.Format(time.RFC3339), "feed:updated", .8})
	}
	if len(published) == 0 || !r.chooseDate("published_at", published, &r.a.PublishedAt, &r.a.PublishedPrecision) {
		// A story that says only when it changed was published by then.
		r.chooseDate("published_at", modified, &r.a.PublishedAt, &r.a.PublishedPrecision)
	}
	r.chooseDate("modified_at", modified, &r.a.ModifiedAt, &r.a.ModifiedPrecision)
	if r.a.ModifiedAt.Before(r.a.PublishedAt) {
		r.a.ModifiedAt, r.a.ModifiedPrecision = time.Time{}, ""
		delete(r.a.Provenance.Fields, "modified_at")
	}
	if ld := p.story(); ld != nil {
		if d, ok := parseDate(ld.text("expires"), orderUnknown, time.Time{}); ok {
			r.a.ExpiresAt = d.at.UTC()
		}
	}
}

// chooseDate takes the first candidate that is a date, unless a later one says
// the same day more exactly.
func (r *recipe) chooseDate(field string, candidates []candidate, at *time.Time, precision *article.Precision) bool {
	var all []dated
	order := orderOf(firstOf(r.page.lang, r.doc.Feed.Language))
	for _, c := range candidates {
		if d, ok := parseDate(c.value, order, r.doc.FetchedAt); ok {
			d.candidate = c
			all = append(all, d)
		}
	}
	if len(all) == 0 {
		return false
	}
	best := all[0]
	if best.precision == article.Day {
		for _, d := range all[1:] {
			if d.precision != article.Day && d.at.Format(time.DateOnly) == best.at.Format(time.DateOnly) {
				best = d
				break
			}
		}
	}
	*at, *precision = best.at.UTC(), best.precision
	if !best.zoned {
		r.warn("%s: %q has no time zone and was read as UTC", field, best.value)
	}
	if best.precision == article.Day {
		// The day as it was written, wherever that was.
		*at = time.Date(best.at.Year(), best.at.Month(), best.at.Day(), 0, 0, 0, 0, time.UTC)
	}
	var rest []candidate
	for _, d := range all {
		rest = append(rest, d.candidate)
	}
	r.note(field, best.candidate, rest)
	return true
}
