// Package subscribe is what a Go program imports to receive articles. It links
// nats.go and the article's schema, and nothing of the crawler or the server.
//
//	err := subscribe.Run(ctx, subscribe.Options{Durable: "archive"},
//		func(ctx context.Context, m subscribe.Message) error {
//			return save(ctx, m.Article)
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
// come in order unless the handler refused one: keep the highest.
//
// Without a durable name, the position lives in the program: every message
// comes in order and once, across reconnects and server restarts, beginning
// where Options say; a handler's error holds the stream up until it returns nil.
//
// A message that is no article of a schema this program can read is logged and
// skipped, so that one publisher's mistake does not stop every subscriber.
//
// # Permissions
//
// The built-in server's anonymous readers may do all that this package does. A
// permission that is missing shows as a timeout; the server's own word for it
// is logged.
package subscribe
