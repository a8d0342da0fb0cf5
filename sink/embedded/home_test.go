package embedded

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever becomes of the path, a server notices, writes nothing where others are now, and
// keeps the directory that it has to itself.
func TestADirectoryThatGoesAwayIsNoticedAndStaysLocked(t *testing.T) {
	for name, tt := range map[string]struct {
		do    func(t *testing.T, dir string)
		moved bool // to dir + ".old"
		says  string
	}{
		"moved":   {func(t *testing.T, dir string) { rename(t, dir, dir+".old") }, true, "is not there any more"},
		"removed": {func(t *testing.T, dir string) { check(t, os.RemoveAll(dir)) }, false, "is not there any more"},
		"emptied": {func(t *testing.T, dir string) {
			check(t, os.RemoveAll(filepath.Join(dir, "lock")), os.RemoveAll(filepath.Join(dir, "nats")), os.RemoveAll(filepath.Join(dir, "daemon.json")))
		}, false, "was emptied: what was lock in it is gone"},
		"without its store": {func(t *testing.T, dir string) { check(t, os.RemoveAll(filepath.Join(dir, "nats"))) }, false, "was emptied: what was nats"},
		"replaced by a folder": {func(t *testing.T, dir string) {
			rename(t, dir, dir+".old")
			check(t, os.Mkdir(dir, 0o700))
		}, true, "is another one by now"},
		"replaced by a link to another": {func(t *testing.T, dir string) {
			rename(t, dir, dir+".old")
			check(t, os.Mkdir(dir+".new", 0o700), os.Symlink(dir+".new", dir))
		}, true, "is another one by now"},
		"replaced by a link to nothing": {func(t *testing.T, dir string) {
			rename(t, dir, dir+".old")
			check(t, os.Symlink(dir+".new", dir))
		}, true, "is not there any more"},
		"replaced by a file": {func(t *testing.T, dir string) {
			rename(t, dir, dir+".old")
			check(t, os.WriteFile(dir, nil, 0o600))
		}, true, "is another one by now"},
		"its parent moved": {func(t *testing.T, dir string) { rename(t, filepath.Dir(dir), filepath.Dir(dir)+".old") }, false, "is not there any more"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "parent", "state")
			s := open(t, Options{Dir: dir, Listen: "127.0.0.1:0", Holder: "first"})
			if err := s.Away(); err != nil {
				t.Fatal(err)
			}
			tt.do(t, dir)
			var away *AwayError
			if err := s.Away(); !errors.As(err, &away) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("Away: %v", err)
			}
			if err := s.Check(); !errors.As(err, &away) {
				t.Errorf("Check: %v", err)
			}
			if tt.moved {
				var locked *LockedError
				if _, err := Open(Options{Dir: dir + ".old", Logger: quiet()}); !errors.As(err, &locked) || locked.Holder.Command != "first" {
					t.Errorf("a second at the new place: %v", err)
				}
			}
			if err := s.AnnounceHTTP("http://127.0.0.1:1"); err != nil && tt.moved {
				t.Errorf("the directory it has is there: %v", err)
			}
			if err := s.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
			for _, place := range []string{dir, dir + ".new"} {
				if list, err := os.ReadDir(place); err == nil && len(list) > 0 && name != "emptied" && name != "without its store" {
					t.Errorf("%s holds %v", place, list)
				}
			}
			if tt.moved {
				open(t, Options{Dir: dir + ".old"})
			}
		})
	}
}

// The lock outlives its file: two servers on one directory would destroy it.
func TestTheLockOutlivesItsFile(t *testing.T) {
	dir := t.TempDir()
	open(t, Options{Dir: dir, Listen: "127.0.0.1:0", Holder: "first"})
	check(t, os.Remove(filepath.Join(dir, lockFile)))
	var locked *LockedError
	if _, err := Open(Options{Dir: dir, Logger: quiet()}); !errors.As(err, &locked) || locked.Holder.Command != "first" {
		t.Errorf("%v", err)
	}
}

// One that opens the same directory by another path is refused as well.
func TestOneDirectoryByTwoPaths(t *testing.T) {
	dir := t.TempDir()
	open(t, Options{Dir: dir, Holder: "first"})
	link := filepath.Join(t.TempDir(), "link")
	check(t, os.Symlink(dir, link))
	if _, err := Open(Options{Dir: link, Logger: quiet()}); !errors.As(err, new(*LockedError)) {
		t.Errorf("%v", err)
	}
	nowhere := link + ".nowhere"
	check(t, os.Symlink(nowhere+".target", nowhere))
	if _, err := Open(Options{Dir: nowhere, Logger: quiet()}); err == nil || !strings.Contains(err.Error(), "it is a link to "+nowhere+".target, which is not there") {
		t.Errorf("%v", err)
	}
}

func TestWhoOnlyLooksKnowsWhetherAnythingIsStored(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	if Stored(dir) {
		t.Error("there is nothing")
	}
	check(t, os.Mkdir(dir, 0o700))
	if Stored(dir) {
		t.Error("it is empty")
	}
	s := open(t, Options{Dir: dir})
	if !Stored(dir) {
		t.Error("a server is there")
	}
	check(t, s.Close())
	if !Stored(dir) {
		t.Error("a server was there")
	}
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	check(t, os.Rename(from, to))
}

func check(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// Who opens a server anew on the directory of one that is closed learns that it is not there
// any more, or another: to open it would make an empty one.
func TestTheHomeOfAClosedServerIsKnownAgain(t *testing.T) {
	for name, test := range map[string]struct {
		do   func(dir string) error
		away bool
	}{
		"nothing":  {func(string) error { return nil }, false},
		"moved":    {func(dir string) error { return os.Rename(dir, dir+".old") }, true},
		"removed":  {os.RemoveAll, true},
		"emptied":  {func(dir string) error { return os.RemoveAll(filepath.Join(dir, storeDir)) }, true},
		"replaced": {func(dir string) error { return errors.Join(os.Rename(dir, dir+".old"), os.Mkdir(dir, 0o700)) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "state")
			s, err := Open(Options{Dir: dir, Logger: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			home := s.Home()
			if err := errors.Join(s.Close(), test.do(dir)); err != nil {
				t.Fatal(err)
			}
			if err := home.Away(); errors.As(err, new(*AwayError)) != test.away {
				t.Errorf("%v", err)
			}
			if err := (Home{}).Away(); err != nil {
				t.Errorf("no directory at all: %v", err)
			}
		})
	}
}
