package natsfiles

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Mend makes a store that the server can open: it puts each damaged file under aside, and
// leaves in the store what can be read of it. A block keeps its good messages, which keep
// their sequences. A description or a position comes back as known has it from before;
// where that has none, its stream or consumer goes as a whole, since nobody can say what
// it was. What else is gone stays gone. The store must be closed. Mend may be called again
// after an error.
func Mend(store, aside string, found []Damage, known []File) error {
	for _, d := range found {
		if err := mend(store, aside, d, known); err != nil {
			return fmt.Errorf("mend %s: %w", d.Path, err)
		}
	}
	return nil
}

func mend(store, aside string, d Damage, known []File) error {
	folder := filepath.Dir(d.Path)
	if _, ok := blockNumber(filepath.Base(d.Path)); ok {
		return mendBlock(store, aside, d, folder)
	}
	if _, err := os.Stat(filepath.Join(store, folder)); errors.Is(err, fs.ErrNotExist) && d.Consumer == "" {
		return nil // a stream of which nothing is left is made anew by who needs it
	}
	restored := false
	for _, f := range known {
		if filepath.Dir(f.Path) != folder || f.Text == nil {
			continue
		}
		if now, err := read(store, f.Path); err == nil && now.Sum == f.Sum {
			continue
		}
		if err := setAside(store, aside, f.Path); err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(store, folder), 0o700); err != nil {
			return err
		}
		if err := writeSynced(filepath.Join(store, f.Path), f.Text); err != nil {
			return err
		}
		restored = true
	}
	if restored {
		return nil
	}
	if ok, err := whole(store, folder, d); ok || err != nil {
		return err
	}
	return setAside(store, aside, folder)
}

// whole reports whether the description of a stream or consumer fits its checksum: it was
// mended with another file of the same folder.
func whole(store, folder string, d Damage) (bool, error) {
	key := d.Stream
	if d.Consumer != "" {
		key += "/" + d.Consumer
	}
	_, text, err := describe(store, folder, key)
	return text == "", err
}

// mendBlock leaves the good messages of a block.
func mendBlock(store, aside string, d Damage, folder string) error {
	for _, name := range remade {
		if err := os.Remove(filepath.Join(store, folder, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	b, err := os.ReadFile(filepath.Join(store, d.Path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	s := streamFiles{name: d.Stream}
	found, err := s.scanBlock(filepath.Base(d.Path), b)
	if err != nil || len(found.gaps) == 0 {
		return err
	}
	if err := setAside(store, aside, d.Path); err != nil {
		return err
	}
	return writeSynced(filepath.Join(store, d.Path), without(b, found.gaps))
}

// setAside moves a file or a folder out of the store. What is not there need not be moved.
func setAside(store, aside, path string) error {
	to := filepath.Join(aside, path)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	err := os.Rename(filepath.Join(store, path), to)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func writeSynced(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}
