package article

import (
	"reflect"
	"strings"
	"unicode"
)

// Legible takes out of every text of the article what whoever shows it would obey rather
// than show: control characters, but for the line breaks and tabs of the body, and what
// turns the direction of writing. A headline that holds the one steers a terminal, and one
// that holds the other reads as another than it is, and its surroundings with it.
//
// Isolates that are opened and closed within their line stay: texts in two scripts need
// them, and they touch nothing outside. Embeddings that are closed become isolates, as
// Unicode recommends (UAX #9, section 2.7); overrides go. So do marks without a partner.
// The marks of direction that are no brackets (LRM, RLM, ALM) stay.
func (a *Article) Legible() {
	makeLegible(reflect.ValueOf(a).Elem())
	for _, f := range a.Provenance.Fields { // what a map holds cannot be set, but what lies behind it can
		makeLegible(reflect.ValueOf(f.Rejected))
	}
}

func makeLegible(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); !isLegible(s) {
			v.SetString(legible(s))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Moment]() {
			return
		}
		for i := range v.NumField() {
			makeLegible(v.Field(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			makeLegible(v.Elem())
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			makeLegible(v.Index(i))
		}
	}
}

// isLegible reports whether a text holds nothing that legible would look at.
func isLegible(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ' && c != '\n' && c != '\t', c == 0x7f:
			return false
		case c == 0xc2 && i+1 < len(s) && s[i+1] < 0xa0: // U+0080 to U+009F
			return false
		case c == 0xe2 && i+2 < len(s) && (s[i+1] == 0x80 && s[i+2] >= 0xaa && s[i+2] <= 0xae ||
			s[i+1] == 0x81 && s[i+2] >= 0xa6 && s[i+2] <= 0xa9):
			return false // U+202A to U+202E, U+2066 to U+2069
		}
	}
	return true
}

func legible(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = isolated(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && r != '\t' {
				return -1
			}
			return r
		}, line))
	}
	return strings.Join(lines, "\n")
}

// The brackets that turn the direction of writing.
const (
	lre, rle, pdf, lro, rlo = '\u202a', '\u202b', '\u202c', '\u202d', '\u202e'
	lri, rli, fsi, pdi      = '\u2066', '\u2067', '\u2068', '\u2069'
)

// isolated is a line in which all such brackets are isolates, with a partner each.
func isolated(line string) string {
	type bracket struct {
		at      int
		stays   rune // as what; 0: it goes
		isolate bool
	}
	var open []bracket
	become := map[int]rune{} // of those with a partner, by where they stand
	for at, r := range line {
		b := bracket{at: at, stays: r}
		switch r {
		case lri, rli, fsi:
			b.isolate = true
			open = append(open, b)
		case lre, rle:
			b.stays = map[rune]rune{lre: lri, rle: rli}[r]
			open = append(open, b)
		case lro, rlo:
			b.stays = 0
			open = append(open, b)
		case pdf, pdi:
			// An isolate is closed by its own mark alone, and closes what is open in it.
			for len(open) > 0 && r == pdi && !open[len(open)-1].isolate {
				open = open[:len(open)-1]
			}
			if len(open) == 0 || open[len(open)-1].isolate != (r == pdi) {
				continue
			}
			if by := open[len(open)-1]; by.stays != 0 {
				become[by.at], become[at] = by.stays, pdi
			}
			open = open[:len(open)-1]
		}
	}
	var out strings.Builder
	for at, r := range line {
		switch {
		case become[at] != 0:
			out.WriteRune(become[at])
		case r >= lre && r <= rlo || r >= lri && r <= pdi:
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}
