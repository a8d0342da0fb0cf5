package main

import (
	"context"
	"io"
	"sync"
)

// readFunc is a function that reads.
type readFunc func(p []byte) (int, error)

// Read implements io.Reader.
func (r readFunc) Read(p []byte) (int, error) { return r(p) }

// impatient reads in until ctx ends: a read that waits for somebody to type then ends
// with the context's cause, so that Ctrl-C ends `parse -` as it ends everything else.
// It begins with the first read: what is not wanted is left to others.
func impatient(ctx context.Context, in io.Reader) io.Reader {
	begin := sync.OnceValue(func() io.Reader {
		r, w := io.Pipe()
		go func() { // ends with its input, at the latest with the process
			_, err := io.Copy(w, in)
			w.CloseWithError(err)
		}()
		context.AfterFunc(ctx, func() { w.CloseWithError(context.Cause(ctx)) })
		return r
	})
	return readFunc(func(p []byte) (int, error) { return begin().Read(p) })
}
