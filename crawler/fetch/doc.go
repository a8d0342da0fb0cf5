// Package fetch makes one HTTP request at a time, well behaved and safe against
// hostile answers. colly is the engine under it; everything that decides what
// goes over the wire is a chain of RoundTrippers of our own:
//
//	decode → guard → http.Transport
//
// # Guarantees
//
//   - No connection to a private, loopback or otherwise special address: it is
//     checked on the address that is dialled, after DNS, for every hop.
//   - A body comes whole or not at all. Too large, truncated, stalled or badly
//     encoded bodies are errors with a class; nothing is cut silently.
//   - Of an answer that is no success, only status and headers count: what its
//     body is, and whether it comes at all, decides nothing.
//   - An error has the class of its cause. A server that has begun to answer was
//     reached, however little of it can be read (Error.Answered).
//   - Validators go out byte for byte as they came.
//   - No cookies, no Referer, no proxy from the environment, no browser's name.
//   - A status is no error: 304, 404 and 503 come back as responses, and so do
//     redirects. None is followed here: the host it leads to has a robots.txt and
//     a lane of its own, which are the caller's business.
//
// # Concurrency
//
// A Fetcher is shared. A Worker belongs to one goroutine. A Response belongs to
// who asked for it, until Release.
package fetch
