package calendar

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

// damage makes the record of a feed something that is none.
func damage(t *testing.T, c *Calendar, id, record string) {
	t.Helper()
	if _, err := c.feeds.PutString(t.Context(), id, record); err != nil {
		t.Fatal(err)
	}
}

// listener keeps which records were told to be unreadable.
type listener struct {
	mu  sync.Mutex
	ids []string
}

func (l *listener) hear(id string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !errors.Is(err, ErrUnreadable) || !strings.Contains(err.Error(), id) {
		id = "odd: " + err.Error()
	}
	l.ids = append(l.ids, id)
}

func (l *listener) heard() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	heard := strings.Join(l.ids, " ")
	l.ids = nil
	return heard
}

func TestARecordThatCannotBeReadStopsNoOtherFeed(t *testing.T) {
	for name, record := range map[string]string{
		"cut off":           `{"id":"f4dd3bc9a6869233","url":"https://a.exam`,
		"empty":             ``,
		"nothing":           `null`,
		"no object":         `[]`,
		"another type":      `{"id":"f4dd3bc9a6869233","url":"https://a.example/feed","failures":"many"}`,
		"no id":             `{"url":"https://a.example/feed"}`,
		"another feed's id": `{"id":"0123456789abcdef","url":"https://a.example/feed"}`,
		"no URL":            `{"id":"f4dd3bc9a6869233"}`,
		"odd entries":       `{"id":"f4dd3bc9a6869233","url":"https://a.example/feed","entries":"!"}`,
	} {
		t.Run(name, func(t *testing.T) {
			var l listener
			c := open(t, Options{Unreadable: l.hear})
			a, b := Feed{URL: "https://a.example/feed"}, Feed{URL: "https://b.example/feed"}
			mustSync(t, c, list, a, b)
			id := FeedID(a.URL)
			damage(t, c, id, record)

			feeds, err := c.Feeds(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			wantFeeds(t, feeds, b.URL)
			if heard := l.heard(); heard != id {
				t.Errorf("told of %q, want %q", heard, id)
			}
			wantFeeds(t, mustSync(t, c, list, a, b), b.URL)
			if due, _, err := c.BookMissing(t.Context(), feeds); err != nil || due != 1 {
				t.Errorf("%d due, %v", due, err)
			}
			if heard := l.heard(); heard != "" {
				t.Errorf("told again of %q", heard)
			}
			damage(t, c, id, record)
			if _, err := c.Feeds(t.Context()); err != nil || l.heard() != id {
				t.Errorf("damaged anew, it is not told: %v", err)
			}
			if _, err := c.Feed(t.Context(), id); !errors.Is(err, ErrUnreadable) || errors.Is(err, ErrNoFeed) {
				t.Errorf("read alone: %v, want ErrUnreadable", err)
			}
		})
	}
}

// Whatever is done with one feed leaves a record alone that cannot be read: another
// version may know how.
func TestARecordThatCannotBeReadStaysUntilItsFeedIsRemoved(t *testing.T) {
	var l listener
	c := open(t, Options{Unreadable: l.hear})
	a := Feed{URL: "https://a.example/feed"}
	was := mustAdd(t, c, a)
	const record = `{"id":"of a later version"}`
	damage(t, c, was.ID, record)
	for name, do := range map[string]func() error{
		"poll":   func() error { _, err := c.PollNow(t.Context(), was.ID, ""); return err },
		"move":   func() error { _, err := c.MoveFeed(t.Context(), was.ID, "https://b.example/"); return err },
		"pause":  func() error { return c.PauseFeed(t.Context(), was.ID) },
		"resume": func() error { return c.ResumeFeed(t.Context(), was.ID) },
	} {
		if err := do(); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%s: %v, want ErrUnreadable", name, err)
		}
	}
	if err := c.Subscribe(t.Context(), a, nil); !errors.Is(err, ErrFeedExists) {
		t.Errorf("subscribe: %v, want ErrFeedExists", err)
	}
	added, known, err := c.SubscribeAll(t.Context(), []Feed{a, {URL: "https://c.example/"}}, false, nil)
	if err != nil || added != 1 || known != 1 {
		t.Errorf("subscribe to all: %d added, %d known, %v", added, known, err)
	}
	if late, err := c.BookLate(t.Context(), []*Feed{was}); err != nil || late {
		t.Errorf("late: %v, %v", late, err)
	}
	if entry, err := c.feeds.Get(t.Context(), was.ID); err != nil || string(entry.Value()) != record {
		t.Errorf("the record is %s, %v", entry.Value(), err)
	}
	if err := c.RemoveFeed(t.Context(), was.ID); err != nil {
		t.Fatal(err)
	}
	if err := c.Subscribe(t.Context(), a, nil); err != nil {
		t.Errorf("after it was removed: %v", err)
	}
}

func TestAWatcherIsToldOfARecordThatCannotBeRead(t *testing.T) {
	var l listener
	c := open(t, Options{Unreadable: l.hear})
	a, b := mustAdd(t, c, Feed{URL: "https://a.example/feed"}), mustAdd(t, c, Feed{URL: "https://b.example/feed"})
	damage(t, c, a.ID, "{")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var seen []string
	err := c.WatchFeeds(ctx, func(id string, _ *Feed) {
		switch seen = append(seen, id); len(seen) {
		case 2: // all that there were
			damage(t, c, b.ID, oldRecord)
			damage(t, c, a.ID, `{"id":"`+a.ID+`","url":"https://a.example/feed"}`)
		case 3:
			cancel()
		}
	})
	if want := []string{b.ID, "", a.ID}; !errors.Is(err, context.Canceled) || strings.Join(seen, " ") != strings.Join(want, " ") {
		t.Errorf("seen %q, %v; want %q", seen, err, want)
	}
	if heard, want := l.heard(), a.ID+" "+b.ID; heard != want {
		t.Errorf("told of %q, want %q", heard, want)
	}
}

// Nobody has to listen.
func TestARecordThatCannotBeReadIsPassedOverInSilence(t *testing.T) {
	c := open(t, Options{})
	damage(t, c, mustAdd(t, c, Feed{URL: "https://a.example/feed", Next: time.Now()}).ID, "{")
	if feeds, err := c.Feeds(t.Context()); err != nil || len(feeds) != 0 {
		t.Errorf("%v, %v", feeds, err)
	}
}

// What looks at jobs and lanes says of a record that cannot be read that it cannot, and
// shows the others.
func TestUnreadableJobsAndLanesStopNobody(t *testing.T) {
	c := open(t, Options{Delay: time.Second})
	if err := c.BookAt(t.Context(), page("story-a", "https://example.org/a"), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	for subject, data := range map[string]string{
		"jobs.due.page.story-b": "{nonsense", "jobs.dead.page.story-c": "[]", "jobs.due.poll.feed": "{",
	} {
		if _, err := c.js.Publish(t.Context(), subject, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	jobs, err := c.PageJobs(t.Context(), "story-")
	if err != nil || len(jobs) != 3 {
		t.Fatalf("%+v, %v; want three jobs", jobs, err)
	}
	unread := 0
	for _, j := range jobs {
		if j.ID == "" {
			unread++
			if !strings.Contains(j.Reason, "cannot be read") || j.State != "due" && j.State != "dead" {
				t.Errorf("%+v", j)
			}
		}
	}
	if unread != 2 {
		t.Errorf("%d of the jobs cannot be read", unread)
	}
	if j, err := c.PollJob(t.Context(), "feed"); err != nil || j == nil || j.State != "due" || !strings.Contains(j.Reason, "cannot be read") {
		t.Errorf("%+v, %v", j, err)
	}
	letters, err := c.DeadLetters(t.Context(), 10)
	if err != nil || len(letters) != 1 || !strings.Contains(letters[0].Reason, "cannot be read") || letters[0].URL != "" {
		t.Errorf("%+v, %v", letters, err)
	}
	if _, err := c.hosts.PutString(t.Context(), laneKey("example.org"), "{nonsense"); err != nil {
		t.Fatal(err)
	}
	if v, err := c.LaneOf(t.Context(), "https://example.org/a"); err != nil || !v.Unreadable || v.Host != "example.org" || v.Delay != time.Second {
		t.Errorf("%+v, %v", v, err)
	}
}
