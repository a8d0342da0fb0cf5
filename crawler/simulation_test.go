package crawler

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/crawler/robots"
)

var soak = flag.Bool("soak", false, "simulate 24 days of 200 feeds instead of two days of 60")

// source is one simulated feed with its publisher's habits and faults. What it
// checks, it checks as a site owner would, from the requests alone.
type source struct {
	w     *web
	rng   *rand.Rand
	host  string
	path  string
	every time.Duration // between stories
	// etag, modified, cache and skip are habits; calm and trouble alternate.
	etag, modified bool
	cache          time.Duration
	skip           uint32 // hours in which it must not be asked
	faults         []fault
	trouble        fault
	until          time.Time // of the present trouble, or calm
	born           time.Time
	told           bool // it has said when it must not be asked

	notBefore time.Time // what was asked for by Retry-After
	gone      time.Time // when it answered 410
	held      bool      // validators were given with the last answer that could be kept
	quiet     time.Time // since when every answer was a 304
}

// fault answers instead of the feed; it returns false to let it through.
type fault func(s *source, rw http.ResponseWriter, r *http.Request) bool

func status(code int) fault {
	return func(_ *source, rw http.ResponseWriter, _ *http.Request) bool { rw.WriteHeader(code); return true }
}

func askToWait(code int) fault {
	return func(s *source, rw http.ResponseWriter, _ *http.Request) bool {
		wait := time.Duration(1+s.rng.IntN(300)) * time.Minute
		s.notBefore = time.Now().Add(wait)
		value := fmt.Sprint(int(wait.Seconds()))
		if s.rng.IntN(2) == 0 {
			value = s.notBefore.UTC().Format(http.TimeFormat)
			s.notBefore = s.notBefore.Truncate(time.Second)
		}
		rw.Header().Set("Retry-After", value)
		rw.WriteHeader(code)
		return true
	}
}

// faults of every kind.
var allFaults = map[string]fault{
	"500": status(500), "502": status(502), "404": status(404), "403": status(403), "429": status(429), "503": status(503),
	"429 wait": askToWait(429), "503 wait": askToWait(503),
	"410": func(s *source, rw http.ResponseWriter, _ *http.Request) bool {
		s.gone = time.Now()
		rw.WriteHeader(http.StatusGone)
		return true
	},
	"hang": func(_ *source, _ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true },
	"slow": func(s *source, _ http.ResponseWriter, _ *http.Request) bool {
		time.Sleep(time.Duration(s.rng.IntN(9000)) * time.Millisecond)
		return false
	},
	"html": func(s *source, rw http.ResponseWriter, _ *http.Request) bool {
		fmt.Fprint(rw, "<html><body>Sorry!</body></html>")
		return true
	},
	"cut": func(s *source, rw http.ResponseWriter, _ *http.Request) bool {
		rw.Header().Set("Content-Length", "5000")
		fmt.Fprint(rw, `<rss version="2.0"><channel><title>T</title><item><title>A</tit`)
		return true
	},
	"temporary": func(s *source, rw http.ResponseWriter, r *http.Request) bool {
		http.Redirect(rw, r, "/mirror"+r.URL.Path, http.StatusFound)
		return true
	},
	"moved": func(s *source, rw http.ResponseWriter, r *http.Request) bool {
		http.Redirect(rw, r, "/mirror"+r.URL.Path, http.StatusMovedPermanently)
		return true
	},
	"loop": func(_ *source, rw http.ResponseWriter, r *http.Request) bool {
		http.Redirect(rw, r, r.URL.Path, http.StatusFound)
		return true
	},
}

// serve answers, and complains of what should not have been asked.
func (s *source) serve(rw http.ResponseWriter, r *http.Request) {
	now := time.Now()
	complain := func(rule, format string, args ...any) {
		s.w.t.Errorf("%s: %s%s: %s", rule, s.host, r.URL.Path, fmt.Sprintf(format, args...))
	}
	if now.Before(s.notBefore) {
		complain("P6", "asked %s before the time of Retry-After", s.notBefore.Sub(now))
	}
	if !s.gone.IsZero() && now.Sub(s.gone) < 26*24*time.Hour {
		complain("R3", "asked again %s after a 410", now.Sub(s.gone))
	}
	if s.told && s.skip&(1<<now.UTC().Hour()) != 0 {
		complain("S2", "asked at %s", now)
	}
	conditional := r.Header.Get("If-None-Match")+r.Header.Get("If-Modified-Since") != ""
	if s.held && !conditional && (s.quiet.IsZero() || now.Sub(s.quiet) < trustCheck) {
		complain("H2", "asked without the validators it was given")
	}
	if !now.Before(s.until) {
		s.trouble, s.until = nil, now.Add(time.Duration(s.rng.IntN(48*60))*time.Minute)
		if len(s.faults) > 0 && s.rng.IntN(2) == 0 {
			s.trouble, s.until = s.faults[s.rng.IntN(len(s.faults))], now.Add(time.Duration(s.rng.IntN(12*60))*time.Minute)
		}
	}
	if s.trouble != nil && !strings.HasPrefix(r.URL.Path, "/mirror") && s.trouble(s, rw, r) {
		return
	}
	s.answer(rw, r, now)
}

// answer is the feed as it stands: one story for every interval that passed.
func (s *source) answer(rw http.ResponseWriter, r *http.Request, now time.Time) {
	n := int(now.Sub(s.born) / s.every)
	etag := fmt.Sprintf(`W/"%s-%d"`, s.path, n)
	modified := s.born.Add(time.Duration(n) * s.every).UTC().Format(http.TimeFormat)
	if s.cache > 0 {
		rw.Header().Set("Cache-Control", fmt.Sprintf("max-age=%d", int(s.cache.Seconds())))
	}
	if s.etag {
		rw.Header().Set("Etag", etag)
	}
	if s.modified {
		rw.Header().Set("Last-Modified", modified)
	}
	if s.etag && r.Header.Get("If-None-Match") == etag || !s.etag && s.modified && r.Header.Get("If-Modified-Since") == modified {
		if s.quiet.IsZero() {
			s.quiet = now
		}
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	// A redirect's target has validators of its own, so only those of one URL
	// are checked.
	s.held, s.quiet = (s.etag || s.modified) && !strings.HasPrefix(r.URL.Path, "/mirror") && len(s.mirrors()) == 0, time.Time{}
	fmt.Fprint(rw, `<rss version="2.0"><channel><title>T</title>`)
	if s.skip != 0 {
		fmt.Fprint(rw, "<skipHours>")
		for h := range 24 {
			if s.skip&(1<<h) != 0 {
				fmt.Fprintf(rw, "<hour>%d</hour>", h)
			}
		}
		fmt.Fprint(rw, "</skipHours>")
	}
	for i := n; i > max(0, n-10); i-- {
		fmt.Fprintf(rw, "<item><title>%s %d</title><guid>%s-%d</guid><pubDate>%s</pubDate></item>", s.path, i, s.path, i,
			s.born.Add(time.Duration(i)*s.every).UTC().Format(time.RFC1123))
	}
	fmt.Fprint(rw, "</channel></rss>")
	s.told = true
}

// mirrors are the faults of this source that redirect.
func (s *source) mirrors() []fault {
	var list []fault
	for _, f := range s.faults {
		if fmt.Sprintf("%p", f) == fmt.Sprintf("%p", allFaults["moved"]) || fmt.Sprintf("%p", f) == fmt.Sprintf("%p", allFaults["temporary"]) {
			list = append(list, f)
		}
	}
	return list
}

// publisher is a host with its robots.txt, whose rules it watches over.
type publisher struct {
	w      *web
	rng    *rand.Rand
	rules  *robots.Rules
	text   string
	served time.Time // when the file was last asked for
	last   time.Time // the request before
	paths  map[string]*source
}

func (p *publisher) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	now := time.Now()
	defer func() { p.last = time.Now() }()
	if r.URL.Path == "/robots.txt" {
		p.served = now
		switch p.rng.IntN(10) {
		case 0:
			rw.WriteHeader(http.StatusServiceUnavailable)
		default:
			fmt.Fprint(rw, p.text)
		}
		return
	}
	if p.served.IsZero() || now.Sub(p.served) > 25*time.Hour {
		p.w.t.Errorf("P1: %s%s was asked for %s after robots.txt", r.Host, r.URL.Path, now.Sub(p.served))
	}
	if !p.rules.Allowed(r.URL) {
		p.w.t.Errorf("P1: %s%s was asked for against robots.txt", r.Host, r.URL.Path)
	}
	if gap := now.Sub(p.last); gap < p.rules.Delay {
		p.w.t.Errorf("P3: %s%s was asked for %s after the request before", r.Host, r.URL.Path, gap)
	}
	s := p.paths[strings.TrimPrefix(r.URL.Path, "/mirror")]
	if s == nil {
		http.NotFound(rw, r)
		return
	}
	s.serve(rw, r)
}

// TestSimulatedDays lets the crawler live with sites of every kind of habit and
// fault. The sites count what is not as promised.
func TestSimulatedDays(t *testing.T) {
	feeds, days := 60, 2
	if raceDetector {
		feeds, days = 30, 1
	}
	if *soak {
		feeds, days = 200, 24
	}
	onWeb(t, Options{Workers: 4}, func(w *web) {
		rng := rand.New(rand.NewPCG(1, 2))
		names := make([]string, 0, len(allFaults))
		for name := range allFaults {
			names = append(names, name)
		}
		hosts := map[string]*publisher{}
		polite := []string{
			"", "User-agent: *\nDisallow: /private\n", "User-agent: *\nCrawl-delay: 7\n",
			"User-agent: *\nDisallow: /feed3\nDisallow: /feed7\n",
		}
		var ids []string
		for i := range feeds {
			host := fmt.Sprintf("%s.site%d.example", []string{"www", "news"}[rng.IntN(2)], rng.IntN(max(feeds/3, 1)))
			p := hosts[host]
			if p == nil {
				// Chance of its own: the requests of a host come one after another.
				own := rand.New(rand.NewPCG(3, uint64(i)))
				p = &publisher{w: w, rng: own, text: polite[rng.IntN(len(polite))], paths: map[string]*source{}}
				p.rules = robots.Parse([]byte(p.text), Token)
				hosts[host] = p
				w.site(host, p.ServeHTTP)
			}
			s := &source{
				w: w, rng: p.rng, host: host, path: fmt.Sprintf("/feed%d", i),
				born: time.Now(), every: time.Duration(5+rng.IntN(2000)) * time.Minute,
			}
			switch rng.IntN(4) {
			case 0:
				s.etag = true
			case 1:
				s.modified = true
			case 2:
				s.etag, s.modified = true, true
			}
			if rng.IntN(4) == 0 {
				s.cache = time.Duration(rng.IntN(300)) * time.Minute
			}
			if rng.IntN(8) == 0 {
				s.skip = rng.Uint32() & (1<<24 - 1)
			}
			for range rng.IntN(4) {
				s.faults = append(s.faults, allFaults[names[rng.IntN(len(names))]])
			}
			p.paths[s.path] = s
			ids = append(ids, w.add(calendar.Feed{URL: "http://" + host + s.path}))
		}
		nc, second := w.process()
		defer nc.Close()
		for range days { // restarted every day, two processes side by side
			w.together(24*time.Hour, second)
		}
		polled, requests := 0, len(w.log)
		for _, id := range ids {
			if f := w.feed(id); !f.Answered.IsZero() || f.Failures > 0 {
				polled++
			}
		}
		if polled != len(ids) {
			w.t.Errorf("%d of %d feeds were polled", polled, len(ids))
		}
		w.t.Logf("%d feeds, %d days: %d requests at %d hosts", len(ids), days, requests, len(hosts))
	})
}
