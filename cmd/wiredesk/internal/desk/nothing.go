package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
)

// serveNothing serves an empty desk for who looks at a state directory in which nothing is
// stored. Whose directory went away is not told that all is well with an empty one, and
// finds none in its place.
func serveNothing(ctx context.Context, cfg *config.Config, log *slog.Logger, command string) (*Reader, error) {
	log.Warn("nothing is stored yet, or it was moved away", "state", cfg.StateDir(), "from", stateFrom(cfg))
	dir, err := os.MkdirTemp("", "wiredesk-nothing-")
	if err != nil {
		return nil, fmt.Errorf("nothing is stored in %s, and there is no folder to show that in: %w", cfg.StateDir(), err)
	}
	r, err := serveIn(ctx, dir, cfg, log, nil, command, "none")
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	r.nothing = dir
	return r, nil
}

// stateFrom says what names the state directory.
func stateFrom(cfg *config.Config) string {
	if origin := cfg.Origin("state.dir"); origin != "default" {
		return origin
	}
	return "the environment"
}
