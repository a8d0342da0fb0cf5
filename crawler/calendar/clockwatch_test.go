package calendar

import (
	"fmt"
	"testing"
	"time"
)

// A lane that cannot be written when the server's clock goes forward takes neither the
// others' rests away nor the news of it.
func TestAStepIsFollowedThoughALaneCannotBeWritten(t *testing.T) {
	c := open(t, Options{Delay: time.Minute})
	const hour = time.Hour
	var was []LaneView
	urls := []string{"https://a.example/", "https://b.example/", "https://c.example/", "https://d.example/"}
	m := &clockMark{here: time.Now(), server: time.Now().Round(0).Add(-hour)} // as it was before
	c.clock.mark.Store(m)
	for i, url := range urls {
		if err := c.updateLane(t.Context(), Host(url), func(l *lane, now time.Time) bool {
			l.Free = now.Add(30 * time.Minute).UnixMilli()
			return true
		}); err != nil {
			t.Fatal(err)
		}
		v, err := c.LaneOf(t.Context(), url)
		if err != nil || v.Free.IsZero() {
			t.Fatalf("%+v, %v", v, err)
		}
		was = append(was, v)
		c.lanes.put(fmt.Sprintf("no key %d", i), storedLane{lane: lane{Free: c.Now().Add(hour).UnixMilli()}})
	}
	var news []ClockTurn
	told := func(turn ClockTurn) { news = append(news, turn) }
	if err := c.glance(t.Context(), told); err == nil {
		t.Error("no error of the lanes that could not be written")
	}
	for i, url := range urls {
		v, err := c.LaneOf(t.Context(), url)
		if moved := v.Free.Sub(was[i].Free); err != nil || (moved-hour).Abs() > time.Minute {
			t.Errorf("%s: its rest is moved by %s, %v; want an hour", url, moved, err)
		}
	}
	if err := c.glance(t.Context(), told); err != nil {
		t.Fatal(err)
	}
	if len(news) != 1 || (news[0].Step-hour).Abs() > time.Minute || c.unsettled != 0 {
		t.Errorf("told %+v, unsettled %s; want a step of an hour", news, c.unsettled)
	}
}
