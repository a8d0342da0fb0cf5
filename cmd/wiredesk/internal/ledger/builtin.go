package ledger

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/sink/embedded"
	"github.com/wiredesk/wiredesk/sink/natsfiles"
)

// startBudget is how much of the messages is read before the built-in server opens them:
// some ten milliseconds' worth. `doctor` reads all.
const startBudget = 16 << 20

// Opening is called when the built-in server's store is locked and not open yet. Its error
// is a *LossError if files are damaged in a way that no crash explains. With
// Options.Mend they are mended. From then on the store counts as open.
func (k *Keeper) Opening(store string, last, self embedded.Holder) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	losses, err := k.readBuiltIn(last)
	if err != nil {
		return err
	}
	owners, err := k.examineOwners()
	if err != nil {
		return err
	}
	losses = append(losses, owners...)
	found, err := k.examine(store)
	if err != nil {
		return err
	}
	if len(losses)+len(found) > 0 && !k.o.Mend {
		k.refused = true
		return errors.Join(&LossError{Dir: k.o.Dir, Losses: append(losses, lossesOf(store, k.o.Dir, found)...)}, k.closedBy(self))
	}
	if err := k.mend(store, found); err != nil {
		return err
	}
	if k.before == nil {
		k.sayLost(store)
	}
	k.lack(append(losses, lossesOf(store, k.o.Dir, found)...))
	if k.crashed && !k.o.Synced { // also for the next start, if this one comes to nothing
		k.m.Streams, k.m.RereadBefore = k.m.Settled, time.Now().UTC()
	}
	k.m.Clean = false
	k.m.Files = slices.DeleteFunc(slices.Clone(k.m.Files), func(f natsfiles.File) bool { return f.Text == nil })
	return k.save()
}

// closedBy notes that somebody has had the lock of a store that was closed in order, and
// has left all as it was.
func (k *Keeper) closedBy(self embedded.Holder) error {
	if k.before == nil || !k.before.Clean {
		return nil
	}
	k.before.Closer = self
	return k.before.write(k.o.Dir)
}

// readBuiltIn reads the ledger. Of its own files a damaged one is a loss; one that is
// not there is written anew.
func (k *Keeper) readBuiltIn(last embedded.Holder) (losses []Loss, err error) {
	m, err := Read(k.o.Dir)
	switch {
	case errors.Is(err, ErrDamaged):
		losses = append(losses, Loss{File: manifestFile, Text: "it is not as it was written: what else is missing cannot be told"})
	case err != nil:
		return nil, err
	case m != nil && m.Server == BuiltIn:
		if m.Clean { // all of it had reached the disk
			m.Settled, m.SettledAt = m.Streams, m.Written
		}
		// Somebody who keeps no ledger, as an earlier version, may have had the store since.
		m.Clean = m.Clean && m.Closer.PID == last.PID && m.Closer.Started.Equal(last.Started)
		k.before, k.m = m, *m
		k.crashed = !m.Clean && (m.Boot == "" || m.Boot != bootID())
	}
	end, _, err := checkFeeds(k.o.Dir)
	switch {
	case errors.Is(err, ErrDamaged):
		losses = append(losses, Loss{File: feedsFile, Text: "it is not as it was written"})
	case errors.Is(err, fs.ErrNotExist):
		if k.before != nil && k.before.Streams[feedsStream].Messages > 0 {
			k.o.Log.Warn("the list of feeds beside the store is not there: it is written anew", "file", filepath.Join(k.o.Dir, feedsFile))
		}
	case err != nil:
		return nil, err
	default:
		k.written, k.known = end.Set, true
	}
	return losses, nil
}

// sayLost says that there is a store, and nothing to compare it with.
func (k *Keeper) sayLost(store string) {
	if streams, _ := filepath.Glob(filepath.Join(store, "jetstream", "*", "streams", "*")); len(streams) > 0 {
		k.o.Log.Warn("nothing says what was stored before: what is there is taken for all, and written down anew",
			"file", filepath.Join(k.o.Dir, manifestFile))
	}
}

// examine looks at the files, and returns what no crash explains. What one does, and what
// is made anew anyway, is mended.
func (k *Keeper) examine(store string) ([]natsfiles.Damage, error) {
	if err := removeWorkers(store); err != nil {
		return nil, err
	}
	found, _, err := natsfiles.Check(context.Background(), store, natsfiles.CheckOptions{Budget: startBudget})
	if err != nil {
		return nil, err
	}
	clean := k.before != nil && k.before.Clean
	if clean {
		changed, err := natsfiles.Compare(store, k.before.Files)
		if err != nil {
			return nil, err
		}
		for _, d := range changed {
			if !slices.ContainsFunc(found, func(f natsfiles.Damage) bool { return f.Path == d.Path }) {
				found = append(found, d)
			}
		}
	}
	var harmless, harm []natsfiles.Damage
	for _, d := range found {
		switch {
		case d.Derived:
			if !d.Gone {
				k.o.Log.Warn("a file that the server makes again is not as it was, and goes", "file", d.Path, "reason", d.Text)
			}
			if err := os.Remove(filepath.Join(store, d.Path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
		case !clean && (d.Short || d.Tail && (k.crashed || k.before == nil)):
			harmless = append(harmless, d)
			k.o.Log.Warn("the last message of a stream was being written when the machine or the process stopped; it goes",
				"stream", d.Stream, "file", d.Path)
		default:
			harm = append(harm, d)
		}
	}
	return harm, k.mend(store, harmless)
}

// removeWorkers removes the consumer of the jobs: each process makes it anew, and what of
// it is damaged would be in the way.
func removeWorkers(store string) error {
	found, err := filepath.Glob(filepath.Join(store, "jetstream", "*", "streams", calendar.StreamName, "obs", calendar.Consumer))
	if err != nil {
		return err
	}
	for _, path := range found {
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) mend(store string, found []natsfiles.Damage) error {
	if len(found) == 0 {
		return nil
	}
	return natsfiles.Mend(store, k.aside(), found, k.m.Files)
}

// aside is where damaged files go.
func (k *Keeper) aside() string {
	return filepath.Join(k.o.Dir, "damaged-"+time.Now().UTC().Format("20060102T150405Z"))
}

// ownersFile says since when the readers' consumers bear the names of their owners
// (package embedded).
const ownersFile = "owners.json"

// examineOwners looks whether it is as it was. One that is not is written as it was, if
// damage is to be mended.
func (k *Keeper) examineOwners() ([]Loss, error) {
	if len(k.m.Owners) == 0 {
		return nil, nil
	}
	path := filepath.Join(k.o.Dir, ownersFile)
	b, err := os.ReadFile(path)
	text := "it is not as it was written"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		text = "it is not there"
	case err != nil:
		return nil, err
	case bytes.Equal(b, k.m.Owners):
		return nil, nil
	}
	if k.o.Mend {
		err = replace(k.o.Dir, ownersFile, k.m.Owners)
	} else {
		err = nil
	}
	return []Loss{{File: ownersFile, Text: text}}, err
}

// lossesOf are damaged files as losses, their paths from the state directory.
func lossesOf(store, dir string, found []natsfiles.Damage) []Loss {
	var list []Loss
	for _, d := range found {
		path := filepath.Join(store, d.Path)
		if rel, err := filepath.Rel(dir, path); err == nil {
			path = rel
		}
		list = append(list, Loss{Stream: d.Stream, File: path, Text: d.Text})
	}
	return list
}

// Closing is called before the connection to a server is closed: it looks at the streams
// for the last time, and writes down the feeds if they have changed and none are lacking.
func (k *Keeper) Closing(ctx context.Context, js jetstream.JetStream, list func(context.Context) ([]*calendar.Feed, error)) error {
	if _, err := k.Look(ctx, js); err != nil {
		return err
	}
	return k.WriteFeeds(ctx, list)
}

// Closed is called when the built-in server has ended and its store is locked still: each
// file is written down as it is.
func (k *Keeper) Closed(store string, self embedded.Holder) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.refused || !k.open || k.left {
		return nil
	}
	if err := k.seal(store, self); err != nil {
		k.o.Log.Warn("what there is of the desk is not written down: the next start takes this end for a crash", "error", err)
	}
	return nil
}

// Leave has nothing written any more: what is known of the store is not to be trusted, or
// another is in its place. The next start compares with what was written before.
func (k *Keeper) Leave() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.left = true
}

// seal writes down that a store is closed, and each file as it is, once all of it is on the
// disk: the server leaves that to the operating system.
func (k *Keeper) seal(store string, self embedded.Holder) error {
	files, err := natsfiles.List(store)
	if err != nil {
		return err
	}
	if err := natsfiles.Sync(store, files, time.Now().Add(-Settled)); err != nil {
		return err
	}
	k.m.Files = slices.DeleteFunc(files, func(f natsfiles.File) bool {
		d := natsfiles.Owner(f.Path)
		return d.Stream == calendar.StreamName && d.Consumer == calendar.Consumer
	})
	if k.m.Owners, err = os.ReadFile(filepath.Join(k.o.Dir, ownersFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	k.m.Clean, k.m.Closer = true, self
	k.m.Settled, k.m.SettledAt = nil, time.Time{}
	return k.save()
}
