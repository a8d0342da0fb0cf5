// Package wholefile reads the files that people name: whole, within a size and a time, and
// as they were at one moment.
//
// A file that is replaced, cut short or grows while it is read is read again until it
// holds still. What is no file, as a folder, a device or a socket, is refused before it is
// opened; a pipe is one only for who says so. A read cannot be called off: one that hangs, on a
// pipe that nobody writes into or a disk elsewhere that is gone, is left behind when its
// time is over or its context ends, and ends with the process at the latest.
package wholefile
