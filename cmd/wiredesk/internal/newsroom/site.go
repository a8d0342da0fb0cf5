package newsroom

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// site is one publication.
type site struct {
	n        *Newsroom
	name     string
	title    string
	language string
	base     string
	charset  string // of its pages and feeds; empty: utf-8
	feeds    []string
	stories  []Story
	server   *http.Server
	odd      map[string]http.HandlerFunc // paths that are neither feed nor page
}

func newSites(n *Newsroom) ([]*site, error) {
	sites := []*site{
		{name: "times", title: "Demo Times", language: "en", feeds: []string{"/rss/news", "/rss/world", "/old-feed"}},
		{name: "herald", title: "Harbor Herald", language: "en", feeds: []string{"/feed.xml", "/busy.xml", "/closed.xml"}},
		{name: "vesti", title: "Вести Ильмы", language: "ru", charset: "windows-1251", feeds: []string{"/rss", "/declared.rss"}},
		{name: "zeitung", title: "Die Lindauer", language: "de", feeds: []string{"/atom"}},
		{name: "courrier", title: "Le Courrier des Halles", language: "fr", feeds: []string{"/feed.json"}},
	}
	for _, s := range sites {
		s.n = n
		var err error
		if s.stories, err = readStories(s.name, s.language, n.start); err != nil {
			return nil, err
		}
	}
	shareWireCopy(sites)
	sites[0].odd = map[string]http.HandlerFunc{
		"/old-feed": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/rss/news", http.StatusMovedPermanently)
		},
	}
	sites[1].odd = map[string]http.HandlerFunc{
		"/busy.xml": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "14400")
			http.Error(w, "please come back later", http.StatusTooManyRequests)
		},
		"/closed.xml": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "this feed is gone", http.StatusGone) },
	}
	return sites, nil
}

// shareWireCopy gives copies the text of their originals.
func shareWireCopy(sites []*site) {
	originals := map[string]Story{}
	for _, s := range sites {
		for _, st := range s.stories {
			originals[st.Path] = st
		}
	}
	for _, s := range sites {
		for i := range s.stories {
			if o, ok := originals[s.stories[i].copyOf]; ok && s.stories[i].copyOf != "" {
				s.stories[i].Body = o.Body
			}
		}
	}
}

// current are the stories as they stand now.
func (s *site) current() []Story {
	stories := append([]Story(nil), s.stories...)
	if !s.n.isCorrected() {
		return stories
	}
	for i := range stories {
		if stories[i].Path == correctedPath {
			stories[i] = stories[i].correct()
		}
	}
	return stories
}

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	if odd := s.odd[r.URL.Path]; odd != nil {
		odd(w, r)
		return
	}
	stories := s.current()
	switch r.URL.Path {
	case "/robots.txt":
		s.send(w, r, "text/plain", "User-agent: *\nAllow: /\n")
		return
	case "/", "/news":
		s.send(w, r, "text/html", s.homePage(stories))
		return
	}
	for _, f := range s.feeds {
		if f == r.URL.Path {
			contentType, body := s.feed(f, stories)
			s.send(w, r, contentType, body)
			return
		}
	}
	for _, st := range stories {
		if st.Path != "" && st.Path == r.URL.Path {
			s.send(w, r, "text/html", s.page(st))
			return
		}
	}
	http.NotFound(w, r)
}

// send answers with validators, in the site's charset, compressed if that is
// accepted.
func (s *site) send(w http.ResponseWriter, r *http.Request, contentType, body string) {
	out := []byte(body)
	charset := "utf-8"
	if s.charset != "" {
		charset = s.charset
		encoded, err := charmap.Windows1251.NewEncoder().Bytes(out)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		out = encoded
	}
	if r.URL.Path == "/declared.rss" {
		w.Header().Set("Content-Type", contentType) // the declaration alone says which
	} else {
		w.Header().Set("Content-Type", contentType+"; charset="+charset)
	}
	h := fnv.New64a()
	_, _ = h.Write(out)
	etag := fmt.Sprintf(`"%016x"`, h.Sum64())
	w.Header().Set("Etag", etag)
	w.Header().Set("Last-Modified", s.n.start.Add(-time.Hour).UTC().Format(http.TimeFormat))
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write(out)
		_ = z.Close()
		w.Header().Set("Content-Encoding", "gzip")
		out = b.Bytes()
	}
	_, _ = w.Write(out)
}
