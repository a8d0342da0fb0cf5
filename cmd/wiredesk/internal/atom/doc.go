// Package atom writes articles as an Atom feed (RFC 4287), for feed readers and
// whatever else reads feeds: a [Head], an [Entry] each, and [End].
//
// # Guarantees
//
//   - Well-formed for any article: characters that XML cannot hold are left out.
//   - The id of an entry is the story's, the same in all its versions; updated is
//     when the version was stored.
//   - A withdrawn story is a deleted-entry (RFC 6721), which tells readers to
//     drop what they have.
//   - HTML is written anew from a list of elements and attributes, with addresses
//     of the web only, whoever put it into the stream; every element is closed.
//   - Linear in the size of the article.
package atom
