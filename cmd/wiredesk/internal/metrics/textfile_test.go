package metrics

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// runs is a run that polls one feed and writes the file.
func runs(t *testing.T, path string, ok bool, urls ...string) {
	t.Helper()
	m := newMetrics(true)
	m.SetFeeds([]*calendar.Feed{{ID: "a", URL: "https://a.example/"}, {ID: "b", URL: "https://b.example/"}})
	for _, id := range urls {
		m.Observe(crawler.Event{Kind: crawler.Poll, Outcome: crawler.Fresh, FeedID: id, Status: 200, Took: 300 * time.Millisecond, Bytes: 100})
	}
	m.RunEnded(time.Now().Add(-3*time.Second), ok)
	if err := m.WriteFile(path); err != nil {
		t.Fatal(err)
	}
}

// value is what a file says of a metric.
func value(t *testing.T, path, name string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if v, ok := strings.CutPrefix(line, prefix+name+" "); ok {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

func TestTheFileGoesOnFromTheOneBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wiredesk.prom")
	runs(t, path, false, "a")
	if v := value(t, path, "last_run_success_timestamp_seconds"); v != "" {
		t.Errorf("success at %s before there was one", v)
	}
	runs(t, path, true, "a", "b")
	success, last := value(t, path, "last_run_success_timestamp_seconds"), value(t, path, "last_run_timestamp_seconds")
	if success == "" || success != last {
		t.Errorf("success at %s, the run ended at %s", success, last)
	}
	time.Sleep(2 * time.Millisecond)
	runs(t, path, false, "a")
	if v := value(t, path, "last_run_success_timestamp_seconds"); v != success {
		t.Errorf("success at %s, was %s", v, success)
	}
	for name, want := range map[string]string{
		`polls_total{outcome="fresh"}`:                                "4",
		`polls_total{outcome="failed"}`:                               "0",
		`fetch_received_bytes_total{kind="feed"}`:                     "400",
		`fetch_duration_seconds_count{kind="feed"}`:                   "4",
		`fetch_duration_seconds_sum{kind="feed"}`:                     "1.2",
		`fetch_duration_seconds_bucket{kind="feed",le="0.25"}`:        "0",
		`fetch_duration_seconds_bucket{kind="feed",le="0.5"}`:         "4",
		`fetch_duration_seconds_bucket{kind="feed",le="+Inf"}`:        "4",
		`feed_polls_total{feed="https://a.example/",outcome="fresh"}`: "3",
		`feed_polls_total{feed="https://b.example/",outcome="fresh"}`: "1", // though it was not polled
		`feeds{state="new"}`:                                          "2",
	} {
		if v := value(t, path, name); v != want {
			t.Errorf("%s is %s, want %s", name, v, want)
		}
	}
	if v := value(t, path, "last_run_duration_seconds"); !strings.HasPrefix(v, "3.") {
		t.Errorf("the run took %s", v)
	}
	if last == value(t, path, "last_run_timestamp_seconds") {
		t.Error("the time of the last run has not changed")
	}
}

func TestTheFileIsWholeAndForEverybodyToRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "wiredesk.prom")
	for _, before := range []string{"", "this is { no metrics\n", "# TYPE wiredesk_polls_total gauge\nwiredesk_polls_total{outcome=\"fresh\"} 100\n"} {
		if before != "" {
			if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		runs(t, path, true, "a")
		if v := value(t, path, `polls_total{outcome="fresh"}`); v != "1" {
			t.Errorf("after %q: %s", before, v)
		}
		s, err := os.Stat(path)
		if err != nil || s.Mode().Perm() != 0o644 {
			t.Errorf("%v, %v", s.Mode(), err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Errorf("%v, %v", files, err)
	}
	if b, err := os.ReadFile(path); err != nil || strings.Contains(string(b), "go_") || strings.Contains(string(b), "process_") {
		t.Error("node_exporter has go_ and process_ metrics of its own")
	}
	m := newMetrics(false)
	if err := m.WriteFile(filepath.Join(dir, "none", "x.prom")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestBucketsThatHaveChangedBeginAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wiredesk.prom")
	runs(t, path, true, "a")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var other []string
	for line := range strings.Lines(string(b)) {
		if !strings.Contains(line, `kind="feed",le="0.1"`) {
			other = append(other, line)
		}
	}
	if err := os.WriteFile(path, []byte(strings.Join(slices.Clip(other), "")), 0o600); err != nil {
		t.Fatal(err)
	}
	runs(t, path, true, "a")
	if v := value(t, path, `fetch_duration_seconds_count{kind="feed"}`); v != "1" {
		t.Errorf("%s requests", v)
	}
}
