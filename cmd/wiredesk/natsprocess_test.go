package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// beNATS makes the test binary a NATS server as its value, a natsSpec, says: a
// process of its own, that can be killed.
const beNATS = "WIREDESK_TEST_BE_NATS"

// natsSpec describes a server. One of a cluster has a name, an address for its
// peers, and theirs.
type natsSpec struct {
	Dir, Address string
	Name, Peer   string
	Routes       []string
	Monitor      string // where it tells of itself over HTTP; empty: nowhere
}

// serveNATS serves until the process is killed.
func serveNATS(spec string) error {
	var s natsSpec
	if err := json.Unmarshal([]byte(spec), &s); err != nil {
		return err
	}
	addr, err := net.ResolveTCPAddr("tcp", s.Address)
	if err != nil {
		return err
	}
	o := &server.Options{Host: "127.0.0.1", Port: addr.Port, JetStream: true, StoreDir: s.Dir, NoLog: true, NoSigs: true}
	if s.Monitor != "" {
		monitor, err := net.ResolveTCPAddr("tcp", s.Monitor)
		if err != nil {
			return err
		}
		o.HTTPHost, o.HTTPPort = "127.0.0.1", monitor.Port
	}
	if s.Peer != "" {
		peer, err := net.ResolveTCPAddr("tcp", s.Peer)
		if err != nil {
			return err
		}
		o.ServerName, o.Cluster = s.Name, server.ClusterOpts{Name: "desk", Host: "127.0.0.1", Port: peer.Port}
		for _, r := range s.Routes {
			o.Routes = append(o.Routes, &url.URL{Scheme: "nats", Host: r})
		}
	}
	ns, err := server.NewServer(o)
	if err != nil {
		return err
	}
	ns.Start()
	ns.WaitForShutdown()
	return nil
}

// natsProcess is an external NATS server.
type natsProcess struct {
	natsSpec
	program string // the binary; empty: this one
	env     []string
	url     string
	cmd     *exec.Cmd
	exited  chan struct{} // closed when the process is gone
}

// startNATS starts a server on a free port; it is killed when the test ends.
func startNATS(t testing.TB) *natsProcess {
	t.Helper()
	p := newNATS(t)
	if err := errors.Join(p.start(), p.ready()); err != nil {
		t.Fatal(err)
	}
	return p
}

func newNATS(t testing.TB) *natsProcess {
	t.Helper()
	p := &natsProcess{natsSpec: natsSpec{Dir: t.TempDir(), Address: freePort(t)}}
	p.url = "nats://" + p.Address
	t.Cleanup(p.kill)
	return p
}

// freePort is a loopback address for a server of another process. It is below the
// ports that the kernel gives out by itself: between our look and the server's own
// listen, or while a killed one is away, a connection of some other test could take
// one of those.
func freePort(t testing.TB) string {
	t.Helper()
	const lowest, highest = 15_000, 32_000
	for range 100 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", lowest+rand.IntN(highest-lowest)))
		if err != nil {
			continue
		}
		address := l.Addr().String()
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return address
	}
	t.Fatal("no free port")
	return ""
}

func (p *natsProcess) start() error {
	spec, err := json.Marshal(p.natsSpec)
	if err != nil {
		return err
	}
	p.cmd = exec.Command(cmp.Or(p.program, os.Args[0]))
	p.cmd.Env = append(append(os.Environ(), beNATS+"="+string(spec)), p.env...)
	p.cmd.Stderr = os.Stderr
	if err := p.cmd.Start(); err != nil {
		return err
	}
	p.exited = make(chan struct{})
	go func(cmd *exec.Cmd, exited chan struct{}) {
		_ = cmd.Wait() // it was killed: that is its error
		close(exited)
	}(p.cmd, p.exited)
	return nil
}

// kill ends the process the hard way.
func (p *natsProcess) kill() {
	if p.cmd != nil {
		_ = p.cmd.Process.Kill() // or it is gone already
		<-p.exited
	}
}

// ready waits until the server answers.
func (p *natsProcess) ready() error {
	var err error
	for range 400 {
		var nc *nats.Conn
		if nc, err = nats.Connect(p.url); err == nil {
			nc.Close()
			return nil
		}
		time.Sleep(25 * time.Millisecond)
	}
	return fmt.Errorf("no NATS at %s: %w", p.url, err)
}

func (p *natsProcess) connect(t testing.TB) *nats.Conn {
	t.Helper()
	nc, err := nats.Connect(p.url)
	if err != nil {
		t.Fatal(err)
	}
	return nc
}
