package calendar

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

// Open creates what is missing in JetStream and returns the calendar. It needs
// a server of version 2.12 or newer (message schedules).
func Open(ctx context.Context, js jetstream.JetStream, opts Options) (*Calendar, error) {
	if opts.Lease <= 0 {
		opts.Lease = 30 * time.Second
	}
	if opts.LaneLease <= 0 {
		opts.LaneLease = 30 * time.Second
	}
	if opts.PullWait <= 0 {
		opts.PullWait = 2 * time.Second
	}
	if opts.Replicas <= 0 {
		opts.Replicas = 1
	}
	if opts.Node == "" {
		opts.Node, _ = os.Hostname() // nameless machines share one entry
	}
	c := &Calendar{js: js, opts: opts, self: nuid.Next()}
	c.SetPace(opts.Delay, opts.LaneLease)
	for _, step := range []func(context.Context) error{c.openStream, c.openClock, c.expectOverdue, c.openConsumer, c.openBuckets} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// openStream makes the stream, or brings it to what is wanted. What is there as
// wanted is not touched: a worker need not have the right to change it.
func (c *Calendar) openStream(ctx context.Context) (err error) {
	want := jetstream.StreamConfig{
		Name:              StreamName,
		Description:       "wiredesk: polls and page fetches, booked and due",
		Subjects:          []string{Subjects + ".>"},
		Retention:         jetstream.WorkQueuePolicy,
		Storage:           jetstream.FileStorage,
		Replicas:          c.opts.Replicas,
		MaxMsgsPerSubject: 1,
		AllowMsgSchedules: true,
		AllowDirect:       true,
	}
	c.jobs, err = c.js.Stream(ctx, StreamName)
	if err == nil && sameStream(c.jobs.CachedInfo().Config, want) {
		return nil
	}
	if err == nil || errors.Is(err, jetstream.ErrStreamNotFound) {
		c.jobs, err = c.js.CreateOrUpdateStream(ctx, want)
	}
	if err != nil {
		return fmt.Errorf("open stream %s: %w", StreamName, err)
	}
	return nil
}

func sameStream(have, want jetstream.StreamConfig) bool {
	return slices.Equal(have.Subjects, want.Subjects) && have.Retention == want.Retention && have.Storage == want.Storage &&
		have.Replicas == want.Replicas && have.MaxMsgsPerSubject == want.MaxMsgsPerSubject &&
		have.AllowMsgSchedules == want.AllowMsgSchedules && have.AllowDirect == want.AllowDirect
}

// openConsumer binds the one durable consumer that all workers share. As the
// sole process it makes the consumer anew: what was delivered to a process that
// is gone comes back at once instead of after its lease.
func (c *Calendar) openConsumer(ctx context.Context) (err error) {
	if c.opts.Sole {
		if err := c.jobs.DeleteConsumer(ctx, Consumer); err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
			return fmt.Errorf("release the jobs of an earlier process: %w", err)
		}
	}
	want := jetstream.ConsumerConfig{
		Durable:       Consumer,
		Description:   "wiredesk: workers",
		FilterSubject: "jobs.due.>",
		AckPolicy:     jetstream.AckExplicitPolicy,
		AckWait:       c.opts.Lease,
		MaxAckPending: -1,
		MaxDeliver:    -1,
	}
	c.due, err = c.jobs.Consumer(ctx, Consumer)
	if err == nil && sameConsumer(c.due.CachedInfo().Config, want) {
		return nil
	}
	if err == nil || errors.Is(err, jetstream.ErrConsumerNotFound) {
		c.due, err = c.jobs.CreateOrUpdateConsumer(ctx, want)
	}
	if err != nil {
		return fmt.Errorf("open consumer %s of %s: %w", Consumer, StreamName, err)
	}
	return nil
}

func sameConsumer(have, want jetstream.ConsumerConfig) bool {
	return have.FilterSubject == want.FilterSubject && have.AckPolicy == want.AckPolicy && have.AckWait == want.AckWait &&
		have.MaxAckPending == want.MaxAckPending && have.MaxDeliver == want.MaxDeliver
}

func (c *Calendar) openBuckets(ctx context.Context) (err error) {
	bucket := func(name, description string) (jetstream.KeyValue, error) {
		kv, err := c.js.KeyValue(ctx, name)
		if err == nil && c.replicated(ctx, kv) {
			return kv, nil
		}
		kv, err = c.js.CreateOrUpdateKeyValue(ctx, jetstream.KeyValueConfig{
			Bucket: name, Description: description, History: 1,
			Storage: jetstream.FileStorage, Replicas: c.opts.Replicas,
		})
		if err != nil {
			return nil, fmt.Errorf("open bucket %s: %w", name, err)
		}
		return kv, nil
	}
	if c.feeds, err = bucket(FeedsBucket, "wiredesk: state of each feed"); err != nil {
		return err
	}
	c.hosts, err = bucket(HostsBucket, "wiredesk: lane of each host")
	return err
}

// replicated reports whether a bucket has the copies that are wanted.
func (c *Calendar) replicated(ctx context.Context, kv jetstream.KeyValue) bool {
	s, err := kv.Status(ctx)
	if err != nil {
		return false
	}
	status, ok := s.(*jetstream.KeyValueBucketStatus)
	return ok && status.StreamInfo().Config.Replicas == c.opts.Replicas
}
