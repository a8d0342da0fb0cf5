package natsfiles

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/minio/highwayhash"
)

// Names of the server's files.
const (
	metaFile      = "meta.inf"
	metaSumFile   = "meta.sum"
	positionFile  = "o.dat"
	blockSuffix   = ".blk"
	messageFolder = "msgs"
	consumers     = "obs"
)

// remade are the files of a stream's messages that the server makes again when they are
// not there. After a change of the messages they would lie.
var remade = []string{"index.db", "sched.db", "thw.db", "sources.db"}

// Damage is one file that is not as it was written.
type Damage struct {
	// Path is the file's, from the store; Stream is whose it is, and Consumer, if it is a
	// consumer's.
	Path, Stream, Consumer string
	// Text says what is wrong with it, for people: "2 of its messages cannot be read".
	Text string
	// Subjects are those of the messages that cannot be read, as far as they are legible.
	Subjects []string
	// Tail says that nothing whole follows in the stream: a message that was just being
	// written when the machine stopped looks like that.
	Tail bool
	// Short says that it is a tail which ends before its message does: a process that was
	// killed while it wrote leaves that.
	Short bool
	// Derived says that the server makes the file again when it is not there.
	Derived bool
	// Gone says that the file is not there.
	Gone bool
}

func (d Damage) String() string { return d.Path + ": " + d.Text }

// CheckOptions say how much is looked at.
type CheckOptions struct {
	// Budget is how many bytes of messages are read, the smallest streams first; 0: all.
	Budget int64
}

// Check reads the files of a store, and returns what is damaged, ordered by path. read
// is how many bytes of messages it has read. A store that is not there is not damaged.
// Nothing is changed. It is for one goroutine; several stores may be checked at once.
func Check(ctx context.Context, store string, o CheckOptions) (found []Damage, read int64, err error) {
	streams, err := streamsOf(store)
	if err != nil {
		return nil, 0, err
	}
	for _, s := range streams {
		damage, err := s.checkDescriptions(store)
		if err != nil {
			return nil, read, err
		}
		found = append(found, damage...)
	}
	slices.SortStableFunc(streams, func(a, b streamFiles) int { return int(min(max(a.size-b.size, -1), 1)) })
	for _, s := range streams {
		for i, name := range slices.Backward(s.blocks) { // the newest first
			if err := ctx.Err(); err != nil {
				return nil, read, err
			}
			if o.Budget > 0 && read >= o.Budget {
				break
			}
			d, n, err := s.checkBlock(store, name)
			read += n
			if err != nil {
				return nil, read, err
			}
			if d != nil {
				newest := i == len(s.blocks)-1
				d.Tail, d.Short = d.Tail && newest, d.Short && newest
				found = append(found, *d)
			}
		}
	}
	slices.SortFunc(found, func(a, b Damage) int { return strings.Compare(a.Path, b.Path) })
	return found, read, nil
}

// streamFiles are the files of a stream.
type streamFiles struct {
	folder    string // from the store
	name      string
	blocks    []string // by number
	consumers []string
	size      int64 // of its blocks
}

// streamsOf lists the streams of a store.
func streamsOf(store string) ([]streamFiles, error) {
	folders, err := filepath.Glob(filepath.Join(store, "jetstream", "*", "streams", "*"))
	if err != nil {
		return nil, err
	}
	var streams []streamFiles
	for _, folder := range folders {
		s := streamFiles{name: filepath.Base(folder)}
		if strings.HasPrefix(s.name, ".") { // one that was being removed
			continue
		}
		if s.folder, err = filepath.Rel(store, folder); err != nil {
			return nil, err
		}
		blocks, err := os.ReadDir(filepath.Join(folder, messageFolder))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, entry := range blocks {
			if _, ok := blockNumber(entry.Name()); !ok {
				continue
			}
			s.blocks = append(s.blocks, entry.Name())
			if info, err := entry.Info(); err == nil {
				s.size += info.Size()
			}
		}
		slices.SortFunc(s.blocks, func(a, b string) int {
			x, _ := blockNumber(a)
			y, _ := blockNumber(b)
			return x - y
		})
		readers, err := os.ReadDir(filepath.Join(folder, consumers))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, entry := range readers {
			if entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") {
				s.consumers = append(s.consumers, entry.Name())
			}
		}
		streams = append(streams, s)
	}
	return streams, nil
}

// blockNumber is the number of a block by its name.
func blockNumber(name string) (int, bool) {
	digits, ok := strings.CutSuffix(name, blockSuffix)
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil
}

// checkDescriptions compares what a stream and its consumers are with their checksums.
func (s *streamFiles) checkDescriptions(store string) (found []Damage, err error) {
	described := map[string]string{"": s.name} // folders with a description, and the keys of their checksums
	for _, c := range s.consumers {
		described[c] = s.name + "/" + c
	}
	for consumer, key := range described {
		folder := s.folder
		if consumer != "" {
			folder = filepath.Join(s.folder, consumers, consumer)
		}
		path, text, err := describe(store, folder, key)
		if err != nil {
			return nil, err
		}
		if text != "" {
			found = append(found, Damage{Path: path, Stream: s.name, Consumer: consumer, Text: text})
		}
	}
	return found, nil
}

// describe compares a description with its checksum. text says what is wrong with which
// file; it is empty if nothing is.
func describe(store, folder, key string) (path, text string, err error) {
	path = filepath.Join(folder, metaFile)
	meta, err := os.ReadFile(filepath.Join(store, path))
	if errors.Is(err, fs.ErrNotExist) {
		return path, "it is not there", nil
	}
	if err != nil {
		return path, "", err
	}
	sum, err := os.ReadFile(filepath.Join(store, folder, metaSumFile))
	if errors.Is(err, fs.ErrNotExist) {
		return filepath.Join(folder, metaSumFile), "it is not there", nil
	}
	if err != nil {
		return path, "", err
	}
	if !bytes.Equal(sum, descriptionSum(meta, key)) {
		return path, "it does not fit its checksum", nil
	}
	return path, "", nil
}

// descriptionSum is the checksum of a description.
func descriptionSum(meta []byte, key string) []byte {
	k := sha256.Sum256([]byte(key))
	sum, err := highwayhash.New64(k[:])
	if err != nil { // the key has the wrong length, which it has not
		return nil
	}
	_, _ = sum.Write(meta) // a hash never fails
	return hex.AppendEncode(nil, sum.Sum(nil))
}

// checkBlock reads a block. It returns nil if all its messages can be read.
func (s *streamFiles) checkBlock(store, name string) (*Damage, int64, error) {
	path := filepath.Join(s.folder, messageFolder, name)
	b, err := os.ReadFile(filepath.Join(store, path))
	if err != nil {
		return nil, 0, err
	}
	found, err := s.scanBlock(name, b)
	if err != nil || len(found.gaps) == 0 {
		return nil, int64(len(b)), err
	}
	d := &Damage{Path: path, Stream: s.name, Text: "one of its messages cannot be read"}
	if n := len(found.gaps); n > 1 {
		d.Text = fmt.Sprintf("it cannot be read in %d places", n)
	}
	for _, subject := range found.subjects {
		if subject != "" {
			d.Subjects = append(d.Subjects, subject)
		}
	}
	d.Tail = len(found.gaps) == 1 && found.gaps[0].to == len(b)
	d.Short = d.Tail && short(b[found.gaps[0].from:])
	return d, int64(len(b)), nil
}

func (s *streamFiles) scanBlock(name string, b []byte) (block, error) {
	number, _ := blockNumber(name)
	sum, err := blockSum(s.name, number)
	if err != nil {
		return block{}, fmt.Errorf("checksum of %s: %w", name, err)
	}
	return scan(b, sum), nil
}
