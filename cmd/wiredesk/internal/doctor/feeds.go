package doctor

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

const (
	// shownFeeds bounds the feeds that are named one by one.
	shownFeeds = 10
	// overdue is how long a feed may be due before it is asked who polls.
	overdue = time.Hour
	// leastShared is how many entries two feeds must have in common, and sharedPart
	// which part of the smaller's, to be taken for the same.
	leastShared = 3
	sharedPart  = 0.8
	// wrongClock is by how much the clocks of most sites must differ from ours
	// before ours is taken for wrong, and clockSites how many sites that takes.
	wrongClock = 30 * time.Second
	clockSites = 2
)

// examineFeeds looks at the records of the feeds. Nobody is asked anything. now is the
// server's time.
func examineFeeds(d *desk.Desk, feeds []*calendar.Feed, now time.Time) []Finding {
	if len(feeds) == 0 {
		return []Finding{warning("feeds", "there are none", "`wiredesk add https://your.site`")}
	}
	feeds = shown(feeds)
	list := []Finding{fine("feeds", words.Plural(len(feeds), "feed"))}
	if f := idle(d, feeds, now); f != nil {
		list = append(list, *f)
	}
	list = append(list, sitesClocks(feeds, now)...)
	list = append(list, sameFeeds(feeds)...)
	troubled := 0
	for _, f := range feeds {
		problem, help := trouble(f, now)
		if problem == "" {
			continue
		}
		if troubled++; troubled <= shownFeeds {
			list = append(list, warning("feed", f.URL+" "+problem, help))
		}
	}
	if more := troubled - shownFeeds; more > 0 {
		list = append(list, warning("feed", fmt.Sprintf("and %d more", more), "`wiredesk feeds --failing` lists those that fail"))
	}
	return list
}

// shown are the feeds as they are shown.
func shown(feeds []*calendar.Feed) []*calendar.Feed {
	list := make([]*calendar.Feed, len(feeds))
	for i, f := range feeds {
		list[i] = f.Shown()
	}
	return list
}

// trouble is what is wrong with a feed, and the way out.
func trouble(f *calendar.Feed, now time.Time) (problem, help string) {
	switch {
	case f.Resting():
		return "", ""
	case f.Proposed != "":
		return "lost; its site links to " + f.Proposed, "`wiredesk feeds move " + f.URL + "`"
	case f.Gone:
		return "has ended (410)", "`wiredesk feeds remove " + f.URL + "`"
	case f.Persistent(now):
		return "fails since " + words.Clock(f.Failing) + ": " + f.Error, "`wiredesk why " + f.URL + "`"
	case !f.Untrusted.IsZero():
		return "its server answered 304 while there was news; it is polled without validators", "`wiredesk why " + f.URL + "`"
	}
	return "", ""
}

// idle notices that feeds wait and nobody polls.
func idle(d *desk.Desk, feeds []*calendar.Feed, now time.Time) *Finding {
	if !d.Unattended() { // somebody is at work, or may be elsewhere
		return nil
	}
	due, since := 0, now
	for _, f := range feeds {
		if !f.Resting() && now.Sub(f.Next) > overdue {
			due++
			if f.Next.Before(since) {
				since = f.Next
			}
		}
	}
	if due == 0 {
		return nil
	}
	f := warning("idle", fmt.Sprintf("%s due since %s or later, and nothing is running", words.Plural(due, "feed"), words.Clock(since)),
		"start `wiredesk daemon`, or have cron or a timer start `wiredesk run`")
	return &f
}

// sitesClocks compares our clock with those of the sites that answered in the last
// day. One site's clock may be wrong; when most agree, it is ours.
func sitesClocks(feeds []*calendar.Feed, now time.Time) []Finding {
	ahead := map[string]time.Duration{} // by host
	for _, f := range feeds {
		if f.Status > 0 && now.Sub(f.Polled).Abs() < 24*time.Hour {
			ahead[calendar.Host(f.URL)] = f.Ahead
		}
	}
	if len(ahead) < clockSites {
		return nil
	}
	var all []time.Duration
	for _, d := range ahead {
		all = append(all, d)
	}
	slices.Sort(all)
	lower, upper := all[(len(all)-1)/2], all[len(all)/2]
	if middle := (lower + upper) / 2; min(lower.Abs(), upper.Abs()) >= wrongClock && (lower < 0) == (upper < 0) {
		return []Finding{warning("clock", "this machine's clock is "+desk.Compared(-middle.Round(time.Second))+" those of most sites",
			desk.SetClock)}
	}
	return []Finding{fine("clock", "agrees with those of most sites")}
}

// sameFeeds finds feeds that show the same entries: each story of theirs is looked
// at twice, and one of the two is enough.
func sameFeeds(feeds []*calendar.Feed) []Finding {
	alike := map[uint32][]*calendar.Feed{} // by the least of their fingerprints, which equal sets share, and nearly equal ones most often
	for _, f := range feeds {
		if len(f.Seen) < leastShared || f.Resting() {
			continue
		}
		least := ^uint32(0)
		for _, fp := range f.Seen {
			least = min(least, fp.Says)
		}
		alike[least] = append(alike[least], f)
	}
	var list []Finding
	for _, group := range alike {
		if len(group) == 1 {
			continue
		}
		first := said(group[0])
		for _, f := range group[1:] {
			if shared(first, said(f)) {
				list = append(list, warning("same", fmt.Sprintf("%s and %s show the same entries", group[0].URL, f.URL), removal(f)))
			}
		}
	}
	slices.SortFunc(list, func(a, b Finding) int { return strings.Compare(a.Text, b.Text) })
	if more := len(list) - shownFeeds; more > 0 {
		list = append(list[:shownFeeds], warning("same", fmt.Sprintf("and %d pairs more", more), "remove one of each pair"))
	}
	return list
}

// said is what the entries of a feed said.
func said(f *calendar.Feed) map[uint32]bool {
	set := make(map[uint32]bool, len(f.Seen))
	for _, fp := range f.Seen {
		set[fp.Says] = true
	}
	return set
}

// shared reports whether two feeds have nearly all entries in common.
func shared(a, b map[uint32]bool) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for fp := range a {
		if b[fp] {
			n++
		}
	}
	return n >= leastShared && float64(n) >= sharedPart*float64(len(b))
}

// removal says how a feed is removed.
func removal(f *calendar.Feed) string {
	if f.Source != "" {
		return "delete one of them, at " + f.Origin
	}
	return "`wiredesk feeds remove " + f.URL + "`"
}
