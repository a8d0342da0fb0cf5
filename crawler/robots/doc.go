// Package robots reads robots.txt as RFC 9309 says, and answers whether a URL
// may be fetched.
//
// # Guarantees
//
//   - Any bytes are a robots.txt: what cannot be read is skipped, line by line.
//   - Parsing is linear in the size of the file, of which the first MaxBytes
//     count (RFC 9309 section 2.5 asks for 500 KiB at least). Matching a URL is
//     linear in the rules and the URL, whatever wildcards the rules hold.
//   - The longest matching rule wins, and Allow wins a tie (section 2.2.2).
//     Paths are compared after percent-encoding both sides the same way.
//   - What is kept is only the group for one product token, small enough to be
//     stored and shared; Rules can be written as text and read back.
//
// Beyond the RFC, Crawl-delay is read, because sites ask with it for what we
// want to give them.
package robots
