package embedded

import (
	"errors"
	"os"
	"path/filepath"
)

// Space is how much a file system holds, in bytes.
type Space struct {
	Free  uint64 // that we may use
	Total uint64
}

// ErrSpaceUnknown says that this operating system is not asked for free space.
var ErrSpaceUnknown = errors.New("free space of the disk is unknown")

// SpaceOf is the space on the file system that a state directory is on, or will
// be on when it is made.
func SpaceOf(dir string) (Space, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Space{}, err
	}
	for {
		s, err := spaceOf(dir)
		parent := filepath.Dir(dir)
		if !errors.Is(err, os.ErrNotExist) || parent == dir {
			return s, err
		}
		dir = parent
	}
}
