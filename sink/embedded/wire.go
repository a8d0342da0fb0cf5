package embedded

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"github.com/nats-io/nats-server/v2/server"
)

// lineSize is the longest line of the protocol that a client may send, in bytes: what the
// server takes by itself, and the name of the operation.
const lineSize = 4<<10 + 64

// errGarbled says that a client sends what is not the protocol, or what two readers of it
// could read differently.
var errGarbled = errors.New("not a line of the protocol")

// frame is one line of the NATS client protocol, with what is to come after it.
type frame struct {
	line    []byte // with its end; valid until the next read
	connect bool   // it says who the client is
	message bool   // a message of size bytes follows, and an end of line
	subject []byte
	headers int // of the size
	size    int
}

// readFrame reads the next line of a client. What the server could take for another line
// than it is here is refused, so that both always agree where a message begins.
func readFrame(r *bufio.Reader) (frame, error) {
	line, err := r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return frame{}, errGarbled
	}
	if err != nil {
		return frame{}, err
	}
	f := frame{line: line}
	text := bytes.TrimSuffix(line[:len(line)-1], []byte{'\r'})
	if bytes.IndexByte(text, '\r') >= 0 {
		return frame{}, errGarbled
	}
	op, rest := text, []byte(nil)
	if i := bytes.IndexAny(text, " \t"); i >= 0 {
		op, rest = text[:i], text[i:]
	}
	args := bytes.FieldsFunc(rest, func(r rune) bool { return r == ' ' || r == '\t' })
	if rest != nil && len(args) == 0 { // the server reads on in the next line
		return frame{}, errGarbled
	}
	switch string(bytes.ToUpper(op)) {
	case "CONNECT":
		f.connect = true
		return f, nil
	case "SUB", "UNSUB", "PING", "PONG", "+OK", "-ERR":
		return f, nil
	case "PUB":
		return f.published(args, 0)
	case "HPUB":
		return f.published(args, 1)
	}
	return frame{}, errGarbled
}

// published reads the arguments of a line that a message follows, the last of which are
// sizes: of all of it, and before that perhaps of its headers.
func (f frame) published(args [][]byte, sizes int) (frame, error) {
	n := len(args)
	if n != 2+sizes && n != 3+sizes {
		return frame{}, errGarbled
	}
	var ok, okHeaders bool
	f.message, f.subject, okHeaders = true, args[0], true
	f.size, ok = sizeOf(args[n-1])
	if sizes > 0 {
		f.headers, okHeaders = sizeOf(args[n-2])
	}
	if !ok || !okHeaders || f.headers > f.size {
		return frame{}, errGarbled
	}
	return f, nil
}

func sizeOf(b []byte) (int, bool) {
	if len(b) == 0 || len(b) > 9 || bytes.ContainsFunc(b, func(r rune) bool { return r < '0' || r > '9' }) {
		return 0, false
	}
	n, err := strconv.Atoi(string(b))
	return n, err == nil
}

// next is what an acknowledgement begins with that asks for more messages.
var next = []byte("+NXT")

// asks says whether a message asks for messages of a consumer, by its subject and the
// size of its body.
func (f frame) asks() bool {
	pulls := bytes.HasPrefix(f.subject, []byte(nextPrefix)) || bytes.HasPrefix(f.subject, []byte(ackPrefix))
	return f.message && f.size <= requestSize && pulls
}

// wants is how many messages a body asks for that is sent to the subject of a frame.
func (f frame) wants(body []byte) int {
	if bytes.HasPrefix(f.subject, []byte(ackPrefix)) {
		rest, more := bytes.CutPrefix(body, next)
		if !more {
			return 0
		}
		body = rest
	}
	body = bytes.TrimSpace(body)
	if n, err := strconv.Atoi(string(body)); err == nil {
		return max(1, n)
	}
	var req server.JSApiConsumerGetNextRequest
	if len(body) > 0 && body[0] == '{' && json.Unmarshal(body, &req) == nil {
		return max(1, req.Batch)
	}
	return 1
}

// copyMessage hands on the message that follows a line.
func copyMessage(w *bufio.Writer, r *bufio.Reader, size int) error {
	if _, err := io.CopyN(w, r, int64(size)); err != nil {
		return err
	}
	var end [2]byte
	if _, err := io.ReadFull(r, end[:]); err != nil {
		return err
	}
	if end != [2]byte{'\r', '\n'} {
		return errGarbled
	}
	_, err := w.Write(end[:])
	return err
}

// tally counts the messages that the server sends, as it writes them.
type tally struct {
	line []byte // begun
	skip int    // of a message
}

// count is how many messages begin in what comes next.
func (t *tally) count(b []byte) (n int) {
	for len(b) > 0 {
		if t.skip > 0 {
			k := min(t.skip, len(b))
			t.skip, b = t.skip-k, b[k:]
			continue
		}
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			t.line = append(t.line, b...)
			return n
		}
		line := b[:i]
		if len(t.line) > 0 {
			t.line = append(t.line, line...)
			line, t.line = t.line, t.line[:0]
		}
		b = b[i+1:]
		if bytes.HasPrefix(line, []byte("MSG ")) || bytes.HasPrefix(line, []byte("HMSG ")) {
			line = bytes.TrimRight(line, "\r")
			if size, ok := sizeOf(line[bytes.LastIndexByte(line, ' ')+1:]); ok {
				t.skip = size + 2
			}
			n++
		}
	}
	return n
}
