package embedded

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestLinesThatTwoCouldReadDifferentlyAreRefused(t *testing.T) {
	for _, line := range []string{
		"\n", "\r\n", " PUB x 1\r\n", "PUB\r\n", "PUB \r\n", "PUB x\r\n", "PUB x y z 1\r\n", "PUB x 1\r2\r\n", "PUB x -1\r\n", "PUB x +1\r\n", "PUB x 0x1\r\n",
		"PUB x 9999999999\r\n", "SUB \r\n", "SUB \n", "SUB\t\n", "UNSUB  \r\n", "PING \r\n", "HPUB x 5\r\n", "HPUB x 5 4\r\n", "HPUB x y z 1 2\r\n", "MSG x 1 1\r\n",
		"HMSG x 1 1 1\r\n", "RMSG $G x 1\r\n", "LMSG x 1\r\n", "INFO {}\r\n", "PUBx 1\r\n", "\x16\x03\x01\n", "GET / HTTP/1.1\r\n", "SUB x 1\rPUB y 2\r\n",
		"SUB " + strings.Repeat("x", lineSize) + " 1\r\n",
	} {
		if f, err := readFrame(bufio.NewReaderSize(strings.NewReader(line), lineSize)); !errors.Is(err, errGarbled) {
			t.Errorf("%.80q is %+v, %v", line, f, err)
		}
	}
}

func TestHowManyMessagesARequestAsksFor(t *testing.T) {
	const pull, ack = "$JS.API.CONSUMER.MSG.NEXT.ARTICLES.c", "$JS.ACK.ARTICLES.c.1.1.1.1.0"
	for _, tt := range []struct {
		subject, body string
		want          int
	}{
		{pull, "", 1}, {pull, "7", 7}, {pull, " 7 ", 7}, {pull, "-3", 1}, {pull, `{"batch":5}`, 5}, {pull, `{"BATCH":1000,"expires":5}`, 1000},
		{pull, `{"batch":1,"batch":9}`, 9}, {pull, `{"batch":"x"}`, 1}, {pull, "nonsense", 1}, {pull, "\t{\"batch\":4}", 4},
		{ack, "", 0}, {ack, "+ACK", 0}, {ack, "-NAK {\"delay\":1}", 0}, {ack, "+NXT", 1}, {ack, "+NXT 12", 12}, {ack, `+NXT {"batch":3}`, 3}, {ack, `+NXT{"batch":3}`, 3},
		{"articles.v1.x", `{"batch":5}`, -1},
	} {
		f := frame{message: true, subject: []byte(tt.subject), size: len(tt.body)}
		got := -1
		if f.asks() {
			got = f.wants([]byte(tt.body))
		}
		if got != tt.want {
			t.Errorf("%s %q asks for %d, want %d", tt.subject, tt.body, got, tt.want)
		}
	}
}

func TestWhatTheServerSendsIsCounted(t *testing.T) {
	said := "INFO {}\r\nPONG\r\nMSG a 1 5\r\nMSG \n\r\nHMSG b 2 reply 12 14\r\nNATS/1.0\r\n\r\nhi\r\n+OK\r\nMSG c 1 0\r\n\r\n-ERR 'x'\r\nMSG d 1 1\r\nx\r\n"
	for size := 1; size < len(said); size++ {
		var c tally
		n := 0
		for b := []byte(said); len(b) > 0; b = b[min(size, len(b)):] {
			n += c.count(b[:min(size, len(b))])
		}
		if n != 4 {
			t.Fatalf("%d messages in pieces of %d bytes", n, size)
		}
	}
}

// What is let through is what came, and a message never holds a line.
func FuzzReadFrame(f *testing.F) {
	f.Add([]byte("CONNECT {}\r\nPUB a 5\r\nhello\r\nHPUB b c 12 14\r\nNATS/1.0\r\n\r\nhi\r\nPING\r\nSUB x 1\n"))
	f.Add([]byte("PUB a 2\r\nxPING\r\n"))
	f.Fuzz(func(t *testing.T, said []byte) {
		r := bufio.NewReaderSize(bytes.NewReader(said), lineSize)
		var through bytes.Buffer
		w := bufio.NewWriter(&through)
		for {
			next, err := readFrame(r)
			if err == nil {
				err = forwardFrame(w, r, next)
			}
			if err != nil {
				if !errors.Is(err, errGarbled) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Fatal(err)
				}
				break
			}
		}
		_ = w.Flush()
		if !bytes.HasPrefix(said, through.Bytes()) {
			t.Errorf("%q became %q", said, through.Bytes())
		}
	})
}
