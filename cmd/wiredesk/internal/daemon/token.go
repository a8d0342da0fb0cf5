package daemon

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// tokenFile in the state directory holds what opens /try, readable by its owner
// only. It stays between runs, and with it the cookies made of it.
const tokenFile = "token"

// readToken returns the token of a state directory, and makes one at first.
func readToken(dir string) (string, error) {
	path := filepath.Join(dir, tokenFile)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("state directory: %w", err)
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeToken(path); err != nil {
			return "", fmt.Errorf("token of the page: %w", err)
		}
		b, err = os.ReadFile(path)
	}
	token := strings.TrimSpace(string(b))
	if err == nil && len(token) < 20 {
		err = errors.New("it is too short to be a token; remove it, and the next start makes one")
	}
	if err != nil {
		return "", fmt.Errorf("token of the page: %s: %w", path, err)
	}
	return token, nil
}

// makeToken writes a token in one step, unless another process was faster: one that
// starts at the same moment never reads half of it.
func makeToken(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+tokenFile+"-*") // its owner's alone
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // it may have been renamed
	_, err = f.WriteString(rand.Text() + "\n")
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err = os.Link(f.Name(), path); err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	return os.Rename(f.Name(), path) // a file system without links
}
