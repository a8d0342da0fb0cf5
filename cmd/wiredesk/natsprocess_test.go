package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// beNATS makes the test binary a NATS server with its store in that folder: a
// process of its own, that can be killed.
const beNATS = "WIREDESK_TEST_BE_NATS"

// serveNATS serves until the process is killed.
func serveNATS(dir, port string) {
	n, err := strconv.Atoi(port)
	if err != nil {
		panic(err)
	}
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: n, JetStream: true, StoreDir: dir, NoLog: true, NoSigs: true})
	if err != nil {
		panic(err)
	}
	s.Start()
	s.WaitForShutdown()
	os.Exit(0)
}

// natsProcess is an external NATS server.
type natsProcess struct {
	dir string
	url string
	cmd *exec.Cmd
}

// startNATS starts a server on a free port; it is killed when the test ends.
func startNATS(t testing.TB) *natsProcess {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &natsProcess{dir: t.TempDir(), url: "nats://" + l.Addr().String()}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	p.start(t)
	t.Cleanup(func() { p.kill(t) })
	return p
}

func (p *natsProcess) start(t testing.TB) {
	t.Helper()
	_, port, err := net.SplitHostPort(p.url[len("nats://"):])
	if err != nil {
		t.Fatal(err)
	}
	p.cmd = exec.Command(os.Args[0])
	p.cmd.Env = append(os.Environ(), beNATS+"="+p.dir, beNATS+"_PORT="+port)
	p.cmd.Stderr = os.Stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.connect(t).Close()
}

// kill ends the process the hard way.
func (p *natsProcess) kill(t testing.TB) {
	t.Helper()
	if p.cmd == nil {
		return
	}
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Error(err)
	}
	_ = p.cmd.Wait() // it was killed: that is its error
	p.cmd = nil
}

// connect waits until the server answers.
func (p *natsProcess) connect(t testing.TB) *nats.Conn {
	t.Helper()
	var err error
	for range 200 {
		var nc *nats.Conn
		if nc, err = nats.Connect(p.url); err == nil {
			return nc
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal(fmt.Errorf("no NATS at %s: %w", p.url, err))
	return nil
}
