package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func TestAFileIsThereWholeOrAsItWas(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run.prom")
	says := func(text string, err error) error {
		return Write(path, func(w io.Writer) error {
			_, written := io.WriteString(w, text)
			return errors.Join(written, err)
		})
	}
	if err := says("first", nil); err != nil {
		t.Fatal(err)
	}
	half := errors.New("the disk is gone")
	if err := says("seco", half); !errors.Is(err, half) {
		t.Errorf("%v", err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "first" {
		t.Errorf("%q, %v", b, err)
	}
	if err := says("second", nil); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	info, statErr := os.Stat(path)
	if err := errors.Join(err, statErr); err != nil || string(b) != "second" || info.Mode().Perm() != 0o644 {
		t.Errorf("%q, %v", b, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("left behind: %v, %v", files, err)
	}
}

func TestWhatIsNoFileIsNotReplaced(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "no", "such", "folder")} {
		if err := Write(path, func(io.Writer) error { return nil }); err == nil {
			t.Errorf("%s was written", path)
		}
	}
}
