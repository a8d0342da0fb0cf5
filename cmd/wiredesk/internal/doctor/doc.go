// Package doctor looks for what is wrong with a desk, and says of each thing how to
// mend it: the configuration, this machine, NATS, and what is known of the feeds.
//
// It makes no request on the web: it resolves the names of some feeds' hosts and
// connects to the proxy, if there is one. All looks go on at the same time, each is
// bounded, and what has not answered by then is what is wrong.
package doctor
