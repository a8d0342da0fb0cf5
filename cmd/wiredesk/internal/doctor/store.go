package doctor

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/sink/natsfiles"
)

const (
	// storeTime bounds how long the files of the store are read, and secondLook is after how
	// long what looks damaged is read again: a server that is at work may have been writing.
	storeTime  = 15 * time.Second
	secondLook = time.Second
)

// examineStore reads all messages of the built-in server from the disk.
func examineStore(ctx context.Context, cfg *config.Config) []Finding {
	if cfg.External() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	store := filepath.Join(cfg.StateDir(), "nats")
	found, read, err := natsfiles.Check(ctx, store, natsfiles.CheckOptions{})
	if err == nil && len(found) > 0 {
		select {
		case <-ctx.Done():
		case <-time.After(secondLook):
		}
		again, _, second := natsfiles.Check(ctx, store, natsfiles.CheckOptions{})
		err = second
		found = slices.DeleteFunc(found, func(d natsfiles.Damage) bool {
			return d.Tail || !slices.ContainsFunc(again, func(e natsfiles.Damage) bool { return e.Path == d.Path })
		})
	}
	switch {
	case ctx.Err() != nil:
		text := fmt.Sprintf("%s of its messages were read in %s, and are whole; there are more", words.Size(uint64(read)), storeTime)
		return []Finding{fine("store", text)}
	case err != nil: // files come and go under a server that is at work
		return nil
	case read == 0:
		return []Finding{fine("store", "nothing is stored yet")}
	}
	var list []Finding
	for i, d := range found {
		if i == shownLosses {
			break
		}
		list = append(list, broken("store", filepath.Join("nats", d.Path)+": "+d.Text, storeHelp))
	}
	if len(list) == 0 {
		list = append(list, fine("store", fmt.Sprintf("all messages can be read (%s)", words.Size(uint64(read)))))
	}
	return list
}

const storeHelp = "stop the daemon, and restore a backup or keep what can be read with `wiredesk doctor --repair`"
