package normalize

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// rights copies what the publisher says about copyright, and the signals about
// reuse that machines are meant to read.
func (r *recipe) rights() {
	p := r.page
	var rights article.Rights
	if ld := p.story(); ld != nil {
		rights.Notice, rights.Holder = ld.text("copyrightNotice"), ld.text("copyrightHolder")
		rights.License, rights.Usage = p.terms(ld.text("license")), p.terms(ld.text("usageInfo"))
	}
	notice := p.one("copyright", "dc.rights", "dcterms.rights", "rights")
	rights.Notice = clip(fold(firstOf(rights.Notice, notice, r.entry.Rights, p.notice())), 500)
	if len(p.links["license"]) > 0 {
		rights.License = firstOf(rights.License, p.url(p.links["license"][0]))
	}
	if rights != (article.Rights{}) {
		r.a.Rights = &rights
	}
	tdm := p.one("tdm-reservation")
	reuse := article.Reuse{Robots: r.robots(), TDM: firstOf(r.doc.TDM, tdm)}
	reuse.NoAI = strings.Contains(reuse.Robots, "noai") || strings.Contains(reuse.Robots, "noimageai") || reuse.TDM == "1"
	if reuse != (article.Reuse{}) {
		r.a.Reuse = &reuse
	}
}

// terms are what a page names its terms by: words, or an address, which is then one of the
// web as every other that is handed on.
func (p *page) terms(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsFunc(s, unicode.IsSpace) {
		return s
	}
	if u, err := weburl.Parse(s); err == nil && u.Scheme == "" && u.Host == "" && !strings.HasPrefix(s, "/") {
		return s
	}
	return p.url(s)
}

// robots are the directives for robots of the page and its headers.
func (r *recipe) robots() string {
	var robots []string
	for _, key := range []string{"robots", "googlebot", "googlebot-news"} {
		robots = append(robots, r.page.meta[key]...)
	}
	if r.doc.RobotsTag != "" {
		robots = append(robots, r.doc.RobotsTag)
	}
	return clip(strings.ToLower(fold(strings.Join(robots, ", "))), 500)
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

// admissions are how publishers begin a paragraph in which they admit a mistake:
// a word with a mark behind it, or the beginning of a sentence.
type admissions struct{ words, sentences *phrases }

var correctionForm = admissions{
	words: phrasesOf("correction", "corrections", "clarification", "clarifications", "editor's note", "editor’s note", "editors' note", "editors’ note", "erratum",
		"korrektur", "korrekturen", "korrekturhinweis", "anmerkung der redaktion", "richtigstellung", "rectificatif", "correction apportée", "précision",
		"corrección", "fe de errata", "fe de erratas", "rectificación", "aclaración", "correção", "errata", "errata corrige", "correzione", "rettifica", "precisazione",
		"correctie", "rectificatie", "rättelse", "rettelse", "presisering", "sprostowanie", "korekta", "düzeltme", "исправление", "поправка", "уточнение", "виправлення", "уточнення"),
	sentences: phrasesOf("an earlier version of this", "a previous version of this", "in einer früheren version", "une version précédente", "una versión anterior", "uma versão anterior",
		"una versione precedente", "in een eerdere versie", "i en tidigare version"),
}

// MatchString reports whether a paragraph begins as corrections do.
func (a admissions) MatchString(text string) bool {
	if rest, colon, ok := a.words.after(text); ok {
		return colon || strings.ContainsAny(clip(rest, 40), ":：—–-")
	}
	if _, _, ok := a.sentences.after(text); ok {
		return true
	}
	return amended().MatchString(clip(text, 60))
}

// amended is a sentence that says that the story is not what it was.
var amended = pattern.Of(`^(?:This|this) (?:article|story|headline|post) (?:was|has been) (?:amended|corrected|updated)`)

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
