package desk

import (
	"context"
	"errors"
	"log/slog"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/sink"
)

// Repair says what is done about a state that has lost something.
type Repair string

// What can be done.
const (
	// Mend takes out of damaged files what can be read, makes the feeds again that are
	// written down and have no record, and does what Republish does.
	Mend Repair = "repair"
	// Republish has all feeds read again, and publishes what they show and the stream lacks.
	Republish Repair = "republish"
	// AcceptLoss takes out of damaged files what can be read, and that for all there is.
	AcceptLoss Repair = "accept-loss"
)

// OneRepair is the one of those that was asked for; empty if none was. More than one are a
// *usage.Error.
func OneRepair(asked map[Repair]*bool) (chosen Repair, err error) {
	for repair, wanted := range asked {
		switch {
		case *wanted && chosen != "":
			return "", usage.Errorf("give one of --repair, --republish and --accept-loss")
		case *wanted:
			chosen = repair
		}
	}
	return chosen, nil
}

// againWhy is why a feed is polled out of turn.
const againWhy = "read again, for what the stream lacks"

// Repair opens a desk whatever it lacks, does about that what is wanted, and closes it. It
// returns what was done, in words. Mend and AcceptLoss need the built-in server's state
// directory for themselves: a process that has it is an *embedded.LockedError.
func (do Repair) Repair(ctx context.Context, cfg *config.Config, log *slog.Logger) (done []string, err error) {
	feeds, err := ledger.ReadFeeds(cfg.StateDir())
	if errors.Is(err, ledger.ErrDamaged) && do != Republish {
		done = append(done, err.Error()+": the feeds of the configuration are made again, those that were added by hand are not")
		feeds, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	d, err := do.open(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	if d.Ledger != nil { // no other process has the index open
		if err := sink.SetAside(SnapshotPath(cfg)); err != nil {
			return nil, errors.Join(err, d.Close())
		}
	}
	said, err := do.on(ctx, d, feeds)
	return append(done, said...), errors.Join(sink.Explain(d.NC, err), d.Close())
}

// open opens the desk.
func (do Repair) open(ctx context.Context, cfg *config.Config, log *slog.Logger) (*Desk, error) {
	if do == Republish {
		return Join(ctx, cfg, log, "doctor")
	}
	if !cfg.External() {
		r, err := serveIn(ctx, cfg.StateDir(), cfg, log, newKeeper(cfg, log, true), "doctor", "none")
		if err != nil {
			return nil, err
		}
		return withCalendar(ctx, r)
	}
	r, err := dialChecked(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	r.Ledger = newKeeper(cfg, log, true)
	if err := r.compare(ctx); err != nil {
		return nil, errors.Join(sink.Explain(r.NC, err), r.Close())
	}
	return withCalendar(ctx, r)
}

// on does it on an open desk. written are the feeds that were written down.
func (do Repair) on(ctx context.Context, d *Desk, written []ledger.Subscription) (done []string, err error) {
	lacks, _ := d.Lacks()
	for _, l := range lacks {
		done = append(done, "found: "+l.String())
	}
	if do == Mend {
		n, err := d.Resubscribe(ctx, written)
		if err != nil {
			return done, err
		}
		done = append(done, words.Plural(n, "feed")+" made again")
	}
	feeds, err := d.SyncFeeds(ctx, d.Config)
	if err != nil {
		return done, err
	}
	if do != AcceptLoss {
		n, err := d.Calendar.Reread(ctx, feeds, true, againWhy)
		if err != nil {
			return done, err
		}
		done = append(done, words.Plural(n, "feed")+" will be read whole: what they show and the stream lacks comes again")
	}
	if d.Ledger == nil { // another process keeps it
		return done, nil
	}
	return append(done, "what is there is taken for all there is"), d.Ledger.Accept()
}
