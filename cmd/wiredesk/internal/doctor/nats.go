package doctor

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
)

const (
	// beatTime is how long a server may take to store a message.
	beatTime = 3 * time.Second
	// nearlyFull is the share of a limit from which on it is told.
	nearlyFull = 0.9
)

// examineNATS looks at the server and its limits.
func examineNATS(ctx context.Context, d *desk.Desk) []Finding {
	list := []Finding{fine("nats", fmt.Sprintf("%s (nats-server %s, JetStream)", d.Address(), d.NC.ConnectedServerVersion()))}
	if most := d.NC.MaxPayload(); most < article.MaxSize+headroom {
		list = append(list, warning("nats", fmt.Sprintf("takes messages of %s at most, an article may have %s", words.Size(uint64(most)),
			words.Size(article.MaxSize)),
			"set max_payload of the server to 1MB or more"))
	}
	account, err := d.JS.AccountInfo(ctx)
	if err != nil { // who may crawl may not always ask this
		return list
	}
	if limit := account.Limits.MaxStore; limit > 0 && float64(account.Store) > nearlyFull*float64(limit) {
		list = append(list, warning("nats", fmt.Sprintf("%s of %s of the account's space are used", words.Size(account.Store),
			words.Size(uint64(limit))),
			"give the account more, or lower nats.stream.max_bytes or max_age"))
	}
	return list
}

// examineWork asks whether what is to be stored is stored.
func examineWork(ctx context.Context, d *desk.Desk) []Finding {
	if trouble := d.Trouble(ctx); trouble != "" {
		return []Finding{broken("work", trouble,
			"a built-in server is opened anew by itself when the cause is gone; `wiredesk healthcheck` asks again")}
	}
	within, cancel := context.WithTimeout(ctx, beatTime)
	defer cancel()
	if err := d.Calendar.Beat(within); err != nil {
		return []Finding{broken("work", "nothing can be stored: "+err.Error(), natsHelp(d.Config, err))}
	}
	return []Finding{fine("work", "what is to be stored is stored")}
}

// headroom is what headers may add to an article.
const headroom = 16 << 10

// examineStream compares the stream of articles with its configuration.
func examineStream(ctx context.Context, d *desk.Desk) []Finding {
	name := d.Config.NATS.Stream.Name
	stream, err := d.JS.Stream(ctx, name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return []Finding{fine("stream", name+" will be made by the first run")}
	}
	if err != nil {
		return []Finding{broken("stream", fmt.Sprintf("%s cannot be looked at: %v", name, err),
			"does nats.user have the role it needs? docs/nats.md lists the roles")}
	}
	info := stream.CachedInfo()
	var list []Finding
	for _, drift := range desk.StreamConfig(d.Config).Drift(info.Config) {
		list = append(list, warning("stream", name+": "+drift,
			"the next run or start of a daemon changes it, if it may; else change nats.stream in the configuration"))
	}
	if c := info.Cluster; c != nil && len(c.Replicas) > 0 {
		for _, r := range c.Replicas {
			if r.Offline || !r.Current {
				list = append(list, warning("stream", fmt.Sprintf("%s: its copy on %s is behind or offline", name, r.Name),
					"look at that server: `nats server report jetstream`"))
			}
		}
	}
	if who, err := d.Crowd(ctx); err == nil && who != "" { // who may not list them is not told
		list = append(list, warning("stream", name+" has very many consumers: "+who, "`wiredesk subscribers remove NAME...`"))
	}
	if len(list) == 0 {
		list = append(list, fine("stream", fmt.Sprintf("%s is as configured, %s in it", name, words.Plural(int(info.State.Msgs), "article"))))
	}
	return append(list, newerThanNow(name, info.State.LastTime, d.Calendar.Now())...)
}

// newerThanNow notices a clock that shows less than the newest message has.
func newerThanNow(stream string, newest, now time.Time) []Finding {
	ahead := newest.Sub(now)
	if ahead <= calendar.SameClock {
		return nil
	}
	return []Finding{warning("clock", fmt.Sprintf("the newest message of %s is of a time to come, in %s: the clock of NATS is wrong, or was",
		stream, words.Roughly(ahead)), desk.SetClock)}
}

// examineSights compares this machine's clock with that of an external server, and tells
// what processes have noticed.
func examineSights(ctx context.Context, d *desk.Desk) (list []Finding) {
	sights, troubles, err := d.Sights(ctx)
	if err != nil {
		list = append(list, warning("clock", err.Error(), "`wiredesk status` shows them"))
	}
	for _, text := range troubles {
		list = append(list, broken("network", "crawls pause: "+text, "bring its network or its resolver back, or allow more open files"))
	}
	return append(list, clockFindings(d.Config.External(), d.Calendar.Skew(), sights)...)
}

// clockFindings are those about the clocks of NATS, external or built in, and of the
// machines around it.
func clockFindings(external bool, skew time.Duration, sights []string) (list []Finding) {
	if external && skew.Abs() > calendar.SameClock {
		list = append(list, warning("clock", desk.ClockText(calendar.ClockTurn{Ahead: skew}), desk.SetClock))
	}
	for _, text := range sights {
		list = append(list, warning("clock", text, desk.SetClock))
	}
	if len(list) == 0 && external {
		list = append(list, fine("clock", "agrees with that of NATS"))
	}
	return list
}

// examineBuckets looks at what must not get lost.
func examineBuckets(ctx context.Context, d *desk.Desk) (list []Finding) {
	var counts []string
	for _, name := range []string{calendar.FeedsBucket, calendar.HostsBucket} {
		s, err := bucketStatus(ctx, d, name)
		switch {
		case err != nil:
			list = append(list, broken("kv", fmt.Sprintf("bucket %s cannot be read: %v", name, err),
				"does nats.user have the role it needs? docs/nats.md lists the roles"))
		case s.TTL() > 0:
			list = append(list, warning("kv", fmt.Sprintf("what bucket %s holds is forgotten after %s", name, s.TTL()),
				fmt.Sprintf("`nats stream edit KV_%s --max-age=0`", name)))
		default:
			counts = append(counts, fmt.Sprintf("%s: %s", name, words.Plural(int(s.Values()), "record")))
		}
	}
	if len(list) == 0 {
		list = append(list, fine("kv", strings.Join(counts, ", ")))
	}
	return list
}

func bucketStatus(ctx context.Context, d *desk.Desk, name string) (jetstream.KeyValueStatus, error) {
	bucket, err := d.JS.KeyValue(ctx, name)
	if err != nil {
		return nil, err
	}
	return bucket.Status(ctx)
}

// examineJobs looks at the jobs that were given up.
func examineJobs(ctx context.Context, d *desk.Desk) []Finding {
	letters, err := d.Calendar.DeadLetters(ctx, desk.ShownLetters)
	switch {
	case err != nil:
		return []Finding{broken("jobs", err.Error(), "`wiredesk status` shows them")}
	case len(letters) == 0:
		return []Finding{fine("jobs", "none was given up")}
	}
	many := words.Plural(len(letters), "job") + " given up"
	if len(letters) == desk.ShownLetters {
		many = fmt.Sprintf("%d jobs or more given up", desk.ShownLetters)
	}
	l := letters[len(letters)-1]
	return []Finding{warning("jobs", fmt.Sprintf("%s, such as %s: %s", many, l.URL, l.Reason),
		"`wiredesk status` says why, `wiredesk feeds retry --failed` tries them again")}
}
