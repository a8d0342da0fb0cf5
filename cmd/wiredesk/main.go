// Wiredesk turns feeds into articles on NATS: one binary for a cron line, a
// daemon, and the people who look at both. Run it without arguments for help,
// or `wiredesk demo` to see it work.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // dates name zones such as Europe/Moscow; not every machine knows them
)

func main() {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() { // ends with the process
		cancel(interrupted{<-signals})
		signal.Stop(signals) // a second signal ends the process at once
	}()
	os.Exit(execute(ctx, os.Args[1:], stdio{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}
