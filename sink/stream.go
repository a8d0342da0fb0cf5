package sink

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

const (
	defaultMaxBytes = 10 << 30
	minMaxBytes     = 64 << 20
	// maxDuplicateWindow bounds the memory of the server: 109 bytes a message.
	maxDuplicateWindow = 24 * time.Hour
)

// StreamConfig describes the stream of articles. The zero value is the default.
type StreamConfig struct {
	Name   string        // ARTICLES
	Prefix string        // of its subjects: articles.v1
	MaxAge time.Duration // 30 days; negative: for ever
	// MaxBytes is the size at which the oldest articles go; negative: no limit.
	// Zero keeps what the stream has, and makes a new one of 10 GiB, or of as
	// much as the server grants.
	MaxBytes        int64
	Replicas        int           // 1
	DuplicateWindow time.Duration // 1 h, at most 24 h
}

func (c StreamConfig) withDefaults() StreamConfig {
	if c.Name == "" {
		c.Name = "ARTICLES"
	}
	if c.Prefix == "" {
		c.Prefix = DefaultPrefix
	}
	if c.MaxAge == 0 {
		c.MaxAge = 30 * 24 * time.Hour
	}
	if c.Replicas == 0 {
		c.Replicas = 1
	}
	if c.DuplicateWindow == 0 {
		c.DuplicateWindow = time.Hour
	}
	if c.MaxAge > 0 {
		c.DuplicateWindow = min(c.DuplicateWindow, c.MaxAge) // the server's rule
	}
	return c
}

// want writes the configuration over one that exists, or over none.
func (c StreamConfig) want(have jetstream.StreamConfig) jetstream.StreamConfig {
	have.Name = c.Name
	if subject := c.Prefix + ".>"; !slices.Contains(have.Subjects, subject) {
		have.Subjects = append(slices.Clone(have.Subjects), subject)
	}
	have.Storage = jetstream.FileStorage
	have.Retention = jetstream.LimitsPolicy
	have.Discard = jetstream.DiscardOld
	have.AllowDirect = true
	have.MaxAge = max(c.MaxAge, 0)
	have.Replicas = c.Replicas
	have.Duplicates = c.DuplicateWindow
	if c.MaxBytes != 0 {
		have.MaxBytes = max(c.MaxBytes, -1)
	}
	metadata := maps.Clone(have.Metadata)
	if metadata == nil {
		metadata = map[string]string{}
	}
	maps.Copy(metadata, schemaMetadata())
	have.Metadata = metadata
	return have
}

// EnsureStream makes the stream of articles, or brings the one that exists to
// this configuration; what the configuration does not name stays. Messages are
// stored uncompressed: S2 cost a third of the publish rate.
//
// Errors: ErrStorage if the server grants less than MaxBytes; an error that
// names the field if an existing stream differs in what cannot be changed.
func EnsureStream(ctx context.Context, js jetstream.JetStream, cfg StreamConfig) (jetstream.Stream, error) {
	if err := ValidPrefix(cfg.withDefaults().Prefix); err != nil {
		return nil, err
	}
	if cfg.DuplicateWindow > maxDuplicateWindow {
		return nil, fmt.Errorf("stream %s: duplicate window %v is more than %v", cfg.withDefaults().Name, cfg.DuplicateWindow, maxDuplicateWindow)
	}
	cfg = cfg.withDefaults()
	stream, err := js.Stream(ctx, cfg.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		stream, err = createStream(ctx, js, cfg)
		if !errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
			return stream, err
		}
		// Another process was faster, with another configuration.
		stream, err = js.Stream(ctx, cfg.Name)
	}
	if err != nil {
		return nil, fmt.Errorf("stream %s: %w", cfg.Name, err)
	}
	return updateStream(ctx, js, cfg, stream)
}

// createStream makes the stream. If MaxBytes was left to us, it is halved
// until the server has room for it.
func createStream(ctx context.Context, js jetstream.JetStream, cfg StreamConfig) (jetstream.Stream, error) {
	want := cfg.want(jetstream.StreamConfig{})
	if cfg.MaxBytes == 0 {
		want.MaxBytes = defaultMaxBytes
	}
	for {
		stream, err := js.CreateStream(ctx, want)
		if err == nil {
			return stream, nil
		}
		full := hasCode(err, codeStorageExceeded, codeInsufficientResources)
		if full && cfg.MaxBytes == 0 && want.MaxBytes/2 >= minMaxBytes {
			want.MaxBytes /= 2
			continue
		}
		if full {
			return nil, fmt.Errorf("create stream %s with %d bytes: %w: %w", cfg.Name, want.MaxBytes, ErrStorage, err)
		}
		return nil, fmt.Errorf("create stream %s: %w", cfg.Name, err)
	}
}

// updateStream changes the stream if it differs.
func updateStream(ctx context.Context, js jetstream.JetStream, cfg StreamConfig, stream jetstream.Stream) (jetstream.Stream, error) {
	have := stream.CachedInfo().Config
	want := cfg.want(have)
	if have.Storage != want.Storage {
		return nil, unchangeable(cfg.Name, "storage", have.Storage, want.Storage)
	}
	if have.Retention != want.Retention {
		return nil, unchangeable(cfg.Name, "retention", have.Retention, want.Retention)
	}
	if have.Mirror != nil || have.Sealed {
		return nil, fmt.Errorf("stream %s is a mirror or sealed: nothing can be published to it", cfg.Name)
	}
	same := slices.Equal(have.Subjects, want.Subjects) && have.Discard == want.Discard && have.AllowDirect &&
		have.MaxAge == want.MaxAge && have.MaxBytes == want.MaxBytes && have.Replicas == want.Replicas && have.Duplicates == want.Duplicates &&
		maps.Equal(have.Metadata, want.Metadata)
	if same {
		return stream, nil
	}
	updated, err := js.UpdateStream(ctx, want)
	if hasCode(err, codeStorageExceeded, codeInsufficientResources) {
		return nil, fmt.Errorf("update stream %s: %w: %w", cfg.Name, ErrStorage, err)
	}
	if err != nil {
		return nil, fmt.Errorf("update stream %s to its configuration: %w", cfg.Name, err)
	}
	return updated, nil
}

func unchangeable(stream, field string, have, want fmt.Stringer) error {
	return fmt.Errorf("stream %s exists with %s %s, needed is %s, and a stream cannot change it: remove the stream or configure another name",
		stream, field, have, want)
}
