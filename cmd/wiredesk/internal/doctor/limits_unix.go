//go:build unix

package doctor

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// foreignOwner names who owns a folder, if that is somebody else.
func foreignOwner(dir string) string {
	info, err := os.Stat(dir)
	if err != nil {
		return ""
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(stat.Uid) == os.Geteuid() {
		return ""
	}
	if u, err := user.LookupId(strconv.Itoa(int(stat.Uid))); err == nil {
		return u.Username
	}
	return fmt.Sprintf("user %d", stat.Uid)
}
