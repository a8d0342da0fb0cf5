package sink

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// A server that was given back a backup, or that lost its end to a power failure, lacks
// versions that were published, and that subscribers have. What was known of them is kept:
// when their stories come again they get the numbers that they had.

// lostSuffix ends the name of the file in which that is kept, beside the snapshot.
const lostSuffix = ".lost"

// keepLost remembers the stories of an index whose stream does not have them any more:
// those whose newest version comes after a sequence.
func (ix *Index) keepLost(s *stories, after uint64) {
	ix.mu.Lock()
	if ix.lost == nil {
		ix.lost = newStories()
	}
	ix.lost.merge(s, after)
	n := ix.lost.n
	ix.mu.Unlock()
	if n == 0 || ix.snapshot.path == "" || ix.unsaved.Load() {
		return
	}
	if err := writeFile(ix.snapshot.path+lostSuffix, func(f *os.File) error {
		ix.mu.Lock()
		defer ix.mu.Unlock()
		return ix.lost.write(f, snapshotHead{})
	}); err != nil {
		ix.log.Warn("what the stream lacks is known to this process alone", "path", ix.snapshot.path+lostSuffix, "error", err)
	}
}

// SetAside has the index that is opened next with a snapshot's path read the stream from its
// beginning, and take what the snapshot has for what the stream had: for a stream that has
// lost messages before its end, which the snapshot still knows. No index may be open with
// it. What is not there need not be set aside.
func SetAside(snapshot string) error {
	known, err := readStories(snapshot)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	before, none := readStories(snapshot + lostSuffix)
	if none != nil {
		return os.Rename(snapshot, snapshot+lostSuffix)
	}
	if err != nil { // it adds nothing
		return os.Remove(snapshot)
	}
	before.merge(known, 0)
	if err := writeFile(snapshot+lostSuffix, func(f *os.File) error { return before.write(f, snapshotHead{}) }); err != nil {
		return err
	}
	return os.Remove(snapshot)
}

func readStories(path string) (*stories, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	_, s, err := readSnapshot(b)
	return s, err
}

// readLost reads what an earlier process has kept.
func (ix *Index) readLost() {
	var err error
	ix.lost, err = readStories(ix.snapshot.path + lostSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		ix.lost = nil
		ix.log.Warn("what the stream lacks is not known any more: stories of it that come again begin with version 1",
			"path", ix.snapshot.path+lostSuffix, "error", err)
	}
}

// dropLost removes the file once the stream has all of it again.
func (ix *Index) dropLost() {
	if ix.lost != nil && ix.snapshot.path != "" && ix.Lost() == 0 {
		_ = os.Remove(ix.snapshot.path + lostSuffix) // it does no harm
	}
}

// gone reports whether a sequence is one of before all that the stream has.
func (ix *Index) gone(ctx context.Context, seq uint64) (bool, error) {
	info, err := ix.stream.Info(ctx)
	if err != nil {
		return false, fmt.Errorf("ask for the first article: %w", err)
	}
	return seq < info.State.FirstSeq, nil
}

// once is what the stream had of a story with an id, if it has nothing of it now. It is not
// looked for by addresses: nobody can say any more whose they were.
func (ix *Index) once(id storyID) (Known, bool) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.lost == nil {
		return Known{}, false
	}
	i, ok := ix.lost.find(id)
	if !ok {
		return Known{}, false
	}
	return ix.lost.known(i), true
}

// Lost counts the stories of which the stream has had a version that it has no more.
func (ix *Index) Lost() int {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.lost == nil {
		return 0
	}
	n := 0
	for s := range ix.lost.all() {
		if i, ok := ix.stories.find(s.id); !ok || ix.stories.at(i).version() < s.version() {
			n++
		}
	}
	return n
}

// merge enters the stories of another table whose newest version comes after a sequence.
// Of one that both have the later version counts.
func (s *stories) merge(from *stories, after uint64) {
	place := make([]uint32, from.n) // + 1; 0: it is not taken
	for i := range place {
		x := *from.at(uint32(i))
		if x.seq <= after {
			continue
		}
		x.feed = s.feed(from.feeds[x.feed])
		at, ok := s.find(x.id)
		switch {
		case !ok:
			at = s.add(x)
		case s.at(at).version() <= x.version():
			*s.at(at) = x
		}
		place[i] = at + 1
	}
	for u, i := range from.urls.all() {
		if place[i] != 0 {
			s.urls.add(u, place[i]-1)
		}
	}
}
