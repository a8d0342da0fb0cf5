package handler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// handing is a handler that hands articles to a shell command, and how it ends.
func handing(t *testing.T, command string, receive func(context.Context, *Handler)) (*Handler, error) {
	t.Helper()
	var said bytes.Buffer
	h := &Handler{Program: command, Out: &said, Err: &said, DeadLetters: filepath.Join(t.TempDir(), "dead.jsonl")}
	return h, h.Run(t.Context(), func(ctx context.Context) error {
		receive(ctx, h)
		return nil
	})
}

func numbered(n int) subscribe.Message {
	return subscribe.Message{ID: fmt.Sprintf("%032x:1", n), Article: &article.Article{Event: article.Published}, Delivered: 8}
}

// A program that refuses all it gets is at fault, and not the articles.
func TestAProgramThatIsBrokenEmptiesNoStream(t *testing.T) {
	h, err := handing(t, "exit 1", func(ctx context.Context, h *Handler) {
		var last error
		for n := range failingMost {
			if last = h.Handle(ctx, numbered(n)); last == nil {
				t.Fatal("it is handled")
			}
		}
		if err := h.DeadLetter(ctx, numbered(0), last); err == nil || ctx.Err() == nil {
			t.Errorf("an article is given up: %v", err)
		}
	})
	if !errors.Is(err, ErrBroken) || h.Letters > 0 {
		t.Errorf("%v, %d dead letters", err, h.Letters)
	}
	if _, err := os.Stat(h.DeadLetters); err == nil {
		t.Error("there is a file of dead letters")
	}
}

// Articles that a program refuses between others are given up as before.
func TestAFewBadArticlesAreDeadLetters(t *testing.T) {
	h, err := handing(t, `[ "$WIREDESK_ID" = 00000000000000000000000000000063:1 ]`, func(ctx context.Context, h *Handler) {
		for n := range failingMost {
			_ = h.Handle(ctx, numbered(n))
		}
		if err := h.Handle(ctx, numbered(0x63)); err != nil {
			t.Fatal(err)
		}
		refused := h.Handle(ctx, numbered(0))
		if err := h.DeadLetter(ctx, numbered(0), refused); err != nil || ctx.Err() != nil {
			t.Errorf("%v, %v", err, context.Cause(ctx))
		}
	})
	if err != nil || h.Letters != 1 || h.Handled != 1 {
		t.Errorf("%v, %d dead letters, %d handled", err, h.Letters, h.Handled)
	}
}

func TestWhatCannotBeStartedEndsAtOnce(t *testing.T) {
	for _, command := range []string{"./no-such-program", "/etc/passwd"} {
		_, err := handing(t, command, func(ctx context.Context, h *Handler) {
			if err := h.Handle(ctx, numbered(1)); err == nil || ctx.Err() == nil {
				t.Errorf("%s: it goes on: %v", command, err)
			}
		})
		if !errors.Is(err, ErrNotStarted) {
			t.Errorf("%s: %v", command, err)
		}
	}
}

// What cannot be written to is at fault, too: on a full disk nothing more is written behind
// half a line.
func TestAFullDiskEndsTheLines(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no /dev/full")
	}
	defer full.Close()
	_, err = handing(t, "", func(ctx context.Context, h *Handler) {
		h.Out = full
		if err := h.Handle(ctx, numbered(1)); err == nil || ctx.Err() == nil {
			t.Errorf("it goes on: %v", err)
		}
	})
	if !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
}

// What a program leaves behind when it ends with 0 is none of ours.
func TestAProgramThatLeavesSomethingBehindHasSucceeded(t *testing.T) {
	t.Parallel()
	h, err := handing(t, "sleep 8 & exit 0", func(ctx context.Context, h *Handler) {
		if err := h.Handle(ctx, numbered(1)); err != nil {
			t.Error(err)
		}
	})
	if err != nil || h.Handled != 1 {
		t.Errorf("%v, %d handled", err, h.Handled)
	}
}
