//go:build unix && !solaris && !aix

package embedded

import (
	"errors"
	"os"
	"syscall"
)

// lockDir locks an open directory. The lock is on the directory, not on its path: it holds
// wherever that is moved to, and also when the file that bears the other lock is removed.
// Where directories cannot be locked, as on some network file systems, that file does alone.
// The error is errHeld if somebody has it.
func lockDir(dir *os.File) error {
	for {
		err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case errors.Is(err, syscall.EWOULDBLOCK):
			return errHeld
		}
		return nil
	}
}

// ended says that there is no process of this number.
func ended(pid int) bool { return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }
