package main

import (
	"context"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// repair does something about a state that has lost something.
func (a *app) repair(ctx context.Context, cfg *config.Config, repair desk.Repair) error {
	done, err := repair.Repair(ctx, cfg, a.logger(cfg))
	if a.json && err == nil {
		return ndjson.New(a.out).Summary(map[string]any{string(repair): done})
	}
	for _, line := range done {
		a.say("%s", words.OneLine(line))
	}
	return desk.AsUnreachable(err)
}
