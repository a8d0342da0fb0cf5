// Package terminal is what a command shows to a person who sits before it and to
// nobody else: colour, and one line at the bottom that says how far a long task has
// come. Nothing of it reaches a file, a pipe or a mail of cron.
//
// A Screen is where a command writes its log and its remarks. While a line is
// shown, what is written goes above it; when the task ends, the line is erased and
// nothing of it is left. Its methods may be called concurrently.
package terminal
