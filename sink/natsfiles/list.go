package natsfiles

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// File is a file as it stood in a store that was closed.
type File struct {
	Path string `json:"path"` // from the store
	Size int64  `json:"size"`
	// Sum is a hash of what it holds; empty for messages, which have checksums of their
	// own.
	Sum string `json:"sum,omitempty"`
	// Text is what it holds, if that is little: Mend writes it back.
	Text []byte `json:"text,omitempty"`
}

// keptText is how much of a file is kept beside its checksum.
const keptText = 8 << 10

// List lists the files of a closed store, ordered by path.
func List(store string) ([]File, error) {
	streams, err := streamsOf(store)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, s := range streams {
		for _, name := range s.blocks {
			info, err := os.Stat(filepath.Join(store, s.folder, messageFolder, name))
			if err != nil {
				return nil, err
			}
			files = append(files, File{Path: filepath.Join(s.folder, messageFolder, name), Size: info.Size()})
		}
		paths := []string{filepath.Join(s.folder, metaFile), filepath.Join(s.folder, metaSumFile)}
		for _, name := range remade {
			paths = append(paths, filepath.Join(s.folder, messageFolder, name))
		}
		for _, c := range s.consumers {
			for _, name := range []string{metaFile, metaSumFile, positionFile} {
				paths = append(paths, filepath.Join(s.folder, consumers, c, name))
			}
		}
		for _, path := range paths {
			f, err := read(store, path)
			if errors.Is(err, fs.ErrNotExist) {
				continue // a consumer that has done nothing yet has no position, most streams no schedules
			}
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// Sync has the files of a closed store that were written since, and the folders they are in,
// reach the disk.
func Sync(store string, files []File, since time.Time) error {
	folders := map[string]bool{}
	for _, f := range files {
		path := filepath.Join(store, f.Path)
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.ModTime().Before(since) {
			continue
		}
		if err := syncPath(path); err != nil {
			return err
		}
		folders[filepath.Dir(path)] = true
	}
	for path := range folders {
		_ = syncPath(path) // not every system can
	}
	return nil
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func read(store, path string) (File, error) {
	b, err := os.ReadFile(filepath.Join(store, path))
	if err != nil {
		return File{}, err
	}
	sum := sha256.Sum256(b)
	f := File{Path: path, Size: int64(len(b)), Sum: hex.EncodeToString(sum[:8])}
	if len(b) <= keptText && !slices.Contains(remade, filepath.Base(path)) {
		f.Text = b
	}
	return f, nil
}

// Compare returns what has become of the files of a store since they were listed,
// ordered as they were. It reads no messages.
func Compare(store string, files []File) ([]Damage, error) {
	var found []Damage
	for _, f := range files {
		d := Owner(f.Path)
		info, err := os.Stat(filepath.Join(store, f.Path))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			d.Text, d.Gone = "it is not there", true
		case err != nil:
			return nil, err
		case info.Size() != f.Size:
			d.Text = fmt.Sprintf("it has %d bytes, and had %d", info.Size(), f.Size)
		case f.Sum != "":
			now, err := read(store, f.Path)
			if err != nil {
				return nil, err
			}
			if now.Sum != f.Sum {
				d.Text = "it holds something else than before"
			}
		}
		if d.Text != "" {
			found = append(found, d)
		}
	}
	return found, nil
}

// Owner is a Damage that says of a file no more than whose it is.
func Owner(path string) Damage {
	d := Damage{Path: path, Derived: slices.Contains(remade, filepath.Base(path))}
	parts := strings.Split(filepath.ToSlash(path), "/")
	if i := slices.Index(parts, "streams"); i >= 0 && i+1 < len(parts) {
		d.Stream = parts[i+1]
		if i+3 < len(parts) && parts[i+2] == consumers {
			d.Consumer = parts[i+3]
		}
	}
	return d
}
