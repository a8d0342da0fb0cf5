package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/gofrs/flock"
)

// storeDir is where in a state directory the server keeps its streams.
const storeDir = "nats"

// AwayError says that the path of a state directory does not lead any more to the
// directory that a server has open: it was moved, removed, emptied, or another is there
// now. Whatever is written from then on goes where nobody looks for it.
type AwayError struct {
	Dir  string
	Text string // what happened to it
}

func (e *AwayError) Error() string { return "state directory " + e.Dir + " " + e.Text }

// home is a state directory that is open and locked: the directory itself, wherever it is
// moved to. Its methods may be called concurrently, but for close.
type home struct {
	Home
	root *os.Root     // all files of our own are written through it
	dir  *os.File     // the directory, which bears a lock
	lock *flock.Flock // the file in it, which bears another, and says who has it
	last Holder       // who had it before; zero if nobody knows
}

// Home is where a state directory is, and which directory that is. It may be asked when the
// server that had it open is closed.
type Home struct {
	path string                 // absolute
	was  map[string]fs.FileInfo // the directory ("."), and what in it must not go
}

// openHome makes a state directory, if there is none, and locks it. Its error is a
// *LockedError or names the path.
func openHome(dir string, who Holder) (_ *home, err error) {
	h := &home{Home: Home{was: map[string]fs.FileInfo{}}}
	if h.path, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = h.close() // the first error says more
		}
	}()
	if err := makeDir(h.path); err != nil {
		return nil, err
	}
	if h.root, err = os.OpenRoot(h.path); err != nil {
		return nil, err
	}
	if h.dir, err = h.root.Open("."); err != nil {
		return nil, h.named(err)
	}
	if err := lockDir(h.dir); err != nil {
		return nil, refused(err, h.path)
	}
	if h.lock, h.last, err = lock(h.path, who); err != nil {
		return nil, err
	}
	if err := h.root.MkdirAll(storeDir, 0o700); err != nil {
		return nil, h.named(err)
	}
	for _, name := range []string{".", lockFile, storeDir} {
		if h.was[name], err = h.root.Stat(name); err != nil {
			return nil, h.named(err)
		}
	}
	// Between the opening and the lock another may have come in its place.
	if err := h.Away(); err != nil {
		return nil, err
	}
	return h, nil
}

// makeDir makes a directory. A link that leads nowhere is none.
func makeDir(path string) error {
	err := os.MkdirAll(path, 0o700)
	if info, lerr := os.Lstat(path); err != nil && lerr == nil && info.Mode()&fs.ModeSymlink != 0 {
		if to, rerr := os.Readlink(path); rerr == nil {
			return &fs.PathError{Op: "open", Path: path, Err: fmt.Errorf("it is a link to %s, which is not there", to)}
		}
	}
	return err
}

// refused is the error of a lock that was not got.
func refused(err error, dir string) error {
	if !errors.Is(err, errHeld) {
		return fmt.Errorf("lock state directory %s: %w", dir, err)
	}
	who := readHolder(filepath.Join(dir, lockFile))
	if who.PID == 0 { // somebody has removed the file, and not what its holder has open
		who = readHolder(filepath.Join(dir, infoFile))
	}
	return &LockedError{Dir: dir, Holder: who}
}

// Away says that the path leads to the directory no more, or that it was emptied; nil if
// all is where it was, and while that cannot be known. The error is an *AwayError.
func (h Home) Away() error {
	if h.path == "" {
		return nil
	}
	switch now, err := os.Stat(h.path); {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.ELOOP):
		return &AwayError{h.path, "is not there any more: it was moved or removed"}
	case err == nil && !os.SameFile(now, h.was["."]):
		return &AwayError{h.path, "is another one by now: it was moved or removed, and something else is in its place"}
	}
	for _, name := range []string{lockFile, storeDir} {
		now, err := os.Stat(filepath.Join(h.path, name))
		if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(now, h.was[name]) {
			return &AwayError{h.path, "was emptied: what was " + name + " in it is gone"}
		}
	}
	return nil
}

// named puts the path into an error of the root, which has only the name of a file in it.
func (h *home) named(err error) error {
	var one *fs.PathError
	var two *os.LinkError
	switch {
	case errors.As(err, &one):
		return &fs.PathError{Op: one.Op, Path: filepath.Join(h.path, one.Path), Err: one.Err}
	case errors.As(err, &two):
		return &os.LinkError{Op: two.Op, Old: filepath.Join(h.path, two.Old), New: filepath.Join(h.path, two.New), Err: two.Err}
	}
	return err
}

// close gives the directory back.
func (h *home) close() error {
	var errs []error
	if h.lock != nil {
		errs = append(errs, h.lock.Close())
	}
	if h.dir != nil {
		errs = append(errs, h.dir.Close())
	}
	if h.root != nil {
		errs = append(errs, h.root.Close())
	}
	return errors.Join(errs...)
}

// Stored reports whether something is stored in a state directory, or somebody is about
// to: who only looks need not make one.
func Stored(dir string) bool {
	if _, err := os.Stat(filepath.Join(dir, storeDir)); !errors.Is(err, fs.ErrNotExist) {
		return true // also when it cannot be known: then opening it says why
	}
	if info, err := os.Lstat(dir); err == nil && !info.IsDir() { // a file, or a link that leads nowhere
		if _, err := os.Stat(dir); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			return true
		}
	}
	held, err := locked(dir)
	return held || err != nil
}
