package normalize

import "strings"

// maxAdNotice bounds the line of a notice that the text goes on behind an
// advertisement, in bytes and words.
const (
	maxAdNotice      = 120
	maxAdNoticeWords = 10
)

// isAdNotice reports whether a line says that the text goes on behind an advertisement:
// it names one, and that something goes on, and is no sentence.
func isAdNotice(line string) bool {
	if len(line) > maxAdNotice || words(line) > maxAdNoticeWords || endsSentence(line) || strings.ContainsAny(line, ",;„“”«»\"") {
		return false
	}
	found := 0
	adStems.each(strings.ToLower(line), func(kind int) { found |= kind })
	return found == advertises|goesOn
}

// What a word of such a line may be.
const (
	advertises = 1 << iota
	goesOn
)

// adStems are those of words for advertisements, and of what goes on.
var adStems = func() stemIndex {
	x := stemIndex{}
	x.add(advertises, adWords)
	x.add(goesOn, restStems)
	return x
}()
