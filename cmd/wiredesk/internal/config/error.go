package config

import (
	"fmt"
	"strings"
)

// Error is a mistake in the configuration, with its place.
type Error struct {
	File    string // a path, or "environment variable NAME"
	Line    int    // from 1; 0 if there is none
	Column  int
	Source  string // the line; empty: it is too long to be shown
	Problem string
}

// Error is the place, the problem, the line and a caret under the column.
func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Problem)
	}
	s := fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Problem)
	if e.Source == "" {
		return s
	}
	pad := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, string([]rune(e.Source)[:min(max(e.Column-1, 0), len([]rune(e.Source)))]))
	return fmt.Sprintf("%s\n  %s\n  %s^", s, e.Source, pad)
}
