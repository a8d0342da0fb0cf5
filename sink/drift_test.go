package sink

import (
	"slices"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

func TestDriftNamesWhatDiffers(t *testing.T) {
	c := StreamConfig{MaxAge: 48 * time.Hour, Replicas: 3}
	as := c.withDefaults().want(jetstream.StreamConfig{})
	for name, tt := range map[string]struct {
		change func(*jetstream.StreamConfig)
		want   []string
	}{
		"nothing":            {func(*jetstream.StreamConfig) {}, nil},
		"what is left to it": {func(s *jetstream.StreamConfig) { s.MaxBytes, s.Subjects = 1<<30, append(s.Subjects, "other.>") }, nil},
		"age and copies": {func(s *jetstream.StreamConfig) { s.MaxAge, s.Replicas = 0, 1 },
			[]string{"max_age is unlimited, configured is 2d", "replicas is 1, configured is 3"}},
		"subjects": {func(s *jetstream.StreamConfig) { s.Subjects = []string{"news.>"} },
			[]string{"subjects is news.>, configured is articles.v1.>"}},
		"what cannot be changed": {func(s *jetstream.StreamConfig) {
			s.Storage, s.Retention, s.Sealed = jetstream.MemoryStorage, jetstream.WorkQueuePolicy, true
		}, []string{
			"storage is Memory, configured is File", "retention is WorkQueue, configured is Limits",
			"it is a mirror or sealed: nothing can be published to it",
		}},
		"the window": {func(s *jetstream.StreamConfig) {
			s.Duplicates = 2 * time.Minute
		}, []string{"duplicate_window is 2m0s, configured is 1h0m0s"}},
	} {
		have := as
		tt.change(&have)
		if got := c.Drift(have); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	have := as
	have.MaxBytes = 1 << 30
	got := StreamConfig{MaxAge: 48 * time.Hour, Replicas: 3, MaxBytes: 2 << 30}.Drift(have)
	if !slices.Equal(got, []string{"max_bytes is 1024 MiB, configured is 2048 MiB"}) {
		t.Errorf("%q", got)
	}
}
