// Package textdiff says what an editor changed in a text, word by word.
//
// [Words] compares two lines of text; words, spaces and marks are what is kept
// or replaced, and in scripts without spaces each character. [Paragraphs]
// compares whole bodies: equal paragraphs are matched first, then those that
// were rewritten are matched with what they became, and compared word by word.
//
// # Guarantees
//
//   - The kept and deleted parts, joined, are the text before; the kept and
//     inserted parts are the text after.
//   - Short differences are shortest (Myers 1986). Where two texts have little in
//     common, the search gives up after a bounded number of steps, looks for words
//     that occur once in both, and says of the rest that it was replaced: time is
//     O(n log n) and memory O(n) for any input.
//   - Pure functions: any number may run at once.
package textdiff
