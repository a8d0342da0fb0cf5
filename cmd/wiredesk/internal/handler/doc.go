// Package handler hands the articles of a subscription to a program, one at a time.
//
// The program gets an article as a line of JSON on its standard input and what it is in its
// environment; 0 acknowledges. Whatever else it ends with has the article come again, until
// it is a dead letter: a line in a file, on the disk before the article is given up.
//
// A program that is broken buries nothing. One that cannot be started ends the subscription
// at once (ErrNotStarted); one that refuses article after article does so before the first of
// them would be given up (ErrBroken). What could not be handed on is acknowledged by nobody,
// and comes again.
package handler
