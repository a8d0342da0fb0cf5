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
func ownersSince(dir string, now time.Time) (time.Time, error) {
	var file struct {
		Since time.Time `json:"since"`
	}
	path := filepath.Join(dir, sinceFile)
	b, err := os.ReadFile(path)
	if err == nil {
		if err = json.Unmarshal(b, &file); err != nil {
			err = fmt.Errorf("%s: %w", path, err)
		}
		return file.Since, err
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, err
	}
	file.Since = now.UTC()
	if b, err = json.Marshal(file); err != nil {
		return time.Time{}, err
	}
	return file.Since, writeFile(path, append(b, '\n'))
}
