package subscribe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// durable returns the durable consumer, made if it does not exist. One that
// exists is never changed: others may share it, and a reader may not.
func durable(ctx context.Context, js jetstream.JetStream, o Options) (jetstream.Consumer, error) {
	consumer, err := js.Consumer(ctx, o.Stream, o.Durable)
	switch {
	case errors.Is(err, jetstream.ErrConsumerNotFound):
		consumer, err = createDurable(ctx, js, o)
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
	have := consumer.CachedInfo().Config
	subjects := have.FilterSubjects
	if have.FilterSubject != "" {
		subjects = []string{have.FilterSubject}
	}
	if !sameSubjects(subjects, o.Subjects) {
		return nil, fmt.Errorf("durable %s exists and receives %s, not %s: use another name, or delete it",
			o.Durable, listed(subjects), listed(o.Subjects))
	}
	if have.AckPolicy != jetstream.AckExplicitPolicy {
		return nil, fmt.Errorf("durable %s exists with acknowledgement %q, needed is explicit", o.Durable, have.AckPolicy)
	}
	return consumer, nil
}

func listed(subjects []string) string {
	if len(subjects) == 0 {
		return "everything"
	}
	return strings.Join(slices.Sorted(slices.Values(subjects)), " ")
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
		err = js.DeleteConsumer(ctx, o.Stream, o.Durable)
		if err == nil || errors.Is(err, jetstream.ErrConsumerNotFound) {
			_, err = createDurable(ctx, js, o)
		}
	}
	if err != nil {
		return fmt.Errorf("reset durable %s on stream %s: %w", o.Durable, o.Stream, refused(ctx, err))
	}
	return nil
}
