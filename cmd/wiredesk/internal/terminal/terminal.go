package terminal

import (
	"fmt"
	"io"

	"golang.org/x/term"
)

// Is reports whether a writer is a terminal: a file, or a Screen on one.
func Is(w io.Writer) bool {
	f, ok := w.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}

// Colour is when text is coloured.
type Colour string

// The values of Colour.
const (
	Auto   Colour = "auto" // on a terminal, unless NO_COLOR or TERM=dumb says otherwise
	Always Colour = "always"
	Never  Colour = "never"
)

// Set implements pflag.Value.
func (c *Colour) Set(s string) error {
	switch v := Colour(s); v {
	case Auto, Always, Never:
		*c = v
		return nil
	}
	return fmt.Errorf("want %s, %s or %s", Auto, Always, Never)
}

func (c *Colour) String() string { return string(*c) }

// Type implements pflag.Value.
func (c *Colour) Type() string { return "when" }

// On reports whether text on w is to be coloured. It follows https://no-color.org.
func (c Colour) On(w io.Writer, env func(string) string) bool {
	switch c {
	case Always:
		return true
	case Never:
		return false
	}
	return env("NO_COLOR") == "" && env("TERM") != "dumb" && Is(w)
}
