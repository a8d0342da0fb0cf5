package main

import (
	"bytes"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// operation is one operation of the NATS client protocol.
type operation struct {
	subject string // of a message; empty for everything else
	reply   string
	body    []byte // headers and payload of a message
	raw     []byte // all of it, as it was sent
}

// splitter cuts one direction of a connection into operations.
type splitter struct{ pending []byte }

// next takes the next whole operation off the pending bytes. What follows is
// pending until the next call, which may overwrite nothing of what was returned.
func (s *splitter) next() (operation, bool) {
	end := bytes.Index(s.pending, []byte("\r\n"))
	if end < 0 {
		return operation{}, false
	}
	line := strings.Fields(string(s.pending[:end]))
	var op operation
	size := 0
	if len(line) > 2 {
		// PUB subject [reply] size, HPUB subject [reply] headers size,
		// MSG subject sid [reply] size, HMSG subject sid [reply] headers size.
		fixed, reply := 0, 2
		switch line[0] {
		case "PUB":
			fixed = 3
		case "HPUB":
			fixed = 4
		case "MSG":
			fixed, reply = 4, 3
		case "HMSG":
			fixed, reply = 5, 3
		}
		if fixed > 0 {
			op.subject = line[1]
			size, _ = strconv.Atoi(line[len(line)-1])
			size += len("\r\n")
			if len(line) > fixed {
				op.reply = line[reply]
			}
		}
	}
	head := end + len("\r\n")
	if len(s.pending) < head+size {
		return operation{}, false
	}
	op.raw, s.pending = s.pending[:head+size:head+size], s.pending[head+size:]
	op.body = op.raw[head:]
	return op, true
}

// direction of an operation.
type direction int

const (
	out direction = iota // from the client
	in                   // to the client
)

// moment is a moment in a crawler's work that shows on its connection. Its zero
// value is any operation at all.
type instant struct {
	name    string
	way     direction
	subject string // its beginning
	// answer says that the operation is the server's answer to one that matches.
	answer  bool
	version string // of an article: "1", "2+", or any
	body    string // its beginning
	after   bool   // when the operation is through, instead of before
	most    int    // how often it comes in a round, at least
	any     bool
}

func (m *instant) matches(way direction, op *operation, asked map[string]*operation) bool {
	if m.any {
		return true
	}
	if way != m.way || op.subject == "" {
		return false
	}
	if m.answer {
		if op = asked[op.subject]; op == nil {
			return false
		}
	}
	if !strings.HasPrefix(op.subject, m.subject) || !bytes.HasPrefix(op.body, []byte(m.body)) {
		return false
	}
	switch m.version {
	case "1":
		return op.version() == 1
	case "2+":
		return op.version() > 1
	}
	return true
}

// version is that of an article, from its message id.
func (op *operation) version() int {
	_, id, _ := bytes.Cut(op.body, []byte("Nats-Msg-Id: "))
	id, _, _ = bytes.Cut(id, []byte("\r\n"))
	_, v, _ := bytes.Cut(id, []byte(":"))
	n, _ := strconv.Atoi(string(v))
	return n
}

// tap waits on a connection for the n-th time of a moment. Its methods may be
// called concurrently; both directions of all connections count together.
type tap struct {
	moment instant
	mu     sync.Mutex
	n      int
	asked  map[string]*operation // what was published with a reply subject, by that
	// acked is called for every acknowledgement of an article, if it is set.
	acked func()
}

// pass takes what came on one direction of a connection and returns what may go
// through: whole operations, and if the moment has come, those before it. The
// rest is for the next call.
func (t *tap) pass(way direction, s *splitter, b []byte) (through []byte, now bool) {
	s.pending = append(s.pending[:len(s.pending):len(s.pending)], b...)
	t.mu.Lock()
	defer t.mu.Unlock()
	for {
		before := s.pending
		op, whole := s.next()
		if !whole {
			return through, false
		}
		hit := t.hits(way, &op)
		if hit && !t.moment.after {
			s.pending = before
			return through, true
		}
		through = append(through, op.raw...)
		if hit {
			return through, true
		}
	}
}

func (t *tap) hits(way direction, op *operation) bool {
	if way == out && op.reply != "" {
		if t.asked == nil {
			t.asked = map[string]*operation{}
		}
		t.asked[op.reply] = op
	}
	if way == in && t.acked != nil {
		if a := t.asked[op.subject]; a != nil && strings.HasPrefix(a.subject, articles) {
			t.acked()
		}
	}
	if t.n == 0 || !t.moment.matches(way, op, t.asked) {
		return false
	}
	t.n--
	return t.n == 0
}

// articles is the beginning of the subjects of articles.
const articles = "articles.v1."

func TestTheTapFindsTheMomentInWhateverPiecesTheBytesCome(t *testing.T) {
	const first = "HPUB articles.v1.en.a.pub _INBOX.x.1 45 47\r\nNATS/1.0\r\nNats-Msg-Id: 0123456789abcdef:1\r\n\r\n{}\r\n"
	const second = "HPUB articles.v1.en.a.upd _INBOX.x.2 45 47\r\nNATS/1.0\r\nNats-Msg-Id: 0123456789abcdef:2\r\n\r\n{}\r\n"
	const sent = "CONNECT {}\r\nPING\r\nPUB $JS.ACK.JOBS.1 4\r\n+ACK\r\n" + first + second + "PING\r\n"
	const answers = "MSG _INBOX.x.1 1 2\r\n{}\r\nMSG _INBOX.x.2 1 2\r\n{}\r\nPONG\r\n"
	for _, c := range []struct {
		moment instant
		n      int
		want   string // what goes through of both directions
	}{
		{instant{subject: articles, version: "2+"}, 1, sent[:strings.Index(sent, second)]},
		{instant{subject: articles, version: "1", after: true}, 1, sent[:strings.Index(sent, second)]},
		{instant{subject: articles}, 2, sent[:strings.Index(sent, second)]},
		{instant{subject: "$JS.ACK.JOBS.", body: "+ACK"}, 1, "CONNECT {}\r\nPING\r\n"},
		{instant{way: in, subject: articles, answer: true, version: "2+"}, 1, sent + "MSG _INBOX.x.1 1 2\r\n{}\r\n"},
		{instant{way: in, subject: articles, answer: true, after: true}, 1, sent + "MSG _INBOX.x.1 1 2\r\n{}\r\n"},
		{instant{any: true}, 2, "CONNECT {}\r\n"},
		{instant{subject: "$KV.FEEDS."}, 1, sent + answers},
	} {
		for size := 1; size < len(sent); size += 7 {
			taps := &tap{moment: c.moment, n: c.n}
			got, stopped := "", false
			for way, all := range []string{sent, answers} {
				var s splitter
				for rest := []byte(all); len(rest) > 0 && !stopped; {
					piece := rest[:min(size, len(rest))]
					rest = rest[len(piece):]
					var through []byte
					through, stopped = taps.pass(direction(way), &s, piece)
					got += string(through)
				}
			}
			if got != c.want {
				t.Fatalf("%+v in pieces of %d: %q went through, want %q", c.moment, size, got, c.want)
			}
		}
	}
}
