package normalize

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// rights copies what the publisher says about copyright, and the signals about
// reuse that machines are meant to read.
func (r *recipe) rights() {
	p := r.page
	var rights article.Rights
	if ld := p.story(); ld != nil {
		rights.Notice, rights.Holder = ld.text("copyrightNotice"), ld.text("copyrightHolder")
		rights.License, rights.Usage = ld.text("license"), ld.text("usageInfo")
	}
	notice := p.one("copyright", "dc.rights", "dcterms.rights", "rights")
	rights.Notice = clip(fold(firstOf(rights.Notice, notice, r.entry.Rights)), 500)
	if len(p.links["license"]) > 0 {
		rights.License = firstOf(rights.License, p.url(p.links["license"][0]))
	}
	if rights != (article.Rights{}) {
		r.a.Rights = &rights
	}
	var robots []string
	for _, key := range []string{"robots", "googlebot", "googlebot-news"} {
		robots = append(robots, p.meta[key]...)
	}
	if r.doc.RobotsTag != "" {
		robots = append(robots, r.doc.RobotsTag)
	}
	tdm := p.one("tdm-reservation")
	reuse := article.Reuse{Robots: clip(strings.ToLower(fold(strings.Join(robots, ", "))), 500), TDM: firstOf(r.doc.TDM, tdm)}
	reuse.NoAI = strings.Contains(reuse.Robots, "noai") || strings.Contains(reuse.Robots, "noimageai") || reuse.TDM == "1"
	if reuse != (article.Reuse{}) {
		r.a.Reuse = &reuse
	}
}

// access says whether everybody can read the page. Data that says so of the
// story decides; where parts differ, the page is not free.
func (r *recipe) access() {
	var candidates []candidate
	add := func(access article.Access, source string, confidence float64) {
		if access != "" {
			candidates = append(candidates, candidate{string(access), source, confidence})
		}
	}
	free := ""
	for _, o := range r.page.data {
		if v := truth(o["isAccessibleForFree"]); v != "" && free != "false" {
			free = v
		}
	}
	tier := r.page.one("article:content_tier", "content_tier", "news:access")
	if free == "false" {
		add(article.Paywalled, "page.jsonld:isAccessibleForFree", .95)
	}
	add(tiers[strings.ToLower(tier)], "page.meta:content_tier", .9)
	if free == "true" {
		add(article.Free, "page.jsonld:isAccessibleForFree", .9)
	}
	if len(candidates) > 1 && candidates[0].value == string(article.Paywalled) && candidates[1].value == string(article.Metered) {
		candidates[0], candidates[1] = candidates[1], candidates[0] // says the same, more exactly
	}
	r.a.Access = article.Access(firstOf(r.choose("access", candidates...), string(article.AccessUnknown)))
}

// tiers are the words of meta elements for what a reader needs.
var tiers = map[string]article.Access{
	"locked": article.Paywalled, "premium": article.Paywalled, "paid": article.Paywalled, "subscription": article.Paywalled,
	"metered": article.Metered, "registration": article.Metered, "free": article.Free,
}

// truth is a boolean of JSON-LD, which pages write in many ways; "" for none.
func truth(v any) string {
	switch v := v.(type) {
	case bool:
		return strconv.FormatBool(v)
	case string:
		switch s := strings.ToLower(v[strings.LastIndexByte(v, '/')+1:]); s {
		case "true", "yes", "1":
			return "true"
		case "false", "no", "0":
			return "false"
		}
	}
	return ""
}

// correctionForm begins a paragraph in which a publisher admits a mistake.
var correctionForm = regexp.MustCompile(`(?i)^(?:correction|corrections|clarification|editor['’]s note|korrektur|anmerkung der redaktion|korrekturhinweis|rectificatif|correction apportée|corrección|fe de errata|errata corrige|rettelse|исправление|поправка|уточнение).{0,40}?[:：—–-]|^(?:this (?:article|story|headline|post) (?:was|has been) (?:amended|corrected|updated)|an earlier version of this|a previous version of this|in einer früheren version|une version précédente|una versión anterior)`)

// maxCorrection is the longest correction, in bytes.
const maxCorrection = 1500

// corrections takes the notices out of the text's blocks: they stay in the body
// and are known for what they are.
func (r *recipe) corrections() {
	for _, b := range r.a.Blocks {
		if b.Type == "p" && len(b.Text) < maxCorrection && correctionForm.MatchString(b.Text) {
			r.a.Corrections = append(r.a.Corrections, article.Correction{Text: b.Text})
		}
	}
}
