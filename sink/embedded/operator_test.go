package embedded

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/nats-io/nats.go"
)

func TestAnOperatorWithoutThePasswordIsRefusedNotLetInAsAReader(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir, Listen: "127.0.0.1:0"})
	if err := os.Remove(filepath.Join(dir, "daemon.json")); err != nil { // as in the moment of a restart
		t.Fatal(err)
	}
	nc, err := nats.Connect(s.URL(), Operator(dir), nats.NoReconnect())
	if err == nil {
		nc.Close()
	}
	if !errors.Is(err, nats.ErrAuthorization) {
		t.Errorf("connected with %v, want to be refused", err)
	}
}
