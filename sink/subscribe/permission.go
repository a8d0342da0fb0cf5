package subscribe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// heedEvery is how soon a refusal of the server is noticed.
const heedEvery = 100 * time.Millisecond

// heed ends the context with the server's refusal as its cause when the server
// refuses something that these Options need. A request that is not permitted has
// no answer: without this it would look like a server that is away. The returned
// function ends the watch.
func heed(ctx context.Context, nc *nats.Conn, o Options) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	last := refusal(nc)
	go func() {
		defer close(ended)
		tick := time.NewTicker(heedEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			err := refusal(nc)
			if err != nil && !errors.Is(err, last) && o.concerned(err, nc.Opts.InboxPrefix) {
				cancel(explained(err))
				return
			}
			last = err
		}
	}()
	return ctx, func() {
		cancel(nil)
		<-ended
	}
}

// refused returns the server's refusal if that is why the context ended, else
// err.
func refused(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); errors.Is(cause, nats.ErrPermissionViolation) {
		return cause
	}
	return err
}

// refusal is the connection's last error if it is about permissions. These are
// pointers, so that a second refusal of the same is another error.
func refusal(nc *nats.Conn) error {
	if err := nc.LastError(); errors.Is(err, nats.ErrPermissionViolation) {
		return err
	}
	return nil
}

var quoted = regexp.MustCompile(`(Publish|Subscription) to "(\S+)"`)

// concerned says whether a refusal is about the stream and durable, or the inbox
// that answers come to: others may use the connection too.
func (o Options) concerned(err error, inbox string) bool {
	m := quoted.FindStringSubmatch(err.Error())
	if m == nil {
		return false
	}
	if m[1] == "Subscription" {
		return strings.HasPrefix(m[2], cmp.Or(inbox, "_INBOX"))
	}
	tokens := strings.Split(m[2], ".")
	return tokens[0] == "$JS" && slices.Contains(tokens, o.Stream) &&
		(o.Durable == "" || slices.Contains(tokens, o.Durable) || slices.Contains(tokens, "STREAM"))
}

// explained says what to do about a refusal.
func explained(err error) error {
	m := quoted.FindStringSubmatch(err.Error())
	if m[1] == "Subscription" {
		return fmt.Errorf("the user may not subscribe to %s: connect with the inbox prefix that was given to it (nats.CustomInboxPrefix): %w",
			m[2], err)
	}
	way := "ask for that permission"
	if strings.Contains(m[2], ".CONSUMER.CREATE.") || strings.Contains(m[2], ".STREAM.INFO.") {
		way = "ask for that permission, or for a durable that is made for this user"
	}
	return fmt.Errorf("the user may not publish to %s: %s: %w", m[2], way, err)
}
