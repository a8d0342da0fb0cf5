package date

import (
	"strings"
	"unicode"
)

// zeros are the digits nought of the scripts that have digits of their own.
var zeros = [...]rune{'٠', '۰', '०', '০', '๐', '၀', '០', '０'}

// fold writes a text with the digits of ASCII and one space between words, and
// without the marks that nobody sees.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.Is(unicode.Cf, r): // soft hyphens, and marks of direction
			continue
		case r == '،':
			r = ','
		case r > 0x600:
			r = digit(r)
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return withoutEras(spellOut(b.String()))
}

func digit(r rune) rune {
	for _, zero := range zeros {
		if r >= zero && r <= zero+9 {
			return r - zero + '0'
		}
	}
	return r
}

// persianDigits reports whether a text has them: who writes a year of 1403 with
// them means the Solar Hijri calendar.
func persianDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= '۰' && r <= '۹' }) >= 0
}

// spellOut replaces short forms of months that have dots within them.
func spellOut(s string) string {
	if !strings.Contains(s, "ม.") && !strings.Contains(s, ".ค.") && !strings.Contains(s, ".ย.") && !strings.Contains(s, "ก.พ.") &&
		!strings.Contains(s, "พ.ศ.") {
		return s
	}
	return strings.NewReplacer("ม.ค.", "มกราคม", "ก.พ.", "กุมภาพันธ์", "มี.ค.", "มีนาคม", "เม.ย.", "เมษายน", "พ.ค.", "พฤษภาคม", "มิ.ย.",
		"มิถุนายน",
		"ก.ค.", "กรกฎาคม", "ส.ค.", "สิงหาคม", "ก.ย.", "กันยายน", "ต.ค.", "ตุลาคม", "พ.ย.", "พฤศจิกายน", "ธ.ค.", "ธันวาคม", "พ.ศ.", "").Replace(s)
}

// parts are the language and the region of a tag (BCP 47), as far as it has
// them: "pt" and "BR" of pt_br.
func parts(tag string) (language, region string) {
	for i, part := range strings.FieldsFunc(tag, func(r rune) bool { return r == '-' || r == '_' }) {
		switch {
		case i == 0:
			language = strings.ToLower(part)
		case len(part) == 2:
			return language, strings.ToUpper(part)
		}
	}
	return language, ""
}
