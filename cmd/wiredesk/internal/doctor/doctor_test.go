package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// nameServer answers every question for an address in its way, or not at all. It
// returns a resolver that asks it.
func nameServer(t *testing.T, code dnsmessage.RCode, silent bool) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { // ends when conn is closed
		defer close(done)
		b := make([]byte, 512)
		for {
			n, from, err := conn.ReadFrom(b)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if silent || m.Unpack(b[:n]) != nil {
				continue
			}
			m.Response, m.RCode, m.Additionals = true, code, nil
			if q := m.Questions[0]; code == dnsmessage.RCodeSuccess && q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 60}, Body: &dnsmessage.AResource{A: [4]byte{192, 0, 2, 1}}}}
			}
			if out, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(out, from) // whoever asked may have gone
			}
		}
	}()
	t.Cleanup(func() { _ = conn.Close(); <-done })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func feedsAt(urls ...string) []*calendar.Feed {
	var feeds []*calendar.Feed
	for _, u := range urls {
		feeds = append(feeds, &calendar.Feed{ID: calendar.FeedID(u), URL: u})
	}
	return feeds
}

func TestTheDoctorTriesTheNamesOfFeeds(t *testing.T) {
	feeds := feedsAt("https://192.0.2.7/rss", "https://news.example/rss", "https://news.example/atom", "https://other.example/rss")
	for name, tt := range map[string]struct {
		resolver *net.Resolver
		want     string
		help     string
	}{
		"an answer":   {nameServer(t, dnsmessage.RCodeSuccess, false), "ok names resolve", ""},
		"no such":     {nameServer(t, dnsmessage.RCodeNameError, false), "error news.example, other.example cannot be resolved: ", "is the name right?"},
		"its failure": {nameServer(t, dnsmessage.RCodeServerFailure, false), "error news.example, other.example cannot be resolved: ", "/etc/resolv.conf"},
		"silence":     {nameServer(t, 0, true), "error news.example, other.example cannot be resolved: ", "/etc/resolv.conf"},
	} {
		got := examineDNS(t.Context(), config.Default(), tt.resolver, feeds)
		if len(got) != 1 || !strings.HasPrefix(got[0].Result+" "+got[0].Text, tt.want) || !strings.Contains(got[0].Help, tt.help) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := examineDNS(t.Context(), config.Default(), nil, feedsAt("https://192.0.2.7/rss", "http://[::1]/", "http://localhost:80/x")); got != nil {
		t.Errorf("without a name: %+v", got)
	}
	behind := config.Default()
	behind.Crawl.Proxy = "http://127.0.0.1:3128"
	if got := examineDNS(t.Context(), behind, nil, feeds); got != nil {
		t.Errorf("behind a proxy: %+v", got)
	}
}

func TestTheDoctorComparesClocksWithThoseOfSites(t *testing.T) {
	now := time.Now()
	site := func(host string, ahead, ago time.Duration) *calendar.Feed {
		return &calendar.Feed{URL: "https://" + host + "/rss", Status: 200, Ahead: ahead, Polled: now.Add(-ago)}
	}
	for name, tt := range map[string]struct {
		feeds []*calendar.Feed
		want  string
	}{
		"one site":         {[]*calendar.Feed{site("a.example", time.Hour, 0)}, ""},
		"one site, twice":  {[]*calendar.Feed{site("www.a.example", time.Hour, 0), site("news.a.example", time.Hour, 0)}, ""},
		"all agree":        {[]*calendar.Feed{site("a.example", 0, 0), site("b.example", 0, 0)}, "ok agrees"},
		"one is wrong":     {[]*calendar.Feed{site("a.example", 0, 0), site("b.example", time.Hour, 0), site("c.example", 0, 0)}, "ok agrees"},
		"ours is behind":   {[]*calendar.Feed{site("a.example", 300*time.Second, 0), site("b.example", 302*time.Second, 0), site("c.example", 0, 0)}, "warning this machine's clock is 5 minutes behind those of most sites"},
		"ours is ahead":    {[]*calendar.Feed{site("a.example", -2*time.Hour, 0), site("b.example", -2*time.Hour, 0)}, "warning this machine's clock is 2 hours ahead of those of most sites"},
		"they do not know": {[]*calendar.Feed{site("a.example", time.Hour, 0), site("b.example", -time.Hour, 0)}, "ok agrees"},
		"long ago":         {[]*calendar.Feed{site("a.example", time.Hour, 48*time.Hour), site("b.example", time.Hour, 48*time.Hour)}, ""},
	} {
		got := ""
		for _, f := range sitesClocks(tt.feeds, now) {
			got = f.Result + " " + f.Text
		}
		if !strings.HasPrefix(got, tt.want) || (got == "") != (tt.want == "") {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestTheDoctorComparesClocksWithNATS(t *testing.T) {
	if got := clockFindings(false, 0, nil); got != nil {
		t.Errorf("the built-in server has our clock: %+v", got)
	}
	if got := clockFindings(false, 0, []string{"it was set back"}); len(got) != 1 || got[0].Text != "it was set back" {
		t.Errorf("what was noticed is not told: %+v", got)
	}
	for ahead, want := range map[time.Duration]string{0: "ok", 3 * time.Second: "ok", time.Minute: "60 seconds behind the one of NATS", -time.Hour: "60 minutes ahead of the one of NATS"} {
		if got := clockFindings(true, -ahead, nil); len(got) != 1 || !strings.Contains(got[0].Result+got[0].Text, want) {
			t.Errorf("%s: %+v, want %s", ahead, got, want)
		}
	}
}

func TestTheDoctorFindsFeedsThatAreTheSame(t *testing.T) {
	feed := func(url string, says ...uint32) *calendar.Feed {
		f := &calendar.Feed{URL: url, Seen: calendar.Fingerprints{}}
		for i, s := range says {
			f.Seen.Keep(uint32(1000*len(url)+i), calendar.Fingerprint{Says: s})
		}
		return f
	}
	var feeds []*calendar.Feed
	for i := range 300 { // of no news in common
		feeds = append(feeds, feed(fmt.Sprintf("https://%d.example/rss", i), uint32(10*i+1), uint32(10*i+2), uint32(10*i+3)))
	}
	feeds = append(feeds,
		feed("https://a.example/rss", 90001, 90002, 90003, 90004, 90005), feed("https://a.example/feed", 90001, 90002, 90003, 90004, 90005),
		feed("https://b.example/rss", 90001, 90002, 90003, 90004, 90006),          // the newest is another
		feed("https://c.example/rss", 90001, 90002, 99999, 99998, 99997),          // two of the same agency
		feed("https://d.example/rss", 7, 8), feed("https://d.example/atom", 7, 8), // too few to tell
	)
	var pairs []string
	for _, f := range sameFeeds(feeds) {
		pairs = append(pairs, f.Text)
	}
	if want := []string{
		"https://a.example/rss and https://a.example/feed show the same entries",
		"https://a.example/rss and https://b.example/rss show the same entries",
	}; !slices.Equal(pairs, want) {
		t.Errorf("%q", pairs)
	}
	for i := range 30 {
		feeds = append(feeds, feed(fmt.Sprintf("https://e.example/%d", i), 1e6, 1e6+1, 1e6+2))
	}
	if got := sameFeeds(feeds); len(got) != shownFeeds+1 || got[shownFeeds].Text != "and 21 pairs more" {
		t.Errorf("%d findings, the last %+v", len(got), got[len(got)-1])
	}
}

func TestOfMuchTroubleTheDoctorShowsSome(t *testing.T) {
	var feeds []*calendar.Feed
	for i := range 25 {
		feeds = append(feeds, &calendar.Feed{URL: fmt.Sprintf("https://%d.example/rss", i), Failing: time.Now().Add(-48 * time.Hour), Failures: 9, Error: "answered 500"})
	}
	got := examineFeeds(&desk.Desk{Reader: new(desk.Reader)}, feeds, time.Now())
	last := got[len(got)-1]
	if last.Text != "and 15 more" || !strings.Contains(last.Help, "feeds --failing") || len(got) != 1+shownFeeds+1 {
		t.Errorf("%d findings, the last %+v", len(got), last)
	}
}

// Of a feed that is parked or paused nothing is to come: its failures are of the past.
func TestWhatRestsIsNoTrouble(t *testing.T) {
	now := time.Now()
	long := now.Add(-50 * time.Hour)
	for _, f := range []*calendar.Feed{
		{URL: "https://b.example/sitemap", Parked: long, Outcome: "not_a_feed", Failures: 1, Failing: long},
		{URL: "https://c.example/feed", Paused: true, Outcome: "failed", Failures: 9, Failing: long},
	} {
		if problem, _ := trouble(f, now); problem != "" {
			t.Errorf("%s %s", f.URL, problem)
		}
	}
}

// Whatever is wrong with NATS, there is a way out.
func TestEveryErrorOfNATSHasAWayOut(t *testing.T) {
	external := config.Default()
	external.NATS.URL = "nats://example.org"
	for _, cfg := range []*config.Config{config.Default(), external} {
		for _, err := range []error{errors.New("odd"), context.DeadlineExceeded} {
			if natsHelp(cfg, err) == "" {
				t.Errorf("no way out of %v", err)
			}
		}
	}
}
