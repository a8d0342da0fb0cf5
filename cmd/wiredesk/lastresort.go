package main

import (
	"context"
	"errors"
	"time"
)

// closing is what a command that was told to stop may take beyond crawl.grace: to close
// its store, and to say what was done.
const closing = 15 * time.Second

// errHangs says that a command did not end when it was told to.
var errHangs = errors.New("told to stop, and it hangs: it is left as it is, as after a kill")

// toEnd runs a command, and leaves it behind if it hangs after ctx has ended: in a read
// that cannot be called off, as from a disk elsewhere that is gone. The process must end
// then.
func (a *app) toEnd(ctx context.Context, command func(context.Context) error) error {
	done := make(chan error, 1)
	go func() { done <- command(ctx) }() // ends with the command, at the latest with the process
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(time.Duration(a.grace.Load()) + closing):
		a.note("wiredesk: %v", errHangs)
		return errHangs
	}
}
