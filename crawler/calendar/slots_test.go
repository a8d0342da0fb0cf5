package calendar

import (
	"fmt"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/normalize"
)

// pagesOf are pages of a host; of a guest's feed if guest is set.
func pagesOf(n int, name string, guest bool) (jobs []Job) {
	for i := range n {
		j := page(fmt.Sprint(name, i), fmt.Sprintf("https://example.org/%s/%d", name, i))
		j.Feed = normalize.Feed{URL: "https://example.org/feed"}
		if guest {
			j.Feed.URL = "https://elsewhere.example/feed"
		}
		jobs = append(jobs, j)
	}
	return jobs
}

func lanes(t *testing.T, c *Calendar) (view LaneView, waiting int) {
	t.Helper()
	view, err := c.LaneOf(t.Context(), "https://example.org/")
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.Backlog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return view, b.Lanes
}

// A job that waits for a slot keeps it, and takes no other: the lane is not booked further.
func TestABookedSlotIsGivenOnce(t *testing.T) {
	c := open(t, Options{Delay: time.Minute})
	jobs := pagesOf(20, "a", false)
	book := func(list []Job) {
		t.Helper()
		if left, err := c.Book(t.Context(), list...); err != nil || len(left) > 0 {
			t.Fatalf("%d left, %v", len(left), err)
		}
	}
	book(jobs[:10])
	before, n := lanes(t, c)
	waits := func(id string) time.Time {
		t.Helper()
		list, err := c.PageJobs(t.Context(), id)
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v, %v", list, err)
		}
		return list[0].At
	}
	fifth := waits("a5")
	for range 3 {
		book(jobs[1:10])
	}
	after, m := lanes(t, c)
	if n != 9 || m != n || !after.Queue.Equal(before.Queue) || !waits("a5").Equal(fifth) {
		t.Errorf("%d jobs until %s; after three more bookings %d until %s", n, before.Queue, m, after.Queue)
	}
	book(jobs[1:]) // ten of them are new, and follow at once
	if at := waits("a19"); at.Sub(before.Queue) > 10*time.Minute {
		t.Errorf("the last is booked for %s after the first ten", at.Sub(before.Queue))
	}
	later, _ := lanes(t, c)
	if got := later.Queue.Sub(before.Queue); got != 10*time.Minute {
		t.Errorf("ten more jobs take %s of the lane", got)
	}
}

// What waits at a host is what it can serve in a day, whoever books it how often.
func TestALaneIsBookedForADayAtMost(t *testing.T) {
	for _, guest := range []bool{false, true} {
		c := open(t, Options{Delay: 10 * time.Minute})
		day, step := 24*60/10, 10*time.Minute
		if guest {
			day, step = day/guestShare, guestShare*step
		}
		left, err := c.Book(t.Context(), pagesOf(500, "a", guest)...)
		if err != nil || len(left) < 500-day/2-1 || left[len(left)-1].ID != "a499" {
			t.Fatalf("%d left, %v: want all but half a day's, the last of them", len(left), err)
		}
		other, err := c.Book(t.Context(), pagesOf(5, "b", guest)...)
		if err != nil || len(other) > 0 {
			t.Errorf("guest %t: nothing is left of the day for others: %d, %v", guest, len(other), err)
		}
		for range 20 {
			if _, err := c.Book(t.Context(), left...); err != nil {
				t.Fatal(err)
			}
		}
		for range 30 { // jobs that find the lane taken book it no further
			if _, err := c.Slot(t.Context(), left[0]); err != nil {
				t.Fatal(err)
			}
		}
		view, n := lanes(t, c)
		queue := view.Queue
		if guest {
			queue = view.Guests
		}
		if n > day+1 || time.Until(queue) > horizon+2*step {
			t.Errorf("guest %t: %d jobs until %s from now, a day has %d", guest, n, time.Until(queue), day)
		}
		if guest && !view.Queue.IsZero() {
			t.Errorf("guests book the lane until %s", view.Queue)
		}
		if slot, err := c.Slot(t.Context(), left[0]); err != nil || time.Until(slot) > horizon+2*step {
			t.Errorf("guest %t: the next slot is in %s, %v", guest, time.Until(slot), err)
		}
	}
}
