package sink

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// The oldest nats-server that schedules messages.
const (
	minMajor = 2
	minMinor = 12
)

// ErrServer says that a NATS server answers but cannot do what is needed.
var ErrServer = errors.New("unsuitable NATS server")

// CheckServer says in one line why the connected server cannot be used: too
// old, or without JetStream. It asks the server once and waits up to 5 s.
func CheckServer(ctx context.Context, nc *nats.Conn) error {
	where, version := nc.ConnectedUrlRedacted(), nc.ConnectedServerVersion()
	if where == "" {
		where = "the server"
	}
	if !recent(version) {
		return fmt.Errorf("needs nats-server %d.%d or newer, %s runs %s: %w", minMajor, minMinor, weburl.Masked(where), version, ErrServer)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		return fmt.Errorf("check NATS server: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_, err = js.AccountInfo(ctx)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, jetstream.ErrJetStreamNotEnabled), errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount),
		errors.Is(err, nats.ErrNoResponders):
		return fmt.Errorf("needs nats-server %d.%d or newer with JetStream, %s runs %s without: %w",
			minMajor, minMinor, weburl.Masked(where), version, ErrServer)
	default:
		return fmt.Errorf("ask %s (nats-server %s) for JetStream: %w", weburl.Masked(where), version, Explain(nc, err))
	}
}

// recent says whether a version like 2.12.1 or v2.14.0-RC.1 is new enough. A
// version nobody can read is taken as too old.
func recent(version string) bool {
	majorText, rest, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	minorText, _, _ := strings.Cut(rest, ".")
	minorText, _, _ = strings.Cut(minorText, "-")
	major, err := strconv.Atoi(majorText)
	if err != nil {
		return false
	}
	minor, err := strconv.Atoi(minorText)
	if err != nil {
		return false
	}
	return major > minMajor || major == minMajor && minor >= minMinor
}
