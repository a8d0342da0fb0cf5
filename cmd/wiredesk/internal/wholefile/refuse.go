package wholefile

import (
	"errors"
	"fmt"
	"io/fs"
)

// Options say what may be read.
type Options struct {
	// Max is the most bytes.
	Max int64
	// Pipe says that a pipe may stand for the file: it is read once, to its end.
	Pipe bool
	// Settled waits until nobody has written into the file for a moment, as editors do
	// that empty it first.
	Settled bool
}

// What is wrong with a file.
var (
	// ErrKind says that a path leads to something else than a file.
	ErrKind = errors.New("is no file")
	// ErrSize says that there is more than Options.Max.
	ErrSize = errors.New("is too large")
	// ErrPatience says that a file did not come to its end.
	ErrPatience = errors.New("has not come to its end")
	// ErrRestless says that a file was never the same before and after it was read.
	ErrRestless = errors.New("is written again and again while it is read")
)

// allowed says why something is not to be opened, or nil.
func allowed(info fs.FileInfo, o Options) error {
	mode := info.Mode()
	switch {
	case mode.IsRegular():
		if info.Size() > o.Max {
			return tooLarge(o.Max)
		}
		return nil
	case isPipe(info) && o.Pipe:
		return nil
	case isPipe(info):
		return fmt.Errorf("%w: it is a pipe, which cannot be read a second time", ErrKind)
	}
	return fmt.Errorf("%w: it is a %s", ErrKind, kind(mode))
}

// kind names what is no file.
func kind(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "folder"
	case mode&fs.ModeSocket != 0:
		return "socket"
	case mode&fs.ModeDevice != 0:
		return "device"
	}
	return "thing that is no file"
}

func isPipe(info fs.FileInfo) bool { return info.Mode()&fs.ModeNamedPipe != 0 }

func tooLarge(limit int64) error {
	if limit >= 1<<20 {
		return fmt.Errorf("%w: it has more than %d MiB", ErrSize, limit>>20)
	}
	return fmt.Errorf("%w: it has more than %d bytes", ErrSize, limit)
}
