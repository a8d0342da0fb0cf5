package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// Lacks is what the streams were found to lack, by this process or the one that has the
// state directory, and since when; nothing if they are whole.
func (r *Reader) Lacks() ([]ledger.Loss, time.Time) {
	if r.Ledger != nil {
		return r.Ledger.Lacks()
	}
	m, err := ledger.Read(r.Config.StateDir())
	if err != nil || m == nil || m.Server != serverName(r.Config) {
		return nil, time.Time{}
	}
	return m.Lacks, m.LacksSince
}

// compare compares the streams with what was there of them, before anything is made that
// is not there.
func (r *Reader) compare(ctx context.Context) error {
	if r.Ledger == nil {
		return nil
	}
	if err := r.Ledger.Compare(ctx, r.JS); err != nil {
		return err
	}
	if lacks, since := r.Ledger.Lacks(); len(lacks) > 0 {
		r.Log.Warn("something is missing of what was stored", "what", lossText(lacks), "since", since)
	}
	return nil
}

// Missing says what Lacks says, for people; empty if nothing is missing.
func (r *Reader) Missing() string {
	lacks, since := r.Lacks()
	if len(lacks) == 0 {
		return ""
	}
	return fmt.Sprintf("%s (found %s): `wiredesk doctor` says what to do", lossText(lacks), words.Clock(since))
}

func lossText(lacks []ledger.Loss) string {
	text := lacks[0].String()
	if more := len(lacks) - 1; more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}
