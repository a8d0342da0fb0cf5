// Package feed reads feeds: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0 and JSON
// Feed, as they are found and not as they should be, and the news of sitemaps. It
// never fetches.
//
// Bytes become a Feed in steps, each linear in the size of the input:
//
//	limits → UTF-8, once → what is it? → repair, guard and note → gofeed → Entries
//
// gofeed is the tree parser. It never sees raw bytes: an element nested two
// million deep, six kilobytes when gzipped, would overflow its stack and end the
// process, and one stray byte would lose the whole feed. What it would drop or
// misread (xml:base and xml:lang, the types of texts, ids as they stand) is
// resolved or noted on the way to it.
//
// A sitemap is a list of flat records; one pass reads it without a tree. It names
// whatever a site has, so the newest thousand of two days are all that is kept,
// and of addresses only those on the sitemap's own registrable domain.
//
// # Guarantees
//
//   - Parse returns for any input, in bounded memory; what it gives up on is an
//     error that names the limit.
//   - Text is decoded once. Whole-body UTF-8 wins over any label.
//   - A feed cut in the middle yields its whole items and Partial.
//   - Titles, names and tags are plain text; HTML is sanitised; URLs are absolute
//     and of http or https.
//   - A date that is not understood, or may mean two days, is no date.
//   - Parse is a function of its arguments, of which Source.Now says what is too far
//     in the future; any number may run at once.
//
// What has not changed since the last poll is not read again: the caller keeps a
// mark of the bytes of each item (Feed.Mark) and says which it knows
// (Source.Known). Those are passed over before any parser sees them, and named in
// Feed.Unchanged.
package feed
