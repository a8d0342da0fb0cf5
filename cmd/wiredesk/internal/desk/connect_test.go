package desk

import (
	"encoding/json"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// held is a state directory that somebody has locked who has not written a name yet: the
// lock file has that of the last.
func held(t *testing.T, last embedded.Holder) (cfg *config.Config, release func()) {
	t.Helper()
	cfg = config.Default()
	cfg.State.Dir, cfg.NATS.Listen = t.TempDir(), "none"
	b, err := json.Marshal(last)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(cfg.State.Dir, "lock")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	lock := flock.New(path)
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	return cfg, func() {
		if err := lock.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestACrawlWaitsForOneThatHasNotWrittenItsName(t *testing.T) {
	gone := exec.Command("true")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	cfg, release := held(t, embedded.Holder{PID: gone.Process.Pid, Command: "run", Started: time.Now()})
	time.AfterFunc(time.Second, release)
	d, err := Open(t.Context(), cfg, slog.New(slog.DiscardHandler), "daemon")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

func TestWhoKeepsAStateDirectory(t *testing.T) {
	for command, want := range map[string]bool{"daemon": true, "run": true, "status": false, "": false} {
		if got := keeps(embedded.Holder{PID: os.Getpid(), Command: command}); got != want {
			t.Errorf("%q: %v", command, got)
		}
	}
}
