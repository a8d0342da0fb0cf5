package ndjson

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"sync"
)

// Map reads NDJSON from r, gives every line to f on all cores, and writes
// the results in the order of the input. It returns how many lines it read.
func Map(r io.Reader, w io.Writer, f func(line []byte) any) (int, error) {
	type task struct {
		line   []byte
		result chan any
	}
	workers := runtime.GOMAXPROCS(0)
	todo := make(chan task)
	inOrder := make(chan task, 4*workers)
	var pool sync.WaitGroup
	for range workers {
		pool.Go(func() {
			for t := range todo {
				t.result <- f(t.line)
			}
		})
	}
	read, readErr := 0, error(nil)
	go func() { // ends at the end of r
		defer close(inOrder)
		defer close(todo)
		in := bufio.NewScanner(r)
		in.Buffer(nil, 64<<20)
		for in.Scan() {
			if len(bytes.TrimSpace(in.Bytes())) == 0 {
				continue
			}
			read++
			t := task{bytes.Clone(in.Bytes()), make(chan any, 1)}
			inOrder <- t
			todo <- t
		}
		readErr = in.Err()
	}()
	buffered := bufio.NewWriterSize(w, 1<<16)
	out := New(buffered)
	var writeErr error
	for t := range inOrder {
		if err := out.Write(<-t.result); err != nil && writeErr == nil {
			writeErr = err // keep reading, so that the reader ends
		}
	}
	pool.Wait()
	if err := buffered.Flush(); err != nil && writeErr == nil {
		writeErr = fmt.Errorf("write output: %w", err)
	}
	if readErr != nil {
		return read, fmt.Errorf("read the manifest: %w", readErr)
	}
	return read, writeErr
}
