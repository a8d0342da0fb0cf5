package newsroom

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
	resp, feed := get(t, s.URL+"/feed/0.xml", "")
	etag := resp.Header.Get("Etag")
	if !strings.Contains(feed, "/story/0/0") || strings.Contains(feed, "updated") {
		t.Error("the feed at the start:", feed)
	}
	added := g.Publish(0)
	g.Revise(old)
	g.Revise(old)
	resp, feed = get(t, s.URL+"/feed/0.xml", etag)
	if resp.StatusCode != 200 || strings.Contains(feed, "/story/0/0") || !strings.Contains(feed, added.Path()) || strings.Count(feed, "atom:updated>2026") != 1 {
		t.Errorf("the feed after the change, with %d: %s", resp.StatusCode, feed)
	}
	if resp, _ := get(t, s.URL+"/feed/1.xml", `"feed-1-0"`); resp.StatusCode != 304 {
		t.Errorf("the other feed answers %d", resp.StatusCode)
	}
	if _, page := get(t, s.URL+old.Path(), ""); !strings.Contains(page, old.Text(2)[1]) {
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
