package sink

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

func newJetStream(t *testing.T) jetstream.JetStream {
	t.Helper()
	js, err := jetstream.New(inProcess(t, newServer(t, t.TempDir(), "")))
	if err != nil {
		t.Fatal(err)
	}
	return js
}

func TestEnsureStreamMakesAndKeepsTheStream(t *testing.T) {
	js := newJetStream(t)
	for range 2 {
		s, err := EnsureStream(t.Context(), js, StreamConfig{})
		if err != nil {
			t.Fatal(err)
		}
		c := s.CachedInfo().Config
		if c.Name != "ARTICLES" || len(c.Subjects) != 1 || c.Subjects[0] != "articles.v1.>" ||
			c.Storage != jetstream.FileStorage || c.Retention != jetstream.LimitsPolicy || c.Discard != jetstream.DiscardOld ||
			!c.AllowDirect || c.MaxAge != 30*24*time.Hour || c.Duplicates != time.Hour || c.Replicas != 1 {
			t.Errorf("stream %+v", c)
		}
	}
}

func TestEnsureStreamFollowsTheConfiguration(t *testing.T) {
	js := newJetStream(t)
	if _, err := EnsureStream(t.Context(), js, StreamConfig{MaxBytes: 100 << 20}); err != nil {
		t.Fatal(err)
	}
	s, err := EnsureStream(t.Context(), js, StreamConfig{MaxAge: 24 * time.Hour, DuplicateWindow: 2 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	c := s.CachedInfo().Config
	if c.MaxAge != 24*time.Hour || c.Duplicates != 2*time.Hour {
		t.Errorf("age %v, window %v", c.MaxAge, c.Duplicates)
	}
	if c.MaxBytes != 100<<20 {
		t.Errorf("a size that is not configured was changed to %d", c.MaxBytes)
	}
	if s, err = EnsureStream(t.Context(), js, StreamConfig{MaxAge: -1, MaxBytes: -1, Prefix: "wire.v2"}); err != nil {
		t.Fatal(err)
	}
	c = s.CachedInfo().Config
	if c.MaxAge != 0 || c.MaxBytes != -1 || strings.Join(c.Subjects, " ") != "articles.v1.> wire.v2.>" {
		t.Errorf("age %v, bytes %d, subjects %v", c.MaxAge, c.MaxBytes, c.Subjects)
	}
}

func TestAShortLivedStreamHasAShortDuplicateWindow(t *testing.T) {
	s, err := EnsureStream(t.Context(), newJetStream(t), StreamConfig{MaxAge: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.CachedInfo().Config.Duplicates; got != time.Minute {
		t.Errorf("window %v", got)
	}
}

func TestWhatCannotBeChangedIsNamed(t *testing.T) {
	for name, tt := range map[string]struct {
		exists jetstream.StreamConfig
		cfg    StreamConfig
		want   string
	}{
		"storage":     {jetstream.StreamConfig{Storage: jetstream.MemoryStorage}, StreamConfig{}, "storage"},
		"retention":   {jetstream.StreamConfig{Retention: jetstream.WorkQueuePolicy}, StreamConfig{}, "retention"},
		"replicas":    {jetstream.StreamConfig{}, StreamConfig{Replicas: 3}, "replicas"},
		"sealed":      {jetstream.StreamConfig{Sealed: true}, StreamConfig{}, "sealed"},
		"window":      {jetstream.StreamConfig{}, StreamConfig{DuplicateWindow: 25 * time.Hour}, "duplicate window"},
		"bad subject": {jetstream.StreamConfig{}, StreamConfig{Prefix: "a.>"}, "prefix"},
	} {
		t.Run(name, func(t *testing.T) {
			js := newJetStream(t)
			sealed := tt.exists.Sealed
			tt.exists.Name, tt.exists.Subjects, tt.exists.Sealed = "ARTICLES", []string{"articles.v1.>"}, false
			if _, err := js.CreateStream(t.Context(), tt.exists); err != nil {
				t.Fatal(err)
			}
			if sealed {
				tt.exists.Sealed = true
				if _, err := js.UpdateStream(t.Context(), tt.exists); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := EnsureStream(t.Context(), js, tt.cfg); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one about %s", err, tt.want)
			}
		})
	}
}

func TestALittleDiskMakesALittleStream(t *testing.T) {
	s, err := embedded.Open(embedded.Options{Dir: t.TempDir(), MaxStore: 1 << 30, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	js, err := jetstream.New(inProcess(t, s))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := EnsureStream(t.Context(), js, StreamConfig{MaxBytes: 2 << 30}); !errors.Is(err, ErrStorage) {
		t.Errorf("error %v, want %v: the size was asked for", err, ErrStorage)
	}
	stream, err := EnsureStream(t.Context(), js, StreamConfig{})
	if err != nil {
		t.Fatal(err)
	}
	if got := stream.CachedInfo().Config.MaxBytes; got < 512<<20 || got > 1<<30 {
		t.Errorf("%d bytes on a server with 1 GiB", got)
	}
	if _, err := EnsureStream(t.Context(), js, StreamConfig{}); err != nil {
		t.Error("again:", err)
	}
}
