package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"sync"
)

// stdio are the streams of a command: out is data, err is for people.
type stdio struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// ndjson writes NDJSON, one object a line. It may be used by many goroutines.
type ndjson struct {
	mu sync.Mutex
	w  io.Writer
}

func (n *ndjson) write(v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("encode a line of output: %w", err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, err := n.w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write output: %w", err)
	}
	return nil
}

// summary writes the object that ends the output of a command.
func (n *ndjson) summary(v any) error { return n.write(map[string]any{"summary": v}) }

// mapLines reads NDJSON from r, gives every line to f on all cores, and writes
// the results in the order of the input. It returns how many lines it read.
func mapLines(r io.Reader, w io.Writer, f func(line []byte) any) (int, error) {
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
	out := &ndjson{w: buffered}
	var writeErr error
	for t := range inOrder {
		if err := out.write(<-t.result); err != nil && writeErr == nil {
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
