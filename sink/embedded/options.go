package embedded

import (
	"log/slog"
	"time"

	"github.com/wiredesk/wiredesk/sink/internal/subject"
)

// Options say where the server keeps its files and where it listens. Only Dir
// has no default.
type Options struct {
	// Dir is the state directory. The streams are in Dir/nats; it is made if
	// missing, with access for its owner only.
	Dir string
	// Listen is a host and port, on loopback unless there are Users. Empty or
	// "none": no listener, only in-process connections. Port 0 is any free port; see
	// Server.URL.
	Listen string
	// NextFree has the next free one of the following 50 ports used if Listen's is taken.
	// Else that is an error: who connects there would speak to somebody else.
	NextFree bool
	// Users may connect to the listener. Without any, everybody may read, and the
	// listener must be on loopback; with some, nobody gets in without a password.
	Users []User
	// CertFile and KeyFile are PEM files; with them the listener speaks TLS only.
	CertFile, KeyFile string
	// Holder is what the lock tells others about us: "daemon", "run".
	Holder string
	// Logger gets the server's lines; nil: slog.Default().
	Logger *slog.Logger

	// Stream is the stream readers may use; empty: ARTICLES.
	Stream string
	// Subjects are what readers may subscribe to without a consumer; empty:
	// articles.>, wiredesk.events.> and replay.>.
	Subjects []string

	// Limits are what readers and strangers may take.
	Limits Limits

	// MaxStore and MaxMemory cap JetStream, in bytes, over all streams. Zero
	// MaxStore: three quarters of the disk space that is free now. Zero
	// MaxMemory: 256 MiB (no stream of ours is in memory).
	MaxStore  int64
	MaxMemory int64
	// SyncInterval is how often files are forced to disk: what a power failure
	// can lose of what was acknowledged. Zero: 10 s.
	SyncInterval time.Duration
	// SyncAlways forces each message to disk before it is acknowledged, so that a
	// power failure loses nothing. A killed process loses nothing either way.
	SyncAlways bool

	// Opening is called with the folder of the streams when the directory is locked and
	// the server has not begun; its error ends Open. self has the lock, last had it before;
	// zero if nobody knows. Closed is called when the server has ended and the lock is still
	// held, and not if it never began; its error is Close's. Nil functions are passed over.
	Opening func(store string, last, self Holder) error
	Closed  func(store string, self Holder) error
}

func (o Options) withDefaults() Options {
	if o.Holder == "" {
		o.Holder = "wiredesk"
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Stream == "" {
		o.Stream = "ARTICLES"
	}
	if len(o.Subjects) == 0 {
		o.Subjects = []string{"articles.>", subject.Events + ".>", subject.Replays + ".>"}
	}
	o.Limits = o.Limits.withDefaults()
	if o.MaxMemory == 0 {
		o.MaxMemory = 256 << 20
	}
	if o.SyncInterval == 0 {
		o.SyncInterval = 10 * time.Second
	}
	return o
}
