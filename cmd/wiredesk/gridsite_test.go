package main

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestTheGridPublishesAndRevisesAndRemembersWhatItServed(t *testing.T) {
	g := &Grid{Feeds: 2, Stories: 2, Window: 2}
	s := httptest.NewServer(g)
	defer s.Close()
	old := GridStory{0, 1}
	resp, feed := ask(t, "GET", s.URL+"/feed/0.xml")
	etag := resp.Header.Get("Etag")
	if !strings.Contains(feed, "/story/0/0") || strings.Contains(feed, "updated") {
		t.Error("the feed at the start:", feed)
	}
	added := g.Publish(0)
	g.Revise(old)
	g.Revise(old)
	resp, feed = ask(t, "GET", s.URL+"/feed/0.xml", "If-None-Match", etag)
	if resp.StatusCode != 200 || strings.Contains(feed, "/story/0/0") || !strings.Contains(feed, added.Path()) || strings.Count(feed, "atom:updated>2026") != 1 {
		t.Errorf("the feed after the change, with %d: %s", resp.StatusCode, feed)
	}
	if resp, _ := ask(t, "GET", s.URL+"/feed/1.xml", "If-None-Match", `"feed-1-0"`); resp.StatusCode != 304 {
		t.Errorf("the other feed answers %d", resp.StatusCode)
	}
	if _, page := ask(t, "GET", s.URL+old.Path()); !strings.Contains(page, old.Text(2)[1]) {
		t.Error("the page is not the second revision")
	}
	if g.Served(old, 0) || g.Served(old, 1) || !g.Served(old, 2) || g.Served(added, 0) {
		t.Error("wrong memory of what was served")
	}
	if now := g.Revisions(); len(now) != 5 || now[old] != 2 || now[added] != 0 {
		t.Errorf("revisions %v", now)
	}
	if shown := g.Shown(0); len(shown) != 2 || shown[1] != added {
		t.Errorf("shown: %v", shown)
	}
}

func TestTheGridIsTheSameAtEveryStart(t *testing.T) {
	read := func() string {
		g := &Grid{Feeds: 2, Stories: 2}
		s := httptest.NewServer(g)
		defer s.Close()
		all := ""
		for _, p := range append(g.FeedPaths(), "/story/0/0", "/story/1/1") {
			_, body := ask(t, "GET", s.URL+p)
			all += body
		}
		if resp, _ := ask(t, "GET", s.URL+"/story/2/0"); resp.StatusCode != 404 {
			t.Errorf("a story that is not there: %d", resp.StatusCode)
		}
		if hits, peak, starts := g.Hits(); hits["/story/0/0"] != 1 || peak != 1 || len(starts) != 5 {
			t.Errorf("hits %v, peak %d, %d starts", hits, peak, len(starts))
		}
		return all
	}
	if a, b := read(), read(); a != b || a == "" {
		t.Error("two starts differ")
	}
}
