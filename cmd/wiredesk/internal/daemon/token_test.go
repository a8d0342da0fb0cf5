package daemon

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Processes that share a NATS server may start at the same moment.
func TestTheTokenIsTheSameForAll(t *testing.T) {
	for range 50 {
		dir := filepath.Join(t.TempDir(), "state")
		tokens := make([]string, 8)
		var all sync.WaitGroup
		for i := range tokens {
			all.Go(func() {
				var err error
				if tokens[i], err = readToken(dir); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if slices.Sort(tokens); tokens[0] != tokens[len(tokens)-1] {
			t.Fatalf("%q", tokens)
		}
	}
}

func TestTheTokenStaysAndIsItsOwnersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	first, err := readToken(dir)
	if err != nil || len(first) < 20 {
		t.Fatalf("%q, %v", first, err)
	}
	if again, err := readToken(dir); err != nil || again != first {
		t.Errorf("%q and %q, %v", first, again, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("beside the token: %v, %v", files, err)
	}
	path := filepath.Join(dir, tokenFile)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readToken(dir); err == nil || !strings.Contains(err.Error(), "too short") {
		t.Errorf("an empty token: %v", err)
	}
}
