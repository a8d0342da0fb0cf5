package ingest

import (
	"cmp"
	"context"
)

// Paused says why the crawl pauses: no room, or no network. Empty: it does not.
func (p *Pipeline) Paused() string { return cmp.Or(p.Disk.Paused(), p.Net.Paused()) }

// wait returns when a worker may take a job, or when ctx ends.
func (p *Pipeline) wait(ctx context.Context) {
	p.Disk.Wait(ctx)
	p.Net.Wait(ctx)
}

// netChanged tells that this machine reaches nothing, or does again.
func (p *Pipeline) netChanged(paused bool, why string) {
	p.Calendar.SetTrouble(why)
	p.paused(paused, why)
}
