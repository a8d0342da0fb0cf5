// Package desk is what a command has open while it works: a connection to NATS,
// the stream of articles on it, and the calendar of jobs and feeds.
//
// A [Reader] reads articles, and asks of a server no more than a reader may. A
// [Desk] is a Reader with the calendar: [Open] is for a process that crawls,
// [Join] for a command that looks or changes a record. Both find the server by the
// configuration: that of nats.url, that of the process which holds the state
// directory, or one of their own for as long as they are open.
//
// What is told of the desk to people is made here as well, since the page and the
// command line say the same: how it is ([Desk.Status]), why a feed is polled when it
// is ([Desk.FeedSurroundings], [Reasons]) and what was published ([Reader.FindStory]).
//
// A Reader and a Desk may be used by many goroutines; whoever opened one closes it.
package desk
