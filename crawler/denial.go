package crawler

// Denial is something that was claimed of a story by somebody who may not speak for it, and
// was not believed. docs/article.md has the rule.
type Denial string

// Denials, as they are counted.
const (
	DeniedEntry      Denial = "entry"      // what a feed says of a story of another site
	DeniedAddress    Denial = "address"    // that what a feed says is another site's story, whose page could not be had
	DeniedWithdrawal Denial = "withdrawal" // that another site's story was taken back
)

// Denials are all of them.
func Denials() []Denial { return []Denial{DeniedEntry, DeniedAddress, DeniedWithdrawal} }
