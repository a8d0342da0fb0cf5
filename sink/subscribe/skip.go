package subscribe

import "errors"

// Skip is what a handler returns for an article that it never wants to see
// again, though it could not handle it: the server is told the reason, and
// Options.DeadLetter, if set, receives it. An article that is simply of no
// interest is acknowledged by returning nil.
func Skip(reason error) error { return &skip{reason} }

type skip struct{ reason error }

func (s *skip) Error() string {
	if s.reason == nil {
		return "skipped"
	}
	return "skipped: " + s.reason.Error()
}

func (s *skip) Unwrap() error { return s.reason }

func skipped(err error) bool {
	var s *skip
	return errors.As(err, &s)
}
