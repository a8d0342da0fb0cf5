package desk

import (
	"context"
	"log/slog"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/weburl"
	"github.com/wiredesk/wiredesk/sink"
)

// ledgerPatience is how long the end of a process waits until what there is of the desk is
// written down. Without that the next start takes the end for a crash.
const ledgerPatience = 30 * time.Second

// newKeeper keeps the ledger of the desk that a configuration has. With mend what is
// damaged is mended, and what is there taken for all there is.
func newKeeper(cfg *config.Config, log *slog.Logger, mend bool) *ledger.Keeper {
	return ledger.New(ledger.Options{
		Dir: cfg.StateDir(), Server: serverName(cfg), Program: version.String(), Articles: cfg.NATS.Stream.Name,
		Streams: []string{
			cfg.NATS.Stream.Name, calendar.StreamName, "KV_" + calendar.FeedsBucket, "KV_" + calendar.HostsBucket, "KV_" + sink.SchemaBucket,
		},
		Synced: cfg.NATS.Sync == "always", Mend: mend, Log: log,
	})
}

// serverName is where the state is, as the ledger has it.
func serverName(cfg *config.Config) string {
	switch {
	case cfg.NATS.Context != "":
		return "context " + cfg.NATS.Context
	case cfg.External():
		return weburl.Masked(cfg.NATS.URL)
	}
	return ledger.BuiltIn
}

// writeDown writes the ledger for the last time before the connection is closed. unsound
// says that the server has not written what it says that it has.
func writeDown(k *ledger.Keeper, js jetstream.JetStream, unsound bool, log *slog.Logger,
	feeds func(context.Context) ([]*calendar.Feed, error)) {
	if k == nil || !js.Conn().IsConnected() {
		return
	}
	if unsound {
		k.Leave()
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), ledgerPatience)
	defer cancel()
	if err := k.Closing(ctx, js, feeds); err != nil {
		k.Leave()
		log.Warn("what there is of the desk is not written down: the next start takes this end for a crash", "error", err)
	}
}
