package main

import (
	"context"
	"io"
	"sync"
)

// impatient is standard input that does not outlast its context: a read that waits for
// somebody to type ends with the context's cause, so that Ctrl-C ends `parse -` as it
// ends everything else.
type impatient struct {
	ctx   context.Context
	in    io.Reader
	begin sync.Once
	pipe  *io.PipeReader
}

// Read begins to read standard input when it is called first: what is not wanted is
// left to others.
func (i *impatient) Read(p []byte) (int, error) {
	i.begin.Do(func() {
		r, w := io.Pipe()
		i.pipe = r
		go func() { // ends with its input, at the latest with the process
			_, err := io.Copy(w, i.in)
			w.CloseWithError(err)
		}()
		context.AfterFunc(i.ctx, func() { r.CloseWithError(context.Cause(i.ctx)) })
	})
	n, err := i.pipe.Read(p)
	if err == io.ErrClosedPipe { // the way a pipe tells its own reader
		err = context.Cause(i.ctx)
	}
	return n, err
}
