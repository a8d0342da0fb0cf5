package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/echo"
)

const (
	httpHeaderTimeout = 5 * time.Second
	httpReadTimeout   = 10 * time.Second
	httpWriteTimeout  = time.Minute
	httpIdleTimeout   = 30 * time.Second
	httpMaxHeader     = 16 << 10
	// httpGrace is how long answers may go on after a stop.
	httpGrace = 3 * time.Second
)

// web is the HTTP server of a daemon. Its zero value is one that is turned off.
type web struct {
	server *http.Server
	addr   string
	door   *door
	ended  chan struct{}
}

// openWeb serves on http.listen until Close: the page, and what is for programs. A
// port that is taken stops a daemon only if somebody has asked for that port.
func (s *service) openWeb(ctx context.Context, front http.Handler) (*web, error) {
	listen := s.cfg.HTTP.Listen
	if listen == "none" {
		return &web{}, nil
	}
	l, err := s.listen(ctx, listen)
	if l == nil {
		return &web{}, err
	}
	w := &web{addr: l.Addr().String(), ended: make(chan struct{}), door: newDoor(desk.RoomFor(s.cfg).HTTP, s.cfg.HTTP.PerAddress)}
	s.pipeline.CountDoor("http", w.door.open, w.door.events)
	w.server = &http.Server{
		Handler:           w.door.answers(guarded(s.routes(front), listen)),
		ReadHeaderTimeout: httpHeaderTimeout, ReadTimeout: httpReadTimeout, WriteTimeout: httpWriteTimeout, IdleTimeout: httpIdleTimeout,
		MaxHeaderBytes: httpMaxHeader,
		BaseContext:    func(net.Listener) context.Context { return ctx },
		ErrorLog:       slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
		ConnState:      w.door.changed, ConnContext: w.door.through,
	}
	go func() { // ends with Close
		defer close(w.ended)
		if err := w.server.Serve(w.door.guard(l)); !errors.Is(err, http.ErrServerClosed) {
			s.Log.Error("HTTP server ended", "error", err)
		}
	}()
	return w, nil
}

// listen listens on an address. Both results are nil if that is the default one and
// somebody has it: nobody has asked for HTTP.
func (s *service) listen(ctx context.Context, address string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	origin := s.cfg.Origin("http.listen")
	switch {
	case err == nil:
		return l, nil
	case origin == "default" && s.AnyPort:
		return lc.Listen(ctx, "tcp", "127.0.0.1:0")
	case origin == "default":
		s.Log.Warn("no HTTP: the default address cannot be had; http.listen chooses another, or none", "listen", address, "error", err)
		return nil, nil
	}
	return nil, fmt.Errorf("http.listen (%s): %w", origin, err)
}

// routes are what is served: the page, and what is for programs.
func (s *service) routes(front http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", front)
	mux.Handle("/articles.atom", newArticlesFeed(s.pipeline.Reader, s.doorLog()))
	mux.Handle("GET /metrics", s.pipeline.Metrics.Handler())
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("ok\n")) // whoever asked may have gone
	})
	mux.Handle("GET /readyz", s.health)
	return mux
}

// doorLog is a log of what goes wrong when somebody asks: once a minute for each client
// and cause.
func (s *service) doorLog() *slog.Logger {
	return slog.New(echo.New(s.Log.Handler(), echo.Client, "error"))
}

// address is the server's URL; none if it is turned off.
func (w *web) address() string {
	if w.server == nil {
		return "none"
	}
	return "http://" + w.addr
}

// Close lets answers under way end, for a while.
func (w *web) Close() error {
	if w.server == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), httpGrace)
	defer cancel()
	err := w.server.Shutdown(ctx)
	if err != nil {
		err = w.server.Close()
	}
	<-w.ended
	return err
}

// guarded wraps a handler with what holds for all: headers that keep browsers
// from making more of an answer than it is, and, on a loopback address, a refusal
// of requests for other names. Without it any page could make a name of its own
// point here and have a browser read the answers (DNS rebinding).
func guarded(next http.Handler, listen string) http.Handler {
	local := IsLocal(listen)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if local && !IsLocal(r.Host) {
			http.Error(w, fmt.Sprintf("this server is for its own machine, not for %q; http.listen can open it", r.Host),
				http.StatusMisdirectedRequest)
			return
		}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
		next.ServeHTTP(w, r)
	})
}

// IsLocal reports whether a host, with or without a port, is this machine by name.
func IsLocal(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.IsLoopback() && ip.Zone() == ""
}
