package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

const (
	lockFile = "lock"
	// lockPatience covers the instant in which Running tries the lock only to
	// see whether somebody holds it.
	lockPatience = 250 * time.Millisecond
	lockRetry    = 10 * time.Millisecond
)

// Holder is who holds the lock of a state directory.
type Holder struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Started time.Time `json:"started"`
}

// Ended reports that no process of this machine has the holder's number: whoever has the
// lock by now has not written its name yet. Of a process in another namespace of numbers,
// such as another container, it reports the same.
func (h Holder) Ended() bool { return h.PID > 0 && ended(h.PID) }

// errHeld says that somebody has a lock.
var errHeld = errors.New("somebody has it")

// LockedError says that another server owns the state directory. Holder is zero
// if the holder has not written its name yet.
type LockedError struct {
	Dir    string
	Holder Holder
}

func (e *LockedError) Error() string {
	if e.Holder.PID == 0 {
		return fmt.Sprintf("state directory %s is in use by another process", e.Dir)
	}
	return fmt.Sprintf("state directory %s is in use by %s (pid %d, since %s)",
		e.Dir, e.Holder.Command, e.Holder.PID, e.Holder.Started.Format(time.RFC3339))
}

// lock takes the exclusive lock on dir and writes who holds it; last is who held it
// before. The lock file stays behind when the lock is released: removing it would let two
// processes hold locks on two files of the same name.
func lock(dir string, who Holder) (l *flock.Flock, last Holder, err error) {
	path := filepath.Join(dir, lockFile)
	ctx, cancel := context.WithTimeout(context.Background(), lockPatience)
	defer cancel()
	l = flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	held, err := l.TryLockContext(ctx, lockRetry)
	if !held {
		_ = l.Close() // nothing was locked
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			return nil, Holder{}, fmt.Errorf("lock state directory: %w", err)
		}
		return nil, Holder{}, &LockedError{Dir: dir, Holder: readHolder(path)}
	}
	last = readHolder(path)
	b, err := json.Marshal(who)
	if err == nil {
		err = os.WriteFile(path, append(b, '\n'), 0o600)
	}
	if err != nil {
		_ = l.Close() // the write's error says more
		return nil, Holder{}, fmt.Errorf("lock state directory: %w", err)
	}
	return l, last, nil
}

// readHolder returns who the lock file names. A file that is empty or half
// written, because its holder is just starting, names nobody.
func readHolder(path string) Holder {
	b, err := os.ReadFile(path)
	if err != nil {
		return Holder{}
	}
	var h Holder
	if json.Unmarshal(b, &h) != nil {
		return Holder{}
	}
	return h
}

// locked says whether some process, perhaps this one, holds the lock on dir.
func locked(dir string) (bool, error) {
	path := filepath.Join(dir, lockFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	l := flock.New(path, flock.SetFlag(os.O_RDWR))
	free, err := l.TryRLock()
	if err != nil {
		return false, fmt.Errorf("probe lock: %w", err)
	}
	if err := l.Close(); err != nil {
		return false, fmt.Errorf("probe lock: %w", err)
	}
	return !free, nil
}
