// Package agency tells which news agency a text comes from, by the ways in which
// agencies sign: the dateline, a line of credit above or below the text, a mark at
// its end, the byline, a notice of copyright, the name of an organisation.
//
// An agency that a text speaks of is not its source. A name alone therefore means
// nothing here: it has to fill a place in which agencies sign, whole, with nothing
// beside it but what stands there too: places, dates, initials, other agencies.
//
// # Guarantees
//
//   - Every function takes any text, in time linear in it: what is longer than
//     agencies sign is not read.
//   - Nothing is kept between calls; all of it may be called concurrently.
//   - Names come back as the table has them, each once, in the order in which they
//     stand.
package agency
