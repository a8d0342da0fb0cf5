package normalize

import (
	"strings"
	"unicode"
)

// functionWords are words that no text of a language does without. Danish and
// Norwegian, which share them, are here so that neither passes for Swedish.
var functionWords = [...]struct{ tag, words string }{
	{"da", "og i det er på til som en at for af har med de den ikke om et han fra var sig"},
	{"de", "der die und das nicht mit den von ist zu im in dem ein eine sich auf für es auch wird des dass sie er als hat bei an nach wie um werden einen war"},
	{"en", "the of and to in a is that for on with was as it be are at by from this have he his they has not but an will were which who had said"},
	{"es", "el la los las de y que en un una por del para con se es su lo al como más a no sus pero ha fue este"},
	{"fr", "le la les de des et une un est dans que pour qui sur au du pas par plus ce il avec en a à ne se son ont sont aux"},
	{"it", "il la di che e un una in per con non sono è della del dei le gli si da al nel ha i più alla come anche a"},
	{"nl", "het een van de en dat niet op te voor zijn is die met aan er in om ook als bij heeft naar was door"},
	{"no", "og i det er på til som en at for av har med de den ikke om et han fra var seg"},
	{"pl", "i w nie się że na jest do z to jak po od przez oraz dla a o są tym jego który tak już"},
	{"pt", "o a os as de e que em um uma não do da dos no na para com se por mais ao é foi ele como das seu"},
	{"ru", "и в не что на с по как это из к он от для его о а но за у был они их мы же то так"},
	{"sv", "och att det som är för på av inte en den med ett till har i de om han var från kan men"},
	{"tr", "ve bir bu için da de ile olarak olan çok daha en gibi ise ne o sonra kadar göre"},
}

// spokenIn tells in which languages a word is a function word: a bit for each of
// functionWords.
var spokenIn = indexWords()

func indexWords() map[string]uint16 {
	in := map[string]uint16{}
	for i, language := range functionWords {
		for _, w := range strings.Fields(language.words) {
			in[w] |= 1 << i
		}
	}
	return in
}

// Shares of words. A text is in a language whose function words are so many of
// its words, and of which no other language has nearly as many.
const (
	enoughWords = 40
	spokenShare = .2
	otherShare  = .75
)

// confirmed reports whether a text is, by its function words, in the language
// that the page says. This is a small part of the cost of a detector that weighs
// all languages, and for most pages all that is needed.
func confirmed(text, tag string) bool {
	total := 0
	var hits [len(functionWords)]int
	for _, w := range strings.FieldsFunc(text, func(c rune) bool { return !unicode.IsLetter(c) }) {
		total++
		for i, bits := 0, spokenIn[strings.ToLower(w)]; bits != 0; i, bits = i+1, bits>>1 {
			hits[i] += int(bits & 1)
		}
	}
	said, other := 0, 0
	for i, language := range functionWords {
		if language.tag == tag {
			said = hits[i]
		} else {
			other = max(other, hits[i])
		}
	}
	return total >= enoughWords && float64(said) >= spokenShare*float64(total) && float64(other) <= otherShare*float64(said)
}
