package doctor

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/daemon"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/weburl"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// What doctor looks at on this machine. None of it asks anything of the web.

const (
	// dialPatience is how long a proxy, resolver or server may take to answer.
	dialPatience = time.Second
	// resolvedHosts is how many names are tried: one that resolves is enough.
	resolvedHosts = 3
)

// examineDisk looks at the room that the built-in server has.
func examineDisk(cfg *config.Config) []Finding {
	s, err := embedded.SpaceOf(cfg.StateDir())
	if cfg.External() || err != nil {
		return nil
	}
	if low := desk.LowDisk(cfg); low != "" {
		return []Finding{broken("disk", "crawls pause: "+low, "make room, lower nats.stream.max_bytes or max_age, or set state.pause_below")}
	}
	return []Finding{fine("disk", fmt.Sprintf("%s free of %s at %s", words.Size(s.Free), words.Size(s.Total), cfg.StateDir()))}
}

// examineState looks at the folder of the built-in server, and who has it.
func examineState(cfg *config.Config) []Finding {
	if cfg.External() {
		return nil
	}
	dir := cfg.StateDir()
	owner := fmt.Sprintf("run wiredesk as the user that owns %s, or choose another folder with state.dir", dir)
	if err := writable(dir); err != nil {
		return []Finding{broken("state", fmt.Sprintf("%s cannot be written: %v", dir, err), owner)}
	}
	if !embedded.Stored(dir) {
		return []Finding{warning("state", "nothing is stored in "+dir+" yet, or it was moved away",
			"the next run, daemon or add makes it; if there was something, bring it back, or find it with state.dir")}
	}
	var list []Finding
	if stranger := foreignOwner(dir); stranger != "" {
		list = append(list, warning("state", fmt.Sprintf("%s belongs to %s; what you make there cannot be read by its owner", dir, stranger),
			owner))
	}
	if system := networkFileSystem(dir); system != "" {
		list = append(list, warning("state", fmt.Sprintf("%s is on %s: two machines may both believe that they hold its lock", dir, system),
			"choose a folder on a local disk with state.dir, or share a NATS server (nats.url)"))
	}
	switch info, err := embedded.Running(dir); {
	case err != nil:
		list = append(list, broken("state", err.Error(), owner))
	case info != nil:
		list = append(list, fine("state", fmt.Sprintf("%s, held by %s (process %d, since %s)", dir, info.Command, info.PID,
			words.Clock(info.Started))))
	case len(list) == 0:
		list = append(list, fine("state", dir+" can be written"))
	}
	return list
}

// writable tries to make a file in a folder. A folder that is not there yet is
// made when it is needed.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".doctor-*")
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// examineFiles compares the limit of open files with what a crawl may have open: a
// few of each worker, a connection that is kept for each host it was at, and the
// files of the built-in server.
func examineFiles(cfg *config.Config, feeds int) []Finding {
	limit, ok := desk.OpenFiles()
	if !ok {
		return nil
	}
	need := uint64(100 + 4*cfg.Crawl.Workers + min(2*feeds, 4000))
	if !cfg.External() {
		need += 200
	}
	if limit < need {
		return []Finding{warning("files", fmt.Sprintf("at most %d files may be open, a crawl with %s and %s may need %d", limit,
			words.Plural(cfg.Crawl.Workers, "worker"), words.Plural(feeds, "feed"), need),
			fmt.Sprintf("`ulimit -n %d`, LimitNOFILE=%d in the service, or fewer crawl.workers", 2*need, 2*need))}
	}
	return []Finding{fine("files", fmt.Sprintf("%d may be open", limit))}
}

// examineCertificates looks for the authorities without which no site is trusted.
func examineCertificates() Finding {
	pool, err := x509.SystemCertPool()
	if err != nil || pool.Equal(x509.NewCertPool()) {
		return broken("tls", "this machine knows no certificate authorities: every https site will be refused",
			"install the package ca-certificates, or name a file of them with SSL_CERT_FILE")
	}
	return fine("tls", "certificate authorities are there")
}

// examineProxy looks whether somebody listens at the proxy.
func examineProxy(ctx context.Context, cfg *config.Config, env func(string) string) []Finding {
	proxy, err := cfg.Crawl.ProxyURL()
	if err != nil {
		return []Finding{broken("proxy", err.Error(), "set crawl.proxy to a URL such as http://127.0.0.1:3128")}
	}
	if proxy == nil {
		for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
			if value := env(name); value != "" {
				return []Finding{warning("proxy", name+" is set, and fetches go past it", "set crawl.proxy, if fetches are to go through it")}
			}
		}
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, dialPatience)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", hostAndPort(proxy))
	if err != nil {
		return []Finding{broken("proxy", fmt.Sprintf("nobody answers at %s (crawl.proxy): %v", weburl.Masked(proxy.String()), err),
			"start it, or correct crawl.proxy: all fetches go through it")}
	}
	_ = conn.Close() // nothing was said
	return []Finding{fine("proxy", weburl.Masked(proxy.String())+" answers")}
}

func hostAndPort(u *url.URL) string {
	if u.Port() != "" {
		return u.Host
	}
	if u.Scheme == "https" {
		return net.JoinHostPort(u.Hostname(), "443")
	}
	return net.JoinHostPort(u.Hostname(), "80")
}

// examineDNS resolves the names of some feeds' hosts. Behind a proxy that is the
// proxy's affair.
func examineDNS(ctx context.Context, cfg *config.Config, resolver *net.Resolver, feeds []*calendar.Feed) []Finding {
	names := hostNames(feeds)
	if cfg.Crawl.Proxy != "" || len(names) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, dialPatience)
	defer cancel()
	errs := make(chan error, len(names))
	for _, name := range names {
		go func() { // ends with ctx
			_, err := resolver.LookupHost(ctx, name)
			errs <- err
		}()
	}
	var first error
	for range names {
		err := <-errs
		if err == nil {
			return []Finding{fine("dns", "names resolve")}
		}
		if first == nil {
			first = err
		}
	}
	help := "look at /etc/resolv.conf and the network; behind a proxy set crawl.proxy"
	var unknown *net.DNSError
	if errors.As(first, &unknown) && unknown.IsNotFound {
		help = "is the name right? `wiredesk feeds --failing` lists the feeds that fail"
	}
	return []Finding{broken("dns", fmt.Sprintf("%s cannot be resolved: %v", strings.Join(names, ", "), first), help)}
}

// hostNames are the first few names among the hosts of feeds, without addresses.
func hostNames(feeds []*calendar.Feed) []string {
	var names []string
	seen := map[string]bool{}
	for _, f := range feeds {
		u, err := url.Parse(f.URL)
		if err != nil || u.Hostname() == "" || seen[u.Hostname()] || net.ParseIP(u.Hostname()) != nil || u.Hostname() == "localhost" {
			continue
		}
		seen[u.Hostname()] = true
		if names = append(names, u.Hostname()); len(names) == resolvedHosts {
			break
		}
	}
	return names
}

// examineExposure looks at what other machines can reach.
func examineExposure(cfg *config.Config) (list []Finding) {
	if !cfg.External() && cfg.NATS.Users != "" {
		if _, err := embedded.ReadUsers(cfg.NATS.Users); err != nil {
			list = append(list, broken("exposed", err.Error(), "no daemon starts until nats.users can be used"))
		}
	}
	if room := desk.RoomFor(cfg); room.Short != "" {
		list = append(list, warning("exposed", room.Short, "raise the limit: `ulimit -n 4096`, LimitNOFILE=4096 in the service"))
	}
	if cfg.Exposed() && cfg.NATS.ListenTLS.Cert == "" {
		list = append(list, warning("exposed", fmt.Sprintf("the built-in NATS server listens on %s without TLS: passwords and articles can be "+
			"read on the way", cfg.NATS.Listen), "set nats.listen_tls to a certificate and its key"))
	}
	if cfg.HTTP.Listen != "none" && !daemon.IsLocal(cfg.HTTP.Listen) {
		list = append(list, warning("exposed", fmt.Sprintf("whoever reaches %s (http.listen) can read the articles", cfg.HTTP.Listen),
			"set http.listen to 127.0.0.1:8090, or put a proxy with passwords before it"))
	}
	return list
}
