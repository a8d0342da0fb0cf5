package desk

import (
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// AddedFeeds is how many feeds commands have added, by the list that the process that
// crawled last has left beside the state; 0 if there is none.
func AddedFeeds(cfg *config.Config) (n int) {
	list, _ := ledger.ReadFeeds(cfg.StateDir())
	for _, s := range list {
		if s.Parent == "" && (s.Origin == calendar.OriginAdded || s.Origin == calendar.OriginImport) {
			n++
		}
	}
	return n
}
