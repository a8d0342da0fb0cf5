package wholefile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync/atomic"
	"time"
)

const (
	// filePatience and pipePatience are how long a file and a pipe may take: whoever
	// writes into a pipe may have to ask somebody for a password.
	filePatience = 10 * time.Second
	pipePatience = time.Minute
	// stillness is for how long a file that was written just now must hold still, if
	// Options.Settled is set; freshness is how long that is just now.
	stillness = 300 * time.Millisecond
	freshness = 2 * time.Second
	// retry is the pause before a file that has changed is read again.
	retry = 20 * time.Millisecond
)

// Read returns the content of a file. Its errors are *fs.PathError; within them are
// fs.ErrNotExist and their like, ErrKind, ErrSize, ErrPatience, ErrRestless or the cause
// of ctx.
func Read(ctx context.Context, path string, o Options) ([]byte, error) {
	patience := filePatience
	if info, err := os.Stat(path); err == nil && o.Pipe && isPipe(info) {
		patience = pipePatience
	}
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("%w within %s", ErrPatience, patience))
	defer cancel()
	type read struct {
		text []byte
		err  error
	}
	done := make(chan read, 1)
	var restless atomic.Bool
	go func() { // ends with the file, at the latest with the process
		text, err := still(ctx, path, o, &restless)
		done <- read{text, err}
	}()
	var r read
	select {
	case r = <-done:
	case <-ctx.Done():
		r.err = context.Cause(ctx)
	}
	if errors.Is(r.err, ErrPatience) && restless.Load() {
		r.err = ErrRestless
	}
	if r.err != nil && !errors.As(r.err, new(*fs.PathError)) {
		r.err = &fs.PathError{Op: "read", Path: path, Err: r.err}
	}
	return r.text, r.err
}

// still reads a file until it was the same before and after, and notes when it was not.
func still(ctx context.Context, path string, o Options, restless *atomic.Bool) ([]byte, error) {
	for {
		text, same, err := once(ctx, path, o)
		if err != nil || same {
			return text, err
		}
		restless.Store(true)
		if !pause(ctx, retry) {
			return nil, context.Cause(ctx)
		}
	}
}

// once reads a file, and reports whether the path still leads to what was read.
func once(ctx context.Context, path string, o Options) (text []byte, same bool, err error) {
	before, err := os.Stat(path)
	if err == nil {
		err = allowed(before, o)
	}
	if err != nil {
		return nil, false, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	// It may have become something else between the two.
	if before, err = f.Stat(); err == nil {
		err = allowed(before, o)
	}
	if err != nil {
		return nil, false, err
	}
	if text, err = contents(f, before, o.Max+1); err != nil {
		return nil, false, err
	}
	if int64(len(text)) > o.Max {
		return nil, false, tooLarge(o.Max)
	}
	if isPipe(before) {
		return text, true, nil
	}
	if o.Settled && time.Since(before.ModTime()) < freshness && !pause(ctx, stillness) {
		return nil, false, context.Cause(ctx)
	}
	after, err := os.Stat(path)
	return text, err == nil && os.SameFile(before, after) && before.Size() == after.Size() && before.ModTime().Equal(after.ModTime()), nil
}

// contents reads what there is, up to a number of bytes. What a file says of its size
// makes room for it at once; a pipe says nothing, and files of the kernel too little.
func contents(f *os.File, info fs.FileInfo, bound int64) ([]byte, error) {
	var text bytes.Buffer
	text.Grow(int(min(max(info.Size(), 0), bound)) + bytes.MinRead)
	_, err := text.ReadFrom(io.LimitReader(f, bound))
	return text.Bytes(), err
}

// pause waits, and reports whether ctx goes on.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
