package main

import (
	"fmt"
	"maps"
	"strings"
	"time"
)

// GridStory names a story of a Grid.
type GridStory struct{ Feed, Story int }

// Headline is the story's; it never changes.
func (s GridStory) Headline() string { return gridTitle(s.Feed, s.Story) }

// Path is that of the story's page.
func (s GridStory) Path() string { return fmt.Sprintf("/story/%d/%d", s.Feed, s.Story) }

// Text are the paragraphs of a revision of the story: no two stories and no two
// revisions have the same.
func (s GridStory) Text(revision int) []string {
	text := make([]string, 4)
	for p := range text {
		text[p] = fmt.Sprintf("In paragraph %d of the report the council of district %d explains what was decided about matter %d, "+
			"who spoke for it, and how many of the %d members agreed to the plan in the end.", p+1, s.Feed, s.Story, 20+s.Story+p)
	}
	if revision > 0 {
		text[1] += fmt.Sprintf(" The clerk has gone through the minutes %d times since.", revision)
	}
	return text
}

// Publish adds a story to a feed and returns it.
func (g *Grid) Publish(feed int) GridStory {
	g.mu.Lock()
	defer g.mu.Unlock()
	s := GridStory{feed, g.size(feed)}
	if g.added == nil {
		g.added = map[int]int{}
	}
	g.added[feed]++
	g.change(feed)
	return s
}

// Revise changes the text of a story; its feed says that it was updated.
func (g *Grid) Revise(s GridStory) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.revisions == nil {
		g.revisions = map[GridStory]int{}
	}
	g.revisions[s]++
	g.change(s.Feed)
}

// Shown are the stories that stand in a feed now.
func (g *Grid) Shown(feed int) []GridStory {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shown(feed)
}

// Revisions are all stories with the revision that stands on the page now: the
// first is 0.
func (g *Grid) Revisions() map[GridStory]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := map[GridStory]int{}
	for f := range g.Feeds {
		for s := range g.size(f) {
			all[GridStory{f, s}] = 0
		}
	}
	maps.Copy(all, g.revisions)
	return all
}

// Served reports whether a revision of a story was ever sent to anybody.
func (g *Grid) Served(s GridStory, revision int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.served[s][revision]
}

// serve is the revision of a story to send now, noted as sent.
func (g *Grid) serve(s GridStory) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.served == nil {
		g.served = map[GridStory]map[int]bool{}
	}
	if g.served[s] == nil {
		g.served[s] = map[int]bool{}
	}
	r := g.revisions[s]
	g.served[s][r] = true
	return r
}

// size is the number of stories of a feed. The caller holds mu.
func (g *Grid) size(feed int) int { return g.Stories + g.added[feed] }

// change gives the feed another validator. The caller holds mu.
func (g *Grid) change(feed int) {
	if g.changes == nil {
		g.changes = map[int]int{}
	}
	g.changes[feed]++
}

// shown is Shown for who holds mu.
func (g *Grid) shown(feed int) []GridStory {
	last := g.size(feed)
	first := 0
	if g.Window > 0 {
		first = max(0, last-g.Window)
	}
	var stories []GridStory
	for s := first; s < last; s++ {
		stories = append(stories, GridStory{feed, s})
	}
	return stories
}

// feed writes a feed and its validator.
func (g *Grid) feed(feed int) (body, etag string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Grid %d</title><link>/</link>`, feed)
	for _, s := range g.shown(feed) {
		fmt.Fprintf(&b, "<item><title>%s</title><link>%s</link><guid isPermaLink=\"false\">%d-%d</guid>", s.Headline(), s.Path(), feed, s.Story)
		if !g.Dated.IsZero() {
			fmt.Fprintf(&b, "<pubDate>%s</pubDate>", g.Dated.UTC().Format(time.RFC1123Z))
		}
		if r := g.revisions[s]; r > 0 {
			fmt.Fprintf(&b, "<atom:updated>%s</atom:updated>", time.Unix(1767225600+int64(r), 0).UTC().Format(time.RFC3339))
		}
		fmt.Fprintf(&b, "<description>Story %d of feed %d in short.</description></item>", s.Story, feed)
	}
	b.WriteString("</channel></rss>")
	return b.String(), fmt.Sprintf(`"feed-%d-%d"`, feed, g.changes[feed])
}

func gridTitle(feed, story int) string { return fmt.Sprintf("Report %d of district %d", story, feed) }

// Redesign changes the template of all pages: a program in the browser fetches the
// story, and what the server sends is a teaser without an author.
func (g *Grid) Redesign(on bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.redesign = on
}

// page is a story's page: its text is on no other page.
func (g *Grid) page(s GridStory) string {
	revision := g.serve(s)
	g.mu.Lock()
	redesign := g.redesign
	g.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html><html lang=\"en\"><head><title>%s</title></head><body><nav><a href=\"/\">Home</a></nav><article><h1>%[1]s</h1>", s.Headline())
	if redesign {
		fmt.Fprintf(&b, "<p>Matter %d of district %d came before the council.</p><div id=\"story\"></div><script src=\"/story.js\"></script>", s.Story, s.Feed)
		b.WriteString("</article><footer>The end of the page.</footer></body></html>")
		return b.String()
	}
	if g.Signed {
		fmt.Fprintf(&b, "<div class=\"byline\">By <a rel=\"author\" href=\"/author/ann-lee\">Ann Lee</a></div><time datetime=\"%s\">this week</time>\n", time.Now().UTC().Format("2006-01-02"))
	}
	for _, p := range s.Text(revision) {
		fmt.Fprintf(&b, "<p>%s</p>\n", p)
	}
	b.WriteString("</article><footer>The end of the page.</footer></body></html>")
	return b.String()
}
