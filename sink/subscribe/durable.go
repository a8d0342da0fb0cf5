package subscribe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nats-io/nats.go/jetstream"
)

// durable returns the durable consumer, made if it does not exist. One that
// exists is never changed: others may share it, and a reader may not.
func durable(ctx context.Context, js jetstream.JetStream, o Options) (jetstream.Consumer, error) {
	consumer, err := js.Consumer(ctx, o.Stream, o.Durable)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		consumer, err = createDurable(ctx, js, o)
		if errors.Is(err, jetstream.ErrConsumerExists) {
			// Another subscriber of that name was faster, at another start.
			consumer, err = js.Consumer(ctx, o.Stream, o.Durable)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("durable %s on stream %s: %w", o.Durable, o.Stream, err)
	}
	have := consumer.CachedInfo().Config
	subjects := have.FilterSubjects
	if have.FilterSubject != "" {
		subjects = []string{have.FilterSubject}
	}
	slices.Sort(subjects)
	want := slices.Sorted(slices.Values(o.Subjects))
	if !slices.Equal(subjects, want) {
		return nil, fmt.Errorf("durable %s exists and receives %s, not %s: use another name, or delete it",
			o.Durable, strings.Join(subjects, " "), strings.Join(want, " "))
	}
	if have.AckPolicy != jetstream.AckExplicitPolicy {
		return nil, fmt.Errorf("durable %s exists with acknowledgement %q, needed is explicit", o.Durable, have.AckPolicy)
	}
	return consumer, nil
}

func createDurable(ctx context.Context, js jetstream.JetStream, o Options) (jetstream.Consumer, error) {
	o, err := o.begin(ctx, js)
	if err != nil {
		return nil, err
	}
	cfg := jetstream.ConsumerConfig{
		Durable:        o.Durable,
		AckPolicy:      jetstream.AckExplicitPolicy,
		AckWait:        AckWait,
		FilterSubjects: o.Subjects,
	}
	switch {
	case o.From > 0:
		cfg.DeliverPolicy, cfg.OptStartSeq = jetstream.DeliverByStartSequencePolicy, o.From
	case !o.Since.IsZero():
		cfg.DeliverPolicy, cfg.OptStartTime = jetstream.DeliverByStartTimePolicy, &o.Since
	}
	return js.CreateConsumer(ctx, o.Stream, cfg)
}
