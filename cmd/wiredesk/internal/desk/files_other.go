//go:build !unix

package desk

// OpenFiles is how many files this process may have open; it is not known here.
func OpenFiles() (limit uint64, ok bool) { return 0, false }
