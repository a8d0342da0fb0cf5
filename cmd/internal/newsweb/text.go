package newsweb

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// The words of the text. They are English and plain, so that what guesses
// languages and counts sentences has ordinary work to do.
var (
	places = strings.Fields(`Aldmoor Brackwater Carrow Dunmere Eastwick Fallowfield Garrick Hollin Inverley Jarrow
		Kelstone Larkhill Marwick Northam Oakendale Penrose Quarrington Ravensby Saltmarsh Thornbury Upwell Varley Westerham Yarrow`)
	firstNames = strings.Fields(`Anna Boris Clara David Elena Frank Grace Henrik Irina Jonas Karin Leon Maria Nadia Oscar
		Paula Quentin Rosa Stefan Teresa Ulrich Vera Walter Yvonne`)
	lastNames = strings.Fields(`Abbott Berger Castle Drummond Ekström Fischer Granger Hadley Ivanova Jansen Keller Lindqvist
		Morrow Novak Okafor Petrov Quill Renner Sandoval Thackeray Ullman Vasquez Whitlock Zeller`)
	bodies = []string{"city council", "harbor board", "school committee", "water company", "housing office", "fire service",
		"regional court", "farmers' union", "railway operator", "public library", "hospital trust", "planning office"}
	matters = []string{"a new footbridge", "the budget for next year", "a plan for cheaper tickets", "the repair of the old mill",
		"a ban on heavy trucks", "the sale of the market hall", "longer opening hours", "a second lock on the canal",
		"the flood barrier", "higher parking fees", "a shelter for the night bus", "the closing of two schools"}
	verbs = []string{"approved", "rejected", "postponed", "discussed", "criticised", "defended", "reviewed", "announced", "welcomed",
		"questioned"}
	times = []string{"on Monday", "last week", "after a long debate", "in a short statement", "before the summer break",
		"on Thursday evening", "at the end of the month", "without a vote", "for the third time this year"}
	reasons = []string{"because the costs had risen again", "although several residents objected", "since the old rules expire in spring",
		"while the opposition asked for more time", "after an audit had found serious gaps", "as the first repairs are already late",
		"even though nobody knows who will pay", "now that the courts have decided"}
	details = []string{"The work will take about %d months and will close one lane of the main road.",
		"According to the report, %d households in the valley would be affected by the change.",
		"About %d people came to the meeting, more than the hall has chairs for.",
		"The first estimate was %d million; nobody in the room wanted to repeat it.",
		"Of the %d letters that arrived, most asked for a later date.",
		"A similar attempt failed %d years ago over a dispute about the land."}
	quotes = []string{"We have waited long enough, and waiting has never made anything cheaper",
		"Nobody should have to choose between a warm room and a bus ticket",
		"The figures are on the table, and they are not as bad as some people hoped",
		"I would rather explain a delay than a mistake",
		"What we need is not another study but somebody who picks up the phone"}
	roles = []string{"the mayor", "a spokeswoman", "the head of the office", "a resident", "the chief engineer", "a shop owner",
		"the treasurer"}
	kinds = []string{"Courier", "Herald", "Gazette", "Post", "Chronicle", "Observer", "Tribune", "Mercury"}
	desks = strings.Fields(`News Politics Business Culture Sport Opinion Weather Science Travel Local World Money`)
)

// writer makes text from a random source; the same source gives the same text.
type writer struct{ *rand.Rand }

func pick[T any](w writer, list []T) T { return list[w.IntN(len(list))] }

func (w writer) person() string { return pick(w, firstNames) + " " + pick(w, lastNames) }

func (w writer) headline() string {
	return fmt.Sprintf("%s %s %s %s %s", pick(w, places), strings.TrimPrefix(pick(w, bodies), "the "), pick(w, verbs), pick(w, matters),
		pick(w, times))
}

// sentence is one of a few shapes; that is enough for a compressor to find about
// what it finds in real text.
func (w writer) sentence() string {
	switch w.IntN(5) {
	case 0:
		return fmt.Sprintf("The %s of %s %s %s %s, %s.", pick(w, bodies), pick(w, places), pick(w, verbs), pick(w, matters), pick(w, times),
			pick(w, reasons))
	case 1:
		return fmt.Sprintf(pick(w, details), 2+w.IntN(900))
	case 2:
		return fmt.Sprintf("“%s,” said %s, %s in %s, who %s %s %s.", pick(w, quotes), w.person(), pick(w, roles), pick(w, places), pick(w, verbs),
			pick(w, matters), pick(w, times))
	case 3:
		return fmt.Sprintf("In %s, %s was %s %s, and %s of %s asked the %s to explain itself.", pick(w, places), pick(w, matters), pick(w, verbs),
			pick(w, times), pick(w, roles), pick(w, places), pick(w, bodies))
	default:
		return fmt.Sprintf("%s, %s, %s the plan %s, but added that %s would have to wait, %s.", w.person(), pick(w, roles), pick(w, verbs),
			pick(w, times), pick(w, matters), pick(w, reasons))
	}
}

// paragraph has two to five sentences.
func (w writer) paragraph() string {
	sentences := make([]string, 2+w.IntN(4))
	for i := range sentences {
		sentences[i] = w.sentence()
	}
	return strings.Join(sentences, " ")
}

// slug is a headline as it stands in an address.
func slug(headline string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r == ' ':
			return '-'
		}
		return -1
	}, headline)
}
