package natsfiles

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	blockPath    = "jetstream/$G/streams/S/msgs/1.blk"
	metaPath     = "jetstream/$G/streams/S/meta.inf"
	positionPath = "jetstream/$G/streams/S/obs/reader/o.dat"
)

// open runs a server on a store for the time of do.
func open(t *testing.T, store string, do func(js jetstream.JetStream)) {
	t.Helper()
	ns, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: store, NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	ns.Start()
	defer func() { ns.Shutdown(); ns.WaitForShutdown() }()
	nc, err := nats.Connect(ns.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	do(js)
}

// messages are those of a stream S.
const messages = 40

// filled is a closed store with a stream S, whose messages say their number, with headers
// and without; one of them is deleted, and a consumer has acknowledged five.
func filled(t *testing.T) string {
	t.Helper()
	store := t.TempDir()
	open(t, store, func(js jetstream.JetStream) {
		ctx := t.Context()
		s, err := js.CreateStream(ctx, jetstream.StreamConfig{Name: "S", Subjects: []string{"s.>"}})
		if err != nil {
			t.Fatal(err)
		}
		for n := range messages {
			m := nats.NewMsg(fmt.Sprintf("s.%d", n+1))
			m.Data = fmt.Appendf(nil, "message %d: %s", n+1, strings.Repeat("text ", n))
			if n%2 == 0 {
				m.Header.Set("Number", fmt.Sprint(n+1))
			}
			if _, err := js.PublishMsg(ctx, m); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.DeleteMsg(ctx, 7); err != nil {
			t.Fatal(err)
		}
		c, err := s.CreateConsumer(ctx, jetstream.ConsumerConfig{Durable: "reader", AckPolicy: jetstream.AckExplicitPolicy})
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Fetch(5, jetstream.FetchMaxWait(time.Second))
		if err != nil {
			t.Fatal(err)
		}
		for m := range got.Messages() {
			if err := m.DoubleAck(ctx); err != nil {
				t.Fatal(err)
			}
		}
	})
	return store
}

// held are the numbers of the messages that a store has, by the server.
func held(t *testing.T, store string) []uint64 {
	t.Helper()
	var seqs []uint64
	open(t, store, func(js jetstream.JetStream) {
		s, err := js.Stream(t.Context(), "S")
		if err != nil {
			t.Fatal(err)
		}
		for seq := uint64(1); seq <= messages; seq++ {
			m, err := s.GetMsg(t.Context(), seq)
			if errors.Is(err, jetstream.ErrMsgNotFound) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.HasPrefix(m.Data, fmt.Appendf(nil, "message %d:", seq)) {
				t.Errorf("message %d is %q", seq, m.Data)
			}
			seqs = append(seqs, seq)
		}
	})
	return seqs
}

func check(t *testing.T, store string) []Damage {
	t.Helper()
	found, _, err := Check(t.Context(), store, CheckOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAStoreAsItWasWrittenIsNotDamaged(t *testing.T) {
	store := filled(t)
	found, read, err := Check(t.Context(), store, CheckOptions{})
	if err != nil || len(found) > 0 || read < 1000 {
		t.Errorf("%v, %d bytes read, %v", found, read, err)
	}
	files, err := List(store)
	if err != nil || len(files) < 6 {
		t.Fatalf("%v, %v", files, err)
	}
	if found, err := Compare(store, files); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
	if got := held(t, store); len(got) != messages-1 {
		t.Errorf("the server has %v", got)
	}
	if found := check(t, store); len(found) > 0 { // the server has opened and closed it again
		t.Error(found)
	}
	if found, _, err := Check(t.Context(), t.TempDir(), CheckOptions{}); err != nil || len(found) > 0 {
		t.Errorf("an empty folder: %v, %v", found, err)
	}
}

func TestABudgetEndsTheReadingOfMessages(t *testing.T) {
	store := filled(t)
	flip(t, filepath.Join(store, blockPath), 500)
	if _, read, err := Check(t.Context(), store, CheckOptions{Budget: 1}); err != nil || read == 0 {
		t.Errorf("%d bytes, %v", read, err)
	}
}

func flip(t *testing.T, path string, at int) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err == nil {
		b[at] ^= 0x10
		err = os.WriteFile(path, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Wherever a byte of a block is another, one message is lost and no other.
func TestADamagedMessageGoesAndTheOthersStay(t *testing.T) {
	store := filled(t)
	info, err := os.Stat(filepath.Join(store, blockPath))
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		at := rand.IntN(int(info.Size()))
		c := copied(t, store)
		flip(t, filepath.Join(c, blockPath), at)
		found := check(t, c)
		if len(found) != 1 || found[0].Path != blockPath || found[0].Stream != "S" {
			t.Fatalf("a flip at %d: %v", at, found)
		}
		aside := filepath.Join(t.TempDir(), "aside")
		if err := Mend(c, aside, found, nil); err != nil {
			t.Fatal(err)
		}
		if found := check(t, c); len(found) > 0 {
			t.Fatalf("a flip at %d is not mended: %v", at, found)
		}
		if got := held(t, c); len(got) < messages-2 {
			t.Errorf("a flip at %d has cost more than one message: %v", at, got)
		}
		if _, err := os.Stat(filepath.Join(aside, blockPath)); err != nil {
			t.Errorf("the damaged block is not aside: %v", err)
		}
	}
}

func TestACutBlockEndsWithItsLastWholeMessage(t *testing.T) {
	store := filled(t)
	path := filepath.Join(store, blockPath)
	info, err := os.Stat(path)
	if err == nil {
		err = os.Truncate(path, info.Size()/2)
	}
	if err != nil {
		t.Fatal(err)
	}
	found := check(t, store)
	if len(found) != 1 || !found[0].Tail || !found[0].Short {
		t.Fatalf("%+v", found)
	}
	if err := Mend(store, filepath.Join(t.TempDir(), "aside"), found, nil); err != nil {
		t.Fatal(err)
	}
	if got := held(t, store); len(got) < 5 || got[0] != 1 {
		t.Errorf("the server has %v", got)
	}
}

// A flip in the last message is no end that a killed process leaves.
func TestAFlippedLastMessageIsNotShort(t *testing.T) {
	store := filled(t)
	b, err := os.ReadFile(filepath.Join(store, blockPath))
	if err != nil {
		t.Fatal(err)
	}
	flip(t, filepath.Join(store, blockPath), len(b)-1)
	if found := check(t, store); len(found) != 1 || !found[0].Tail || found[0].Short {
		t.Errorf("%+v", found)
	}
}

func TestWhatIsKnownOfADescriptionComesBack(t *testing.T) {
	store := filled(t)
	files, err := List(store)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{metaPath, strings.Replace(metaPath, "inf", "sum", 1), positionPath,
		strings.Replace(positionPath, "o.dat", "meta.inf", 1)} {
		for how, hurt := range map[string]func(string) error{
			"lost": os.Remove, "empty": func(p string) error { return os.Truncate(p, 0) },
		} {
			c := copied(t, store)
			if err := hurt(filepath.Join(c, path)); err != nil {
				t.Fatal(err)
			}
			found, err := Compare(c, files)
			if err != nil || len(found) != 1 || found[0].Path != path {
				t.Fatalf("%s %s: %v, %v", path, how, found, err)
			}
			if err := Mend(c, filepath.Join(t.TempDir(), "aside"), found, files); err != nil {
				t.Fatal(err)
			}
			if found, err := Compare(c, files); err != nil || len(found) > 0 {
				t.Errorf("%s %s is not mended: %v, %v", path, how, found, err)
			}
		}
	}
}

// Without anybody who knows, a stream whose description is lost goes as a whole, and can be
// looked at beside.
func TestAnUnknownDescriptionTakesItsStreamAside(t *testing.T) {
	store := filled(t)
	flip(t, filepath.Join(store, metaPath), 30)
	found := check(t, store)
	if len(found) != 1 || found[0].Path != metaPath {
		t.Fatal(found)
	}
	aside := filepath.Join(t.TempDir(), "aside")
	if err := Mend(store, aside, found, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(aside, blockPath)); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(store, filepath.Dir(metaPath))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the stream is there still: %v", err)
	}
}

func copied(t *testing.T, store string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "store")
	if err := os.CopyFS(dir, os.DirFS(store)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// FuzzScan finds what no block may do to who reads it.
func FuzzScan(f *testing.F) {
	sum, err := blockSum("S", 1)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{0}, 100))
	f.Add(append([]byte{40, 0, 0, 0}, bytes.Repeat([]byte{1}, 60)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		found := scan(b, sum)
		kept := without(b, found.gaps)
		again := scan(kept, sum)
		if !bytes.HasPrefix(b, compressed) && (len(again.gaps) > 0 || again.messages != found.messages) {
			t.Errorf("%d messages and %d gaps, then %d and %d", found.messages, len(found.gaps), again.messages, len(again.gaps))
		}
		if !slices.IsSortedFunc(found.gaps, func(a, b gap) int { return a.from - b.from }) {
			t.Error("gaps out of order")
		}
	})
}
