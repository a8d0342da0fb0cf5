package embedded

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const infoFile = "daemon.json"

// Info is what a listening server leaves in daemon.json, readable by its owner
// only, so that the operator's other commands can connect with full rights.
type Info struct {
	Holder
	URL      string `json:"url"`
	User     string `json:"user"`
	Password string `json:"password"`
	// Cert is the file of the listener's certificate; empty: it speaks no TLS.
	Cert string `json:"cert,omitempty"`
	// HTTP is where the process answers HTTP; empty: nowhere.
	HTTP string `json:"http,omitempty"`
}

// Running returns how to reach the server that listens on the state directory
// dir, or nil if there is none. A daemon.json left behind by a killed process
// is not a running server: the lock tells. Errors are those of reading files.
func Running(dir string) (*Info, error) {
	b, err := os.ReadFile(filepath.Join(dir, infoFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read running server: %w", err)
	}
	held, err := locked(dir)
	if err != nil || !held {
		return nil, err
	}
	var info Info
	if err := json.Unmarshal(b, &info); err != nil {
		return nil, fmt.Errorf("read running server: %s: %w", filepath.Join(dir, infoFile), err)
	}
	// A file left by a killed listener while a process without one has the lock.
	if who := readHolder(filepath.Join(dir, lockFile)); who.PID != info.PID || !who.Started.Equal(info.Started) {
		return nil, nil
	}
	return &info, nil
}

// writeInfo puts the file in place in one step: a reader sees all of it or none.
func writeInfo(dir string, info Info) error {
	b, err := json.MarshalIndent(info, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, infoFile), append(b, '\n'))
}

// writeFile writes through a temporary file, which os.CreateTemp makes 0600.
func writeFile(path string, b []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".tmp-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // the first error says more
		}
	}()
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func removeInfo(dir string) error {
	err := os.Remove(filepath.Join(dir, infoFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
