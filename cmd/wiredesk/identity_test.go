package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/embedded"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// paper is a site whose documents a test changes between runs.
type paper struct {
	mu   sync.Mutex
	docs map[string]string // by path and query; "-> path" is a redirect
	url  string
	dir  string

	feeds  []string
	polled bool
}

func newPaper(t *testing.T, feeds ...string) *paper {
	t.Helper()
	p := &paper{docs: map[string]string{}, dir: t.TempDir()}
	site := httptest.NewServer(p)
	t.Cleanup(site.Close)
	p.url = site.URL
	var b strings.Builder
	fmt.Fprintf(&b, "state: {dir: %q}\nbackfill: all\ncrawl: {allow_private: [127.0.0.0/8], per_host: {delay: 0s}, recheck: 1s}\nfeeds:\n", filepath.Join(p.dir, "state"))
	for _, f := range feeds {
		fmt.Fprintf(&b, "  - %s\n", p.url+f)
	}
	p.feeds = feeds
	if err := os.WriteFile(filepath.Join(p.dir, "wiredesk.yaml"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *paper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	doc, ok := p.docs[r.URL.RequestURI()]
	p.mu.Unlock()
	to, moved := strings.CutPrefix(doc, "-> ")
	status, fails := strings.CutPrefix(doc, "! ")
	switch {
	case fails:
		code, _ := strconv.Atoi(status)
		w.WriteHeader(code)
	case moved:
		http.Redirect(w, r, to, http.StatusFound)
	case !ok:
		http.NotFound(w, r)
	default:
		_, _ = w.Write([]byte(doc))
	}
}

// put changes a document.
func (p *paper) put(path, doc string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.docs[path] = doc; doc == "" {
		delete(p.docs, path)
	}
}

// rss is a feed of items, each of which is a title, a link and a guid.
func (p *paper) rss(items ...[3]string) string {
	var b strings.Builder
	for _, i := range items {
		fmt.Fprintf(&b, "<item><title>%s</title><link>%s</link><guid isPermaLink=\"false\">%s</guid><pubDate>%s</pubDate></item>",
			i[0], strings.ReplaceAll(p.url+i[1], "&", "&amp;"), i[2], time.Now().UTC().Format(time.RFC1123Z))
	}
	return `<rss version="2.0"><channel><title>Paper</title>` + b.String() + `</channel></rss>`
}

// page is a story's page, with its canonical address if there is one.
func (p *paper) page(headline, canonical, said string) string {
	if canonical != "" {
		canonical = fmt.Sprintf(`<link rel="canonical" href="%s">`, p.url+canonical)
	}
	return fmt.Sprintf(`<html lang="en"><head><title>%[1]s</title>%[2]s<meta property="article:modified_time" content="%[4]s"></head><body><article><h1>%[1]s</h1>
<p>%[3]s It was the first of three ships, with a crew of nine, and the harbour master waved a flag as it passed the light.</p>
<p>The second paragraph of this report goes on for a while, with clauses, commas and a full stop, as reports do.</p></article></body></html>`,
		headline, canonical, said, time.Now().UTC().Format(time.RFC3339Nano))
}

// run polls all feeds and returns all messages of the stream:
// "<headline> <version> <event>".
func (p *paper) run(t *testing.T) []string {
	t.Helper()
	if p.polled {
		time.Sleep(1100 * time.Millisecond) // by then pages are looked at again
		for _, f := range p.feeds {
			p.command(t, "feeds", "retry", p.url+f)
		}
	}
	p.polled = true
	p.command(t, "run")
	var got []string
	for _, a := range p.published(t) {
		got = append(got, fmt.Sprintf("%s %d %s", a.Headline, a.Version, a.Event))
	}
	return got
}

func (p *paper) command(t *testing.T, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], append(args, "--config", filepath.Join(p.dir, "wiredesk.yaml"))...)
	cmd.Env = append(os.Environ(), beMain+"=1", "WIREDESK_NATS_LISTEN=none", "WIREDESK_LOG_LEVEL=warn")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", args, err, out)
	}
}

func (p *paper) published(t *testing.T) []*article.Article {
	t.Helper()
	server, err := embedded.Open(embedded.Options{Dir: filepath.Join(p.dir, "state"), Listen: "none"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	nc, err := server.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	var all []*article.Article
	for m, err := range subscribe.Read(t.Context(), nc, subscribe.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m.Article)
	}
	return all
}

func wantMessages(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// One story is one article, however many feeds show it under whatever address and
// id; and it has a new version when it says something new, and only then.
func TestAStoryIsOneArticleWhereverItIsSeen(t *testing.T) {
	t.Parallel()
	p := newPaper(t, "/news.xml", "/sport.xml", "/amp.xml")
	p.put("/a", p.page("Ferry", "/a", "It left at six."))
	p.put("/a?utm_source=rss", p.page("Ferry", "/a", "It left at six."))
	p.put("/old", "-> /a")
	p.put("/a/amp", p.page("Ferry", "/a", "It left at six."))
	p.put("/news.xml", p.rss([3]string{"Ferry", "/a?utm_source=rss", "1"}))
	p.put("/sport.xml", p.rss([3]string{"Ferry", "/old", "other"}))
	p.put("/amp.xml", p.rss([3]string{"Ferry", "/a/amp", "x"}))
	wantMessages(t, "three feeds", p.run(t), "Ferry 1 published")

	p.put("/news.xml", p.rss([3]string{"Ferry", "/a?utm_source=rss", "2"}))
	wantMessages(t, "another guid, another date", p.run(t), "Ferry 1 published")

	p.put("/b", p.page("Budget", "/b", "The vote was close."))
	p.put("/news.xml", p.rss([3]string{"Budget", "/b", "2"}))
	wantMessages(t, "the same guid for another story", p.run(t), "Ferry 1 published", "Budget 1 published")

	p.put("/a?utm_source=rss", p.page("Ferry", "/a", "It left at seven."))
	p.put("/news.xml", p.rss([3]string{"Ferry!", "/a?utm_source=rss", "2"}))
	wantMessages(t, "a changed text", p.run(t), "Ferry 1 published", "Ferry 2 updated", "Budget 1 published")

	p.put("/news.xml", p.rss())
	wantMessages(t, "an entry that has left its feed", p.run(t), "Ferry 1 published", "Ferry 2 updated", "Budget 1 published")
}

// The page of a published story is looked at again by later runs: it is corrected
// there, though no feed says so.
func TestALaterRunFindsACorrection(t *testing.T) {
	t.Parallel()
	p := newPaper(t, "/news.xml")
	p.put("/a", p.page("Ferry", "/a", "It left at six."))
	p.put("/news.xml", p.rss([3]string{"Ferry", "/a", "1"}))
	wantMessages(t, "at first", p.run(t), "Ferry 1 published")
	p.put("/news.xml", p.rss())
	p.put("/a", strings.Replace(p.page("Ferry", "/a", "It left at seven."), "</article>", "<p>Correction: An earlier version of this article gave the wrong hour.</p></article>", 1))
	wantMessages(t, "later", p.run(t), "Ferry 1 published", "Ferry 2 corrected")
	all := p.published(t)
	last := all[len(all)-1]
	if len(last.Corrections) != 1 || !slices.ContainsFunc(last.Changes, func(c article.Change) bool { return c.Field == "body_text" && c.BeforeHash != c.AfterHash }) {
		t.Errorf("corrections %+v, changes %+v", last.Corrections, last.Changes)
	}
}

func TestADeletedEntryWithdrawsWhatWasPublished(t *testing.T) {
	t.Parallel()
	p := newPaper(t, "/atom.xml")
	entry := `<entry><id>tag:paper,2026:1</id><title>Ferry</title><link href="` + p.url + `/a"/><updated>2026-11-20T10:00:00Z</updated></entry>`
	atom := func(x string) string {
		return `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>Paper</title>` + x + `</feed>`
	}
	p.put("/a", p.page("Ferry", "/a", "It left at six."))
	p.put("/atom.xml", atom(entry))
	wantMessages(t, "at first", p.run(t), "Ferry 1 published")
	p.put("/atom.xml", atom(`<at:deleted-entry ref="tag:paper,2026:1" when="2026-11-21T10:00:00Z"><at:comment>It never sailed.</at:comment></at:deleted-entry>`))
	wantMessages(t, "deleted", p.run(t), "Ferry 1 published", "Ferry 2 withdrawn")
	wantMessages(t, "still deleted", p.run(t), "Ferry 1 published", "Ferry 2 withdrawn")
	last := p.published(t)[1]
	if last.Withdrawal == nil || last.Withdrawal.Comment != "It never sailed." || last.BodyText != "" {
		t.Errorf("%+v", last)
	}
	p.put("/atom.xml", atom(strings.Replace(entry, "11-20", "11-22", 1)))
	wantMessages(t, "back again", p.run(t), "Ferry 1 published", "Ferry 2 withdrawn", "Ferry 3 restored")
}
