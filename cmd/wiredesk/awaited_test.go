package main

import (
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// A story whose page fails is published with what the feed says, and why says of each try
// what was wrong; when the page comes it makes the next version.
func TestAStoryWhosePageFailsIsCompletedWhenItComes(t *testing.T) {
	for _, status := range []string{"503", "403", "404"} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			p := newPaper(t, "/feed")
			p.put("/feed", p.rss([3]string{"The ferry sails again", "/a", "1"}))
			p.put("/a", "! "+status)
			p.command(t, "run")
			all := p.published(t)
			if len(all) != 1 || all[0].Completeness == article.Full || !all[0].AwaitsPage() ||
				!strings.HasPrefix(all[0].Provenance.Fetches[0].Failed, "answered "+status) {
				t.Fatalf("after the first try: %d versions, %+v", len(all), all)
			}
			why := p.say(t, "why", p.url+"/a")
			for _, want := range []string{
				"published with what its feed says; its page has not come, and is looked for again",
				": answered " + status + " ", "it has not come: answered " + status,
			} {
				if !strings.Contains(why, want) {
					t.Errorf("why lacks %q: %s", want, why)
				}
			}
			p.put("/a", p.page("The ferry sails again", "", "The ferry left at six."))
			for len(all) < 2 {
				time.Sleep(200 * time.Millisecond) // what is booked falls due by the server's clock
				p.command(t, "run")
				all = p.published(t)
			}
			if last := all[1]; last.ID != all[0].ID || last.Event != article.Updated || last.EventReason != article.Completed || !last.FromPage() {
				t.Errorf("the page makes version %d, %s %q", last.Version, last.Event, last.EventReason)
			}
		})
	}
}

// What a look has found is seen before it is confirmed, and then the story is withdrawn.
func TestAMissingPageIsSeenBeforeItsStoryIsWithdrawn(t *testing.T) {
	t.Parallel()
	p := newPaper(t, "/feed")
	p.put("/feed", p.rss([3]string{"The ferry sails again", "/a", "1"}))
	p.put("/a", p.page("The ferry sails again", "", "The ferry left at six."))
	p.command(t, "run")
	p.put("/a", "! 410")
	why := ""
	for deadline := time.Now().Add(time.Minute); !strings.Contains(why, "410") && time.Now().Before(deadline); {
		time.Sleep(200 * time.Millisecond)
		p.command(t, "run")
		why = p.say(t, "why", p.url+"/a")
	}
	for _, want := range []string{
		"its page was missing at the last look (410 Gone), and the story is withdrawn if it is at the next, too, which is, ", ": answered 410 Gone",
	} {
		if !strings.Contains(why, want) {
			t.Errorf("why lacks %q: %s", want, why)
		}
	}
	if n := len(p.published(t)); n != 1 {
		t.Errorf("%d versions before it is confirmed", n)
	}
}

// A page that robots.txt closes was never fetched, and why says so.
func TestAPageThatRobotsCloseWasNeverFetched(t *testing.T) {
	p := newPaper(t, "/feed")
	p.put("/robots.txt", "User-agent: *\nDisallow: /closed/")
	p.put("/feed", p.rss([3]string{"The ferry sails again", "/closed/a", "1"}))
	p.command(t, "run")
	why := p.say(t, "why", p.url+"/closed/a")
	if !strings.Contains(why, "none is waiting: its page has never come: robots.txt disallows it") || strings.Contains(why, "as often as") {
		t.Errorf("why says: %s", why)
	}
}
