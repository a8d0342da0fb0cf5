package desk

import (
	"errors"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// remedies are ways out of what the libraries say is wrong. Those know neither keys
// of the configuration nor what lies beside the program.
var remedies = []struct {
	of  error
	way string
}{
	{sink.ErrUntrusted, "nats.tls.ca names the authority to trust"},
	{sink.ErrUnknown, "nats.user and nats.password, nats.creds or nats.token say who this is (environment: WIREDESK_NATS_USER, …)"},
	{sink.ErrPermission, "this user needs another role (deploy/nats/accounts.conf has them)"},
	{fetch.ErrPrivate, "crawl.allow_private can open it"},
	{fetch.ErrPort, "crawl.ports can open it"},
	{embedded.ErrExposed, "name users and their passwords in a file (nats.users), or use a NATS server of your own (nats.url)"},
}

// Remedy is the way out of an error; empty if none is known.
func Remedy(err error) string {
	if errors.As(err, new(*ledger.LossError)) {
		return "nothing was changed. Restore a backup, or have `wiredesk doctor --repair` mend what can be mended, " +
			"or `wiredesk doctor --accept-loss` go on with what is there (docs/operating.md#damage)"
	}
	for _, r := range remedies {
		if errors.Is(err, r.of) {
			return r.way
		}
	}
	return ""
}
