// Package embedded runs a NATS server with JetStream inside the process, for
// everybody who has no NATS of their own. The rest of wiredesk cannot tell the
// difference: it gets a *nats.Conn either way.
//
// # One owner of a state directory
//
// nats-server takes no lock on its store: two servers on the same directory
// both start and destroy each other's files. [Open] therefore takes an exclusive
// lock on the directory before it opens anything, and holds it until [Server.Close] or
// until the process dies; the kernel releases it after a kill -9. Whoever comes
// second gets a [LockedError] that names the holder.
//
// # What survives what
//
// Every message the server has acknowledged is with the operating system: it
// survives kill -9 of the process. It is forced to the disk itself every
// [Options].SyncInterval (10 s unless set): a power failure can take what was
// acknowledged within the last interval. Feeds polled again after that publish
// those articles again, because the index of what was published is read from
// the same stream and lost the same messages.
//
// # Who may do what
//
// The server listens on loopback only. There are two accounts, and nothing
// passes between them but what is listed in readers.go:
//
//   - WIREDESK has JetStream and one user, the operator, with all rights and a
//     random password made at every start. It connects in-process
//     ([Server.Connect]), or over TCP ([Server.Credentials]); other commands of
//     the same operator read the password from daemon.json ([Operator]).
//   - READERS is where every client without credentials lands. A reader may
//     subscribe to the articles and to wiredesk's events, create a pull
//     consumer on the article stream, fetch, acknowledge, ask for the stream's
//     and its consumers' state, and get single messages.
//
// Two accounts, because permissions within one are not enough. The server sends
// its answer to whatever reply subject a request carries and does not check
// that the sender may publish there: with one account, a reader allowed nothing
// but STREAM.INFO wrote into the articles and the jobs by asking for the answer
// to be sent there (measured with nats-server 2.15.2). Across accounts a reply
// only reaches the asker. For the same reason consumer creation does not go to
// the server directly but through a gate in this package, which refuses push
// consumers (they deliver into any subject of the account, written in the body
// of the request where permissions cannot see it) and changes to a consumer
// that exists.
//
// What the open role still allows: readers share one account, so one reader can
// fetch from, and acknowledge on, another's durable if it knows or lists the
// name; can create consumers without a limit on their number; and sees the
// names (not the contents) of the other streams. Where that matters, use a server of
// your own with a user for each subscriber.
package embedded
