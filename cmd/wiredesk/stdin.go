package main

import (
	"context"
	"io"
	"os"
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

// openImpatiently opens a file until ctx ends: that of a pipe waits for somebody to write.
func openImpatiently(ctx context.Context, path string) (*os.File, error) {
	type opened struct {
		f   *os.File
		err error
	}
	done := make(chan opened, 1)
	go func() { // ends with the opening, at the latest with the process
		f, err := os.Open(path)
		done <- opened{f, err}
	}()
	select {
	case o := <-done:
		return o.f, o.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
