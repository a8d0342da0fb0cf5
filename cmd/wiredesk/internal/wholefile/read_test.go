package wholefile_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/wholefile"
)

// A file that is replaced again and again is never read in part, or as two.
func TestAFileThatIsReplacedIsReadAsItWasAtOneMoment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	contents := []string{strings.Repeat("a", 3<<20), strings.Repeat("b", 5<<20)}
	put := func(i int) error {
		next := path + ".next"
		return errors.Join(os.WriteFile(next, []byte(contents[i%2]), 0o600), os.Rename(next, path))
	}
	if err := put(0); err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			if err := put(i); err != nil {
				t.Error(err)
			}
			time.Sleep(10 * time.Millisecond)
		}
	})
	for range 20 {
		b, err := wholefile.Read(t.Context(), path, wholefile.Options{Max: 8 << 20})
		if text := string(b); err != nil || text != contents[0] && text != contents[1] {
			t.Errorf("%d bytes, %v", len(b), err)
		}
	}
	end()
	writing.Wait()
}

// Editors empty a file, and then write it. Who waits until it has settled sees neither
// moment between.
func TestAFileThatIsBeingWrittenIsWaitedFor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var writing sync.WaitGroup
	writing.Go(func() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		for range 10 {
			time.Sleep(20 * time.Millisecond)
			if err == nil {
				_, err = f.WriteString("more ")
			}
		}
		if err = errors.Join(err, f.Close()); err != nil {
			t.Error(err)
		}
	})
	b, err := wholefile.Read(t.Context(), path, wholefile.Options{Max: 1 << 20, Settled: true})
	writing.Wait()
	if err != nil || string(b) != strings.Repeat("more ", 10) {
		t.Errorf("%q, %v", b, err)
	}
}

func TestWhatIsWrongWithAFileIsToldApart(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		path string
		max  int64
		want error
	}{
		"all of it": {path, 4, nil}, "too much": {path, 3, wholefile.ErrSize}, "a folder": {dir, 4, wholefile.ErrKind},
		"a device": {os.DevNull, 4, wholefile.ErrKind}, "nothing": {path + "s", 4, fs.ErrNotExist},
	} {
		b, err := wholefile.Read(t.Context(), tt.path, wholefile.Options{Max: tt.max})
		if !errors.Is(err, tt.want) || err == nil && string(b) != "text" || err != nil && !errors.As(err, new(*fs.PathError)) {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
	ctx, end := context.WithCancelCause(t.Context())
	end(errors.ErrUnsupported)
	if _, err := wholefile.Read(ctx, path, wholefile.Options{Max: 4}); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("%v", err)
	}
}
