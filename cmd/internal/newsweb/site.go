package newsweb

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net"
	"strconv"
	"sync/atomic"
	"time"
)

// newest is the date of the first story of every feed. It is fixed: a date taken
// from the clock would make other bytes every day.
var newest = time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)

// site is one publisher with all it can answer.
type site struct {
	opts   Options
	number int
	name   string
	host   string // as it stands in the Host header
	base   string // http://host
	bodies map[string]*body

	inFlight, peak atomic.Int64
}

// body is an answer, made once.
type body struct {
	kind        kind
	contentType string
	packed      []byte // gzip
	size        int    // unpacked
	etag        string
	modified    time.Time
}

type kind int

const (
	robots kind = iota
	feed
	page
)

func newSite(opts Options, number int) *site {
	s := &site{opts: opts, number: number, host: net.JoinHostPort(address(number), strconv.Itoa(opts.Port)), bodies: map[string]*body{}}
	s.base = "http://" + s.host
	w := s.random(0)
	s.name = fmt.Sprintf("The %s %s %d", pick(w, places), pick(w, kinds), number)
	s.bodies["/robots.txt"] = pack(robots, "text/plain; charset=utf-8", []byte("User-agent: *\nAllow: /\n"), newest)
	for f := range opts.Feeds {
		stories := make([]story, opts.Items)
		for i := range stories {
			stories[i] = s.story(f*opts.Items + i)
			html := s.page(stories[i])
			s.bodies[stories[i].path] = pack(page, "text/html; charset=utf-8", html, stories[i].published)
		}
		s.bodies[feedPath(f)] = pack(feed, "application/rss+xml; charset=utf-8", s.feed(f, stories), newest)
	}
	return s
}

func feedPath(f int) string { return fmt.Sprintf("/feeds/%d.xml", f) }

// random is the source of all that is accidental in part n of the site.
func (s *site) random(n int) writer {
	return writer{rand.New(rand.NewPCG(s.opts.Seed, uint64(s.number)<<32|uint64(n)))}
}

// story is a story before it is a page.
type story struct {
	n          int
	path       string
	headline   string
	summary    string
	author     string
	desk       string
	published  time.Time
	paragraphs []string
}

// story makes the text of story n, the same each time it is asked.
func (s *site) story(n int) story {
	w := s.random(1 + 2*n)
	t := story{n: n, headline: w.headline(), author: w.person(), desk: pick(w, desks)}
	t.path = fmt.Sprintf("/%s/%s-%d.html", slug(t.desk), slug(t.headline), n)
	t.published = newest.Add(-time.Duration(n) * 37 * time.Minute)
	for range 6 + w.IntN(18) {
		t.paragraphs = append(t.paragraphs, w.paragraph())
	}
	t.summary = w.sentence()
	return t
}

// pack compresses a body as servers do by default.
func pack(k kind, contentType string, plain []byte, modified time.Time) *body {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, 6)
	if err != nil {
		panic(err) // the level is a constant
	}
	_, _ = z.Write(plain) // into memory
	_ = z.Close()
	sum := fnv.New64a()
	_, _ = sum.Write(plain)
	// A weak validator: one body has two forms, packed and not.
	return &body{kind: k, contentType: contentType, packed: b.Bytes(), size: len(plain), etag: fmt.Sprintf(`W/"%016x"`, sum.Sum64()),
		modified: modified}
}
