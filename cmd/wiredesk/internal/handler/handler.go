package handler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// ErrNotStarted says that the program cannot be started, ErrBroken that it refuses all it
// gets.
var (
	ErrNotStarted = errors.New("the program cannot be started")
	ErrBroken     = errors.New("the program refuses all it gets")
)

// Handler hands articles to a program. It is not for concurrent use.
type Handler struct {
	Program     string    // a command for the shell; empty: the lines go to Out
	Out, Err    io.Writer // the program's
	DeadLetters string    // the file for what it refuses too often

	Handled, Letters int // how many

	stop    context.CancelCauseFunc
	fault   error
	failing map[string]bool // the articles that were refused since one was handled
}

// Run has receive call the handler, until it ends or the program proves to be at fault: then
// the error is that, and nothing more was handed on or given up.
func (h *Handler) Run(ctx context.Context, receive func(context.Context) error) error {
	ctx, h.stop = context.WithCancelCause(ctx)
	defer h.stop(nil)
	h.failing = map[string]bool{}
	err := receive(ctx)
	if h.fault != nil {
		return h.fault
	}
	return err
}

// failingMost is how many articles a program may refuse without handling one before it is
// the program's fault and not theirs.
const failingMost = 10

// Handle hands on one article, as a line of JSON. It is a subscribe.Handler.
func (h *Handler) Handle(ctx context.Context, m subscribe.Message) error {
	line, err := article.Encode(m.Article)
	if err != nil {
		return err
	}
	line = append(line, '\n')
	if h.Program == "" {
		if _, err = h.Out.Write(line); err != nil {
			return h.end(fmt.Errorf("write to standard output: %w", err))
		}
		h.Handled++
		return nil
	}
	if err = h.run(ctx, m, line); err != nil {
		if len(h.failing) < failingMost {
			h.failing[m.ID] = true
		}
		return err
	}
	h.Handled++
	clear(h.failing)
	return nil
}

// end has nothing handed on any more. What was not acknowledged comes again.
func (h *Handler) end(why error) error {
	if h.fault == nil {
		h.fault = why
	}
	h.stop(h.fault)
	return why
}

// DeadLetter keeps what the program has refused too often.
func (h *Handler) DeadLetter(_ context.Context, m subscribe.Message, reason error) error {
	if len(h.failing) >= failingMost {
		return h.end(fmt.Errorf("%w: %d articles since it has handled one; none is given up: mend it, and start again (the last: %w)",
			ErrBroken, failingMost, reason))
	}
	err := writeDeadLetter(h.DeadLetters, m, reason)
	if err == nil {
		h.Letters++
	}
	return err
}

// stopGrace is how long a program may go on after it was asked to stop.
const stopGrace = 5 * time.Second

// run runs the program for one article.
func (h *Handler) run(ctx context.Context, m subscribe.Message, line []byte) error {
	cmd := exec.CommandContext(ctx, "sh", "-c", h.Program)
	cmd.Stdin, cmd.Stdout = bytes.NewReader(line), h.Out
	var said tailWriter
	cmd.Stderr = io.MultiWriter(h.Err, &said)
	cmd.Env = append(os.Environ(), "WIREDESK_ID="+m.ID, "WIREDESK_EVENT="+string(m.Article.Event), "WIREDESK_SUBJECT="+m.Subject,
		"WIREDESK_ATTEMPT="+strconv.Itoa(m.Delivered))
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = stopGrace
	err := cmd.Run()
	// It need not read, and may leave something behind that goes on.
	if err == nil || cmd.ProcessState.Success() && (errors.Is(err, syscall.EPIPE) || errors.Is(err, exec.ErrWaitDelay)) {
		return nil
	}
	failed := fmt.Errorf("%s: %w", h.Program, err)
	if text := said.String(); text != "" {
		failed = fmt.Errorf("%w: %s", failed, text)
	}
	if code := cmd.ProcessState.ExitCode(); code == notExecutable || code == notFound || errors.Is(err, exec.ErrNotFound) {
		return h.end(fmt.Errorf("%w: %w", ErrNotStarted, failed))
	}
	return failed
}

// What a shell ends with if a command cannot be started (POSIX, Shell Command Language 2.8.2).
const notExecutable, notFound = 126, 127

// tailWriter keeps the last line or so of what is written.
type tailWriter struct{ b []byte }

const maxTail = 300

func (w *tailWriter) Write(p []byte) (int, error) {
	w.b = append(w.b, p...)
	if len(w.b) > maxTail {
		w.b = w.b[len(w.b)-maxTail:]
	}
	return len(p), nil
}

func (w *tailWriter) String() string {
	return strings.ToValidUTF8(string(bytes.TrimSpace(w.b)), "")
}
