package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// countedWrites counts how often it is written to, as a system would be called.
type countedWrites struct {
	bytes.Buffer
	calls int
}

func (w *countedWrites) Write(p []byte) (int, error) {
	w.calls++
	return w.Buffer.Write(p)
}

// A list of many feeds goes out in pieces of some kilobytes, not cell by cell.
func TestFeedsAreWrittenInLargePieces(t *testing.T) {
	dir := t.TempDir()
	var file strings.Builder
	fmt.Fprintf(&file, "state: {dir: %s}\nfeeds:\n", dir)
	const feeds = 400
	for i := range feeds {
		fmt.Fprintf(&file, "  - https://site%d.example/feed.xml\n", i)
	}
	config := filepath.Join(dir, "wiredesk.yaml")
	if err := os.WriteFile(config, []byte(file.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"feeds"}, {"feeds", "--json"}} {
		var out countedWrites
		if code := execute(t.Context(), append(args, "-c", config), stdio{out: &out, err: io.Discard}); code != 0 {
			t.Fatalf("%v: exit code %d", args, code)
		}
		if lines := strings.Count(out.String(), "\n"); lines != feeds+1 {
			t.Errorf("%v: %d lines, want one a feed and one more", args, lines)
		}
		if most := out.Len()/4096 + 2; out.calls > most {
			t.Errorf("%v: %d writes of %d bytes, want at most %d", args, out.calls, out.Len(), most)
		}
	}
}
