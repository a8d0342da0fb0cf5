package formula

import "strings"

// Characters that stand above and below the line, in the order of plain.
const (
	plain   = "0123456789+-=()"
	above   = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"
	below   = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
	letters = "aehijklmnoprstuvx"
	sunken  = "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
)

var (
	raisedAs  = table(plain, above)
	loweredAs = table(plain+letters, below+sunken)
)

func table(from, to string) map[rune]rune {
	t := map[rune]rune{}
	written := []rune(to)
	for i, c := range []rune(from) {
		t[c] = written[i]
	}
	t['−'], t['–'] = t['-'], t['-']
	return t
}

// Raised is a power as text: ⁻⁵, ^x, ^(x+1).
func Raised(text string) string { return written(text, raisedAs, "^") }

// Lowered is an index as text: ₂, ₖ, _ω.
func Lowered(text string) string { return written(text, loweredAs, "_") }

func written(text string, as map[rune]rune, mark string) string {
	var b strings.Builder
	for _, c := range text {
		w, ok := as[c]
		if !ok {
			return mark + grouped(text)
		}
		b.WriteRune(w)
	}
	return b.String()
}

// grouped is text that more than one sign is in between brackets.
func grouped(text string) string {
	if isOne(text) {
		return text
	}
	return "(" + text + ")"
}
