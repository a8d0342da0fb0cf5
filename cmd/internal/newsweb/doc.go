// Package newsweb is a news web made up for measurements: many sites, each on a
// loopback address of its own, with feeds, long pages and the habits of real
// servers. It exists because a measurement needs a web that is the same at every
// run, costs little itself, and belongs to nobody who could be disturbed.
//
// # Guarantees
//
//   - The same Options, Port included, make the same bytes: every page, feed and
//     validator. Only faults depend on how often a path was asked for.
//   - Every site is another address (127.1.x.y) on one port, so that programs
//     that count requests by host see hosts. It listens on loopback only.
//   - All bodies are made and compressed by Start. What a request costs later is
//     net/http and one write.
//   - A story's text stands in its page in full, in paragraphs that no other
//     page has, among navigation, teasers, scripts and data that are no part of
//     it. Feeds have summaries only: who wants the text must fetch the page.
//
// Addresses like 127.1.x.y need no setup on Linux; other systems must be given
// them one by one.
//
// # Concurrency
//
// All methods of Web may be called by many goroutines.
package newsweb
