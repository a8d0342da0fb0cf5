//go:build !unix || solaris || aix

package embedded

import "os"

// lockDir leaves it to the lock file: directories cannot be locked here.
func lockDir(*os.File) error { return nil }
