package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/crawler/calendar"
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

// Who called a feed by what fits none, or several, is told the way out, and that it
// was wrong usage.
func TestWhoNamesNoFeedIsToldTheWayOut(t *testing.T) {
	var feeds []*calendar.Feed
	for i := range 7 {
		feeds = append(feeds, &calendar.Feed{URL: fmt.Sprintf("https://www.times.example/rss/%d", i), Settings: calendar.Settings{Name: fmt.Sprint("Times ", i)}})
	}
	for key, want := range map[string]string{
		"ftp://example.org/": "no feed \"ftp://example.org/\"; `wiredesk feeds` lists them",
		"Tmies 3":            "no feed \"Tmies 3\"; did you mean https://www.times.example/rss/3?; `wiredesk feeds` lists them",
		"times.example": `"times.example" fits 7 feeds, say which:
  https://www.times.example/rss/0
  https://www.times.example/rss/1
  https://www.times.example/rss/2
  https://www.times.example/rss/3
  https://www.times.example/rss/4`,
	} {
		_, err := findFeed(feeds, key)
		if err == nil || err.Error() != want || exitCode(t.Context(), err) != exitUsage {
			t.Errorf("%s: %v (exit code %d), want %s", key, err, exitCode(t.Context(), err), want)
		}
	}
	if f, err := findFeed(feeds, "times 6"); err != nil || f != feeds[6] {
		t.Errorf("%v, %v", f, err)
	}
}
