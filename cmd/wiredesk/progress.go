package main

import (
	"os"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
)

// progress shows how far a long task has come, to who sits at a terminal and did
// not ask for quiet; end erases it. text is called by another goroutine.
func (a *app) progress(text func() string) (end func()) {
	if a.screen == nil || a.quiet || os.Getenv("TERM") == "dumb" {
		return func() {}
	}
	return a.screen.Show(text)
}

// indexProgress shows to who waits how far the index was read.
func (a *app) indexProgress() (reading func(read, total uint64), end func()) {
	p := &terminal.Progress{What: "articles looked up in the stream"}
	return func(read, total uint64) { p.Set(int(read), int(total)) }, a.progress(p.Text)
}
