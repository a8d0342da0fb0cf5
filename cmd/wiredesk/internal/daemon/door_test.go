package daemon

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"
)

// behind is a server behind a door. What is asked for /long is answered until the
// connection ends.
func behind(t *testing.T, d *door) (site *httptest.Server, long *atomic.Int32) {
	t.Helper()
	long = new(atomic.Int32)
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })
	mux.HandleFunc("/long", func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).Flush()
		long.Add(1)
		<-r.Context().Done()
		long.Add(-1)
	})
	site = httptest.NewUnstartedServer(d.answers(mux))
	site.Config.ConnState, site.Config.ConnContext = d.changed, d.through
	site.Listener = d.guard(site.Listener)
	site.Start()
	t.Cleanup(site.Close)
	return site, long
}

func asks(t *testing.T, site *httptest.Server) error {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 5 * time.Second}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site.URL, nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

func call(t *testing.T, site *httptest.Server, said string) net.Conn {
	t.Helper()
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", site.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if _, err := io.WriteString(c, said); err != nil {
		t.Fatal(err)
	}
	return c
}

// Whether they say nothing, half a request, or wait after one: they make room.
func TestWhoHoldsConnectionsKeepsNobodyOut(t *testing.T) {
	for name, said := range map[string]string{
		"nothing": "", "half a line": "GET / HT", "half a head": "GET / HTTP/1.1\r\nHost: a\r\nX: ",
		"a request, and then nothing": "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			d := newDoor(20, 12)
			site, _ := behind(t, d)
			for range 200 {
				call(t, site, said)
				if n := d.open(); n > 12 {
					t.Fatalf("%d connections of one address", n)
				}
			}
			for range 5 {
				if err := asks(t, site); err != nil {
					t.Error("somebody else:", err)
				}
			}
			if d.events()["replaced"] < 150 {
				t.Errorf("%v", d.events())
			}
		})
	}
}

// Long answers make room after a while; short ones are not cut off.
func TestLongAnswersMakeRoom(t *testing.T) {
	d := newDoor(20, 4)
	site, long := behind(t, d)
	for range 4 {
		c := call(t, site, "GET /long HTTP/1.1\r\nHost: a\r\n\r\n")
		if _, err := bufio.NewReader(c).ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	if err := asks(t, site); err == nil && long.Load() == 4 {
		t.Error("the fifth comes in beside four")
	}
	d.mu.Lock()
	for _, who := range d.conns {
		who.since = who.since.Add(-2 * longAnswer)
	}
	d.mu.Unlock()
	if err := asks(t, site); err != nil {
		t.Error("after a while:", err)
	}
	if d.refused.Load() == 0 || d.evicted.Load() == 0 {
		t.Errorf("%v", d.events())
	}
}

type addressed struct {
	net.Conn
	from net.Addr
}

func (a addressed) RemoteAddr() net.Addr { return a.from }

func TestAnAddressIsAMachineOrANetwork(t *testing.T) {
	from := func(address string) netip.Addr {
		return callerAddress(addressed{&net.TCPConn{}, net.TCPAddrFromAddrPort(netip.MustParseAddrPort(address))})
	}
	for a, b := range map[string]string{
		"[2001:db8::1]:1": "[2001:db8::ffff:2]:9", "192.0.2.1:1": "[::ffff:192.0.2.1]:9", "[fe80::1%eth0]:1": "[fe80::2%eth1]:1",
	} {
		if from(a) != from(b) {
			t.Errorf("%v and %v are one", from(a), from(b))
		}
	}
	for a, b := range map[string]string{"[2001:db8::1]:1": "[2001:db8:0:1::1]:1", "192.0.2.1:1": "192.0.2.2:1", "[::1]:1": "[::2]:1"} {
		if from(a) == from(b) {
			t.Errorf("%v and %v are two", from(a), from(b))
		}
	}
}

func TestLocalNamesHaveNoZone(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "LOCALHOST:8090": true, "127.0.0.1": true, "127.0.0.1:8090": true, "127.9.9.9:1": true, "[::1]:8090": true, "::1": true,
		"[::1%evil.example]:8090": false, "::1%eth0": false, "[::1%25x]:80": false, "example.org": false, "127.0.0.1.example.org": false,
		"": false, "[::ffff:127.0.0.1%a]": false, "0.0.0.0": false,
	} {
		if got := IsLocal(host); got != want {
			t.Errorf("%q: %v", host, got)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/livez", nil)
	r.Host = "[::1%evil.example]:8090"
	w := httptest.NewRecorder()
	guarded(http.NotFoundHandler(), "127.0.0.1:8090").ServeHTTP(w, r)
	if w.Code != http.StatusMisdirectedRequest {
		t.Errorf("a name with a zone is answered with %d", w.Code)
	}
}
