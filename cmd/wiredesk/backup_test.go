package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The backup and the restore of docs/operating.md, word for word: what was published after
// the copy comes again, and nothing twice.
func TestTheDocumentedBackupComesBack(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 2, 6, "")
	lib := filepath.Join(c.dir, "var", "lib")
	if err := os.MkdirAll(lib, 0o700); err != nil {
		t.Fatal(err)
	}
	c.replace(t, filepath.Join(c.dir, "state"), filepath.Join(lib, "wiredesk"))
	backup, restore := documented(t, "tar -C /var/lib -czf"), documented(t, "tar -C /var/lib -xzf")
	c.run(t)
	c.follow(t, lib, backup)
	c.grid.Publish(0)
	c.makeDueIn(t, filepath.Join(lib, "wiredesk"), 2)
	c.run(t)
	c.follow(t, lib, restore)
	c.run(t)
	counts := c.publishedIn(t, filepath.Join(lib, "wiredesk"))
	if len(counts) != 13 {
		t.Errorf("%d stories, want 13: %v", len(counts), counts)
	}
	for story, n := range counts {
		if n != 1 {
			t.Errorf("%s came %d times", story, n)
		}
	}
	c.says(t, exitOK, "status")
}

// documented is the block of docs/operating.md that has a text in it.
func documented(t *testing.T, text string) []string {
	t.Helper()
	for block := range strings.SplitSeq(readFile(t, "../../docs/operating.md"), "\n\n") {
		if strings.HasPrefix(block, "    ") && strings.Contains(block, text) {
			return strings.Split(strings.TrimSpace(strings.ReplaceAll(block, "\n    ", "\n")), "\n")
		}
	}
	t.Fatalf("no block has %q", text)
	return nil
}

// follow runs what is documented, with the folder lib for /var/lib. There is no systemd here,
// and no daemon that it would stop.
func (c *crawl) follow(t *testing.T, lib string, lines []string) {
	t.Helper()
	for _, line := range lines {
		words := strings.Fields(strings.ReplaceAll(line, "/var/lib", lib))
		var cmd *exec.Cmd
		switch words[0] {
		case "systemctl":
			continue
		case "wiredesk":
			cmd = c.command(t.Context(), words[1:]...)
		default:
			cmd = exec.CommandContext(t.Context(), words[0], words[1:]...)
			cmd.Dir = c.dir
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", line, err, out)
		}
	}
}
