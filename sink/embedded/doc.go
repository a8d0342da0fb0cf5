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
// Without [Options].Users the server listens on loopback only. There is an account for
// the operator, and one for each reader; nothing passes between them but what is
// listed in accounts.go:
//
//   - WIREDESK has JetStream. Its users are the operator, with all rights and a random
//     password made at every start, and named writers. The operator connects in-process
//     ([Server.Connect]), or over TCP ([Server.Credentials]); other commands of
//     the same operator read the password from daemon.json ([Operator]).
//   - Each named reader has an account of its own, and so has each connection without
//     credentials, of a number of seats that are given out in turn. A reader may
//     subscribe to the articles and to wiredesk's events, create pull consumers on the
//     article stream, fetch, acknowledge and delete its own, ask for the stream's
//     state, and get single messages.
//
// Accounts, because permissions within one are not enough. The server sends its answer
// to whatever reply subject a request carries and does not check that the sender may
// publish there. Across accounts a reply reaches the asker's account alone, where
// nobody else is.
//
// Requests about consumers go through a gate in this package. It refuses push
// consumers (they deliver into any subject of the account, written in the body of the
// request where permissions cannot see it), changes to a consumer that exists, and
// what is larger or more than [Limits] say. It writes into a consumer's metadata
// whose it is (wiredesk.owner), and has the server allow each connection to fetch from
// and acknowledge to its own consumers only ([server.ClientAuthentication].RegisterUser
// may be called again): so neither costs a detour. What it is asked it answers to the
// connection that has asked, never to the next one in its account.
//
// # Whose a consumer is
//
// A named reader's belong to it for good. What the operator and writers make is
// theirs; a wiredesk.owner in the metadata that they write, such as "user NAME", gives
// it to a reader. Who has no name may show a token of its own choice, of 16 characters
// or more: what it makes belongs to whoever shows that token. What is made without
// either belongs to nobody: it is used from one connection at a time, listed to nobody
// else, and its next user is who asks for it by name after that connection has ended.
// Durables without a named owner are few and end when they are not used for a day.
// A consumer that was made by a version that wrote no owners belongs to the first
// reader who asks.
//
// # What strangers may take
//
// Clients come in through a lobby, which takes as many as there may be and hands them
// on through memory: the server itself would take any number before it counts them. It
// encrypts, where there is a certificate, and reads what clients say, line by line:
// requests for messages wait in it while what was asked for before is still on its way
// (turns.go). Of the server's own queues for answers one has no bound.
// [Limits] bound connections, subscriptions, consumers, requests and what waits for who
// does not read. The program's own consumers are not bound by what readers leave over.
// Clients that have tried too much that is forbidden, or flood the server, are
// disconnected, and their address comes in more slowly for a while. A refused login
// takes the same time for an unknown name as for a wrong password; after some, an
// address has to wait. The server's log says the same thing of the same client once a
// minute, with a count.
package embedded
