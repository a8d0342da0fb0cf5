// Package echo keeps a log short: what is said again and again, of the same client and
// for the same cause, is said once, and then how often.
package echo

import (
	"context"
	"log/slog"
	"regexp"
	"slices"
	"sync"
	"time"
)

const (
	// every is when a message is said again, with its count.
	every = time.Minute
	// most are how many different messages are told apart.
	most = 128
)

// Handler is a slog.Handler in front of another. Records of level Warn and above that
// have the same message, and the same values of some attributes but for numbers, are
// said once a minute; the next of them bears how many were left out,
// as "again". Below Warn all is said. It may be used concurrently.
type Handler struct {
	slog.Handler
	by   []string
	book *book
}

// book is shared by a handler and those made of it.
type book struct {
	mu   sync.Mutex
	said map[string]*saying
}

type saying struct {
	until time.Time
	again int
}

// New returns a handler that tells messages apart by the attributes named.
func New(next slog.Handler, by ...string) *Handler {
	return &Handler{Handler: next, by: by, book: &book{said: map[string]*saying{}}}
}

// Handle implements slog.Handler.
func (h *Handler) Handle(ctx context.Context, r slog.Record) error {
	if r.Level < slog.LevelWarn {
		return h.Handler.Handle(ctx, r)
	}
	again, speak := h.book.say(h.key(r), r.Time)
	if !speak {
		return nil
	}
	if again > 0 {
		r = r.Clone()
		r.AddAttrs(slog.Int("again", again))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h *Handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &Handler{h.Handler.WithAttrs(attrs), h.by, h.book}
}

// WithGroup implements slog.Handler.
func (h *Handler) WithGroup(name string) slog.Handler {
	return &Handler{h.Handler.WithGroup(name), h.by, h.book}
}

// varying is what differs between messages of one cause.
var varying = regexp.MustCompile(`[0-9]+`)

func (h *Handler) key(r slog.Record) string {
	key := r.Level.String() + " " + r.Message
	r.Attrs(func(a slog.Attr) bool {
		if slices.Contains(h.by, a.Key) {
			value := a.Value.Resolve().String()
			if a.Key != Client {
				value = varying.ReplaceAllString(value, "#")
			}
			key += "\x00" + a.Key + "=" + value
		}
		return true
	})
	return key
}

// Client is the attribute with the address of who has caused a message: compared whole.
const Client = "client"

// say says whether a message is to be said now, and how often it was not since.
func (b *book) say(key string, now time.Time) (again int, speak bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.said[key]
	if s == nil && len(b.said) >= most {
		if b.thin(now); len(b.said) >= most {
			key = "" // all the others together
			s = b.said[key]
		}
	}
	switch {
	case s == nil:
		b.said[key] = &saying{until: now.Add(every)}
		return 0, true
	case now.Before(s.until):
		s.again++
		return 0, false
	}
	again, s.again, s.until = s.again, 0, now.Add(every)
	return again, true
}

// thin forgets what has not been said for long.
func (b *book) thin(now time.Time) {
	for key, s := range b.said {
		if now.Sub(s.until) > every {
			delete(b.said, key)
		}
	}
}
