package main

import "strings"

// The words of the made-up stories: plain English, so that what guesses languages
// and counts sentences has ordinary work to do.
var (
	places = strings.Fields(`Aldmoor Brackwater Carrow Dunmere Eastwick Fallowfield Garrick Hollin Inverley Jarrow Kelstone Larkhill Marwick Northam Oakendale`)
	nouns  = strings.Fields(`bridge council harbour market school canal library budget station valley hospital theatre court museum railway village factory election report plan mayor union company journey winter ticket river museum house street`)
	verbs  = strings.Fields(`approved rejected postponed discussed criticised defended reviewed announced welcomed questioned repaired opened closed rebuilt`)
	whens  = []string{"on Monday", "last week", "after a long debate", "before the summer", "at the end of the month", "without a vote", "for the third time this year"}
	whys   = []string{"because the costs had risen again", "although several residents objected", "since the old rules expire in spring", "while the opposition asked for more time", "as the first repairs are already late"}
)

func (m *maker) title() string {
	return m.pick(places) + " " + m.pick(nouns) + " " + m.pick(verbs) + " the " + m.pick(nouns) + " " + m.pick(whens)
}

func (m *maker) sentence() string {
	switch m.rand.IntN(4) {
	case 0:
		return "The " + m.pick(nouns) + " of " + m.pick(places) + " " + m.pick(verbs) + " the " + m.pick(nouns) + " " + m.pick(whens) + ", " + m.pick(whys) + "."
	case 1:
		return "“We need a " + m.pick(nouns) + " and a " + m.pick(nouns) + ",” said a resident of " + m.pick(places) + " " + m.pick(whens) + "."
	case 2:
		return "In " + m.pick(places) + ", the " + m.pick(nouns) + " was " + m.pick(verbs) + " " + m.pick(whens) + ", and nobody in the " + m.pick(nouns) + " knows what the " + m.pick(nouns) + " will cost."
	default:
		return "Nobody " + m.pick(verbs) + " the " + m.pick(nouns) + ", " + m.pick(whys) + ", and the " + m.pick(nouns) + " will have to wait."
	}
}

// paragraph has three to six sentences.
func (m *maker) paragraph() string {
	list := make([]string, 3+m.rand.IntN(4))
	for i := range list {
		list[i] = m.sentence()
	}
	return strings.Join(list, " ")
}
