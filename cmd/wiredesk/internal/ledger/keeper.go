package ledger

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

const (
	// Every is how often the manifest of a desk that works is written, if anything has
	// changed.
	Every = 15 * time.Second
	// Settled is the age at which what was stored is taken to be on the disk: the built-in
	// server forces its files there every ten seconds, and each takes its time.
	Settled = 30 * time.Second
	// sampleTime bounds how long the streams are asked, askTime how long one of them: who may
	// not ask gets no answer.
	sampleTime = 20 * time.Second
	askTime    = 5 * time.Second
)

// Options say whose ledger a Keeper keeps.
type Options struct {
	Dir     string // the state directory
	Server  string // BuiltIn, or the address of a server elsewhere
	Program string // and its version
	// Articles is the stream of articles, Streams are all that is looked at.
	Articles string
	Streams  []string
	// Synced says that the server forces each message to the disk.
	Synced bool
	// Mend has damaged files mended, and takes what is there for all there is.
	Mend bool
	Log  *slog.Logger
}

// Keeper keeps the ledger of a desk that is open. Its methods may be called concurrently.
type Keeper struct {
	o Options

	looking sync.Mutex // one Look at a time; it is taken before mu
	mu      sync.Mutex
	before  *Manifest // as it was found; nil: there was none
	crashed bool      // the machine has been started since
	m       Manifest  // as it is written next
	refused bool      // what was found stays written down
	open    bool      // the streams were compared
	left    bool      // the end is not to be written down
	found   []Loss    // by Compare
	samples []sampled // the last minute's, the oldest first
	feeds   map[string]uint64
	set     uint64 // the sum of feeds
	written uint64 // the set that is in the file
	known   bool   // there is a file of feeds
}

type sampled struct {
	at        time.Time
	positions Positions
}

// New returns the keeper of a state directory's ledger. Nothing is read or written yet.
func New(o Options) *Keeper {
	return &Keeper{o: o, feeds: map[string]uint64{}}
}

// Add has one more stream looked at.
func (k *Keeper) Add(stream string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !slices.Contains(k.o.Streams, stream) {
		k.o.Streams = append(k.o.Streams, stream)
	}
}

// Compare compares the streams with what was there of them. The error is a *LossError if
// something is missing of the built-in server's that no crash explains. Of a server
// elsewhere, or if that is to be taken as it is, the losses are written down (Lacks).
func (k *Keeper) Compare(ctx context.Context, js jetstream.JetStream) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.before == nil && k.o.Server != BuiltIn {
		k.readExternal()
	}
	was := k.expected()
	for name := range was { // what only some commands have is looked at by all
		if !slices.Contains(k.o.Streams, name) {
			k.o.Streams = append(k.o.Streams, name)
		}
	}
	now, err := k.sample(ctx, js, k.o.Streams)
	if err != nil {
		return err
	}
	losses := compare(was, now, k.o.Articles, time.Now())
	if len(losses) > 0 && k.o.Server == BuiltIn && !k.o.Mend {
		k.refused = true
		return &LossError{Dir: k.o.Dir, Losses: losses}
	}
	if err := k.goOn(ctx, js, was, now); err != nil {
		return err
	}
	k.lack(losses)
	k.found = losses
	k.took(now)
	k.open = true
	if k.crashed && !k.o.Synced || len(losses) > 0 && k.o.Mend {
		k.m.RereadBefore = time.Now().UTC()
	}
	if len(losses) > 0 || k.o.Server != BuiltIn {
		return k.save()
	}
	return nil
}

// Found is what Compare found missing that it had not found before.
func (k *Keeper) Found() []Loss {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.found)
}

// goOn has a stream of articles that was mended and has none left go on with the sequence
// after its last: who reads it knows how far it had come by that.
func (k *Keeper) goOn(ctx context.Context, js jetstream.JetStream, was, now Positions) error {
	had, has := was[k.o.Articles], now[k.o.Articles]
	if !k.o.Mend || had.Last == 0 || has.Created.IsZero() || has.Messages > 0 || has.Last >= had.Last {
		return nil
	}
	stream, err := js.Stream(ctx, k.o.Articles)
	if err == nil {
		err = stream.Purge(ctx, jetstream.WithPurgeSequence(had.Last+1)) // of nothing
	}
	if err != nil {
		return fmt.Errorf("have stream %s go on after %d: %w", k.o.Articles, had.Last, err)
	}
	has.Last = had.Last
	now[k.o.Articles] = has
	return nil
}

// readExternal reads what is known of a server elsewhere.
func (k *Keeper) readExternal() {
	m, err := Read(k.o.Dir)
	switch {
	case err != nil:
		k.o.Log.Warn("what this desk has published cannot be compared with what the server has: that is written down anew",
			"dir", k.o.Dir, "error", err)
	case m != nil && m.Server == k.o.Server:
		k.before, k.m = m, *m
	}
	k.readFeedsEnd()
}

func (k *Keeper) readFeedsEnd() {
	if end, _, err := checkFeeds(k.o.Dir); err == nil {
		k.written, k.known = end.Set, true
	}
}

// expected is what must be there at least.
func (k *Keeper) expected() Positions {
	switch {
	case k.before == nil || k.before.Server != k.o.Server:
		return nil
	case k.before.Clean || !k.crashed || k.o.Server != BuiltIn:
		return k.before.Streams
	}
	return k.before.Settled
}

func (k *Keeper) sample(ctx context.Context, js jetstream.JetStream, names []string) (Positions, error) {
	ctx, cancel := context.WithTimeout(ctx, sampleTime)
	defer cancel()
	return sample(ctx, js, k.o.Articles, names)
}

// lack notes what the streams lack.
func (k *Keeper) lack(losses []Loss) {
	if len(losses) == 0 {
		return
	}
	if len(k.m.Lacks) == 0 {
		k.m.LacksSince = time.Now().UTC().Truncate(time.Second)
	}
	for _, l := range losses {
		if !slices.Contains(k.m.Lacks, l) {
			k.m.Lacks = append(k.m.Lacks, l)
		}
	}
}

// took notes the positions of now, and which of those before have reached the disk.
func (k *Keeper) took(now Positions) {
	at := time.Now()
	k.samples = append(k.samples, sampled{at, now})
	k.m.Streams = now
	if k.o.Synced {
		k.m.Settled, k.m.SettledAt = now, at.UTC()
		k.samples = nil
		return
	}
	for len(k.samples) > 0 && at.Sub(k.samples[0].at) >= Settled {
		k.m.Settled, k.m.SettledAt = k.samples[0].positions, k.samples[0].at.UTC()
		k.samples = k.samples[1:]
	}
}

// Lacks is what the streams were found to lack, and since when; nothing if they are whole,
// or what was missing was mended or accepted.
func (k *Keeper) Lacks() ([]Loss, time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.m.Lacks), k.m.LacksSince
}

// RereadBefore is until when feeds were read whose stories may be lost: with the jobs or
// records that are gone, or with what had not reached the disk when a machine stopped. Zero
// if there is no reason to think so.
func (k *Keeper) RereadBefore() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.m.RereadBefore
}

// Reread notes that stories of the feeds which were read until now may be lost, by the
// calendar's clock.
func (k *Keeper) Reread(now time.Time) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.m.RereadBefore = now.UTC()
	return k.save()
}

// Made notes that all is there again but articles: what the calendar lacked was made anew.
func (k *Keeper) Made() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.m.Lacks = slices.DeleteFunc(k.m.Lacks, func(l Loss) bool { return l.Stream != k.o.Articles })
	if len(k.m.Lacks) == 0 {
		k.m.LacksSince = time.Time{}
	}
}

// Accept takes what is there for all there is.
func (k *Keeper) Accept() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.m.Lacks, k.m.LacksSince = nil, time.Time{}
	return k.save()
}

// save writes the manifest as of now.
func (k *Keeper) save() error {
	if k.refused || k.left {
		return nil
	}
	k.m.Server, k.m.Program, k.m.Boot = k.o.Server, k.o.Program, bootID()
	k.m.Written = time.Now().UTC()
	return k.m.write(k.o.Dir)
}

// Keep writes down how the streams and the feeds are now, and returns what was lost since it
// was last called. The feeds are not written while their records are among that: what is
// written makes them again. list lists them all.
func (k *Keeper) Keep(ctx context.Context, js jetstream.JetStream, list func(context.Context) ([]*calendar.Feed, error)) ([]Loss, error) {
	var feeds []*calendar.Feed
	dirty := k.feedsDirty()
	if dirty {
		var err error
		if feeds, err = list(ctx); err != nil {
			return nil, err
		}
	}
	losses, err := k.Look(ctx, js)
	if err != nil || !dirty || slices.ContainsFunc(losses, func(l Loss) bool { return l.Stream == feedsStream }) {
		return losses, err
	}
	k.Saw(feeds)
	return losses, k.writeFeeds(feeds)
}

// Look compares the streams with how they were a moment ago, and writes the manifest down
// if they have changed. It returns what has been lost since.
func (k *Keeper) Look(ctx context.Context, js jetstream.JetStream) ([]Loss, error) {
	k.looking.Lock()
	defer k.looking.Unlock()
	k.mu.Lock()
	open, names := k.open, slices.Clone(k.o.Streams)
	k.mu.Unlock()
	if !open {
		return nil, nil
	}
	now, err := k.sample(ctx, js, names) // others need not wait for a slow server
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	was := k.m
	losses := compare(k.m.Streams, now, k.o.Articles, time.Now())
	k.lack(losses)
	k.took(now)
	same := func(a, b Positions) bool { return reflect.DeepEqual(positionsOf(a), positionsOf(b)) }
	if len(losses) == 0 && same(was.Streams, now) && same(was.Settled, k.m.Settled) {
		return nil, nil
	}
	return losses, k.save()
}

// positionsOf leaves out what is no news.
func positionsOf(p Positions) Positions {
	p = maps.Clone(p)
	for name, x := range p {
		x.asked, x.maxAge, x.maxBytes = time.Time{}, 0, 0
		p[name] = x
	}
	return p
}
