package sink

import (
	"testing"
	"time"
)

func TestALinkSaysWhatItsConnectionSays(t *testing.T) {
	dir := t.TempDir()
	s := newServer(t, dir, "127.0.0.1:0")
	nc := following(t, dir, s)
	l := newLink(nc)
	is := func(when string, up bool, epoch uint64) {
		t.Helper()
		if u, e := l.state(); u != up || e != epoch || u != nc.IsConnected() || e != nc.Stats().Reconnects {
			t.Errorf("%s: up %v, epoch %d; the connection says %v, %d; want %v, %d", when, u, e, nc.IsConnected(), nc.Stats().Reconnects, up, epoch)
		}
	}
	is("at first", true, 0)
	is("without news", true, 0)
	const made = 7 // which is more news than the client keeps
	for epoch := range uint64(made) {
		if err := nc.ForceReconnect(); err != nil {
			t.Fatal(err)
		}
		for nc.Stats().Reconnects != epoch+1 || !nc.IsConnected() {
			time.Sleep(time.Millisecond)
		}
	}
	is("made anew", true, made)
	nc.Close()
	is("closed", false, nc.Stats().Reconnects)
	l.unwatch()
	l.unwatch()
	is("no longer watched", false, nc.Stats().Reconnects)
}

func TestALinkIsCutWhenItsServerIsAway(t *testing.T) {
	dir := t.TempDir()
	s := newServer(t, dir, "127.0.0.1:0")
	nc := following(t, dir, s)
	l := newLink(nc)
	defer l.unwatch()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for nc.IsConnected() {
		time.Sleep(time.Millisecond)
	}
	if up, epoch := l.state(); up || epoch != 0 {
		t.Errorf("up %v, epoch %d after the server has closed", up, epoch)
	}
}
