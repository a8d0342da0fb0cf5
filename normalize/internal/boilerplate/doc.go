// Package boilerplate finds the text of a story among the text of its page.
//
// It cuts the page into segments, the lines that a reader sees, and describes
// each by numbers: its length and punctuation, the share of links, the elements
// around it and what they are named, its neighbours, its place below the
// headline, what it shares with the page's own description and with the feed, how
// often its text stands on the page, and what training has learned of its words and
// of the names around it. A model of two stages, both sums of decision trees, says how likely a segment is
// of the story; the second stage sees the first one's answers around it.
//
// # Guarantees
//
//   - Reading is linear in the page and ends: steps and segments are bounded,
//     and what lies beyond the bounds is taken out of the tree.
//   - The table of a model is checked when it is decoded, so that walks end.
//   - The same page gives the same answer. Nothing is read but the page, the
//     hints given with it and the embedded table, which train makes.
package boilerplate
