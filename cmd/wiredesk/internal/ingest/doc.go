// Package ingest is the line itself: it takes jobs, fetches, makes articles and
// publishes them.
//
// A [Pipeline] lives as long as the process: the stream, the index of what is
// published, the publisher, and what counts and watches. A [Crawl] lives as long as a
// configuration: the fetcher, the workers and the gate they pass. A reload makes a
// second Crawl on the same Pipeline, has the workers of the first finish what they
// have, and runs the second.
//
// The order in which a job is worked on is kept here and in package crawler: fetch,
// publish, wait for the stream's acknowledgement, store the feed's state, acknowledge
// the job. A crash anywhere repeats work; it loses nothing and publishes nothing twice.
//
// Whoever wants to know what happens is an [Observer]: the log, the figures of a run,
// the metrics, the page, the guard of the disk, the watch over what pages give, and
// those who listen to wiredesk.events.
package ingest
