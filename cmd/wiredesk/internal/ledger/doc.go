// Package ledger remembers beside a desk's state what there is of it, so that what gets
// lost is noticed: a server that opens damaged files, or is given an empty or an older
// store, says nothing.
//
// # What is written down
//
// Two files in the state directory, each with a checksum of its own and there whole or
// not at all:
//
//   - manifest.json: of each stream and bucket when it was made, its first and last
//     message, how many there are and which is the last ([Position]); and, when the
//     built-in server was closed in order, each of its files with its size and checksum;
//   - manifest.feeds: the feeds as text, a line each, with what is wanted of them. It is
//     enough to make them again.
//
// A daemon writes the first every [Every] if something has changed, the second when the
// feeds have; a run, and a command that serves for a moment, both when they end.
//
// # What a crash explains
//
// A process that is killed loses nothing that was acknowledged: the operating system has
// it. A machine that loses power, or whose kernel stops, loses at most what was written
// after the built-in server last forced its files to the disk (10 s). So there are two
// sets of positions: as they were when the manifest was written, and as they had been
// [Settled] before. The first counts if the machine has not been started since, which its
// boot id tells, else the second. Less than that no crash explains: it is a [LossError].
//
// After an end in order nothing may be missing, and each file must be as it was. After
// another the last message of a stream may be half written; it was never acknowledged.
//
// Of a server elsewhere only positions are compared, since its files are its own; what it
// lacks is told, and no reason not to start.
package ledger
