package sink

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// ErrPermission says that the NATS server refuses us something.
var ErrPermission = errors.New("NATS refuses permission")

// ErrUnknown says that the NATS server does not know the user, or not with that password,
// token or key.
var ErrUnknown = errors.New("NATS does not let this user in")

// Explain makes an error of permission of one that only says that no answer came,
// if the server has last refused this connection something: a request without
// permission is not answered, and the refusal comes apart from it. Any other error
// is returned as it is.
func Explain(nc *nats.Conn, err error) error {
	if err == nil || errors.Is(err, ErrPermission) || !passing(err) && !errors.Is(err, jetstream.ErrJetStreamNotEnabled) {
		return err
	}
	refusal := nc.LastError()
	if !errors.Is(refusal, nats.ErrPermissionViolation) {
		return err
	}
	return fmt.Errorf("%w: %s: %w", ErrPermission, refusedWhat(refusal), err)
}

// refusedWhat is "publish to ..." or "subscription to ...", out of the server's words.
func refusedWhat(err error) string {
	text := err.Error()
	if _, what, ok := strings.Cut(text, "Violation for "); ok {
		return strings.ToLower(what[:1]) + what[1:]
	}
	return text
}

// storage marks the server's words for "no room".
func storage(err error) error {
	if hasCode(err, codeInsufficientResources, codeStorageExceeded, codeStreamStoreFailed) {
		return fmt.Errorf("%w: %w", ErrStorage, err)
	}
	return err
}

// passing says whether an error may be gone at the next attempt: nobody
// answered, or the server is not ready yet.
func passing(err error) bool {
	for _, target := range []error{
		context.DeadlineExceeded, context.Canceled, nats.ErrTimeout, jetstream.ErrAsyncPublishTimeout, nats.ErrNoResponders,
		jetstream.ErrNoStreamResponse,
		nats.ErrDisconnected, nats.ErrConnectionReconnecting, nats.ErrReconnectBufExceeded, nats.ErrStaleConnection,
	} {
		if errors.Is(err, target) {
			return true
		}
	}
	var api *jetstream.APIError
	return errors.As(err, &api) && api.Code == 503 && !errors.Is(err, ErrStorage)
}

// JetStream's error codes that mean that there is no room.
const (
	codeInsufficientResources = 10023
	codeStorageExceeded       = 10047
	codeStreamStoreFailed     = 10077
)

// ErrStorage says that the server has no room: its disk is full or a limit of
// its account or stream is reached.
var ErrStorage = errors.New("no storage left on the NATS server")

// hasCode says whether err is JetStream's, with one of these codes.
func hasCode(err error, codes ...jetstream.ErrorCode) bool {
	var api *jetstream.APIError
	if errors.As(err, &api) {
		return slices.Contains(codes, api.ErrorCode)
	}
	var js jetstream.JetStreamError
	return errors.As(err, &js) && js.APIError() != nil && slices.Contains(codes, js.APIError().ErrorCode)
}
