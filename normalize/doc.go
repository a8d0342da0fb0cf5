// Package normalize makes one canonical article of what is known of a story: a
// page as it was fetched and the entry of the feed that led to it, or one of the
// two. It does no I/O, but for the machine's table of time zones where a date names
// a place, and reads no clock.
//
// Every field has candidates: JSON-LD, OpenGraph and other meta elements, the
// page's own markup, its text, the feed. They are tried in the order of how much
// each has proved to be worth; the article says where its value came from and
// what was rejected (provenance.fields).
//
// The text is told from what surrounds it by package boilerplate, line by line; what
// was left out, and why, is in provenance.extractor.removed.
//
// # Guarantees
//
//   - Article returns for any page: it reads at most MaxPage bytes, in time
//     linear in them and in memory of at most twenty times as much; a page whose
//     tree would be out of proportion ends early, one nested too deep for the
//     parser is read without its deepest elements (package htmlfilter), and a panic
//     becomes an error of this page.
//   - Text is UTF-8, decoded once. body_html holds no script, no handler and no
//     URL but absolute ones of http and https.
//   - Without a page, or where the page yields nothing, the feed's own text
//     stands in, and completeness says so.
package normalize
