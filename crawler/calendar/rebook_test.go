package calendar

import (
	"testing"
	"time"
)

func TestAWaitLastsAsLongAsItWasMeantToWhateverTheClocksDo(t *testing.T) {
	noon := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	at := func(minutes float64) time.Time { return noon.Add(time.Duration(minutes * float64(time.Minute))) }
	const hour, day = time.Hour, 24 * time.Hour
	for name, tt := range map[string]struct {
		b    booking
		now  time.Time
		step time.Duration
		want time.Time // zero: it stays
	}{
		"nothing is wrong":                     {b: booking{at(30), at(0), at(0)}, now: at(10)},
		"set back while we looked":             {b: booking{at(30), at(0), at(0)}, now: at(10 - 1440), step: -day, want: at(30 - 1440)},
		"set back, and seen too late":          {b: booking{at(30), at(0), at(0)}, now: at(29 - 1440), step: -day + 20*time.Minute, want: at(50 - 1440)},
		"set back, nobody knows how far":       {b: booking{at(30), at(0), at(0)}, now: at(-500), want: at(-470)},
		"set back past its time":               {b: booking{at(30), at(0), at(0)}, now: at(40 - 1440), step: -day - hour, want: at(40 - 1440)},
		"set back before it was booked":        {b: booking{at(30), at(0), at(0)}, now: at(10), step: -day},
		"booked while nobody had noticed":      {b: booking{at(30), at(0), at(-1440)}, now: at(-1439), step: -day, want: at(-1410)},
		"booked by a clock an hour behind":     {b: booking{at(-30), at(-60), at(0)}, now: at(10), want: at(30)},
		"booked by a clock an hour ahead":      {b: booking{at(90), at(60), at(0)}, now: at(10), want: at(30)},
		"forward, and due by that":             {b: booking{at(30), at(0), at(0)}, now: at(70), step: hour, want: at(90)},
		"forward, and due before":              {b: booking{at(30), at(0), at(0)}, now: at(100), step: hour},
		"forward, and not due":                 {b: booking{at(90), at(0), at(0)}, now: at(70), step: hour},
		"forward a second time, or by another": {b: booking{at(90), at(70), at(70)}, now: at(71), step: hour},
	} {
		got, wrong := tt.b.again(tt.now, tt.step)
		if wrong != !tt.want.IsZero() || wrong && !got.Equal(tt.want) {
			t.Errorf("%s: %s, %v, want %s", name, got, wrong, tt.want)
		}
		if !wrong {
			continue
		}
		if _, again := (booking{got, tt.now, tt.now}).again(tt.now, tt.step); again {
			t.Errorf("%s: once more it is booked anew", name)
		}
	}
}

func TestALaneIsFreeInTimeWhateverTheClocksDo(t *testing.T) {
	noon := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	const delay, lease = 2 * time.Second, 30 * time.Second
	ms := func(d time.Duration) int64 { return noon.Add(d).UnixMilli() }
	fresh := func() lane {
		return lane{
			Next: ms(10 * time.Second), Guests: ms(40 * time.Second), Free: ms(delay), Holder: "x", Lease: ms(lease),
			Limits: limits{{Host: "a.example", URL: 1, Until: ms(time.Hour)}},
		}
	}
	was := fresh()
	was.bound(noon, noon.Add(time.Second), delay, lease)
	if want := fresh(); was.Next != want.Next || was.Guests != want.Guests || was.Free != want.Free || was.Lease != want.Lease || was.Limits[0] != want.Limits[0] {
		t.Errorf("a lane that is in order became %+v", was)
	}
	// Set back by a day: it rests as long as it was meant to, from now.
	back, now := fresh(), noon.Add(-24*time.Hour)
	back.bound(noon, now, delay, lease)
	for what, at := range map[string][2]int64{
		"next": {back.Next, now.Add(10 * time.Second).UnixMilli()}, "guests": {back.Guests, now.Add(40 * time.Second).UnixMilli()},
		"free":  {back.Free, now.Add(delay).UnixMilli()},
		"lease": {back.Lease, now.Add(lease).UnixMilli()}, "limit": {back.Limits[0].Until, now.Add(time.Hour).UnixMilli()},
	} {
		if at[0] != at[1] {
			t.Errorf("set back: %s is %s, want %s", what, time.UnixMilli(at[0]).UTC(), time.UnixMilli(at[1]).UTC())
		}
	}
	// Written by a clock that is a year ahead.
	wrong := fresh()
	wrong.shift(365*24*time.Hour, time.Time{})
	wrong.bound(noon, noon, delay, lease)
	if free := time.UnixMilli(wrong.Free).Sub(noon); free > time.Minute {
		t.Errorf("free in %s", free)
	}
	if end := time.UnixMilli(wrong.Lease).Sub(noon); end > generous*lease {
		t.Errorf("the lease ends in %s", end)
	}
	if closed := time.UnixMilli(wrong.Limits[0].Until).Sub(noon); closed > 25*time.Hour {
		t.Errorf("closed for %s", closed)
	}
	// Forward by an hour: what was not over by itself lasts as long as before.
	ahead := fresh()
	ahead.shift(time.Hour, noon.Add(time.Second))
	if ahead.Free != ms(delay+time.Hour) || ahead.Guests != ms(time.Hour+40*time.Second) || ahead.Limits[0].Until != ms(2*time.Hour) {
		t.Errorf("forward: %+v", ahead)
	}
}

// A lane that only guests wait for is among those whose waits a step must not shorten.
func TestALaneWaitsAsLongAsAnythingInItDoes(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	soon, before := now.Add(time.Minute).UnixMilli(), now.Add(-time.Minute).UnixMilli()
	for name, l := range map[string]lane{
		"next": {Next: soon}, "guests": {Guests: soon}, "free": {Free: soon}, "lease": {Lease: soon}, "limit": {Limits: limits{{Until: soon}}},
	} {
		if !l.waits(now) {
			t.Errorf("%s: nothing waits", name)
		}
	}
	if l := (lane{Next: before, Guests: before, Free: before, Lease: before, Limits: limits{{Until: before}}}); l.waits(now) {
		t.Error("something waits though all is over")
	}
}

func TestTheServersTimeGoesOnEvenly(t *testing.T) {
	var k clock
	here := time.Now()
	hear := func(after, said time.Duration) time.Duration {
		m, step := k.heard(here.Add(after), 10*time.Millisecond, here.Round(0).Add(said), 0)
		if m != nil {
			k.mark.Store(m)
		}
		return step
	}
	hear(0, time.Hour)
	if skew := time.Duration(k.skew.Load()); skew > -59*time.Minute {
		t.Errorf("skew %s", skew)
	}
	if d := k.now().Sub(here.Round(0)); d < 59*time.Minute || d > 61*time.Minute {
		t.Errorf("now is %s ahead of this machine", d)
	}
	for _, tt := range []struct {
		after, said, step time.Duration
	}{
		{10 * time.Second, time.Hour + 10*time.Second, 0},
		{20 * time.Second, time.Hour + 20*time.Second + 100*time.Millisecond, 0},
		{30 * time.Second, 2*time.Hour + 30*time.Second, time.Hour},
		{40 * time.Second, 2*time.Hour + 40*time.Second, 0},
		{50 * time.Second, 50 * time.Second, -2 * time.Hour},
		{60 * time.Second, 60 * time.Second, 0},
	} {
		if step := hear(tt.after, tt.said); (step - tt.step).Abs() > time.Second {
			t.Errorf("after %s: a step of %s, want %s", tt.after, step, tt.step)
		}
	}
	// A machine that was suspended has not been told of time that passed.
	slept, _ := k.heard(here.Add(70*time.Second), 0, here.Round(0).Add(8*time.Hour+70*time.Second), 8*time.Hour)
	if slept == nil || !slept.server.Equal(here.Round(0).Add(8*time.Hour+70*time.Second)) {
		t.Errorf("after a sleep: %+v", slept)
	}
}

func TestWhatLiesInATimeToComeBeginsNow(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	year := now.Add(365 * 24 * time.Hour)
	f := Feed{Polled: year, Quiet: year, Scouted: year, Failing: year, Answered: now.Add(-time.Hour), Move: &Move{Since: year}}
	f.NotAhead(now)
	if f.Polled.After(now) || f.Quiet.After(now) || f.Scouted.After(now) || f.Failing.After(now) || f.Move != nil {
		t.Errorf("%+v", f)
	}
	if !f.Answered.Equal(now.Add(-time.Hour)) || !f.Fresh.IsZero() {
		t.Errorf("what was in order has changed: %+v", f)
	}
}

// A feed whose record is of a time to come is planned anew even if its booking is lost.
func TestAFeedOfATimeToComeIsPolledWithinItsWait(t *testing.T) {
	c := open(t, Options{})
	now := c.Now()
	f := mustAdd(t, c, Feed{URL: "https://a.example/feed", AddedAt: now, Next: now.Add(24*time.Hour + 30*time.Minute), Polled: now.Add(24 * time.Hour)})
	if _, _, err := c.BookMissing(t.Context(), []*Feed{f}); err != nil {
		t.Fatal(err)
	}
	f, err := c.Feed(t.Context(), f.ID)
	if err != nil {
		t.Fatal(err)
	}
	if wait := f.Next.Sub(now); wait < 29*time.Minute || wait > 31*time.Minute {
		t.Errorf("the next poll is in %s", wait)
	}
	w, err := c.PollJob(t.Context(), f.ID)
	if err != nil || w == nil || !f.SlotIs(w.Slot) {
		t.Errorf("booked is %+v, %v; want its slot %s", w, err, f.Next)
	}
}
