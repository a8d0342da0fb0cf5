// Package turns decides which of the jobs that wait in a process is worked on next, so
// that no feed and no site holds the others up.
//
// A hand works on one job at a time. There are as many hands as Hands says: the workers,
// and a quarter as many more, the slow room, for sites that keep them waiting.
//
//   - A feed holds a quarter of the workers at most, also while nobody else waits: who
//     comes next is to find one free. A site holds one.
//   - A site whose answer took SlowAfter or longer is slow until one comes sooner. Its jobs
//     run in the slow room alone, where one feed has half of the places. A request that
//     is on its way for so long moves there, if there is a place, and its worker is free.
//   - Sites of which nothing is known may all turn out to be silent: pages there have half of
//     the workers at most, and polls leave a quarter to sites that are known to answer.
//   - Polls come before pages, and leave a quarter of the workers to them.
//   - Else the feed comes first that has used least: start-time fair queueing (Goyal, Vin
//     and Cheng, 1996) by the time of hands. Who has been quiet comes before all that have
//     a backlog, and has saved up nothing. Within a feed the site comes first whose turn is
//     longest ago, then what fell due first.
//   - What waits is bounded, in number and bytes; a quarter of that is for one feed, or one
//     site. What finds no room is told when to come again; as much room again is kept for
//     feeds of which few wait.
//
// All methods may be called by many goroutines.
package turns
