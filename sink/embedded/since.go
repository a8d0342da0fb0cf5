package embedded

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// sinceFile says since when consumers bear the name of their owner.
const sinceFile = "owners.json"

// ownersSince is since when consumers in a state directory bear the name of their
// owner: what is older, and bears none, is of an earlier version.
func (h *home) ownersSince(now time.Time) (time.Time, error) {
	var file struct {
		Since time.Time `json:"since"`
	}
	b, err := h.root.ReadFile(sinceFile)
	if err == nil {
		if err = json.Unmarshal(b, &file); err != nil {
			err = h.named(fmt.Errorf("%s: %w", sinceFile, err))
		}
		return file.Since, err
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, h.named(err)
	}
	file.Since = now.UTC()
	if b, err = json.Marshal(file); err != nil {
		return time.Time{}, err
	}
	return file.Since, h.writeFile(sinceFile, append(b, '\n'))
}

// OwnersSince is since when the consumers in the state directory dir bear the name of
// their owner: who made an older one that bears none is not known. It is zero where no
// server has noted it.
func OwnersSince(dir string) time.Time {
	var file struct {
		Since time.Time `json:"since"`
	}
	b, err := os.ReadFile(filepath.Join(dir, sinceFile))
	if err != nil || json.Unmarshal(b, &file) != nil {
		return time.Time{} // the server that reads it says what is wrong with it
	}
	return file.Since
}
