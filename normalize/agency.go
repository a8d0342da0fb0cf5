package normalize

import (
	"net/url"
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/agency"
)

// dateline reads the place with which the text begins, and the agency that may stand
// with it: in the text, else where the page or the feed has its beginning. The text
// stays as it is.
func (r *recipe) dateline() {
	leads := []candidate{{r.a.BodyText, "text:dateline", .95}}
	if ld := r.page.story(); ld != nil {
		leads = append(leads, candidate{plainText(clip(ld.text("articleBody"), 1000)), "page.jsonld:articleBody", .9})
	}
	leads = append(leads, candidate{plainText(clip(r.entry.SummaryHTML, 1000)), "feed:summary", .85},
		candidate{r.page.one("og:description", "description"), "page.meta:description", .85})
	for _, lead := range leads {
		line, ok := agency.ReadDateline(lead.value, r.page.lang)
		if !ok || len(line.Agencies) == 0 && lead.source != "text:dateline" {
			continue
		}
		if line.Place != "" && r.a.Located == "" {
			r.a.Located = clip(line.Place, 100)
			r.note("located", candidate{r.a.Located, lead.source, .85}, nil)
		}
		if r.reporter = line.Reporter; len(line.Agencies) > 0 {
			r.signed = append(r.signed, signature{line.Agencies, lead.source, lead.confidence})
			return
		}
	}
}

// agency finds the agencies the story came from: in the dateline, JSON-LD, meta
// elements, the authors and the byline, the lines above and below the text. What
// several say together is one list; the first of it is the agency.
func (r *recipe) agency() {
	r.signedInData()
	r.signedByAuthors()
	r.signedBeside()
	var names []string
	for _, s := range r.signed {
		for _, name := range s.names {
			if s.source != "text:dateline" && r.isOtherSite(name) || slices.Contains(names, name) || len(names) == maxAgencies {
				continue
			}
			if names = append(names, name); len(names) == 1 {
				r.note("agency", candidate{name, s.source, s.confidence}, nil)
			}
		}
	}
	for _, name := range names {
		r.a.InfoSources = append(r.a.InfoSources, article.Source{Name: name, Role: "agency"})
	}
	if len(names) > 0 {
		r.a.Agency = names[0]
	}
	if len(names) > 1 {
		r.a.Agencies = names
	}
	// A news sitemap names its own publisher, who syndicates nothing.
	if t := r.entry.SourceTitle; t != "" && agency.Named(t, r.page.lang) == "" && t != r.doc.Feed.Title {
		r.a.InfoSources = append(r.a.InfoSources, article.Source{Name: clip(t, 200), Role: "syndicator"})
	}
}

// maxAgencies bounds the agencies of one story.
const maxAgencies = 10

// isOtherSite reports whether a name is that of this page's site, which is not the
// agency's: a paper that is called as an agency is.
func (r *recipe) isOtherSite(name string) bool {
	return r.isSite(name) && (r.a.Publisher == nil || agency.OfDomain(r.a.Publisher.Domain) != name)
}

func (r *recipe) sign(names []string, source string, confidence float64) {
	if len(names) > 0 && names[0] != "" {
		r.signed = append(r.signed, signature{names, source, confidence})
	}
}

// sourceKeys are the meta elements that name whom a text comes from, by name or by
// the address of the original.
var sourceKeys = []string{
	"syndication-source", "original-source", "article:source", "source", "dc.source", "dcterms.source", "news_source",
	"source_name", "sourcename",
	"content-source", "content_source", "article:agency", "agency", "news_agency", "article:provider", "provider",
	"cxenseparse:source", "sailthru.source", "copyright-holder",
}

// signedInData reads what data and meta elements say of the source.
func (r *recipe) signedInData() {
	p := r.page
	if ld := p.story(); ld != nil {
		for _, property := range []string{"sourceOrganization", "provider", "creditText", "copyrightHolder", "isBasedOn"} {
			for _, text := range texts(ld[property]) {
				r.sign(r.sourceNames(text), "page.jsonld:"+property, .9)
			}
		}
		r.sign(agency.Credit(plainText(clip(ld.text("copyrightNotice"), 300)), p.lang), "page.jsonld:copyrightNotice", .8)
	}
	for _, key := range sourceKeys {
		for _, v := range p.meta[key] {
			r.sign(r.sourceNames(v), "page.meta:"+key, .85)
		}
	}
	for _, key := range []string{"copyright", "dc.rights", "dcterms.rights", "rights", "dcterms.rightsholder"} {
		for _, v := range p.meta[key] {
			r.sign(r.noticeNames(v), "page.meta:"+key, .8)
		}
	}
	for _, href := range p.links["canonical"] {
		if u, err := url.Parse(href); err == nil && p.base != nil && u.Host != "" && u.Host != p.base.Host {
			r.sign([]string{agency.OfDomain(u.Hostname())}, "page.link:canonical", .8)
		}
	}
}

// sourceNames are the agencies that the value of a field for a source names, by
// name or by an address.
func (r *recipe) sourceNames(value string) []string {
	value = strings.TrimSpace(plainText(value))
	if len(value) > 300 {
		return nil
	}
	if u, err := url.Parse(value); err == nil && u.Host != "" {
		return []string{agency.OfDomain(u.Hostname())}
	}
	if name := agency.Named(value, r.page.lang); name != "" {
		return []string{name}
	}
	return agency.Credit(value, r.page.lang)
}

// noticeNames are the agencies that hold the copyright, in the words of a field
// for that.
func (r *recipe) noticeNames(value string) []string {
	value = plainText(clip(value, 300))
	if name := agency.Of(value, r.page.lang); name != "" {
		return []string{name}
	}
	return agency.Credit(value, r.page.lang)
}

// signedByAuthors reads the agencies among the authors, and in the lines that name
// those.
func (r *recipe) signedByAuthors() {
	p := r.page
	for _, a := range r.a.Authors {
		if a.Kind == "agency" {
			r.sign(r.agenciesIn(a.Name), "authors", .95)
		}
	}
	for _, b := range p.bylines {
		if p.heading == "" || p.besideHeadline(b.at, r.a.Headline) {
			r.sign(agency.Byline(b.text, p.lang), "page.byline", .9)
		}
	}
	for _, key := range authorKeys {
		for _, v := range p.meta[key] {
			r.sign(agency.Byline(plainText(clip(v, 300)), p.lang), "page.meta:"+key, .85)
		}
	}
	for _, person := range r.entry.Authors {
		r.sign(agency.Byline(clip(person.Name, 300), p.lang), "feed:author", .8)
	}
	r.sign([]string{agency.Named(r.entry.SourceTitle, p.lang)}, "feed:source", .8)
}

// agenciesIn are the agencies that an author's name means, who may be an
// organisation.
func (r *recipe) agenciesIn(name string) []string {
	if a := agency.Named(name, r.page.lang); a != "" {
		return []string{a}
	}
	return agency.Byline(name, r.page.lang)
}

// signedBeside reads the lines around the text, and those at its ends.
func (r *recipe) signedBeside() {
	p := r.page
	for _, line := range p.edges.above {
		r.sign(agency.Head(line, p.lang), "page.text:above", .85)
		r.sign(agency.Paired(line, p.lang), "page.text:above", .8)
	}
	if first, _, _ := strings.Cut(r.a.BodyText, "\n"); len(first) <= 120 {
		r.sign(agency.Head(first, p.lang), "text:lead", .85)
		r.sign(agency.Paired(first, p.lang), "text:lead", .8)
	}
	for _, line := range r.lastLines() {
		names := agency.Credit(line, p.lang)
		if names == nil {
			names = agency.Closing(line, p.lang)
		}
		r.sign(names, "text:credit", .85)
		if len(line) > maxBeside {
			break
		}
	}
	for _, line := range p.edges.below {
		r.sign(agency.Credit(line, p.lang), "page.text:below", .8)
	}
}

// lastLines are those with which the text ends, the last one first: as they stand
// on the page, or in the text of the feed.
func (r *recipe) lastLines() []string {
	if len(r.page.edges.ends) > 0 && r.a.Provenance.Extractor.Method == "page.prose" {
		return r.page.edges.ends
	}
	lines := strings.Split(tail(r.a.BodyText, 2*maxBeside), "\n")
	slices.Reverse(lines)
	lines = slices.DeleteFunc(lines, func(s string) bool { return s == "" })
	return lines[:min(len(lines), lastLines)]
}
