package embedded

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// Whatever is no client of NATS is sent away, and leaves room.
func TestNothingButTheProtocolOfClientsIsSpoken(t *testing.T) {
	h := newHall(t, Options{Limits: Limits{Nameless: 4, PerAddress: 100}})
	before := h.stock(t)
	hello := `CONNECT {"verbose":false,"headers":true,"no_responders":true}` + "\r\n"
	forged := "articles.v1.en.forged.published"
	for name, said := range map[string]string{
		"a page":             "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
		"MQTT":               "\x10\x0c\x00\x04MQTT\x04\x02\x00\x3c\x00\x00\n",
		"TLS":                "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n",
		"a leaf":             `CONNECT {"tls_required":false,"remote_account":"WIREDESK","isolated_hub":true,"headers":true,"cluster":"x"}` + "\r\nLS+ articles.v1.>\r\nLMSG " + forged + " 2\r\n{}\r\n",
		"a route":            `INFO {"server_id":"x","import":{},"export":{},"cluster":"x"}` + "\r\nRS+ WIREDESK >\r\nRMSG WIREDESK " + forged + " 2\r\n{}\r\n",
		"a gateway":          `CONNECT {"gateway":"x"}` + "\r\nA+ WIREDESK\r\nRMSG WIREDESK " + forged + " 2\r\n{}\r\n",
		"a server's message": hello + "MSG " + forged + " 1 2\r\n{}\r\n",
		"headers that lie":   hello + "HPUB $JS.API.INFO _INBOX.x 40 10\r\nNATS/1.0\r\n\r\n\r\n",
		"a size that lies":   hello + "PUB $JS.API.INFO _INBOX.x 1\r\n{}PUB " + forged + " 2\r\n{}\r\n",
		"a line in a line":   hello + "SUB \nPUB $JS.API.CONSUMER.MSG.NEXT.ARTICLES.x 9\r\n123456789\r\n",
		"a long line":        hello + "SUB " + strings.Repeat("x", 1<<20) + " 1\r\n",
		"a long subject":     hello + "PUB " + strings.Repeat("x.", 3<<10) + "x 0\r\n\r\n",
		"huge headers":       hello + fmt.Sprintf("HPUB $JS.API.INFO _INBOX.x %d %d\r\n%s\r\n", 32<<10, 32<<10, "NATS/1.0\r\nA: "+strings.Repeat("a", 32<<10-16)+"\r\n\r\n"),
		"another operator":   `CONNECT {"user":"operator","pass":"x"}` + "\r\nPUB " + forged + " 2\r\n{}\r\n",
		"the system":         `CONNECT {"user":"sys","pass":"","account":"$SYS"}` + "\r\nPUB " + forged + " 2\r\n{}\r\n",
		"another key":        `CONNECT {"nkey":"UAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","sig":"x","jwt":"e30.e30.x"}` + "\r\nPUB " + forged + " 2\r\n{}\r\n",
		"two at a time":      hello + strings.Repeat(hello, 40),
		"one after another":  hello + "PING\r\n" + `CONNECT {"auth_token":"a token of sixteen letters"}` + "\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			conn := dialRaw(t, h.Server)
			_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
			_, _ = io.WriteString(conn, said) // it may be cut off meanwhile
			_, _ = io.WriteString(conn, "SUB _INBOX.end 1\r\nUNSUB 1\r\nPING\r\n")
			answer := make([]byte, 64<<10)
			for n := 0; ; {
				k, err := conn.Read(answer[n:])
				if n += k; errors.Is(err, os.ErrDeadlineExceeded) {
					t.Errorf("it is not sent away: %.600q", answer[:n])
				}
				if err != nil {
					break
				}
				if bytes.HasSuffix(answer[:n], []byte("PONG\r\n")) && name != "one after another" {
					if name != "another key" { // of which nobody takes notice
						t.Errorf("it goes on: %.600q", answer[:n])
					}
					break
				}
			}
			_ = conn.Close()
		})
	}
	if after := h.stock(t); after != before {
		t.Errorf("the streams went from %s to %s", before, after)
	}
	for range 3 { // all but one of the seats
		until(t, "a reader gets in", func() bool {
			nc, err := nats.Connect(h.URL())
			if err == nil {
				t.Cleanup(nc.Close)
			}
			return err == nil
		})
	}
}

// Who begins to say who it is and does not end is sent away as well.
func TestAHelloThatDoesNotEndIsSentAway(t *testing.T) {
	h := newHall(t, Options{})
	conn := dialRaw(t, h.Server)
	hello := []byte(`CONNECT {"verbose":false,"name":"` + strings.Repeat("slow", 500) + `"}`)
	began := time.Now()
	for i := range hello {
		if _, err := conn.Write(hello[i : i+1]); err != nil {
			return
		}
		if time.Since(began) > time.Minute {
			t.Fatal("after a minute it is still listened to")
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("it may end")
}
