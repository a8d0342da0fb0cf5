package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// forms are the ways to write a loopback address that a URL parser may read.
func forms(port string) []string {
	return []string{
		"127.0.0.1:" + port, "localhost:" + port, "2130706433:" + port, "0x7f000001:" + port, "0177.0.0.1:" + port, "127.1:" + port,
		"0:" + port, "0.0.0.0:" + port, "[::1]:" + port, "[::]:" + port, "[::ffff:127.0.0.1]:" + port, "[::ffff:7f00:1]:" + port,
		"①②⑦.⓪.⓪.①:" + port, "127。0。0。1:" + port, "127.0.0.1.:" + port, "user:pw@127.0.0.1:" + port, "[64:ff9b::7f00:1]:" + port,
		"169.254.169.254", "10.0.0.1:" + port, "[fe80::1]:" + port, "[fc00::1]:" + port, "[2002:7f00:1::]:" + port,
	}
}

func TestX1NoPrivateAddressIsConnectedTo(t *testing.T) {
	var mu sync.Mutex
	connections := 0
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ConnState = func(net.Conn, http.ConnState) { mu.Lock(); connections++; mu.Unlock() }
	s.Start()
	t.Cleanup(s.Close)
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	f := fetcher(t, Options{AllowPrivate: []netip.Prefix{}, HeaderTimeout: time.Second})
	for _, host := range forms(port) {
		if _, err := f.Worker().Get(t.Context(), Request{URL: "http://" + host + "/"}); err == nil {
			t.Errorf("%s was fetched", host)
		}
	}
	if connections != 0 {
		t.Errorf("%d connections to a private address", connections)
	}
}

// redirected follows the redirects of a URL as the crawler does.
func redirected(t *testing.T, w *Worker, address string) (*Response, []Hop, error) {
	t.Helper()
	var via []Hop
	for {
		resp, err := w.Get(t.Context(), Request{URL: address})
		if err != nil {
			return nil, via, err
		}
		next, err := resp.Redirect(via)
		if err != nil || next == "" {
			return resp, via, err
		}
		via, address = append(via, Hop{URL: resp.URL, Status: resp.Status}), next
		resp.Release()
	}
}

func TestX1NoRedirectLeadsToAPrivateAddress(t *testing.T) {
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("no IPv6 loopback on this machine: ", err)
	}
	var target string
	r := &httptest.Server{Listener: l, Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", target)
		w.WriteHeader(http.StatusFound)
	})}}
	r.Start()
	t.Cleanup(r.Close)
	f := fetcher(t, Options{AllowPrivate: []netip.Prefix{netip.MustParsePrefix("::1/128")}})
	for _, host := range forms("80") {
		if host == "[::1]:80" || host == "localhost:80" {
			continue // that is what this site is allowed for
		}
		target = "http://" + host + "/"
		if resp, _, err := redirected(t, f.Worker(), r.URL); err == nil {
			t.Errorf("a redirect to %s was followed: %d", target, resp.Status)
		}
	}
	for _, target = range []string{"file:///etc/passwd", "gopher://127.0.0.1/", "http://", "http://news.example:6379/"} {
		if resp, _, err := redirected(t, f.Worker(), r.URL); err == nil {
			t.Errorf("a redirect to %s was followed: %d", target, resp.Status)
		}
	}
}

func TestX1TheAllowListOpensWhatItNamesAndNothingElse(t *testing.T) {
	g := guard{allow: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}}
	for addr, open := range map[string]bool{
		"10.1.2.3": true, "::ffff:10.1.2.3": true, "10.2.0.1": false, "127.0.0.1": false, "93.184.216.34": true,
		"2606:2800:220:1::1": true, "::1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "100.64.0.1": false,
		"198.18.0.1": false, "240.0.0.1": false, "255.255.255.255": false, "fc00::1": false, "fe80::1%eth0": false, "2001:db8::1": false,
	} {
		if err := g.check(netip.AddrPortFrom(netip.MustParseAddr(addr), 80)); (err == nil) != open {
			t.Errorf("%s: %v, want open %v", addr, err, open)
		}
	}
}

func TestX1PortsOfTheWebOnly(t *testing.T) {
	g := guard{ports: []uint16{8080}, allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	for target, open := range map[string]bool{
		"93.184.216.34:80": true, "93.184.216.34:443": true, "93.184.216.34:8080": true, "93.184.216.34:22": false,
		"93.184.216.34:6379": false, "127.0.0.1:6379": true,
	} {
		if err := g.check(netip.MustParseAddrPort(target)); (err == nil) != open {
			t.Errorf("%s: %v, want open %v", target, err, open)
		}
	}
}

// network is a network in memory: it notes who was dialled.
type network struct {
	mu     sync.Mutex
	dialed []string
	refuse map[string]bool // addresses that answer nothing
	site   http.Handler
}

func (n *network) dial(ctx context.Context, _, address string) (net.Conn, error) {
	n.mu.Lock()
	n.dialed = append(n.dialed, address)
	dead := n.refuse[address]
	n.mu.Unlock()
	if dead {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	here, there := net.Pipe()
	go func() {
		s := &http.Server{Handler: n.site, ReadHeaderTimeout: time.Minute}
		_ = s.Serve(&oneConn{conn: there, done: make(chan struct{})})
	}()
	return here, nil
}

// oneConn is a listener that accepts one connection.
type oneConn struct {
	conn net.Conn
	once sync.Once
	done chan struct{}
}

func (l *oneConn) Accept() (net.Conn, error) {
	var c net.Conn
	l.once.Do(func() { c = l.conn })
	if c != nil {
		return c, nil
	}
	return nil, net.ErrClosed
}
func (l *oneConn) Close() error   { return nil }
func (l *oneConn) Addr() net.Addr { return &net.TCPAddr{} }

func hello(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Connection", "close")
	fmt.Fprint(w, "hello")
}

func addrs(list ...string) []netip.Addr {
	var out []netip.Addr
	for _, a := range list {
		out = append(out, netip.MustParseAddr(a))
	}
	return out
}

func TestX1MixedAnswersOfDNS(t *testing.T) {
	for name, tc := range map[string]struct {
		answer []string
		want   []string // what is dialled
		class  Class
	}{
		"private and public": {[]string{"10.0.0.1", "93.184.216.34", "::1"}, []string{"93.184.216.34:80"}, ""},
		"private only":       {[]string{"10.0.0.1", "fe80::1", "169.254.169.254"}, nil, BlockedAddress},
		"mapped":             {[]string{"::ffff:127.0.0.1", "64:ff9b::7f00:1"}, nil, BlockedAddress},
		"nothing":            {nil, nil, DNS},
	} {
		t.Run(name, func(t *testing.T) {
			n := &network{site: http.HandlerFunc(hello)}
			f := fetcher(t, Options{
				AllowPrivate: []netip.Prefix{}, Dial: n.dial,
				Lookup: func(context.Context, string) ([]netip.Addr, error) { return addrs(tc.answer...), nil },
			})
			_, err := f.Worker().Get(t.Context(), Request{URL: "http://news.example/"})
			if tc.class != "" {
				wantClass(t, err, tc.class)
			} else if err != nil {
				t.Error(err)
			}
			if fmt.Sprint(n.dialed) != fmt.Sprint(tc.want) {
				t.Errorf("dialled %v, want %v", n.dialed, tc.want)
			}
		})
	}
}

func TestX1ANameThatIsReboundIsCheckedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &network{site: http.HandlerFunc(hello)}
		answer := "93.184.216.34"
		f, err := New(Options{Dial: n.dial, Lookup: func(context.Context, string) ([]netip.Addr, error) { return addrs(answer), nil }})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		w := f.Worker()
		if _, err := w.Get(t.Context(), Request{URL: "http://news.example/"}); err != nil {
			t.Fatal(err)
		}
		answer = "127.0.0.1"
		time.Sleep(2 * nameTTL)
		_, err = w.Get(t.Context(), Request{URL: "http://news.example/"})
		wantClass(t, err, BlockedAddress)
		if len(n.dialed) != 1 {
			t.Errorf("dialled %v", n.dialed)
		}
	})
}

func TestNamesAreAskedForOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		n := newNames(func(_ context.Context, host string) ([]netip.Addr, error) {
			asked.Add(1)
			time.Sleep(time.Second)
			if host == "none.example" {
				return nil, &net.DNSError{Name: host, IsNotFound: true}
			}
			return addrs("93.184.216.34"), nil
		})
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if a, err := n.lookup(t.Context(), "news.example"); err != nil || len(a) != 1 {
					t.Errorf("%v, %v", a, err)
				}
			})
		}
		wg.Wait()
		if asked.Load() != 1 {
			t.Errorf("50 workers asked %d times", asked.Load())
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // whoever asks first and gives up spoils nothing for the others
		if _, err := n.lookup(ctx, "none.example"); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		var dns *net.DNSError
		if _, err := n.lookup(t.Context(), "none.example"); !errors.As(err, &dns) {
			t.Error(err)
		}
		time.Sleep(noNameTTL + 2*time.Second)
		_, _ = n.lookup(t.Context(), "none.example")
		if asked.Load() != 3 {
			t.Errorf("asked %d times, want 3: a failure is kept for %s", asked.Load(), noNameTTL)
		}
	})
}

func TestTheNextAddressIsTriedBesideADeadOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &network{site: http.HandlerFunc(hello), refuse: map[string]bool{"[2606:2800::1]:80": true}}
		f, err := New(Options{Dial: n.dial, Lookup: func(context.Context, string) ([]netip.Addr, error) {
			return addrs("2606:2800::1", "93.184.216.34"), nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		start := time.Now()
		if _, err := f.Worker().Get(t.Context(), Request{URL: "http://news.example/"}); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took != headStart {
			t.Errorf("the second address was tried after %s, want %s", took, headStart)
		}
		n.refuse["93.184.216.34:80"] = true
		_, err = f.Worker().Get(t.Context(), Request{URL: "http://news.example/"})
		wantClass(t, err, Timeout)
	})
}
