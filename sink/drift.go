package sink

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Drift says in words where an existing stream differs from this configuration;
// EnsureStream brings it there, as far as a stream can be changed and the user
// may. What the configuration leaves to the server is no difference.
func (c StreamConfig) Drift(have jetstream.StreamConfig) []string {
	c = c.withDefaults()
	want := c.want(have)
	var list []string
	differs := func(what string, have, want any) {
		list = append(list, fmt.Sprintf("%s is %v, configured is %v", what, have, want))
	}
	if !slices.Equal(have.Subjects, want.Subjects) {
		differs("subjects", strings.Join(have.Subjects, ", "), c.Prefix+".>")
	}
	if have.Storage != want.Storage {
		differs("storage", have.Storage, want.Storage)
	}
	if have.Retention != want.Retention {
		differs("retention", have.Retention, want.Retention)
	}
	if have.Discard != want.Discard {
		differs("discard", have.Discard, want.Discard)
	}
	if have.MaxAge != want.MaxAge {
		differs("max_age", span(have.MaxAge), span(want.MaxAge))
	}
	if have.MaxBytes != want.MaxBytes {
		differs("max_bytes", room(have.MaxBytes), room(want.MaxBytes))
	}
	if have.Replicas != want.Replicas {
		differs("replicas", have.Replicas, want.Replicas)
	}
	if have.Duplicates != want.Duplicates {
		differs("duplicate_window", span(have.Duplicates), span(want.Duplicates))
	}
	if have.Mirror != nil || have.Sealed {
		list = append(list, "it is a mirror or sealed: nothing can be published to it")
	}
	return list
}

// span is a limit of time; none is for ever.
func span(d time.Duration) string {
	if d <= 0 {
		return "unlimited"
	}
	if d%(24*time.Hour) == 0 {
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	}
	return d.String()
}

// room is a limit of space.
func room(n int64) string {
	if n <= 0 {
		return "unlimited"
	}
	return fmt.Sprintf("%d MiB", n>>20)
}
