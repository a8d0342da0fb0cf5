package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// beTorn makes the test binary a wiredesk that is torn at a moment of its work:
// a tornSpec in JSON.
const beTorn = "WIREDESK_TEST_TORN"

// tornSpec says what happens at the N-th time of a instant, one of moments.
type tornSpec struct {
	Moment string
	N      int  // 0: nothing happens
	Server int  // a process to kill; 0: none
	Self   bool // this process is killed, after the server
	// Fill is a file that grows until the disk is full.
	Fill string
	// Acks is a file into which the time of every acknowledgement of an article
	// is written, in Unix nanoseconds.
	Acks string
}

// moments are the boundaries between the steps of the work, in its order.
func moments() []instant {
	const feeds, hosts, jobs = "$KV.FEEDS.", "$KV.HOSTS.", "$JS.ACK.JOBS."
	return []instant{
		{name: "the lapsed consumer of jobs is deleted", way: in, subject: "$JS.API.CONSUMER.DELETE.JOBS.", answer: true, after: true, most: 1},
		{name: "before the consumer of jobs is made anew", subject: "$JS.API.CONSUMER.CREATE.JOBS.", most: 1},
		{name: "a due job was delivered", way: in, subject: "jobs.due.", after: true, most: 9},
		{name: "before a lane is taken or given back", subject: hosts, most: 12},
		{name: "after a lane is taken or given back", way: in, subject: hosts, answer: true, after: true, most: 12},
		{name: "before a page is booked", subject: "jobs.due.page.", most: 5},
		{name: "after a page is booked", way: in, subject: "jobs.due.page.", answer: true, after: true, most: 5},
		{name: "before a feed's state is saved", subject: feeds, most: 3},
		{name: "after a feed's state was sent", subject: feeds, after: true, most: 3},
		{name: "after a feed's state is saved", way: in, subject: feeds, answer: true, after: true, most: 3},
		{name: "before the next poll is booked", subject: "jobs.at.poll.", most: 3},
		{name: "after the next poll is booked", way: in, subject: "jobs.at.poll.", answer: true, after: true, most: 3},
		{name: "before a new article is sent", subject: articles, version: "1", most: 3},
		{name: "a new article was sent", subject: articles, version: "1", after: true, most: 3},
		{name: "a new article is stored, its acknowledgement unread", way: in, subject: articles, answer: true, version: "1", most: 3},
		{name: "the acknowledgement of a new article was read", way: in, subject: articles, answer: true, version: "1", after: true, most: 3},
		{name: "before a later version is sent", subject: articles, version: "2+", most: 2},
		{name: "a later version was sent", subject: articles, version: "2+", after: true, most: 2},
		{name: "a later version is stored, its acknowledgement unread", way: in, subject: articles, answer: true, version: "2+", most: 2},
		{name: "the acknowledgement of a later version was read", way: in, subject: articles, answer: true, version: "2+", after: true, most: 2},
		{name: "before a job is acknowledged", subject: jobs, body: "+ACK", most: 8},
		{name: "after a job is acknowledged", subject: jobs, body: "+ACK", after: true, most: 8},
	}
}

// executeTorn is wiredesk with a fault in its connection.
func executeTorn(text string) int {
	var spec tornSpec
	if err := json.Unmarshal([]byte(text), &spec); err != nil {
		panic(err)
	}
	t := &tap{n: spec.N, acked: ackTeller(spec.Acks)}
	for _, m := range moments() {
		if m.name == spec.Moment {
			t.moment = m
		}
	}
	if t.moment.name == "" && spec.N > 0 {
		panic("no such moment: " + text)
	}
	tear := func() {
		if spec.Fill != "" {
			fill(spec.Fill)
		}
		if spec.Server > 0 {
			end(spec.Server)
		}
		if spec.Self {
			end(os.Getpid())
			select {} // it takes a moment
		}
	}
	return execute(context.Background(), os.Args[1:], stdio{in: os.Stdin, out: os.Stdout, err: os.Stderr}, tearing(t, tear))
}

// articleMoments are those about an article on its way into the stream.
func articleMoments() []instant {
	return slices.DeleteFunc(moments(), func(m instant) bool { return m.subject != articles })
}

// end kills a process the hard way.
func end(pid int) {
	if p, err := os.FindProcess(pid); err == nil {
		_ = p.Kill()
	}
}

// fill writes zeroes into a file until there is no room for more.
func fill(path string) {
	f, err := os.Create(path)
	if err != nil {
		panic(err)
	}
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	_ = f.Close()
}

func ackTeller(path string) func() {
	if path == "" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	return func() { fmt.Fprintln(f, time.Now().UnixNano()) }
}

// tearing is the option that puts the tap into a connection, and lets it notice
// within seconds that the other side is silent.
func tearing(t *tap, tear func()) nats.Option {
	return func(o *nats.Options) error {
		o.PingInterval, o.MaxPingsOut = 500*time.Millisecond, 2
		o.CustomReconnectDelayCB = func(int) time.Duration { return 50 * time.Millisecond }
		d := &tornDialer{tap: t, tear: tear, server: o.InProcessServer}
		if o.InProcessServer != nil {
			o.InProcessServer = d
		} else {
			o.CustomDialer = d
		}
		return nil
	}
}

// tornDialer wraps what it dials.
type tornDialer struct {
	tap    *tap
	tear   func()
	server nats.InProcessConnProvider
}

func (d *tornDialer) wrap(c net.Conn, err error) (net.Conn, error) {
	if err != nil {
		return nil, err
	}
	return &tornConn{Conn: c, tap: d.tap, tear: d.tear}, nil
}

func (d *tornDialer) InProcessConn() (net.Conn, error) { return d.wrap(d.server.InProcessConn()) }

func (d *tornDialer) Dial(network, address string) (net.Conn, error) {
	return d.wrap(net.DialTimeout(network, address, 2*time.Second))
}

// tornConn ends a process when the tap's moment comes.
type tornConn struct {
	net.Conn
	tap  *tap
	tear func()

	write sync.Mutex
	sent  splitter

	// Only the client's reader uses these.
	got   splitter
	ready []byte // for the reader
	due   bool   // once ready is read
}

func (c *tornConn) Write(p []byte) (int, error) {
	c.write.Lock()
	defer c.write.Unlock()
	through, now := c.tap.pass(out, &c.sent, p)
	if len(through) > 0 {
		if _, err := c.Conn.Write(through); err != nil {
			return 0, err
		}
	}
	if now {
		c.tear()
		// Only another process ended: the rest goes on.
		rest, _ := c.tap.pass(out, &c.sent, nil)
		if _, err := c.Conn.Write(rest); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

func (c *tornConn) Read(p []byte) (int, error) {
	for len(c.ready) == 0 {
		if c.due {
			// Let the client do with what it has read whatever it does with it.
			time.Sleep(rand.N(2 * time.Millisecond))
			c.due = false
			c.tear()
			c.ready, _ = c.tap.pass(in, &c.got, nil)
			continue
		}
		chunk := make([]byte, 32<<10)
		n, err := c.Conn.Read(chunk)
		if n > 0 {
			c.ready, c.due = c.tap.pass(in, &c.got, chunk[:n])
		}
		if err != nil && len(c.ready) == 0 {
			return 0, err
		}
	}
	n := copy(p, c.ready)
	c.ready = c.ready[n:]
	return n, nil
}
