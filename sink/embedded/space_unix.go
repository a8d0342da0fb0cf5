//go:build linux || darwin

package embedded

import (
	"fmt"
	"syscall"
)

func spaceOf(dir string) (Space, error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return Space{}, fmt.Errorf("free space of %s: %w", dir, err)
	}
	block := uint64(fs.Bsize)
	return Space{Free: fs.Bavail * block, Total: fs.Blocks * block}, nil
}
