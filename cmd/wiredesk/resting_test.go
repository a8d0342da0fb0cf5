package main

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// Of a feed that is parked or paused nothing is to come: its next poll and its
// failures are of the past, and no reason for an exit code, a remark or a plan.
func TestWhatRestsIsNeitherPlannedNorFailing(t *testing.T) {
	now := time.Now()
	polled := &calendar.Feed{ID: "a", URL: "https://a.example/feed", Next: now.Add(time.Hour), Polled: now}
	parked := &calendar.Feed{ID: "b", URL: "https://b.example/sitemap", Next: now.Add(-48 * time.Hour), Parked: now.Add(-50 * time.Hour), Outcome: "not_a_feed", Failures: 1, Failing: now.Add(-50 * time.Hour)}
	paused := &calendar.Feed{ID: "c", URL: "https://c.example/feed", Next: now.Add(-48 * time.Hour), Paused: true, Outcome: "failed", Failures: 9, Failing: now.Add(-50 * time.Hour)}
	feeds := []*calendar.Feed{paused, parked, polled}
	if failing := failingNow(feeds, feeds); len(failing) > 0 {
		t.Errorf("failing: %s", failing[0].URL)
	}
	if text := nothingDue(feeds); !strings.Contains(text, polled.URL) {
		t.Error(text)
	}
	if text := nothingDue(feeds[:2]); !strings.Contains(text, "no poll is planned") {
		t.Error(text)
	}
	d, err := desk.Join(t.Context(), demoConfig(t.TempDir()), slog.New(slog.DiscardHandler), "test")
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.Status(t.Context(), func(context.Context) ([]*calendar.Feed, error) { return feeds, nil })
	if err != nil || !s.NextPoll.Equal(polled.Next) {
		t.Errorf("next poll %s, %v", s.NextPoll, err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}
