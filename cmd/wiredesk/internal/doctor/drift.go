package doctor

import (
	"context"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/drift"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// examineExtraction looks for sites whose pages are not understood any more.
func examineExtraction(ctx context.Context, d *desk.Desk) (findings []Finding) {
	rows, err := drift.Rows(ctx, d.JS)
	if err != nil {
		return []Finding{broken("extraction", err.Error(), "does nats.user have the role it needs? docs/nats.md lists the roles")}
	}
	for _, r := range rows {
		id, url := r.Example()
		help := "`wiredesk show " + id + "` is an example"
		if url != "" {
			help += ", `wiredesk extract --explain " + url + "` shows what its page has"
		}
		help += "; a newer wiredesk may know the new template, full_text: never publishes what the feed says; " +
			"docs/operating.md#extractionrot says more"
		findings = append(findings, warning("extraction", r.Site+" gives less since "+words.Clock(r.Since)+": "+r.Text(), help))
	}
	return findings
}
