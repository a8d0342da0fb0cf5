// Package natsfiles reads what nats-server keeps on the disk, while no server has it
// open: which files there are, whether what they hold is as it was written, and what of
// a damaged one can still be read.
//
// The server looks at its files when it opens them, but does not refuse damaged ones. A
// stream whose description does not fit its checksum is left out; a block with a bad
// message is cut off before it when the server's own index is not there, and the good
// messages behind go with the bad one; with that index it stays, and whoever reads the
// stream waits at the bad message for ever (measured with nats-server 2.15). So this
// package looks first, and takes a bad message out before the server can do worse.
//
// # What is looked at
//
// A store is a folder jetstream/ACCOUNT/streams/STREAM for each stream, with
//
//   - meta.inf and meta.sum: the stream's configuration, and a checksum of it;
//   - msgs/N.blk: the messages, each with a checksum of its own;
//   - msgs/index.db and other files that the server makes again if they do not fit;
//   - obs/CONSUMER/meta.inf, meta.sum and o.dat: each consumer, and how far it is.
//
// The checksums are HighwayHash with keys that are made of the names: they tell damage
// from data, and a file that lies in the wrong place. They are none against malice. A
// block that was compressed is not looked into.
//
// [Check] needs no more than the files. [List] and [Compare] find what only a list of
// before can tell, as a file that has gone; they are for a store that was closed and not
// opened since. [Mend] sets what is damaged aside and keeps the rest.
package natsfiles
