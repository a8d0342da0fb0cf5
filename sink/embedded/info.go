package embedded

import (
	"crypto/rand"
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
func (h *home) writeInfo(info Info) error {
	b, err := json.MarshalIndent(info, "", "  ")
	if err != nil {
		return err
	}
	return h.writeFile(infoFile, append(b, '\n'))
}

// writeFile writes a file of the state directory through a temporary one, which only its
// owner may read.
func (h *home) writeFile(name string, b []byte) (err error) {
	temporary := filepath.Join(filepath.Dir(name), ".tmp-"+rand.Text())
	f, err := h.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return h.named(err)
	}
	defer func() {
		if err != nil {
			_ = h.root.Remove(temporary) // the first error says more
			err = h.named(err)
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
	return h.root.Rename(temporary, name)
}

func (h *home) removeInfo() error {
	err := h.root.Remove(infoFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return h.named(err)
}
