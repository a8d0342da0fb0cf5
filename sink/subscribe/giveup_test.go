package subscribe

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"
)

// A handler that cannot handle an article can give it up at once or after some
// attempts; the others go on, and what is given up reaches the dead letters.
func TestWhatIsGivenUpGoesToTheDeadLettersAndNeverComesAgain(t *testing.T) {
	w := newWire(t)
	w.publish(4, english)
	var advisories []string
	sub, err := w.js.Conn().SubscribeSync("$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.ARTICLES.desk")
	if err != nil {
		t.Fatal(err)
	}
	poison, full := errors.New("no such\ndesk"), errors.New("disk full")
	var got, dead []string
	o := Options{URL: w.url, Durable: "desk", Once: true, Logger: quiet(), MaxDeliver: 2}
	o.DeadLetter = func(_ context.Context, m Message, reason error) error {
		dead = append(dead, m.Article.Headline+": "+reason.Error())
		if !errors.Is(reason, poison) && !errors.Is(reason, full) {
			t.Errorf("reason %v hides the handler's error", reason)
		}
		return nil
	}
	err = Run(t.Context(), o, func(_ context.Context, m Message) error {
		got = append(got, m.Article.Headline)
		switch m.Article.Headline {
		case "Story 2":
			return Skip(poison)
		case "Story 3":
			return full
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"Story 1", "Story 2", "Story 3", "Story 4", "Story 3"}; !slices.Equal(got, want) {
		t.Errorf("handled %q, want %q", got, want)
	}
	if want := []string{"Story 2: skipped: no such\ndesk", "Story 3: disk full"}; !slices.Equal(dead, want) {
		t.Errorf("dead letters %q, want %q", dead, want)
	}
	for range 2 {
		m, err := sub.NextMsgWithContext(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		advisories = append(advisories, string(m.Data))
	}
	if all := strings.Join(advisories, "\n"); !strings.Contains(all, "skipped: no such desk") || !strings.Contains(all, "disk full") {
		t.Errorf("the server was told %s", all)
	}
	if err := Run(t.Context(), o, func(context.Context, Message) error { t.Error("an article comes again"); return nil }); err != nil {
		t.Error(err)
	}
}

func TestADeadLetterThatIsRefusedComesAgain(t *testing.T) {
	for _, durable := range []string{"desk", ""} {
		w := newWire(t)
		w.publish(1, english)
		letters := 0
		ctx, cancel := context.WithCancel(t.Context())
		o := Options{URL: w.url, Durable: durable, Logger: quiet()}
		o.DeadLetter = func(context.Context, Message, error) error {
			if letters++; letters == 1 {
				return errors.New("no dead letter office")
			}
			w.publish(1, english)
			return nil
		}
		deliveries := 0
		err := Run(ctx, o, func(_ context.Context, m Message) error {
			if m.Sequence == 2 {
				cancel()
				return nil
			}
			if deliveries++; m.Delivered != deliveries {
				t.Errorf("delivery %d calls itself %d", deliveries, m.Delivered)
			}
			return Skip(nil)
		})
		if !errors.Is(err, context.Canceled) || letters != 2 || deliveries != 2 {
			t.Errorf("durable %q: %v, %d deliveries, %d dead letters", durable, err, deliveries, letters)
		}
	}
}

func TestTheReasonForTheServerIsOneShortLine(t *testing.T) {
	got := oneLine(errors.New("a\nb\t" + strings.Repeat("ё", 300)))
	if strings.ContainsAny(got, "\n\t") || len(got) > 204 || !strings.HasPrefix(got, "a b ёё") || !strings.HasSuffix(got, "ё…") {
		t.Errorf("%q", got)
	}
}

func TestAResetDurableBeginsAgainWhereTold(t *testing.T) {
	w := newWire(t)
	w.publish(5, english)
	o := Options{URL: w.url, Durable: "desk", Once: true, Logger: quiet()}
	count := func() (n int) {
		if err := Run(t.Context(), o, func(context.Context, Message) error { n++; return nil }); err != nil {
			t.Error(err)
		}
		return n
	}
	if n := count(); n != 5 {
		t.Fatalf("%d articles at first", n)
	}
	o.From = 4 // counts for a new durable only
	if n := count(); n != 0 {
		t.Errorf("%d articles come again without a reset", n)
	}
	for range 2 {
		if err := Reset(t.Context(), w.js.Conn(), o); err != nil {
			t.Fatal(err)
		}
		if n := count(); n != 2 {
			t.Errorf("%d articles after a reset to the fourth of five", n)
		}
	}
	o.From, o.Last, o.Durable = 0, 1, "new"
	reader := anonymous(t, w.url)
	err := Reset(t.Context(), reader, o)
	reader.Close()
	if err != nil {
		t.Fatal("reset of a durable that is not there:", err)
	}
	if n := count(); n != 1 {
		t.Errorf("%d articles, want the last", n)
	}
	o.Stream = "NEWS"
	if err := Reset(t.Context(), w.js.Conn(), o); !errors.Is(err, jetstream.ErrStreamNotFound) {
		t.Errorf("error %v", err)
	}
	if err := Reset(t.Context(), w.js.Conn(), Options{}); err == nil {
		t.Error("a reset without a name succeeds")
	}
}

func TestOptionsThatWouldBeIgnoredAreRefused(t *testing.T) {
	w := newWire(t)
	for _, o := range []Options{{Once: true}, {Concurrency: 2}} {
		o.URL, o.Logger = w.url, quiet()
		if err := Run(t.Context(), o, nil); err == nil || !strings.Contains(err.Error(), "Durable") {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
