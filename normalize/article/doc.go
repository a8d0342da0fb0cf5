// Package article is the contract between wiredesk and its subscribers: what an
// article is, how it looks as JSON, what makes it the same story and what makes
// it another version. It needs the standard library only.
//
// # Identity
//
// A story is known by its canonical URL, or where it has none by its feed and
// guid. ID hashes that; all versions of a story share it.
//
// # Versions
//
// Hash is over what an article means: headline, text, authors, pictures' words,
// tags, corrections. A new date alone, other white space or tags in another
// order are no new version. Versions start at 1 and rise by one.
//
// # Compatibility
//
// Fields are added, never renamed. Decode ignores what it does not know and
// refuses another major schema.
package article
