package embedded

import (
	"fmt"

	"github.com/nats-io/nats-server/v2/server"
)

// furnish gives the account of a seat what it may hear and ask. The server takes two
// dozen entries for that, and compares each with all that there are: for every seat that
// somebody might take, that was a twentieth of what a small run costs that nobody listens to. So it
// is done when the first one sits down, before the server has let anybody in.
func furnish(o Options, s *seat, account func(name string) (*server.Account, error)) error {
	house, err := account(operatorAccount)
	if err != nil {
		return fmt.Errorf("account %s: %w", operatorAccount, err)
	}
	room, err := account(s.account)
	if err != nil {
		return fmt.Errorf("account %s: %w", s.account, err)
	}
	for _, subject := range o.Subjects {
		if err := room.AddStreamImport(house, subject, ""); err != nil {
			return fmt.Errorf("account %s: hear %s: %w", s.account, subject, err)
		}
	}
	for _, service := range readerServices(o.Stream) {
		if service.subject == aboutJetStream { // it is there
			continue
		}
		to := gated(s.token, service)
		if err := room.AddServiceImport(house, service.subject, to); err != nil {
			return fmt.Errorf("account %s: ask %s: %w", s.account, service.subject, err)
		}
		if !service.direct || service.granted { // the gate is told which connection asks
			if err := room.SetServiceImportSharing(house, to, true); err != nil {
				return fmt.Errorf("account %s: say who asks %s: %w", s.account, service.subject, err)
			}
		}
	}
	return nil
}
