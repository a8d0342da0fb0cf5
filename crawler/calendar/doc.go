// Package calendar keeps the appointments of the crawl: which feed is polled
// and which page is fetched, when, and by whom. Everything it knows lies in
// JetStream, so that it survives kill -9, is shared by any number of processes,
// and costs neither a goroutine nor a timer while it waits.
//
// # Jobs
//
// A job is a message on the work-queue stream JOBS, under one of these subjects:
//
//	jobs.at.poll.<feed>        a poll that waits for its time (Nats-Schedule: @at …)
//	jobs.at.retry.<story>      a page that waits to be tried again after an error
//	jobs.at.recheck.<story>    a page that was published and waits for the next look at it
//	jobs.at.lane.<kind>.<id>   a job that waits for its slot in the host's lane
//	jobs.at.turn.<feed>.<kind>.<id>  a page of a feed that has much to do: it comes in turn
//	jobs.due.<kind>.<id>       a job that any worker may run now
//	jobs.dead.<kind>.<id>      a job that was given up, with the reason
//	jobs.heartbeat             the last sign of life: no job
//
// The server moves a message from at to due when its time comes. JOBS keeps one
// message a subject, so booking the same poll or page again replaces the older
// booking: a second scheduler, or a repeat after a crash, adds nothing.
//
// A worker acknowledges a job only after everything that came of it is stored.
// A job whose worker dies is delivered again after Options.Lease.
//
// # Lanes
//
// Every host has a lane, a record in the key-value bucket HOSTS that is only
// changed by compare-and-set. A job is booked into a slot of the lane, and at
// its time it must still take the lane: while one process holds it, no other
// request to that host starts anywhere, and after it is given back the next
// request starts no earlier than the host's delay after the end of the last
// answer. A lane taken by a process that died is free again when its lease ends.
//
// A host that asks to be left alone (429, Retry-After) closes its lane for the
// URL; two such URLs close it for their host, and two hosts for their domain.
// HOSTS also keeps the robots.txt of each origin, as far as it concerns us.
//
// # Feeds
//
// What is known of a feed (validators, failures, the entries now in it, the
// time of the next poll) is one record in the bucket FEEDS. UpdateFeed reads,
// changes and writes it by compare-and-set and repeats when another process was
// faster.
//
// A feed comes by Subscribe, or by Sync from a list that names it, and goes by
// RemoveFeed or when the list names it no longer. In between, BookMissing sees to it
// that its next poll is booked, and PollNow, MoveFeed, PauseFeed and ResumeFeed do
// what its operator wants. Find knows what people call it.
//
// A record that cannot be read, damaged or of another version, is passed over and told
// to Options.Unreadable. It stays until RemoveFeed.
//
// # Concurrency
//
// All methods of Calendar may be called by many goroutines. A Due and a Lane
// belong to the goroutine that got them.
package calendar
