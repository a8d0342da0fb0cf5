// Package page is what an operator looks at: the daemon's own web page, which
// says what was published, what is wrong with which feed and why, and where each
// field of an article comes from.
//
// It is rendered here and needs no JavaScript. With it, the overview and the line
// at the top follow what happens: one rendering a second is shared by all who
// look, and sent through /events (server-sent events).
//
// # Guarantees
//
//   - Everything is read-only but /try, which fetches a page and so wants the
//     token of the state directory.
//   - What feeds and articles say is hostile input: it is escaped, HTML of articles
//     is written anew (safehtml), no picture of another site is loaded, links lead
//     to http and https only, and the Content-Security-Policy allows nothing but
//     our own files: no inline script or style, no other origin.
//   - A look costs the server the same for ten feeds and for 100,000: lists come
//     from memory (feedindex), figures from the statistics of a day (daystats).
//   - Whoever reads too slowly is dropped; the browser comes back by itself.
package page
