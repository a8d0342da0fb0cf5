package agency

import (
	"strings"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

var (
	// reportOf is how agencies of Iran begin, and the papers that have their texts:
	// "به گزارش خبرنگار ایسنا، …".
	reportOf = pattern.Of(`^به گزارش (?:(?:خبرگزاری|خبرنگار|گروه [\p{L}\x{200c} ]{2,30}?)\s+){0,3}([\p{L}\x{200c}]{2,20})\s*[،,:؛]\s*\S`)
	// ofTheEra is a line in which a date ends with the mark of its era, and the agency's
	// sign stands between that and a colon: "الرياض 01 ديسمبر 2026 م واس : …".
	ofTheEra = pattern.Of(`^([\p{Arabic}]{2,20}(?: [\p{Arabic}]{2,20})?) \d{1,2} [^:\n]{3,70} (?:م|هـ) ([\p{Arabic}]{2,10})\s*:\s*\S`)
	// placed is an agency's sign with the place behind it, and a stop and a dash: "ACN
	// Girona.-…".
	placed = pattern.Of(`^(\p{Lu}{2,8}) (\p{Lu}[\p{L}' ]{2,40}?)\.\s?[-–—]\s?\p{Lu}`)
	// told is a place and an agency's sign before a colon: "Αθήνα, ΑΠΕ-ΜΠΕ: …".
	told = pattern.Of(`^(\p{Lu}[\p{L}\p{M}' ]{2,30}), (\p{Lu}[\p{Lu}-]{1,15}): ["“«„]?\p{Lu}`)
)

// attributed reads lines that name the agency in a place of their own.
func attributed(head, language string) (Dateline, bool) {
	if m := reportOf().FindStringSubmatch(head); m != nil {
		// Of others' reports papers speak in the same words: the agency must be of the
		// language.
		if a, b := find(m[1], language); a != nil && b >= weak && a.writes(language) {
			return Dateline{Agencies: []string{a.Name}}, true
		}
	}
	if m := ofTheEra().FindStringSubmatch(head); m != nil {
		if a, b := find(m[2], language); a != nil && a.alone(b, language) {
			return Dateline{Agencies: []string{a.Name}, Place: m[1]}, true
		}
	}
	if m := placed().FindStringSubmatch(head); m != nil {
		if a, b := find(m[1], language); a != nil && a.alone(b, language) && isProper(strings.Fields(m[2])) {
			return Dateline{Agencies: []string{a.Name}, Place: m[2]}, true
		}
	}
	if m := told().FindStringSubmatch(head); m != nil {
		if a, b := find(m[2], language); a != nil && a.alone(b, language) && isProper(strings.Fields(m[1])) {
			return Dateline{Agencies: []string{a.Name}, Place: m[1]}, true
		}
	}
	return Dateline{}, false
}
