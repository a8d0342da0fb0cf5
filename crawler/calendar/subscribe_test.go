package calendar

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestASubscribedFeedIsPolledAtOnceWithTheAnswerThatWasGot(t *testing.T) {
	c := open(t, Options{})
	f := Feed{URL: "https://a.example/feed", Settings: Settings{Name: "A", Origin: OriginAdded}}
	answer := &PrefetchedAnswer{URL: f.URL, Body: []byte("zipped"), At: time.Now()}
	if err := c.Subscribe(t.Context(), f, answer); err != nil {
		t.Fatal(err)
	}
	d := mustNext(t, c)
	stored, err := c.Feed(t.Context(), FeedID(f.URL))
	if err != nil || !stored.SlotIs(d.Slot) || stored.Name != "A" || stored.AddedAt.IsZero() {
		t.Errorf("stored %+v, %v", stored, err)
	}
	if d.Kind != Poll || d.ID != stored.ID || d.Answer == nil || string(d.Answer.Body) != "zipped" {
		t.Errorf("the poll is %+v", d.Job)
	}
	if err := d.Done(t.Context()); err != nil {
		t.Fatal(err)
	}
	// A feed that is known is left alone, and not polled for it.
	if err := c.Subscribe(t.Context(), f, answer); !errors.Is(err, ErrFeedExists) {
		t.Errorf("again: %v, want ErrFeedExists", err)
	}
	wantNone(t, c)
}

func TestSubscribeAllCountsTheNewAndTheKnown(t *testing.T) {
	c := open(t, Options{})
	mustAdd(t, c, Feed{URL: "https://known.example/"})
	feeds := []Feed{{URL: "https://a.example/"}, {URL: "https://known.example/"}, {URL: "https://b.example/"}, {URL: "https://a.example/"}}
	for _, step := range []struct {
		dryRun       bool
		added, known int
		polls        int
	}{{true, 2, 2, 0}, {false, 2, 2, 2}, {false, 0, 4, 2}, {true, 0, 4, 2}} {
		var looked []int
		added, known, err := c.SubscribeAll(t.Context(), feeds, step.dryRun, func(n int) { looked = append(looked, n) })
		if err != nil || added != step.added || known != step.known {
			t.Errorf("%+v: %d added, %d known, %v", step, added, known, err)
		}
		if !slices.Equal(looked, []int{0, 1, 2, 3}) {
			t.Errorf("told %v", looked)
		}
		if booked, err := c.Booked(t.Context()); err != nil || len(booked) != step.polls {
			t.Errorf("%+v: booked %v, %v", step, booked, err)
		}
	}
	if added, known, err := c.SubscribeAll(t.Context(), nil, false, nil); err != nil || added+known != 0 {
		t.Errorf("of none %d added, %d known, %v", added, known, err)
	}
	if added, _, err := c.SubscribeAll(t.Context(), []Feed{{URL: "https://c.example/"}}, false, nil); err != nil || added != 1 {
		t.Errorf("with nobody told: %d added, %v", added, err)
	}
}
