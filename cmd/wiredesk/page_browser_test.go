package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// axe looks at a rendered page for what keeps people out: contrast, labels,
// landmarks, order of headings and a hundred other rules. Its licence is beside it.
//
//go:embed testdata/axe/axe.min.js
var axe string

// demoPage runs the demo as a process, and returns the addresses of its page and
// of its NATS.
func demoPage(t *testing.T, args ...string) (page, stream string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], append([]string{"demo"}, args...)...)
	cmd.Env = append(os.Environ(), beMain+"=1", "TMPDIR="+t.TempDir())
	var out, errs lockedBuffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() != 143 {
			t.Errorf("the demo ended with %v: %s", err, errs.String())
		}
	})
	return logged(t, &out, `page +(http://\S+)`)[1], logged(t, &out, `stream +(nats://\S+)`)[1]
}

// The page as people meet it: in a browser, on the demo.
func TestThePageInABrowser(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	page, stream := demoPage(t, "--correct-after", "12s")
	subscribeTo(t, stream)
	for _, c := range []struct {
		name string
		try  func(*testing.T, *browser, string)
	}{
		{"every panel is filled, and follows what happens", tryOverview},
		{"feeds are filtered, and one says why it is polled when it is", tryFeeds},
		{"an article shows what was corrected", tryArticle},
		{"all of it with the keyboard", tryKeyboard},
		{"and without JavaScript", tryWithoutScript},
		{"on a narrow screen", tryNarrow},
		{"by everybody, by day and by night", tryAccess},
		{"a page is tried with the token", tryToken},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.try(t, b, page)
			b.wantNoComplaints(t)
		})
	}
}

// subscribeTo keeps a place in the demo's stream, as subscribers do.
func subscribeTo(t *testing.T, stream string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- subscribe.Run(ctx, subscribe.Options{URL: stream, Durable: "archive"}, func(context.Context, subscribe.Message) error { return nil })
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("the subscriber ended with %v", err)
		}
	})
}

func tryOverview(t *testing.T, b *browser, page string) {
	b.open(t, page)
	b.text(t, "window.notReloaded = true")
	b.wait(t, all("#tiles dt"), "Articles in 24 h|Freshness|Feeds healthy|Polls saved by 304|Due now|Whole texts")
	b.wait(t, all("#tiles b"), "22|")
	b.wait(t, all("#tiles div:nth-child(4) b")+" != '0 %'", "true")
	b.wait(t, "document.querySelectorAll('#canvas canvas').length", "1")
	b.wait(t, all("#chart-summary"), "22 new")
	b.wait(t, all("#waits tbody tr:not(.range)")+".match(/ms|µs|s/g).length >= 8", "true")
	b.wait(t, all("#outcomes tbody th"), "something new")
	b.wait(t, all("#attention tbody tr"), "429 Too Many Requests")
	b.wait(t, "document.querySelectorAll('#published li').length", "12")
	b.wait(t, all("#subscribers tbody"), "archive")
	b.wait(t, all("#status"), "need attention")
	// The correction, without a reload.
	b.wait(t, all("#published .event"), "corrected")
	b.wait(t, "window.notReloaded", "true")
	// The chart's span, and a stop for those whom movement disturbs.
	b.do(t, chromedp.Click(`input[value="1440"]`), chromedp.Click("#pause"))
	b.wait(t, all("#pause"), "Resume updates")
	b.text(t, "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))") // back from another page
	before := b.text(t, all("#waits"))
	time.Sleep(4 * time.Second) // a poll each 3 s moves the figures, if they may
	if after := b.text(t, all("#waits")); after != before {
		t.Errorf("paused, it went on: %s, %s", before, after)
	}
	b.do(t, chromedp.Click("#pause"))
	b.wait(t, all("#pause"), "Pause updates")
	b.wait(t, all("#waits")+" != "+fmt.Sprintf("%q", before), "true")
}

func tryFeeds(t *testing.T, b *browser, page string) {
	b.open(t, page+"/feeds")
	b.wait(t, "document.querySelectorAll('.list tbody tr').length", "10")
	b.do(t, chromedp.SendKeys("#q", "busy"+kb.Enter), chromedp.WaitReady("main"))
	b.wait(t, "location.search", "q=busy")
	b.wait(t, all(".list tbody tr"), "waiting")
	b.wait(t, "document.querySelectorAll('.list tbody tr').length", "1")
	b.do(t, chromedp.Click(".list tbody a"), chromedp.WaitVisible(".reasons"))
	b.wait(t, all("h1"), "busy.xml")
	b.wait(t, all(".reasons"), "next poll")
	b.wait(t, all(".reasons"), "robots.txt")
	b.wait(t, all("table"), "429")
	// One that answers, the only feed of its site: its timeline, its articles, and
	// how complete they are.
	b.open(t, page+"/feeds?q=atom")
	b.do(t, chromedp.Click(".list tbody a"), chromedp.WaitVisible(".timeline svg"))
	b.wait(t, "document.querySelectorAll('.timeline .visit').length > 3", "true")
	b.wait(t, all(".reasons dt"), "validators")
	b.wait(t, "document.querySelectorAll('.stories li').length > 1", "true")
	b.wait(t, all(".fields tbody th"), "whole text|author|date")
}

func tryArticle(t *testing.T, b *browser, page string) {
	b.open(t, page)
	b.wait(t, all("#published .event"), "corrected")
	b.text(t, "[...document.querySelectorAll('#published li')].find(e => e.innerText.includes('corrected')).querySelector('a').click(), 1")
	b.do(t, chromedp.WaitVisible(".diff"))
	b.wait(t, all("h1"), "Harbor Budget Rises to 14 Million")
	b.wait(t, all(".diff dt"), "headline|")
	b.wait(t, all(".diff del"), "Doubles")
	b.wait(t, all(".diff ins"), "Rises")
	b.wait(t, all(".story"), "14 million")
	b.wait(t, all(".blocks .kind"), "p|p")
	b.wait(t, all(".sources tbody th"), "headline|")
	b.wait(t, all(".versions li"), "Version 1")
	b.do(t, chromedp.Click(".versions li:first-child a"), chromedp.WaitReady("main"))
	b.wait(t, "location.search", "version=1")
	b.wait(t, all("h1"), "Doubles to 40 Million")
	// A wire story stands beside its copy.
	b.open(t, page)
	copied := b.text(t, "fetch('/overview.json').then(r => r.json()).then(d => d.articles.find(a => a.source.startsWith('AFP')).id)")
	b.open(t, page+"/articles/"+copied)
	b.wait(t, all("#copies-heading ~ .stories li"), "AFP via")
}

func tryKeyboard(t *testing.T, b *browser, page string) {
	press := func(keys string) { b.do(t, chromedp.KeyEvent(keys)) }
	focus := "document.activeElement.innerText || document.activeElement.id || document.activeElement.tagName"
	b.open(t, page)
	press(kb.Tab)
	b.wait(t, focus, "Skip to the content")
	b.wait(t, "document.activeElement.getBoundingClientRect().left >= 0", "true") // it is seen
	press(kb.Enter)
	b.wait(t, "document.activeElement.id", "main")
	b.open(t, page)
	for range 20 { // to a link of the navigation, each stop on the way with a ring around it
		press(kb.Tab)
		if got := b.text(t, "getComputedStyle(document.activeElement).outlineStyle"); got == "none" {
			t.Errorf("no ring around %s", b.text(t, focus))
		}
		if b.text(t, focus) == "Feeds" {
			break
		}
	}
	press(kb.Enter)
	b.wait(t, "location.pathname", "/feeds")
	b.wait(t, all("h1"), "Feeds")
	for range 20 {
		press(kb.Tab)
		if b.text(t, focus) == "q" {
			break
		}
	}
	b.do(t, chromedp.KeyEvent("atom"+kb.Enter))
	b.wait(t, "location.search", "q=atom")
	b.wait(t, all(".list .feed"), "Lindauer")
	for range 20 {
		press(kb.Tab)
		if strings.Contains(b.text(t, focus), "Lindauer") {
			break
		}
	}
	press(kb.Enter)
	b.wait(t, all("#why-heading"), "Why it is polled")
}

func tryWithoutScript(t *testing.T, b *browser, page string) {
	b.scripts(t, false)
	defer b.scripts(t, true)
	b.open(t, page)
	for selector, want := range map[string]string{
		"#tiles b": "22|", "#attention tbody tr": "429 Too Many Requests", "#subscribers tbody": "archive", "#chart-summary": "22 new", "#published": "corrected",
	} {
		b.wait(t, all(selector), want)
	}
	b.wait(t, "document.querySelectorAll('.drawn rect').length > 0 && document.querySelector('.drawn').getBoundingClientRect().height > 50", "true")
	b.wait(t, "document.querySelector('noscript meta[http-equiv=refresh]') != null", "true")
	b.wait(t, "getComputedStyle(document.querySelector('#pause')).display", "none")
	b.do(t, chromedp.Click("nav a[href='/feeds']"))
	b.do(t, chromedp.WaitVisible("#q"))
	b.do(t, chromedp.SendKeys("#q", "closed"))
	b.do(t, chromedp.Click("form button"))
	b.wait(t, all(".list tbody tr"), "gone")
	b.do(t, chromedp.Click(".list tbody a"))
	b.do(t, chromedp.WaitVisible(".reasons"))
	b.wait(t, all("h1"), "closed.xml")
}

// pages are one of each kind.
func (b *browser) pages(t *testing.T, page string) []string {
	t.Helper()
	b.open(t, page)
	b.wait(t, all("#published .event"), "corrected")
	corrected := b.text(t, "[...document.querySelectorAll('#published li')].find(e => e.innerText.includes('corrected')).querySelector('a').href")
	b.open(t, page+"/feeds?q=atom")
	return []string{page + "/", page + "/feeds", b.text(t, "document.querySelector('.list tbody a').href"), corrected, page + "/try"}
}

func tryNarrow(t *testing.T, b *browser, page string) {
	pages := b.pages(t, page)
	b.size(t, 320, 640)
	defer b.size(t, 1280, 900)
	for _, url := range pages {
		b.open(t, url)
		time.Sleep(300 * time.Millisecond) // the chart takes its size
		if got := b.text(t, "document.documentElement.scrollWidth"); got != "320" {
			t.Errorf("%s is %s pixels wide: %s", url, got, b.text(t, "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 321 && !e.closest('.scroll')).slice(0, 5).map(e => e.outerHTML.slice(0, 80)).join(' ')"))
		}
	}
}

func tryAccess(t *testing.T, b *browser, page string) {
	pages := b.pages(t, page)
	defer b.dark(t, false)
	for _, dark := range []bool{false, true} {
		b.dark(t, dark)
		for _, url := range pages {
			b.open(t, url)
			background := b.text(t, "getComputedStyle(document.documentElement).backgroundColor")
			if rgb := regexp.MustCompile(`\d+`).FindString(background); (len(rgb) < 3) != dark {
				t.Errorf("dark %v: the background is %s", dark, background)
			}
			b.wantAccess(t, fmt.Sprintf("%s, dark %v", url, dark))
		}
	}
}

// wantAccess has axe look at the page.
func (b *browser) wantAccess(t *testing.T, what string) {
	t.Helper()
	b.text(t, axe+"; true")
	found := b.text(t, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => JSON.stringify(r.violations.map(
		v => ({rule: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " " + (n.any[0] ? n.any[0].message : ""))}))))`)
	var violations []struct {
		Rule, Help string
		Nodes      []string
	}
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		t.Fatalf("%v: %s", err, found)
	}
	for _, v := range violations {
		t.Errorf("%s: %s (%s)\n%s", what, v.Help, v.Rule, strings.Join(v.Nodes, "\n"))
	}
}

func tryToken(t *testing.T, b *browser, page string) {
	b.open(t, page+"/try")
	b.do(t, chromedp.SendKeys("#token", "not the token"+kb.Enter), chromedp.WaitVisible(".banner"))
	b.wait(t, all(".banner"), "That is not the token")
	b.mu.Lock()
	b.complaints = nil // of the 403
	b.mu.Unlock()
	file := b.text(t, "document.querySelector('#token-help code').innerText")
	token, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.SendKeys("#token", strings.TrimSpace(string(token))+kb.Enter), chromedp.WaitVisible("#url"))
	// A page of the newsroom, which is the only site that the demo may fetch from.
	b.open(t, page+"/feeds?q=atom")
	b.do(t, chromedp.Click(".list tbody a"), chromedp.WaitVisible(".stories a"))
	b.do(t, chromedp.Click(".stories a"), chromedp.WaitVisible(".address a"))
	story := b.text(t, "document.querySelector('.address a').href")
	b.open(t, page+"/try")
	b.do(t, chromedp.SendKeys("#url", story+kb.Enter), chromedp.WaitVisible(".story"))
	b.wait(t, all(".sources tbody th"), "headline|")
	b.wantAccess(t, "a tried page")
	b.text(t, "document.querySelector('#url').value = ''")
	b.do(t, chromedp.SendKeys("#url", "http://10.0.0.1/"+kb.Enter), chromedp.WaitVisible(".banner"))
	b.wait(t, all(".banner"), "That did not work")
}
