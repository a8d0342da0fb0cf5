package normalize

import (
	"strings"

	"github.com/RadhiFadlillah/whatlanggo"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// enoughText is how much text, in bytes, language detection needs to be worth
// more than what the page says of itself.
const enoughText = 300

// language is what the text is written in; the page and the feed decide where
// the text is short or the detector unsure.
func (r *recipe) language() {
	p := r.page
	var candidates []candidate
	add := func(tag, source string, confidence float64) {
		if tag = primary(tag); tag != "" {
			candidates = append(candidates, candidate{tag, source, confidence})
		}
	}
	if ld := p.story(); ld != nil {
		add(ld.text("inLanguage"), "page.jsonld:inLanguage", .85)
	}
	add(p.lang, "page.html:lang", .85)
	locale := p.one("og:locale")
	add(locale, "page.meta:og:locale", .7)
	for _, key := range []string{"content-language", "language", "dc.language"} {
		v := p.one(key)
		add(v, "page.meta:"+key, .7)
	}
	add(r.entry.Language, "feed:entry.language", .8)
	add(r.doc.Feed.Language, "feed:language", .7)

	text := r.a.BodyText
	if len(text) >= enoughText {
		if len(text) > 4000 {
			text = strings.ToValidUTF8(text[:4000], "")
		}
		if info := whatlanggo.Detect(text); info.Lang >= 0 {
			tag := normalTag(info.Lang.Iso6391())
			said := ""
			if len(candidates) > 0 {
				said = candidates[0].value
			}
			switch {
			case tag == "" || tag == said || tag == "zh" && said == "ja": // a short Japanese text may hold few kana
			case agrees(tag, candidates[min(1, len(candidates)):]) && info.Confidence > .6, said == "", info.Confidence > .9 && len(text) > 4*enoughText:
				if said != "" {
					r.warn("the page says it is in %q, its text is in %q", said, tag)
				}
				candidates = append([]candidate{{tag, "text:detected", info.Confidence}}, candidates...)
			}
		}
	}
	if tag := r.choose("language", candidates...); tag != "" {
		r.a.Language = &article.Language{Tag: tag, Confidence: r.a.Provenance.Fields["language"].Confidence}
		if rightToLeft[tag] {
			r.a.Direction = "rtl"
		}
	}
}

func agrees(tag string, candidates []candidate) bool {
	for _, c := range candidates {
		if c.value == tag {
			return true
		}
	}
	return false
}

// primary is the language of a tag such as de-AT or en_US, "" for what is none.
func primary(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_,; "); i >= 0 {
		tag = tag[:i]
	}
	if len(tag) < 2 || len(tag) > 3 || strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return normalTag(tag)
}

// normalTag folds the tags that several names have.
func normalTag(tag string) string {
	switch tag {
	case "nb", "nn":
		return "no"
	case "iw":
		return "he"
	case "in":
		return "id"
	case "eng":
		return "en"
	case "ger", "deu":
		return "de"
	case "fra", "fre":
		return "fr"
	case "und", "mul":
		return ""
	}
	return tag
}

var rightToLeft = map[string]bool{"ar": true, "he": true, "fa": true, "ur": true, "ps": true, "yi": true, "dv": true, "ckb": true}
