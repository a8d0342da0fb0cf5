package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink"
)

// ErrDiskLow says that too little space is left to begin anything.
var ErrDiskLow = errors.New("too little space is left on the disk")

// SettingError says that what a key of the configuration names cannot be used.
type SettingError struct {
	Key string // with what the key names, where it is a list: "opml subs.opml"
	Err error
}

func (e *SettingError) Error() string { return e.Key + ": " + e.Err.Error() }

func (e *SettingError) Unwrap() error { return e.Err }

// ReferenceError says that a reference names no story, or no version of one, the way it
// is written.
type ReferenceError struct{ Err error }

func (e *ReferenceError) Error() string { return e.Err.Error() }

func (e *ReferenceError) Unwrap() error { return e.Err }

// AsUnreachable marks the errors of a NATS server that fell silent between two
// steps: they say no more than that time was over. Others stay as they are.
func AsUnreachable(err error) error {
	for _, said := range []error{sink.ErrUnreachable, sink.ErrServer, sink.ErrPermission} {
		if errors.Is(err, said) {
			return err
		}
	}
	for _, silence := range []error{
		context.DeadlineExceeded, nats.ErrTimeout, nats.ErrNoResponders, nats.ErrDisconnected, nats.ErrConnectionReconnecting,
		nats.ErrStaleConnection, jetstream.ErrNoStreamResponse,
	} {
		if errors.Is(err, silence) {
			return fmt.Errorf("%w: %w", sink.ErrUnreachable, err)
		}
	}
	return err
}
