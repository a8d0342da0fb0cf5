package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// Subscriber is a consumer of the stream of articles, as people and programs are told
// of it.
type Subscriber struct {
	Name    string `json:"name"`
	Durable bool   `json:"durable"`
	// Owner is "operator" where nobody is named, and "unknown" where owners were not written
	// down yet when it was made: it belongs to the first reader who asks for it.
	Owner    string   `json:"owner"`
	Subjects []string `json:"subjects"`
	// Behind is how many articles are still to come, Unacknowledged how many were
	// delivered and are not done with, Waiting how many requests for more there are.
	Behind         uint64    `json:"behind"`
	Unacknowledged int       `json:"unacknowledged"`
	Waiting        int       `json:"waiting"`
	Created        time.Time `json:"created"`
	// Acknowledged is the sequence up to which all is done with, at Active the last time.
	Acknowledged uint64     `json:"acknowledged"`
	Active       *time.Time `json:"active,omitempty"`
	AckPolicy    string     `json:"ack_policy"`
	AckWait      string     `json:"ack_wait,omitempty"`
	// Ends is after how long without use the server drops it; empty: never.
	Ends string `json:"ends,omitempty"`
}

// ErrNoSubscriber says that the stream has no consumer of a name.
var ErrNoSubscriber = errors.New("no such subscriber")

// Subscribers are the consumers of the stream of articles, by name, less those of the desk
// itself. It takes the right to list them.
func (r *Reader) Subscribers(ctx context.Context) ([]Subscriber, error) {
	stream, err := r.JS.Stream(ctx, r.Config.NATS.Stream.Name)
	if err != nil {
		return nil, fmt.Errorf("list the subscribers: %w", err)
	}
	var all []Subscriber
	since := r.ownersSince()
	list := stream.ListConsumers(ctx)
	for info := range list.Info() {
		if !sink.OfDesk(info) {
			all = append(all, subscriberOf(info, since))
		}
	}
	if list.Err() != nil {
		return nil, fmt.Errorf("list the subscribers: %w", list.Err())
	}
	slices.SortFunc(all, func(a, b Subscriber) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// Subscriber is one of them; the error is ErrNoSubscriber if there is none of that name.
func (r *Reader) Subscriber(ctx context.Context, name string) (Subscriber, error) {
	c, err := r.JS.Consumer(ctx, r.Config.NATS.Stream.Name, name)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return Subscriber{}, fmt.Errorf("%w: %s", ErrNoSubscriber, name)
	}
	if err != nil {
		return Subscriber{}, fmt.Errorf("subscriber %s: %w", name, err)
	}
	return subscriberOf(c.CachedInfo(), r.ownersSince()), nil
}

// RemoveSubscriber has the server forget one, and its place with it.
func (r *Reader) RemoveSubscriber(ctx context.Context, name string) error {
	err := r.JS.DeleteConsumer(ctx, r.Config.NATS.Stream.Name, name)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return fmt.Errorf("%w: %s", ErrNoSubscriber, name)
	}
	if err != nil {
		return fmt.Errorf("remove subscriber %s: %w", name, err)
	}
	return nil
}

// ownersSince is since when consumers bear the name of their owner.
func (r *Reader) ownersSince() time.Time {
	if r.Config.External() {
		return time.Time{}
	}
	return embedded.OwnersSince(r.Config.StateDir())
}

func subscriberOf(info *jetstream.ConsumerInfo, since time.Time) Subscriber {
	c := info.Config
	nobody := "operator"
	if info.Created.Before(since) {
		nobody = "unknown"
	}
	s := Subscriber{
		Name: info.Name, Durable: c.Durable != "", Owner: cmp.Or(c.Metadata[embedded.OwnerKey], nobody), Subjects: c.FilterSubjects,
		Behind: info.NumPending, Unacknowledged: info.NumAckPending, Waiting: info.NumWaiting, Created: info.Created,
		Acknowledged: info.AckFloor.Stream, Active: info.AckFloor.Last, AckPolicy: c.AckPolicy.String(),
	}
	if c.FilterSubject != "" {
		s.Subjects = []string{c.FilterSubject}
	}
	if s.Active == nil {
		s.Active = info.Delivered.Last
	}
	if c.AckPolicy != jetstream.AckNonePolicy {
		s.AckWait = c.AckWait.String()
	}
	if c.InactiveThreshold > 0 {
		s.Ends = c.InactiveThreshold.String()
	}
	return s
}

// crowd is from how many consumers on it is worth a word.
const crowd = 200

// Crowd says who has most of the consumers if there are very many; empty if there are
// not. A server has room for a thousand on a stream, unless it is the built-in one.
func (r *Reader) Crowd(ctx context.Context) (string, error) {
	all, err := r.Subscribers(ctx)
	if err != nil || len(all) < crowd {
		return "", err
	}
	by := map[string]int{}
	for _, s := range all {
		by[s.Owner]++
	}
	owners := slices.SortedFunc(maps.Keys(by), func(a, b string) int { return cmp.Or(by[b]-by[a], cmp.Compare(a, b)) })
	var most []string
	for _, owner := range owners[:min(len(owners), 5)] {
		if owner == "unknown" {
			most = append(most, fmt.Sprintf("%d were made before owners were written down", by[owner]))
		} else {
			most = append(most, fmt.Sprintf("%s has %d", owner, by[owner]))
		}
	}
	return fmt.Sprintf("%d consumers: %s; one is %s; `wiredesk subscribers` lists and removes them", len(all), strings.Join(most, ", "),
		all[0].Name), nil
}
