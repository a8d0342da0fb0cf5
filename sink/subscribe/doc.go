// Package subscribe is what a Go program imports to receive articles. It links
// nats.go and the article's schema, and nothing of the crawler or the server.
//
//	err := subscribe.Run(ctx, subscribe.Options{Durable: "archive"},
//		func(ctx context.Context, m subscribe.Message) error {
//			return save(ctx, m.ID, m.Article)
//		})
//
// # What is guaranteed
//
// With a durable name, the server remembers what was acknowledged: a message is
// acknowledged when the handler returns nil, comes again later when it returns
// an error, and comes again when the program dies before it has returned. So
// every article arrives at least once, also after the subscriber was away, as
// long as the stream keeps it (30 days unless configured). The message's ID,
// "<id>:<version>", tells whether it was seen before. Versions of one story
// come in order, and never two at a time, unless the handler refused one: keep
// the highest.
//
// Without a durable name, the position lives in the program: every message
// comes in order and once, across reconnects and server restarts, beginning
// where Options say; a handler's error holds the stream up until it returns nil.
//
// A message that is no article of a schema this program can read, or does not fit
// together ([ErrNotGenuine]), is logged and skipped, so that one publisher's mistake does not stop every subscriber.
//
// # What cannot be handled
//
// A handler that returns [Skip] gives an article up; Options.MaxDeliver gives up
// what was refused that often. Both are told to the server with the reason, which
// it announces on $JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.<stream>.<durable>,
// and to Options.DeadLetter, where the program keeps what it wants to look at.
//
// # Replay
//
// From, Last and Since say where a new durable begins; one that exists goes on
// where it is. To read again, use a new name, or [Reset] the old one.
//
// # Is it alive?
//
// A stream without news looks like a stream without connection.
// Options.OnHeartbeat is called at intervals with a [Status]: whether the server
// answered, what came last and when, and how much is still to come.
//
// # Permissions
//
// The built-in server's readers may do all that this package does. On a server of your own a durable that was made for a user needs
// three permissions to publish, and one to subscribe:
//
//	$JS.API.CONSUMER.INFO.<stream>.<durable>
//	$JS.API.CONSUMER.MSG.NEXT.<stream>.<durable>
//	$JS.ACK.<stream>.<durable>.>
//	_INBOX_<user>.>  (with nats.CustomInboxPrefix("_INBOX_<user>"))
//
// To make durables, and to read without one, $JS.API.CONSUMER.CREATE.<stream>.>
// is needed as well; for Last, $JS.API.STREAM.INFO.<stream>. What is missing ends
// Run with an error that names it and is nats.ErrPermissionViolation.
package subscribe
