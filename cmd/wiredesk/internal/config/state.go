package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// StateDir is the folder of the built-in server.
func (c *Config) StateDir() string {
	dir, _ := c.stateDir()
	return dir
}

// CheckState says why the built-in server has no folder that is the same for every
// command; its error is an *Error. An external server needs none.
func (c *Config) CheckState() error {
	dir, from := c.stateDir()
	switch {
	case c.External():
		return nil
	case from == "":
		return &Error{File: "environment", Problem: "there is no folder for the state: HOME is not set; " +
			"state.dir (WIREDESK_STATE_DIR) names one"}
	case !filepath.IsAbs(dir):
		return &Error{File: "environment variable " + from, Problem: relativeDir(dir, c.env("HOME"))}
	}
	return nil
}

// stateDir is the folder of the state, and what names it: state.dir, or a variable. If
// nothing does, it is one for what may be lost.
func (c *Config) stateDir() (dir, from string) {
	if c.State.Dir != "" {
		return c.State.Dir, "state.dir"
	}
	// Systemd lists several if a unit has several.
	if dir, _, _ := strings.Cut(c.env("STATE_DIRECTORY"), string(filepath.ListSeparator)); dir != "" {
		return dir, "STATE_DIRECTORY"
	}
	// A relative one is to be passed over (XDG Base Directory Specification).
	if base := c.env("XDG_STATE_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "wiredesk"), "XDG_STATE_HOME"
	}
	if home := c.env("HOME"); home != "" {
		return filepath.Join(home, ".local", "state", "wiredesk"), "HOME"
	}
	return filepath.Join(os.TempDir(), "wiredesk"), ""
}

// relativeDir says what is wrong with a folder that is not absolute. Each start in
// another folder would have a state of its own, to which all is new.
func relativeDir(dir, home string) string {
	if rest, ok := strings.CutPrefix(dir, "~"); ok && (rest == "" || rest[0] == '/') {
		if home == "" {
			home = "/home/NAME"
		}
		return fmt.Sprintf("%q: ~ is not expanded here; want an absolute path: %s", dir, filepath.Join(home, rest))
	}
	where := fmt.Sprintf("%q depends on where a command is started; want an absolute path", dir)
	if abs, err := filepath.Abs(dir); err == nil {
		where += ": from here, it is " + abs
	}
	return where
}
