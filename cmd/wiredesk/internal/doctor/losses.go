package doctor

import (
	"fmt"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// shownLosses bounds the losses that are named one by one.
const shownLosses = 10

// examineLosses says what was found to be missing of what was stored.
func examineLosses(d *desk.Desk) (list []Finding) {
	lacks, since := d.Lacks()
	for i, l := range lacks {
		if i == shownLosses {
			return append(list, warning("lost", fmt.Sprintf("and %d more", len(lacks)-i), lostHelp))
		}
		list = append(list, warning("lost", fmt.Sprintf("%s (found %s)", l, words.Clock(since)), lostHelp))
	}
	return list
}

const lostHelp = "restore a backup; or `wiredesk doctor --republish` brings again what the feeds still show, " +
	"and `--accept-loss` goes on without"
