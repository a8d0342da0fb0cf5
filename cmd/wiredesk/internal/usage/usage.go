// Package usage is what is wrong with a command line: errors that say what was wanted,
// what was meant by a mistyped word, and where help is.
package usage

import "fmt"

// Error is an error of the command line.
type Error struct{ err error }

func (e *Error) Error() string { return e.err.Error() }

func (e *Error) Unwrap() error { return e.err }

// Errorf returns an *Error.
func Errorf(format string, args ...any) error { return &Error{fmt.Errorf(format, args...)} }
