// Package atomicfile writes files that are there whole or not at all: a file takes
// its name when the last byte is on the disk, and until then what had the name stays.
package atomicfile

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Write makes or replaces a file, which everybody may read, with what write writes.
// An error of write is returned as it is, and leaves nothing behind.
func Write(path string, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no regular file", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return write(f) },
		func() error { return f.Chmod(0o644) },
		f.Sync,
		func() error { return os.Rename(f.Name(), path) },
	} {
		if err := step(); err != nil {
			return errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}
	return f.Close()
}
