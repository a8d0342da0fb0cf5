package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A proof is worth what its judge is: each kind of failure is found, once.
func TestTheAuditorFindsWhatIsWrong(t *testing.T) {
	site := &Grid{Feeds: 1, Stories: 2}
	a, b := GridStory{Feed: 0, Story: 0}, GridStory{Feed: 0, Story: 1}
	server := httptest.NewServer(site)
	defer server.Close()
	for range 3 {
		for _, s := range []GridStory{a, b} {
			resp, err := http.Get(server.URL + s.Path())
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		site.Revise(a)
	}
	version := func(s GridStory, version, revision int) delivery {
		id := fmt.Sprintf("%032x", s.Story)
		return delivery{
			MessageID: fmt.Sprintf("%s:%d", id, version), ID: id, Version: version, Headline: s.Headline(),
			Text: strings.Join(s.Text(revision), "\n\n"), Hash: fmt.Sprint(revision),
		}
	}
	other := version(a, 2, 1)
	other.MessageID = "other:2"
	moved := version(a, 2, 1)
	moved.ID, moved.MessageID = "f", "f:2"
	for name, c := range map[string]struct {
		log  []delivery
		want [4]int // lost, doubled, disordered, invented
	}{
		"all is well":                     {[]delivery{version(a, 1, 0), version(b, 1, 0), version(a, 2, 2)}, [4]int{}},
		"a story is missing":              {[]delivery{version(a, 1, 2)}, [4]int{1}},
		"the last revision is missing":    {[]delivery{version(a, 1, 1), version(b, 1, 0)}, [4]int{1}},
		"a version is missing":            {[]delivery{version(a, 1, 0), version(a, 3, 2), version(b, 1, 0)}, [4]int{1}},
		"a version came twice":            {[]delivery{version(a, 1, 0), version(a, 2, 2), version(a, 2, 2), version(b, 1, 0)}, [4]int{0, 1}},
		"a version says nothing new":      {[]delivery{version(a, 1, 2), version(a, 2, 2), version(b, 1, 0)}, [4]int{0, 1}},
		"a story has two ids":             {[]delivery{version(a, 1, 0), moved, version(a, 3, 2), version(b, 1, 0)}, [4]int{0, 2}},
		"an old revision came later":      {[]delivery{version(a, 1, 2), version(a, 2, 1), version(a, 3, 2), version(b, 1, 0)}, [4]int{0, 0, 1}},
		"a message has another's id":      {[]delivery{version(a, 1, 0), other, version(a, 3, 2), version(b, 1, 0)}, [4]int{0, 0, 1}},
		"the site never served that text": {[]delivery{version(a, 1, 2), version(b, 1, 0), version(b, 2, 1)}, [4]int{0, 0, 0, 1}},
	} {
		auditor := &auditor{log: map[uint64]delivery{}, last: uint64(len(c.log))}
		for i, d := range c.log {
			auditor.log[uint64(i+1)] = d
		}
		want := map[GridStory]int{a: 2, b: 0}
		v := auditor.audit(site, want)
		if got := [4]int{v.lost, v.doubled, v.disordered, v.invented}; got != c.want {
			t.Errorf("%s: lost, doubled, disordered, invented %v, want %v: %v", name, got, c.want, v.err())
		}
		if again := auditor.audit(site, want); again.err() != nil {
			t.Errorf("%s: reported twice: %v", name, again.err())
		}
	}
}
