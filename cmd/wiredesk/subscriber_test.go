package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// A subscriber that knows nothing but the address gets every article of the
// demo, as an anonymous reader of its built-in server.
func TestASubscriberGetsEveryArticleOfTheDemo(t *testing.T) {
	t.Parallel()
	demo := startDemo(t, 5*time.Second)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	seen := map[string]bool{}
	corrected := ""
	err := subscribe.Run(ctx, subscribe.Options{URL: demo.url, Durable: "archive"}, func(_ context.Context, m subscribe.Message) error {
		if seen[m.ID] {
			t.Errorf("%s came twice", m.ID)
		}
		seen[m.ID] = true
		if m.Article.Version == 2 {
			corrected = string(m.Article.Event) + ": " + m.Article.Headline
		}
		if len(seen) == demoAll {
			cancel()
		}
		return nil
	})
	if len(seen) != demoAll {
		t.Fatalf("%d messages, want 22 stories and a correction: %v\n%s", len(seen), err, demo.out)
	}
	if !strings.HasPrefix(corrected, "corrected: Harbor Budget Rises") {
		t.Errorf("second version %q", corrected)
	}
}
