// Package pattern makes regular expressions when they are first asked for. Made all at
// the start of a program, those of packages normalize and below cost each command of it
// several milliseconds, also those that never see a page.
package pattern

import (
	"regexp"
	"sync"
)

// Of returns what makes a regular expression when it is first called, and returns the
// same from then on. It may be called concurrently. It panics at an expression that is
// none; a test finds those in the source.
func Of(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
