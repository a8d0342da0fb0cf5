package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// say runs a command and returns what it says.
func (p *paper) say(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], append(args, "--config", filepath.Join(p.dir, "wiredesk.yaml"))...)
	cmd.Env = append(os.Environ(), beMain+"=1", "WIREDESK_NATS_LISTEN=none", "WIREDESK_LOG_LEVEL=warn")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", args, err, out)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

// A desk that follows a paper and a stranger who shows its stories: what is published, and
// what the commands say of who spoke.
func TestAStrangerAnnouncesAndThePaperSpeaks(t *testing.T) {
	honest, stranger := newPaper(t, "/feed"), newPaper(t)
	config := filepath.Join(honest.dir, "wiredesk.yaml")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	write := func(more string) {
		t.Helper()
		if err := os.WriteFile(config, append(text[:len(text):len(text)], more...), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(fmt.Sprintf("  - %s/feed\n", stranger.url))
	honest.put("/a", honest.page("The ferry sails again", "", "The ferry left at six."))
	honest.put("/feed", honest.rss([3]string{"Council votes on the quay", "/b", "b"}))
	stranger.put("/feed", strings.ReplaceAll(stranger.rss([3]string{"A lie of the ferry", "/a", "1"}, [3]string{"A lie of the crane", "/none", "2"}), stranger.url+"/", honest.url+"/"))
	honest.command(t, "run")
	wantMessages(t, "published", headlinesOf(honest, t), "The ferry sails again", "A lie of the crane", "Council votes on the quay")

	if why := honest.say(t, "why", honest.url+"/a"); !strings.Contains(why, "spoke its page, "+honest.url+"/a") ||
		!strings.Contains(why, "announced by "+stranger.url+"/feed, which may not speak for this site") {
		t.Errorf("why says: %s", why)
	}
	host := func(url string) string { return strings.TrimPrefix(url, "http://") }
	if show := honest.say(t, "feeds", "show", stranger.url+"/feed"); !strings.Contains(show, "speaks for "+host(stranger.url)+": it is on this site") ||
		strings.Contains(show, host(honest.url)+":") {
		t.Errorf("feeds show says: %s", show)
	}
	for _, a := range honest.published(t) {
		if a.Headline == "A lie of the crane" && (a.About != honest.url+"/none" || a.URL != "") {
			t.Errorf("about %q, url %q", a.About, a.URL)
		}
	}

	// The operator lets it speak.
	write(fmt.Sprintf("  - {url: %s/feed, speaks_for: [%q]}\n", stranger.url, host(honest.url)))
	if show := honest.say(t, "feeds", "show", stranger.url+"/feed"); !strings.Contains(show, "speaks for "+host(honest.url)+": the operator says so") {
		t.Errorf("feeds show says: %s", show)
	}
	write(fmt.Sprintf("  - {url: %s/feed, speaks_for: [\"not a site\"]}\n", stranger.url))
	cmd := exec.CommandContext(t.Context(), os.Args[0], "check", "--config", config)
	cmd.Env = append(os.Environ(), beMain+"=1")
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "speaks_for") || !strings.Contains(string(out), "paper.example") {
		t.Errorf("a bad site: %v, %s", err, out)
	}
}

func headlinesOf(p *paper, t *testing.T) (list []string) {
	t.Helper()
	for _, a := range p.published(t) {
		list = append(list, a.Headline)
	}
	return list
}
