// Package crawler works through the calendar: it takes due jobs, polls feeds,
// fetches pages, and hands what it finds to a Handler.
//
// # The order
//
// The order of a poll is sacred: fetch, then publish (or book the page, which is
// stored as surely), then save the feed's state, then acknowledge the job. If
// the process dies anywhere in between, the job comes back and the work is done
// again; what was published is recognised, and nothing is lost. Saving the
// validators first would lose the entries of the body they belong to: the next
// poll would be answered with 304.
//
// # Hosts
//
// Jobs of one host run one after another, in this process because the others wait for
// their turns (package turns), and across processes through the host's lane in the
// calendar. Whose turn it is is decided so that no feed and no host holds the others up;
// a feed that has more to do than may wait in this process has the rest booked for later.
//
// # Requests
//
// A job makes one request at a time. Before the document itself that may be the
// robots.txt of its origin, and after it the target of a redirect; each is booked
// in the lane of its own host, and the job carries how far it has come. So no
// worker waits for a host, and none holds two. All jobs make their requests in one
// way, as an errand: what robots.txt says, the lane, the request, its redirect. A
// redirect that leads nowhere is an answer and an error at once, whatever was asked
// for. Visitor does the same at once, for a person who waits for the answer: for a
// document, a page, or the feeds of a site.
//
// # Stopping
//
// Run returns after its context ends: no new job is taken, the requests in
// flight get the grace period, what is not done by then is left to be delivered
// again.
package crawler
