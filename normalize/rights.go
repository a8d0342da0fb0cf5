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

// access says whether everybody can read the page.
func (r *recipe) access() {
	r.a.Access = article.AccessUnknown
	free := ""
	for _, o := range r.page.data {
		switch v := o["isAccessibleForFree"].(type) {
		case bool:
			free = strconv.FormatBool(v)
		case string:
			free = strings.ToLower(v)
		}
		if free == "false" {
			break
		}
	}
	tier := r.page.one("article:content_tier", "content_tier", "news:access")
	switch {
	case free == "false" || strings.EqualFold(tier, "locked"):
		r.a.Access = article.Paywalled
	case strings.EqualFold(tier, "metered"), strings.EqualFold(tier, "registration"):
		r.a.Access = article.Metered
	case free == "true" || strings.EqualFold(tier, "free"):
		r.a.Access = article.Free
	}
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
