package subscribe

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// durable returns the durable consumer, made if it does not exist. One that
// exists is never changed: others may share it, and a reader may not.
func durable(ctx context.Context, js jetstream.JetStream, o Options) (jetstream.Consumer, error) {
	consumer, err := js.Consumer(ctx, o.Stream, o.Durable)
	switch {
	case errors.Is(err, jetstream.ErrConsumerNotFound):
		consumer, err = createDurable(ctx, js, o, nil)
		if errors.Is(err, jetstream.ErrConsumerExists) {
			// Another subscriber of that name was faster, at another start.
			consumer, err = js.Consumer(ctx, o.Stream, o.Durable)
		}
	case err == nil && o.hasStart():
		o.Logger.Info("durable goes on where it was; From, Last and Since count only for a new one", "durable", o.Durable)
	}
	if err != nil {
		return nil, fmt.Errorf("durable %s on stream %s: %w", o.Durable, o.Stream, err)
	}
	if err := o.fits(consumer.CachedInfo().Config); err != nil {
		return nil, err
	}
	return consumer, nil
}

// fits says what about a durable that exists is not as a subscriber needs it: somebody
// may have made it for something else, or so that nothing is handled. Where it begins
// is not compared, and neither is how long it waits for an acknowledgement, which is
// heeded.
func (o Options) fits(have jetstream.ConsumerConfig) error {
	subjects := have.FilterSubjects
	if have.FilterSubject != "" {
		subjects = []string{have.FilterSubject}
	}
	if !sameSubjects(subjects, o.Subjects) {
		return fmt.Errorf("durable %s exists and receives %s, not %s: use another name, or delete it",
			o.Durable, listed(subjects), listed(o.Subjects))
	}
	for _, s := range []struct {
		wrong      bool
		name, have string
		want       string
	}{
		{have.AckPolicy != jetstream.AckExplicitPolicy, "acknowledgement (ack_policy)", have.AckPolicy.String(), "explicit"},
		{have.HeadersOnly, "headers_only", "true", "false"},
		{have.DeliverSubject != "", "deliver_subject", have.DeliverSubject, "none: it pushes"},
		{have.MaxDeliver > 0 && (o.MaxDeliver <= 0 || have.MaxDeliver < o.MaxDeliver), "max_deliver", strconv.Itoa(have.MaxDeliver),
			"none: what is refused that often would be lost"},
		{have.AckWait > 0 && have.AckWait < minAckWait, "ack_wait", have.AckWait.String(), "at least " + minAckWait.String()},
		{have.ReplayPolicy == jetstream.ReplayOriginalPolicy, "replay_policy", "original", "instant"},
		{have.DeliverPolicy == jetstream.DeliverLastPerSubjectPolicy || have.DeliverPolicy == jetstream.DeliverLastPolicy,
			"deliver_policy", have.DeliverPolicy.String(), "all, or a start by sequence or time"},
		{have.PauseUntil != nil && have.PauseUntil.After(time.Now()), "pause_until", text(have.PauseUntil), "none: nothing comes until then"},
		{len(have.PriorityGroups) > 0, "priority_groups", strings.Join(have.PriorityGroups, " "), "none"},
		{have.MaxRequestBatch > 0 && have.MaxRequestBatch < o.Prefetch, "max_batch", strconv.Itoa(have.MaxRequestBatch),
			"at least " + strconv.Itoa(o.Prefetch)},
		{have.MaxRequestMaxBytes > 0, "max_bytes", strconv.Itoa(have.MaxRequestMaxBytes), "none"},
		{have.MaxRequestExpires > 0 && have.MaxRequestExpires < pullExpiry, "max_expires", have.MaxRequestExpires.String(),
			"at least " + pullExpiry.String()},
		{have.OptStartTime != nil && have.OptStartTime.After(time.Now().Add(time.Minute)) && !have.OptStartTime.Equal(o.Since),
			"opt_start_time", text(have.OptStartTime), "a time that has come"},
	} {
		if s.wrong {
			return fmt.Errorf("durable %s exists with %s %q, needed is %s: use another name, or delete it", o.Durable, s.name, s.have, s.want)
		}
	}
	return nil
}

// pullExpiry is how long a request for messages waits at the server.
const pullExpiry = 30 * time.Second

// minAckWait is the shortest time to handle a message in that is kept by telling the
// server of long work.
const minAckWait = time.Second

func text(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// createDurable makes a durable, with metadata that another of that name had.
func createDurable(ctx context.Context, js jetstream.JetStream, o Options, metadata map[string]string) (jetstream.Consumer, error) {
	o, err := o.begin(ctx, js)
	if err != nil {
		return nil, err
	}
	cfg := jetstream.ConsumerConfig{
		Durable:        o.Durable,
		AckPolicy:      jetstream.AckExplicitPolicy,
		AckWait:        AckWait,
		FilterSubjects: o.Subjects,
		Metadata:       metadata,
	}
	switch {
	case o.From > 0:
		cfg.DeliverPolicy, cfg.OptStartSeq = jetstream.DeliverByStartSequencePolicy, o.From
	case !o.Since.IsZero():
		cfg.DeliverPolicy, cfg.OptStartTime = jetstream.DeliverByStartTimePolicy, &o.Since
	}
	return js.CreateConsumer(ctx, o.Stream, cfg)
}

// Reset has a durable begin again where Options say: at From, Last or Since,
// else at the first article there is. Its filter is the one of Options from then
// on. A Run that is using the durable ends with an error; begin it again. The
// user must be allowed to delete consumers, which the anonymous readers of the
// built-in server are not: there, a new name begins anew.
func Reset(ctx context.Context, nc *nats.Conn, o Options) error {
	if o.Durable == "" {
		return errors.New("subscribe: Reset needs a Durable name")
	}
	o = o.withDefaults()
	js, err := jetstream.New(nc)
	if err != nil {
		return err
	}
	ctx, stop := heed(ctx, nc, o)
	defer stop()
	if o, err = o.begin(ctx, js); err == nil { // before anything is deleted
		err = begin(ctx, js, o)
	}
	if err != nil {
		return fmt.Errorf("reset durable %s on stream %s: %w", o.Durable, o.Stream, refused(ctx, err))
	}
	return nil
}

// begin makes a durable anew.
func begin(ctx context.Context, js jetstream.JetStream, o Options) error {
	var metadata map[string]string
	old, err := js.Consumer(ctx, o.Stream, o.Durable)
	if err == nil {
		metadata = own(old.CachedInfo().Config.Metadata)
		err = js.DeleteConsumer(ctx, o.Stream, o.Durable)
	}
	if err == nil || errors.Is(err, jetstream.ErrConsumerNotFound) {
		_, err = createDurable(ctx, js, o, metadata)
	}
	return err
}

// own is metadata without what the server writes into it itself.
func own(metadata map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range metadata {
		if !strings.HasPrefix(k, "_nats.") {
			out[k] = v
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
