// Package ndjson is what commands print for programs: one JSON object a line, and at the
// end one that sums up.
package ndjson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"
)

// Writer writes NDJSON, one object a line. It may be used by many goroutines.
type Writer struct {
	mu sync.Mutex
	w  io.Writer
}

// New returns a Writer on w.
func New(w io.Writer) *Writer { return &Writer{w: w} }

// Write writes one object.
func (n *Writer) Write(v any) error {
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

// Summary writes the object that ends the output of a command.
func (n *Writer) Summary(v any) error { return n.Write(map[string]any{"summary": v}) }
