package normalize

import (
	"strings"
	"unicode"

	"github.com/RadhiFadlillah/whatlanggo"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// enoughText is how much text, in bytes, language detection needs to be worth
// more than what the page says of itself.
const enoughText = 300

// sampleBytes is the length of each part of a text that the detector reads: its
// cost grows with them, and more of a text told no more on 1,300 pages.
const sampleBytes = 600

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

	if len(r.a.BodyText) >= enoughText {
		candidates = r.heard(sampleOf(r.a.BodyText), candidates)
	}
	if tag := r.choose("language", candidates...); tag != "" {
		r.a.Language = &article.Language{Tag: tag, Confidence: r.a.Provenance.Fields["language"].Confidence}
		if rightToLeft[tag] {
			r.a.Direction = "rtl"
		}
	}
}

// heard puts the language of the text before those that the page says, where
// they differ and the detector is sure, or another one agrees with it.
func (r *recipe) heard(text string, candidates []candidate) []candidate {
	said := ""
	if len(candidates) > 0 {
		said = candidates[0].value
	}
	if confirmed(text, said) {
		return candidates
	}
	info := whatlanggo.Detect(text)
	if info.Lang < 0 {
		return candidates
	}
	tag := normalTag(info.Lang.Iso6391())
	switch {
	case tag == "" || tag == said || tag == "zh" && said == "ja": // a short Japanese text may hold few kana
		return candidates
	case said == "", !isLatin(info.Script) && latinTags[said],
		agrees(tag, candidates[1:]) && info.Confidence > .6,
		info.Confidence > .9 && len(r.a.BodyText) > 4*enoughText, confirmed(text, tag):
		if said != "" {
			r.warn("the page says it is in %q, its text is in %q", said, tag)
		}
		return append([]candidate{{tag, "text:detected", info.Confidence}}, candidates...)
	}
	return candidates
}

// sampleOf is the part of a text from which its language is told: of a long one
// the beginning of each third, as some begin with names.
func sampleOf(text string) string {
	if len(text) <= 3*sampleBytes {
		return text
	}
	var b strings.Builder
	for _, at := range []int{0, len(text) / 3, len(text) / 3 * 2} {
		b.WriteString(strings.ToValidUTF8(text[at:at+sampleBytes], ""))
		b.WriteByte(' ')
	}
	return b.String()
}

// isLatin reports whether a script is that of the languages in latinTags.
func isLatin(script *unicode.RangeTable) bool { return script == unicode.Latin }

// latinTags are languages that nobody writes in another script, and in which templates
// say that their pages are.
var latinTags = map[string]bool{
	"en": true, "de": true, "fr": true, "es": true, "it": true, "pt": true, "nl": true, "pl": true, "sv": true, "no": true, "da": true, "fi": true, "tr": true,
	"cs": true, "sk": true, "hu": true, "ro": true, "id": true, "vi": true,
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
	if proper := misnamed[tag]; proper != "" {
		return proper
	}
	return tag
}

// misnamed are the countries that pages name for their language, where no
// language has that tag, and longer tags of ISO 639-2.
var misnamed = map[string]string{
	"jp": "ja", "ua": "uk", "cz": "cs", "gr": "el", "dk": "da", "cn": "zh", "vn": "vi", "rs": "sr",
	"spa": "es", "ita": "it", "rus": "ru", "por": "pt", "nld": "nl", "dut": "nl", "swe": "sv", "nor": "no", "dan": "da", "pol": "pl",
	"tur": "tr",
	"jpn": "ja", "zho": "zh", "chi": "zh", "kor": "ko", "ara": "ar", "ukr": "uk", "ces": "cs", "cze": "cs",
}

var rightToLeft = map[string]bool{"ar": true, "he": true, "fa": true, "ur": true, "ps": true, "yi": true, "dv": true, "ckb": true}
