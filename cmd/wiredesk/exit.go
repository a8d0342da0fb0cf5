package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/daemon"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/handler"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ingest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ledger"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// Exit codes. Those below 64 are ours, the others follow sysexits.h, whose
// names systemd prints.
const (
	exitOK          = 0
	exitError       = 1  // something unexpected
	exitUsage       = 2  // wrong usage
	exitFailing     = 3  // done, but some feeds fail persistently, or articles were given up
	exitNetwork     = 4  // every fetch failed, or this machine cannot fetch
	exitDamaged     = 65 // the state directory is damaged, or holds less than it did
	exitUnavailable = 69 // NATS cannot be reached
	exitDisk        = 74 // too little space is left on the disk, NATS has no room or stores nothing, or the state directory went away
	exitLocked      = 75 // another process holds the state directory
	exitPermission  = 77 // NATS refuses the user, or a permission
	exitConfig      = 78 // the configuration is invalid
)

// coded is an error that knows its exit code. With a nil err there is nothing
// left to say.
type coded struct {
	code int
	err  error
}

func (c coded) Error() string {
	if c.err == nil {
		return fmt.Sprintf("exit code %d", c.code)
	}
	return c.err.Error()
}

func (c coded) Unwrap() error { return c.err }

// interrupted is the cause of a context that a signal ended.
type interrupted struct{ signal os.Signal }

func (i interrupted) Error() string { return "interrupted by " + i.signal.String() }

// wayOut is the remedy of an error as it is printed behind it.
func wayOut(err error) string {
	if way := desk.Remedy(err); way != "" {
		return "; " + way
	}
	return ""
}

// exitCode is the one table from errors to exit codes.
func exitCode(ctx context.Context, err error) int {
	var (
		own    coded
		wrong  *usage.Error
		signal interrupted
		locked *embedded.LockedError
		conf   *config.Error
		away   *embedded.AwayError
		filter *sink.FilterError
		story  *desk.ReferenceError
		typed  *desk.AddressError
		set    *desk.SettingError
	)
	switch {
	case errors.As(context.Cause(ctx), &signal):
		if s, ok := signal.signal.(syscall.Signal); ok {
			return 128 + int(s)
		}
		return exitError
	case err == nil:
		return exitOK
	case errors.As(err, &own):
		return own.code
	case errors.As(err, &wrong), errors.As(err, &filter), errors.As(err, &story), errors.As(err, &typed):
		return exitUsage
	case errors.Is(err, handler.ErrNotStarted):
		return exitUsage
	case errors.Is(err, handler.ErrBroken):
		return exitFailing
	case errors.As(err, new(*ledger.LossError)):
		return exitDamaged
	case errors.As(err, &locked):
		return exitLocked
	case errors.As(err, &conf), errors.As(err, &set), errors.Is(err, daemon.ErrAlone):
		return exitConfig
	case errors.Is(err, sink.ErrServer): // another server must be configured, trying again is of no use
		return exitConfig
	case errors.Is(err, sink.ErrPermission), errors.Is(err, nats.ErrPermissionViolation), errors.Is(err, sink.ErrUnknown):
		return exitPermission
	case errors.As(err, &away), errors.Is(err, desk.ErrDiskLow), errors.Is(err, sink.ErrStorage), errors.Is(err, syscall.ENOSPC):
		return exitDisk
	case errors.Is(err, desk.ErrNoNetwork):
		return exitNetwork
	case errors.Is(err, sink.ErrUnreachable):
		return exitUnavailable
	case errors.Is(err, ingest.ErrStuck): // the server is our own, and its store takes nothing
		return exitDisk
	}
	return exitError
}

// silent reports whether an error has nothing to tell the user: the exit code
// says it all, or it was the user who interrupted.
func silent(ctx context.Context, err error) bool {
	var c coded
	return errors.As(err, &c) && c.err == nil || errors.As(context.Cause(ctx), &interrupted{})
}
