package embedded

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"
)

const (
	probeSize = 4 << 10
	// messageSize is the largest message the server takes.
	messageSize = 1 << 20
)

// ownConnections are how many this process may have beside those that are let in.
const ownConnections = 64

// startPatience is how long a server may take to read its store back: a second
// for each gigabyte was measured.
const startPatience = 2 * time.Minute

// Server is a running NATS server and the lock on its state directory. Its
// methods may be called concurrently.
type Server struct {
	home     *home
	ns       *server.Server
	door     *door
	lobby    *lobby // nil unless it listens
	warden   *warden
	gate     *gate
	echo     *echo
	counts   counts
	faults   faults
	password string
	listens  bool
	info     Info         // as it was written, if listens
	sealing  func() error // when the server has ended

	closing sync.Once
	closed  error
}

// Open locks the state directory, starts the server on it and returns when it
// accepts connections. The caller owns the Server and must Close it.
//
// Errors: *LockedError if another process owns the directory, wherever it was moved to; an error that
// wraps the operating system's (fs.ErrPermission, syscall.ENOSPC) and names the
// path if the directory cannot be used; a plain one for an address that is not
// on loopback.
func Open(opts Options) (_ *Server, err error) {
	opts = opts.withDefaults()
	host, port, err := chooseListen(opts.Listen, len(opts.Users) > 0)
	if err != nil {
		return nil, err
	}
	who := Holder{PID: os.Getpid(), Command: opts.Holder, Started: time.Now().UTC()}
	s := &Server{listens: host != "", password: rand.Text()}
	encryption, err := opts.certificate()
	if err != nil {
		return nil, err
	}
	if s.home, err = openHome(opts.Dir, who); err != nil {
		if errors.As(err, new(*LockedError)) || errors.As(err, new(*AwayError)) {
			return nil, err
		}
		return nil, fmt.Errorf("state directory: %w", err)
	}
	defer func() {
		if err != nil {
			_ = s.Close() // the first error says more
		}
	}()
	if s.listens { // after the lock: who has it says more than a taken port
		listener, err := opts.listen(host, port)
		if err != nil {
			return nil, err
		}
		s.lobby = newLobby(listener, opts, &s.counts)
		s.lobby.tls = encryption
	}
	// What a listener that was killed left behind must not look like ours.
	if err := s.home.removeInfo(); err != nil {
		return nil, fmt.Errorf("state directory: %w", err)
	}
	if err := s.home.probe(probeSize); err != nil {
		return nil, fmt.Errorf("state directory: %w", err)
	}
	store := filepath.Join(opts.Dir, storeDir)
	if opts.Opening != nil {
		if err := opts.Opening(store, s.home.last, who); err != nil {
			return nil, err
		}
	}
	if opts.Closed != nil {
		s.sealing = func() error { return opts.Closed(store, who) }
	}
	if err := s.start(opts, store); err != nil {
		return nil, err
	}
	if s.listens {
		s.info = Info{Holder: who, URL: local(s.URL()), User: operatorUser, Password: s.password, Cert: absolute(opts.CertFile)}
		if err := s.home.writeInfo(s.info); err != nil {
			return nil, fmt.Errorf("state directory: %w", err)
		}
	}
	return s, nil
}

// start configures the server, waits until it is ready and opens the gate.
func (s *Server) start(opts Options, store string) error {
	var at *seats
	if s.listens {
		at = newSeats(opts)
	} else {
		at = &seats{}
	}
	log := opts.Logger.With("component", "nats")
	s.echo = newEcho(log)
	s.warden = newWarden(opts.Limits, &s.counts)
	var err error
	if s.door, err = newDoor(opts, at, s.password, &s.counts); err != nil {
		return err
	}
	s.door.watch, s.warden.punish = s.warden, s.door.arrivals.punish
	s.door.from, s.door.release, s.warden.from = s.lobby.from, s.lobby.release, s.lobby.from
	so, err := s.serverOptions(opts, store, at)
	if err != nil {
		return err
	}
	since, err := s.home.ownersSince(time.Now())
	if err != nil {
		return fmt.Errorf("state directory: %w", err)
	}
	ns, err := server.NewServer(so)
	if err != nil {
		return fmt.Errorf("start built-in NATS server: %w", err)
	}
	s.ns = ns
	alive := func(cid uint64) bool { return ns.GetClient(cid) != nil }
	books := newLedger(since, alive)
	s.gate = &gate{
		log: log, stream: opts.Stream, limits: opts.Limits, seats: at, books: books, grants: newGrants(opts, alive, books.open),
		counts: &s.counts, flooded: s.warden.flooded, wants: make(chan want, 64), done: make(chan struct{}), ended: make(chan struct{}),
	}
	at.alive, s.door.lookup, s.door.grants = alive, ns.LookupAccount, s.gate.grants
	at.furnish = func(s *seat) error { return furnish(opts, s, ns.LookupAccount) }
	s.warden.conns, s.warden.total = ns.Connz, ns.NumClients
	s.warden.cut = func(cid uint64) error {
		s.lobby.drop(cid)
		return ns.DisconnectClientByID(cid)
	}
	s.warden.tick = func(now time.Time) { s.echo.flush(now, false) }
	if s.lobby != nil {
		s.lobby.connect, s.lobby.turns.cut, s.gate.weigh = ns.InProcessConn, s.warden.slow, s.lobby.turns.weigh
	}
	sl := &serverLog{log: log, echo: s.echo, store: s.faults.hear, from: s.lobby.from, fault: func(cid uint64, subject string) {
		s.warden.fault(cid)
		s.gate.wanted(cid, subject)
	}}
	ns.SetLoggerV2(sl, false, false, false)
	go s.warden.run() // ends with Close
	ns.Start()        // returns when all is started
	if fatal := sl.lastFatal(); fatal != "" {
		return fmt.Errorf("start built-in NATS server: %s", fatal)
	}
	if !ns.ReadyForConnections(startPatience) {
		return fmt.Errorf("start built-in NATS server: not ready after %v", startPatience)
	}
	if !s.listens {
		return nil
	}
	nc, err := s.Connect(nats.Name("wiredesk gate"))
	if err != nil {
		return err
	}
	if err := s.gate.open(nc); err != nil {
		return err
	}
	s.lobby.run() // ends with Close
	return nil
}

func (s *Server) serverOptions(opts Options, store string, at *seats) (*server.Options, error) {
	// The nameless' key is one whose private half nobody has.
	nameless, err := nkeys.CreateUser()
	if err != nil {
		return nil, fmt.Errorf("reader's key: %w", err)
	}
	namelessKey, err := nameless.PublicKey()
	if err != nil {
		return nil, fmt.Errorf("reader's key: %w", err)
	}
	so := &server.Options{}
	if err := so.ProcessConfigString(accountsConfig(opts, at.all, namelessKey)); err != nil {
		return nil, fmt.Errorf("built-in NATS accounts: %w", err)
	}
	so.CustomClientAuthentication = s.door
	so.ServerName = "wiredesk"
	so.DontListen = true // the lobby does
	if s.listens {
		at, _ := s.lobby.listener.Addr().(*net.TCPAddr)
		so.Host, so.Port = at.IP.String(), at.Port
	}
	so.NoSigs = true
	so.MaxConn = opts.Limits.Connections + ownConnections
	so.JetStream, so.StoreDir = true, store
	so.JetStreamMaxStore, so.JetStreamMaxMemory = opts.MaxStore, opts.MaxMemory
	// Readers are counted at the gate: what they have must not keep ours from being made.
	so.JetStreamLimits.DefaultMaxConsumers = -1
	so.SyncInterval, so.SyncAlways = opts.SyncInterval, opts.SyncAlways
	so.DisableJetStreamBanner = true
	return so, nil
}

// local is the address at which a server that listens everywhere is reached on
// this machine.
func local(url string) string {
	return strings.NewReplacer("//0.0.0.0:", "//127.0.0.1:", "//[::]:", "//[::1]:").Replace(url)
}

// absolute is a path that other processes find, too; "" stays.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil && path != "" {
		return abs
	}
	return path
}

// probe writes size bytes into the store's directory: the server itself reports a full or
// read-only disk in its log only.
func (h *home) probe(size int) error {
	name := filepath.Join(storeDir, ".probe")
	if err := h.writeFile(name, make([]byte, size)); err != nil {
		return err
	}
	return h.named(h.root.Remove(name))
}

// Connect opens an in-process connection with all rights. The caller owns it
// and should close it before the Server.
func (s *Server) Connect(opts ...nats.Option) (*nats.Conn, error) {
	all := append([]nats.Option{nats.InProcessServer(s.ns), nats.UserInfo(operatorUser, s.password)}, opts...)
	nc, err := nats.Connect("", all...)
	if err != nil {
		return nil, fmt.Errorf("connect to built-in NATS server: %w", err)
	}
	return nc, nil
}

// Check says why the server cannot store messages now, with the operating
// system's error and the path, or nil. It writes a message's worth of bytes. Ask
// it when acknowledgements stay away: nats-server answers nothing at all to what
// it could not write (measured: a full disk looks like an unreachable server).
func (s *Server) Check() error {
	if away := s.home.Away(); away != nil {
		return away
	}
	if err := s.home.probe(messageSize); err != nil {
		return fmt.Errorf("state directory: %w", err)
	}
	return nil
}

// Away says that the state directory is not where it was: moved, removed, emptied or
// replaced. The error is an *AwayError, or nil. Nothing of what is stored then is found by
// others; the owner must Close, and the process had better end.
func (s *Server) Away() error { return s.home.Away() }

// Home is the state directory, for who opens another server on it: it is to be the same one
// still.
func (s *Server) Home() Home { return s.home.Home }

// URL is where anonymous readers connect, without credentials in it; empty if
// the server does not listen.
func (s *Server) URL() string {
	if !s.listens {
		return ""
	}
	if s.lobby.tls != nil {
		return strings.Replace(s.ns.ClientURL(), "nats://", "tls://", 1)
	}
	return s.ns.ClientURL()
}

// Credentials is the URL with the operator's user and password in it: full
// rights, valid until Close; empty if the server does not listen. Do not log it.
func (s *Server) Credentials() string {
	u, err := url.Parse(s.URL())
	if err != nil || u.Host == "" {
		return ""
	}
	u.User = url.UserPassword(operatorUser, s.password)
	return u.String()
}

// AnnounceHTTP writes beside the server's own address where its process answers
// HTTP. A server that does not listen is not announced, and neither is that. It may
// be called once, before Close.
func (s *Server) AnnounceHTTP(url string) error {
	if !s.listens {
		return nil
	}
	s.info.HTTP = url
	if err := s.home.writeInfo(s.info); err != nil {
		return fmt.Errorf("state directory: %w", err)
	}
	return nil
}

// Close stops the server, waits until its files are closed and gives the state
// directory back. Calling it again returns the same error.
func (s *Server) Close() error {
	s.closing.Do(func() {
		var errs []error
		if s.listens && s.ns != nil {
			errs = append(errs, s.home.removeInfo())
		}
		if s.lobby != nil {
			errs = append(errs, s.lobby.close())
		}
		if s.gate != nil {
			s.gate.close()
		}
		if s.ns != nil {
			s.warden.stop()
			s.ns.Shutdown()
			s.ns.WaitForShutdown()
			s.echo.flush(time.Now(), true)
			if s.sealing != nil {
				errs = append(errs, s.sealing())
			}
		}
		errs = append(errs, s.home.close())
		s.closed = errors.Join(errs...)
	})
	return s.closed
}
