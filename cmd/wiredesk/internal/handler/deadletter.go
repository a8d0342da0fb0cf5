package handler

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// deadLetter is a line of the file of dead letters.
type deadLetter struct {
	ID       string           `json:"id"`
	Subject  string           `json:"subject"`
	Sequence uint64           `json:"sequence"`
	Attempts int              `json:"attempts"`
	Error    string           `json:"error"`
	At       time.Time        `json:"at"`
	Article  *article.Article `json:"article"`
}

// writeDeadLetter appends an article to the file of dead letters, and returns when it is on
// the disk: only then may the article be acknowledged.
func writeDeadLetter(path string, m subscribe.Message, reason error) error {
	line, err := json.Marshal(deadLetter{m.ID, m.Subject, m.Sequence, m.Delivered, reason.Error(), time.Now().UTC(), m.Article})
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}

// MayWrite finds out whether dead letters can be written to a file, before there is anything
// to bury: what could not be kept would come again for ever. It leaves nothing behind.
func MayWrite(path string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		if f, err = os.CreateTemp(filepath.Dir(path), ".wiredesk-*"); err == nil {
			defer func() { _ = os.Remove(f.Name()) }() // an empty file at worst
		}
	}
	var refused *fs.PathError
	if errors.As(err, &refused) {
		return refused.Err
	}
	return errors.Join(err, f.Close())
}
