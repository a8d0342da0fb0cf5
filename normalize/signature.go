package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// maxSignedName is the longest line, in bytes, that is a name and ends a text.
const maxSignedName = 60

// withInitials is a name with the initials of its owner behind it: "Ann Lee (ale), Elmhaven".
var withInitials = pattern.Of(`^\p{Lu}[\pL.'’-]*(?: [\pL.'’-]+){1,3} \(\p{Ll}{2,4}\)(?:,? \p{Lu}[\pL -]{1,30})?\.?$`)

// isSignature reports whether a short line signs by its form: all of it stands in brackets,
// as in Japanese papers, or initials stand behind the name.
func isSignature(line string) bool {
	if len(line) > maxSignedName {
		return false
	}
	return signedInBrackets(line) != "" || withInitials().MatchString(line)
}

// signedInBrackets is the name in a line that is nothing but brackets around three to six
// ideographs, with which no word for a newsroom, a series or an end is written.
func signedInBrackets(line string) string {
	inner := strings.TrimSuffix(strings.TrimPrefix(line, "（"), "）")
	if len(inner)+len("（）") != len(line) {
		return ""
	}
	bare := strings.ReplaceAll(strings.ReplaceAll(inner, "　", ""), "・", "")
	if n := utf8.RuneCountInString(bare); n < 3 || n > 6 || strings.ContainsAny(bare, "完終了続略載事写真社部局班室省県市回報") {
		return ""
	}
	for _, c := range bare {
		if !unicode.Is(unicode.Han, c) {
			return ""
		}
	}
	return inner
}
