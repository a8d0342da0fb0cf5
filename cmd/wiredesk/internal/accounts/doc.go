// Package accounts writes the part of a nats-server's configuration that says who may
// do what on a server of one's own.
//
// Writers and workers share the account that has the streams. Each reader has an
// account of its own and reaches the stream through service imports alone: of its
// durables it may ask how they are, fetch and acknowledge, and of the bucket of
// schemas it may get keys. The server's answers go wherever a request says, without a
// look at what the asker may publish; across accounts they reach the asker's own
// account and nobody else.
package accounts
