// Package feed reads feeds: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0 and JSON
// Feed, as they are found and not as they should be. It never fetches.
//
// Bytes become a Feed in steps, each linear in the size of the input:
//
//	limits → UTF-8, once → repair and guard → what is it? → gofeed → Entries
//
// gofeed is the tree parser. It never sees raw bytes: an element nested two
// million deep, six kilobytes when gzipped, would overflow its stack and end the
// process, and one stray byte would lose the whole feed.
//
// # Guarantees
//
//   - Parse returns for any input, in bounded memory; what it gives up on is an
//     error that names the limit.
//   - Text is decoded once. Whole-body UTF-8 wins over any label.
//   - A feed cut in the middle yields its whole items and Partial.
//   - Titles, names and tags are plain text; HTML is sanitised; URLs are absolute
//     and of http or https.
//   - A date that is not understood is no date, never a guess.
//   - Parse is a function of its arguments; any number may run at once.
package feed
