package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/wiredesk/wiredesk/sink/embedded"
	"github.com/wiredesk/wiredesk/sink/natsfiles"
)

const (
	manifestFile = "manifest.json"
	// format is that of both files.
	format = 1
)

// Manifest is what there was of a desk when it was written.
type Manifest struct {
	Format int `json:"format"`
	// Server is where the state is: BuiltIn, or the address of a server elsewhere.
	Server  string    `json:"server"`
	Written time.Time `json:"written_at"`
	Program string    `json:"program"`
	// Boot tells one start of the machine from the next; empty if it has no way to.
	Boot string `json:"boot,omitempty"`
	// Clean says that the built-in server was closed in order, and is not open since.
	Clean bool `json:"clean,omitempty"`
	// Closer is who closed it so.
	Closer embedded.Holder `json:"closer,omitzero"`
	// Streams are the positions at that time, Settled those that had reached the disk.
	Streams Positions `json:"streams"`
	Settled Positions `json:"settled,omitempty"`
	// SettledAt is when Settled was.
	SettledAt time.Time `json:"settled_at,omitzero"`
	// Files are those of the built-in server, as they were when it was last closed in
	// order.
	Files []natsfiles.File `json:"files,omitempty"`
	// Owners is what lies beside the streams and never changes (ownersFile), as it was first
	// seen.
	Owners []byte `json:"owners,omitempty"`
	// RereadBefore is until when feeds were read whose stories may be lost.
	RereadBefore time.Time `json:"reread_before,omitzero"`
	// Lacks is what the streams were found to lack, and nobody has mended or accepted.
	Lacks []Loss `json:"lacks,omitempty"`
	// LacksSince is when that was found.
	LacksSince time.Time `json:"lacks_since,omitzero"`
}

// BuiltIn is the Server of a manifest beside the built-in one.
const BuiltIn = "built-in"

// ErrDamaged says that a file of the ledger is not as it was written.
var ErrDamaged = errors.New("it is not as it was written")

// sealed is a manifest as it is stored, with a hash of its bytes.
type sealed struct {
	Sum      string          `json:"sum"`
	Manifest json.RawMessage `json:"manifest"`
}

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Exists reports whether a state directory has a manifest, also when that cannot be known.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, manifestFile))
	return !errors.Is(err, fs.ErrNotExist)
}

// Read reads the manifest of a state directory; nil if there is none. It returns
// ErrDamaged for one that is not whole, or from a later version.
func Read(dir string) (*Manifest, error) {
	b, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var s sealed
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, fmt.Errorf("%s: %w", manifestFile, ErrDamaged)
	}
	if as, err := seal(s.Manifest); err != nil || !bytes.Equal(as, b) {
		return nil, fmt.Errorf("%s: %w", manifestFile, ErrDamaged)
	}
	m := &Manifest{}
	if err := json.Unmarshal(s.Manifest, m); err != nil || m.Format != format {
		return nil, fmt.Errorf("%s: %w (format %d)", manifestFile, ErrDamaged, m.Format)
	}
	return m, nil
}

func (m *Manifest) write(dir string) error {
	m.Format = format
	if m.Server != BuiltIn { // whose directory is there, or is not to be made anew when it was moved away
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	b, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode %s: %w", manifestFile, err)
	}
	if b, err = seal(b); err != nil {
		return err
	}
	return replace(dir, manifestFile, b)
}

// seal is a manifest's JSON as it is stored.
func seal(b []byte) ([]byte, error) {
	out, err := json.Marshal(sealed{Sum: sumOf(b), Manifest: b})
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", manifestFile, err)
	}
	return append(out, '\n'), nil
}

// replace puts a file in the place of the one before: it is there whole or not at all, also
// after a power failure.
func replace(dir, name string, b []byte) (err error) {
	f, err := os.CreateTemp(dir, name+".*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncFolder(dir)
}

// syncFolder makes a rename last. Not every system can.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync() // where a folder cannot be synced the file still is
	return d.Close()
}

// bootID tells one start of the machine from the next; empty if that is not known.
func bootID() string {
	b, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return string(bytes.TrimSpace(b))
}
